"""An owner who asks to be forgotten is: the account is empty, ended, and stays so."""

from services.gateway.domain.accounts import OwnerParticulars, revise_owner
from shared.contracts.event import Place
from shared.contracts.people import OwnerChanged, OwnerErased
from shared.contracts.words import Role
from tests.component.gateway.conftest import Gateway

PATH = "/api/v1/me/erasure"


async def _asked(gateway: Gateway, *, sure: bool = True) -> int:
    headers = gateway.tokens.header(Role.OWNER, "o1")
    async with gateway.client.post(PATH, json={"sure": sure}, headers=headers) as answer:
        return answer.status


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
