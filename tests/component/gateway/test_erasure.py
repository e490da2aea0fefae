"""An owner who asks to be forgotten is: the account is empty, ended, and stays so."""

from datetime import datetime

from services.gateway.domain.accounts import OwnerParticulars, revise_owner
from services.gateway.domain.household import KEPT, Joining
from services.gateway.handlers.sessions import open_session, principal_of
from shared.contracts.event import Place
from shared.contracts.people import OwnerChanged, OwnerErased
from shared.contracts.words import Role
from tests.component.gateway.conftest import Gateway

PATH = "/api/v1/me/erasure"


async def _asked(gateway: Gateway, *, sure: bool = True) -> int:
    headers = gateway.tokens.header(Role.OWNER, "o1")
    async with gateway.client.post(PATH, json={"sure": sure}, headers=headers) as answer:
        return answer.status


def _joining(at: datetime) -> Joining:
    return Joining(
        id="j-1",
        estate="sample",
        owner_id="o1",
        household_id="h-2",
        place=Place(building="2"),
        asked_at=at,
        forget_at=at + KEPT,
    )


async def test_the_account_no_longer_says_who_it_was(gateway: Gateway) -> None:
    assert await _asked(gateway) == 202
    kept = gateway.ledger.owners.kept["o1"]
    assert (kept.particulars.name, kept.particulars.phone, kept.active) == ("", None, False)


async def test_everybody_who_keeps_something_is_told(gateway: Gateway) -> None:
    await _asked(gateway)
    told = gateway.ledger.owners.told_of(OwnerChanged, OwnerErased)
    assert [type(one) for one in told[-2:]] == [OwnerChanged, OwnerErased]


async def test_who_is_not_sure_keeps_everything(gateway: Gateway) -> None:
    await _asked(gateway, sure=False)
    assert gateway.ledger.owners.kept["o1"].active


async def test_asked_twice_is_asked_once(gateway: Gateway) -> None:
    assert [await _asked(gateway), await _asked(gateway)] == [202, 202]
    assert len(gateway.ledger.owners.told_of(OwnerErased)) == 1


async def test_keys_log_ins_and_asks_go_with_the_account(gateway: Gateway) -> None:
    mine, ledger = gateway.tokens.header(Role.OWNER, "o1"), gateway.ledger
    await gateway.client.post("/api/v1/me/api-keys", json={"name": "何家的脚本"}, headers=mine)
    work = ledger.fresh()
    await open_session(principal_of(ledger.owners.kept["o1"]), work)
    await work.kept.joinings.save(_joining(work.now))
    await _asked(gateway)
    [key] = ledger.api_keys_kept.kept.values()
    [session], [joining] = ledger.sessions.kept.values(), ledger.joinings_kept.kept.values()
    left = (key.forget_at, session.forget_at, joining.forget_at)
    assert left == (gateway.clock.now,) * 3
    assert (key.name, key.digest, key.ended_at) == ("", "", gateway.clock.now)


async def test_a_key_that_was_left_behind_goes_when_asked_again(gateway: Gateway) -> None:
    await _asked(gateway)
    mine = gateway.tokens.header(Role.OWNER, "o1")
    await gateway.client.post("/api/v1/me/api-keys", json={"name": "何家的脚本"}, headers=mine)
    await _asked(gateway)
    assert [one.name for one in gateway.ledger.api_keys_kept.kept.values()] == [""]


async def test_the_estate_s_files_do_not_bring_them_back(gateway: Gateway) -> None:
    await _asked(gateway)
    owner = gateway.ledger.owners.kept["o1"]
    files = OwnerParticulars(household_id="h-1", name="何浩然", place=Place(building="1"))
    assert not revise_owner(owner, files)
    assert owner.particulars.name == ""


async def test_a_member_of_staff_has_no_account_of_this_kind(gateway: Gateway) -> None:
    headers = gateway.tokens.header(Role.ADMIN, "admin")
    async with gateway.client.post(PATH, json={"sure": True}, headers=headers) as answer:
        assert answer.status == 403
