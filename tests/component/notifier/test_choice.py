"""Who carries what is chosen by settings, and what is missing is said by name."""

import json
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import ValidationError

from services.notifier.channels.budget import A_SECOND, Budgeted, a_day, a_second
from services.notifier.ports import Found, Later, Parcel
from services.notifier.settings import Settings
from shared.contracts.words import Outlet
from tests.support.accounts import OwnCounts
from tests.support.providers.base import Clock

NEEDED = {
    "amqp_url": "amqp://nowhere",
    "mongo_url": "mongodb://nowhere",
    "jwt_public_keys_file": "/nowhere",
    "sandbox_url": "http://nowhere",
    "receipt_secret_file": "/nowhere",
}
PARCEL = Parcel(token="t", to="1", text="x", about="r", because="b")


def settings(**changes: object) -> Settings:
    return Settings.model_validate({**NEEDED, **changes})


def test_unless_told_everything_goes_to_the_sandbox() -> None:
    assert set(settings().accounts.chosen.values()) == {"sandbox"}


@pytest.mark.parametrize(
    ("choice", "missing"),
    [
        ({"sms_provider": "aliyun"}, "ALIYUN_KEY_ID, ALIYUN_SECRET_FILE, ALIYUN_SIGN_NAME"),
        ({"sms_provider": "tencent"}, "TENCENT_SECRET_ID, TENCENT_SECRET_FILE, TENCENT_APP_ID"),
        ({"wechat_provider": "official"}, "WECHAT_APP_ID, WECHAT_SECRET_FILE, TEMPLATES_FILE"),
        ({"app_provider": "push"}, "VAPID_PRIVATE_KEY_FILE"),
    ],
)
def test_a_choice_without_its_account_is_refused_by_name(
    choice: dict[str, str], missing: str
) -> None:
    with pytest.raises(ValidationError, match=missing):
        settings(**choice)


def test_templates_and_secrets_are_read_from_their_files(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("s3cret\n")
    templates = {"aliyun": {"*": {"id": "SMS_2", "fields": {"no": "number"}}}}
    (tmp_path / "templates").write_text(json.dumps(templates))
    accounts = settings(
        sms_provider="aliyun",
        aliyun_key_id="k",
        aliyun_sign_name="互动物业",
        aliyun_secret_file=tmp_path / "secret",
        templates_file=tmp_path / "templates",
    ).accounts
    assert (accounts.chosen[Outlet.SMS], accounts.aliyun.secret) == ("aliyun", "s3cret")
    assert accounts.templates["aliyun"]["*"].id == "SMS_2"


def test_a_cap_on_a_day_s_messages_goes_over_the_published_one() -> None:
    daily = settings(provider_daily_most={"aliyun": 2000}).accounts.daily
    assert daily == {"wechat": 100_000, "aliyun": 2000}


class Takes:
    """A provider that takes everything, and counts it."""

    def __init__(self) -> None:
        self.taken = 0

    async def send(self, parcel: Parcel) -> str:
        """Take it."""
        self.taken += 1
        return "id"

    async def find(self, parcel: Parcel) -> Found | None:
        """Know nothing."""
        return None


async def test_two_replicas_together_stay_within_the_day_s_budget() -> None:
    clock, purse, provider = Clock(), OwnCounts(), Takes()
    replicas = [Budgeted("aliyun", provider, purse, a_day(200), clock) for _ in range(2)]
    for _ in range(150):
        for replica in replicas:
            with suppress(Later):
                await replica.send(PARCEL)
    assert provider.taken == 200


async def test_a_budget_that_is_spent_waits_for_midnight_in_shanghai() -> None:
    budgeted = Budgeted("aliyun", Takes(), OwnCounts(), a_day(1), Clock())
    await budgeted.send(PARCEL)
    with pytest.raises(Later) as later:
        await budgeted.send(PARCEL)
    assert later.value.until.isoformat() == "2026-11-24T00:00:00+08:00"


async def test_the_next_day_has_a_budget_of_its_own() -> None:
    clock, purse, provider = Clock(), OwnCounts(), Takes()
    budgeted = Budgeted("aliyun", provider, purse, a_day(1), clock)
    await budgeted.send(PARCEL)
    with pytest.raises(Later):
        await budgeted.send(PARCEL)
    clock.move(hours=13)
    await budgeted.send(PARCEL)
    assert provider.taken == 2


@pytest.mark.parametrize(("name", "most"), list(A_SECOND.items()))
async def test_within_a_second_an_account_sends_no_more_than_is_published(
    name: str, most: int
) -> None:
    clock, purse, provider = Clock(), OwnCounts(), Takes()
    replicas = [Budgeted(name, provider, purse, a_second(most), clock) for _ in range(2)]
    waits: list[Later] = []
    for _ in range(most):
        for replica in replicas:
            try:
                await replica.send(PARCEL)
            except Later as later:
                waits.append(later)
    assert provider.taken == most
    assert {one.until - clock() for one in waits} == {timedelta(seconds=1)}
    clock.move(seconds=1)
    await replicas[0].send(PARCEL)


async def test_the_budgets_of_a_day_and_of_its_last_second_are_two() -> None:
    clock, purse, provider = Clock(), OwnCounts(), Takes()
    clock.move(hours=11, minutes=59, seconds=59)
    paced = Budgeted("aliyun", provider, purse, a_second(5), clock)
    budgeted = Budgeted("aliyun", paced, purse, a_day(100), clock)
    for _ in range(5):
        await budgeted.send(PARCEL)
    assert provider.taken == 5
