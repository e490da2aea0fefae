"""Every service's doors in one process, each on its own fakes, with somebody's things behind."""

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

import services.survey.api as survey_api
from deploy.local.keys import Keys
from services.gateway.api import parts
from services.gateway.app import client_session, door_app, urls_of
from services.gateway.channels.keys import Keys as SigningKeys
from services.gateway.channels.upstream import Door
from services.gateway.domain.accounts import Owner, OwnerParticulars
from services.gateway.domain.api_key import ApiKey
from services.gateway.domain.household import KEPT, Joining
from services.gateway.settings import Settings as GatewaySettings
from services.intake import api as intake_api
from services.intake.api.uploads import UPLOADS
from services.intake.app import doors as intake_doors
from services.intake.domain.photo import Attachment, Photo
from services.intake.domain.upload import Upload
from services.intake.handlers import groups, talks
from services.intake.settings import Settings as IntakeSettings
from services.notifier import api as notifier_api
from services.notifier.api.webhooks import HOOKS
from services.notifier.app import doors as notifier_doors
from services.notifier.settings import Settings as NotifierSettings
from services.router import api as router_api
from services.router.app import doors as router_doors
from services.router.settings import Settings as RouterSettings
from shared.contracts.event import Place
from shared.contracts.requests import Reporter
from shared.contracts.words import Channel, Role
from shared.runtime.settings import ServiceSettings
from shared.web.app import service_app
from tests.support.gateway import Hands, Ledger
from tests.support.hooks import Hooks
from tests.support.intake import NOON, Intake, an_owner, cause
from tests.support.memory import Memory
from tests.support.notifying import Notifier
from tests.support.router_world import World
from tests.support.told import resolved

Client = TestClient[web.Request, web.Application]
SECRET: Final = "卧室漏水机密"
LENGTH: Final = 987654


@dataclass(slots=True)
class Doors:
    """The services' clients, what lies behind them, and the words that only its owner may read."""

    clients: dict[str, Client] = field(default_factory=dict)
    shelves: dict[str, Memory[Any]] = field(default_factory=dict)
    secrets: tuple[str, ...] = (
        *("何浩然", "周明", "13800001111", "13900000001", "水管漏水机密"),
        *(SECRET, f"Upload-Length: {LENGTH}"),
    )
    ids: dict[str, str] = field(default_factory=dict)

    def standing(self) -> dict[str, Mapping[str, int]]:
        """Return the version of everything that belongs to the estate ``sample``."""
        return {
            name: {i: one.version for i, one in shelf.kept.items() if one.estate == "sample"}
            for name, shelf in self.shelves.items()
        }


@pytest.fixture
async def doors(keys: Keys, tmp_path: Path) -> AsyncIterator[Doors]:
    """Open every service's doors on things that are o1's, in the estate ``sample``."""
    usual = {
        "amqp_url": "amqp://nowhere",
        "mongo_url": "mongodb://nowhere",
        "jwt_public_keys_file": keys.jwt_public_keys_file,
        "log_level": "ERROR",
    }
    made = Doors()
    async with AsyncExitStack() as stack:
        pool = await stack.enter_async_context(client_session())
        apps = {
            "router": await _router(usual, made),
            "intake": await _intake(usual, made),
            "notifier": await _notifier(usual, made, tmp_path),
            "survey": service_app(
                "survey", ServiceSettings.model_validate(usual), survey_api.routes
            ),
            "gateway": await _gateway(usual, keys, made, pool),
        }
        for name, app in apps.items():
            client = await stack.enter_async_context(TestClient(TestServer(app)))
            made.clients[name] = client
        yield made


async def _router(usual: dict[str, Any], made: Doors) -> web.Application:
    world = World()
    request = await world.submit("厨房水管漏水机密")
    app = router_doors(RouterSettings.model_validate(usual), clock=world.clock)
    app[router_api.WORK] = world.work
    made.shelves |= {"requests": world.requests, "incidents": world.incidents}
    made.ids |= {"request_id": request.id}
    return app


async def _intake(usual: dict[str, Any], made: Doors) -> web.Application:
    intake = Intake()
    intake.register(an_owner("o1", phone="13800001111"))
    made.ids |= await _things_of_o1(intake)
    app = intake_doors(IntakeSettings.model_validate(usual), clock=lambda: NOON)
    app[intake_api.WORK] = intake.work
    app[UPLOADS] = intake.upload_work
    made.shelves |= {"submissions": intake.submissions, "owners": intake.owners}
    made.shelves |= {"conversations": intake.conversations, "pastes": intake.pastes}
    made.shelves |= {"uploads": intake.uploads}
    return app


async def _things_of_o1(intake: Intake) -> dict[str, str]:
    """Keep an upload under way, a photo, a question and a paste; return their ids."""
    work, uploads = intake.work(cause()), intake.upload_work(cause("u"))
    until = NOON + timedelta(hours=1)
    upload = Upload(id="u-1", estate="sample", uploader="o1", length=LENGTH, forget_at=until)
    await uploads.uploads.save(upload)
    content = Photo(content_type="image/png", content=SECRET.encode())
    photo = Attachment(id="p-1", estate="sample", uploader="o1", photo=content)
    await work.album.keep(photo, NOON)
    reporter = Reporter(owner_id="o1", name="周明")
    talk = await talks.ask(SECRET, Channel.APP, reporter, "o1", work)
    paste = await groups.paste(f"王女士:{SECRET}", "3栋业主群", "c01", work)
    return {
        "upload_id": upload.id,
        "attachment_id": photo.id,
        "talk_id": talk.id,
        "line_id": talk.lines[0].id,
        "paste_id": paste.id,
        "candidate_id": paste.candidates[0].id,
    }


async def _notifier(usual: dict[str, Any], made: Doors, folder: Path) -> web.Application:
    notifier = Notifier()
    await notifier.know()
    await notifier.hear(resolved())
    secret = folder / "secret"
    secret.write_bytes(b"a secret of tests only")
    extra = {"sandbox_url": "http://nowhere", "receipt_secret_file": secret}
    app = notifier_doors(NotifierSettings.model_validate({**usual, **extra}), clock=notifier.clock)
    app[notifier_api.WORK], app[HOOKS] = notifier.work, Hooks().work
    row = notifier.to("o1")[0]
    made.shelves |= {"rows": notifier.rows, "contacts": notifier.contacts}
    made.ids |= {"notification_id": row.id, "task_id": row.id}
    return app


async def _gateway(usual: dict[str, Any], keys: Keys, made: Doors, pool: Any) -> web.Application:
    urls = dict.fromkeys(
        ("intake_url", "router_url", "notifier_url", "survey_url"), "http://[::1]:1"
    )
    settings = GatewaySettings.model_validate(
        {
            **usual,
            **urls,
            "jwt_private_key_file": keys.jwt_private_key_file,
            "admin_password_file": keys.admin_password_file,
            "public_url": "http://estate.example",
            "address_burst": 10**6,
            "account_burst": 10**6,
            "logins_burst": 10**6,
            "codes_burst": 10**6,
        }
    )
    clock = Hands()
    app = door_app(settings, clock)
    signer = SigningKeys.from_files(keys.jwt_private_key_file, keys.jwt_public_keys_file)
    ledger = Ledger(signer=signer, clock=clock)
    app[parts.WORK], app[parts.DOOR] = ledger.work, Door(urls_of(settings), pool)
    made.shelves |= {"accounts": ledger.owners, "staff": ledger.staff}
    made.shelves |= {"keys": ledger.api_keys_kept, "joinings": ledger.joinings_kept}
    made.ids |= await _accounts_of_o1(ledger)
    return app


async def _accounts_of_o1(ledger: Ledger) -> dict[str, str]:
    """Keep a key of o1's, and somebody's ask to join that household; return their ids."""
    work, home = ledger.fresh(), Place(building="1", unit="1", room="1201")
    known = OwnerParticulars(household_id="h-1", name="何浩然", place=home, phone="13900000001")
    await work.kept.owners.save(Owner(id="o1", estate="sample", particulars=known))
    key = ApiKey(
        id="k-1",
        estate="sample",
        account="o1",
        role=Role.OWNER,
        name=SECRET,
        digest="x",
        made_at=work.now,
    )
    joining = Joining(
        id="j-1",
        estate="sample",
        owner_id="o1",
        household_id="h-1",
        place=home,
        asked_at=work.now,
        forget_at=work.now + KEPT,
    )
    await work.kept.api_keys.save(key)
    await work.kept.joinings.save(joining)
    return {"key_id": key.id, "joining_id": joining.id}
