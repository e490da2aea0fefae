"""Let owners into households and out of them, at the desk or by their own members."""

from dataclasses import dataclass, replace
from datetime import datetime

from services.gateway.domain.accounts import Owner, OwnerParticulars
from services.gateway.domain.directory.households import possible, room_fault
from services.gateway.domain.directory.model import Estate
from services.gateway.domain.directory.residents import home_of, owner_id_of
from services.gateway.domain.directory.rooms import Nowhere, place_of
from services.gateway.domain.household import (
    KEPT,
    LASTS,
    HouseholdCode,
    Joining,
    State,
    WrongHouseholdCode,
)
from services.gateway.handlers.imports import NoEstateYet
from services.gateway.ports import Work
from shared.contracts.event import Place
from shared.kernel.errors import Invalid, Missing, WrongMove
from shared.kernel.ids import derived_id


class AlreadyThere(WrongMove):
    """The owner belongs to that household."""

    slug = "already-there"

    def __init__(self) -> None:
        super().__init__("这位业主已经登记在这个房号，不需要再办。")


@dataclass(slots=True, frozen=True, kw_only=True)
class Room:
    """A room as somebody wrote it."""

    building: str
    unit: str
    room: str


@dataclass(slots=True, frozen=True, kw_only=True)
class Drawn:
    """A code for a household, to be read out once; until when it is good."""

    code: str
    place: Place
    good_until: datetime


async def draw_code_at_home(owner_id: str, work: Work) -> Drawn:
    """Draw a code for the household that an owner belongs to; an older one ends."""
    known = (await _owner(owner_id, work)).particulars
    return await _draw(known.household_id, known.place, work)


async def draw_code_at_desk(room: Room, work: Work) -> Drawn:
    """Draw a code for any room of the estate."""
    place = await _place(room, work)
    return await _draw(await _household_of(place, work), place, work)


async def ask(owner_id: str, room: Room, code: str, work: Work) -> Joining:
    """Ask to belong to a household whose code one has; raises ``WrongHouseholdCode``."""
    owner = await _owner(owner_id, work)
    household = await _right(room, code, work)
    if owner.particulars.household_id == household.household_id:
        raise AlreadyThere
    identity = derived_id("joining", owner.id, household.household_id)
    joining = await work.kept.joinings.find(identity)
    if joining is None:
        joining = Joining(
            id=identity,
            estate=work.estate,
            owner_id=owner.id,
            household_id=household.household_id,
            place=household.place,
            asked_at=work.now,
            forget_at=work.now + KEPT,
        )
    elif joining.state is State.DECLINED:
        joining.ask_again(work.now)
    await work.kept.joinings.save(joining)
    return joining


async def settle(joining_id: str, *, approve: bool, by: str, home: str | None, work: Work) -> None:
    """Decide about an ask; a member of the household (``home``) or the desk (None) may.

    Who is let in gets an account of their own for that room, under the same phone.
    """
    joining = await work.kept.joinings.find(joining_id)
    if joining is None or home not in (None, joining.household_id):
        raise Missing("没有找到这个入户申请，可能已经过期。")
    joining.settle(approve=approve, by=by, at=work.now)
    if approve:
        await _let_in(joining, work)
    await work.kept.joinings.save(joining)


async def move_in(room: Room, name: str, phone: str | None, work: Work) -> Owner:
    """Register an owner for a room at the desk; the same once more changes nothing."""
    place = await _place(room, work)
    identity = owner_id_of(work.estate, place, name)
    said = OwnerParticulars(
        household_id=await _household_of(place, work), name=name, place=place, phone=phone
    )
    return await _register(identity, said, work)


async def leave(owner_id: str, work: Work) -> Owner:
    """End an owner's account: sold, let or moved; twice is once. Their log-ins end with it."""
    owner = await work.kept.owners.find(owner_id)
    if owner is None or owner.erased_at is not None:
        raise Missing("没有找到这位业主，请检查编号。")
    if owner.active:
        owner.leave(work.now)
        await work.kept.owners.save(owner)
    return owner


async def _let_in(joining: Joining, work: Work) -> None:
    known = (await _owner(joining.owner_id, work)).particulars
    can = possible(known.phone or "", "")
    said = replace(
        known,
        household_id=joining.household_id,
        place=joining.place,
        wechat_openid=None,
        outlets=tuple(one for one in known.outlets if can[one]),
    )
    await _register(derived_id("joined", joining.id), said, work)


async def _register(identity: str, said: OwnerParticulars, work: Work) -> Owner:
    owner = await work.kept.owners.find(identity)
    if owner is not None and owner.active:
        return owner
    if owner is None:
        owner = Owner(id=identity, estate=work.estate, particulars=said)
    owner.register(said)
    await work.kept.owners.save(owner)
    return owner


async def _draw(household_id: str, place: Place, work: Work) -> Drawn:
    identity, code = (
        _code_id(household_id, work),
        f"{work.secrets.code()}{work.secrets.code()}"[2:10],
    )
    kept = await work.kept.household_codes.find(identity) or HouseholdCode(
        id=identity,
        estate=work.estate,
        household_id=household_id,
        place=place,
        digest="",
        forget_at=work.now,
    )
    kept.renew(work.secrets.digest(identity, code), work.now)
    await work.kept.household_codes.save(kept)
    return Drawn(code=code, place=place, good_until=work.now + LASTS)


async def _right(room: Room, code: str, work: Work) -> HouseholdCode:
    """Return the household whose code this is; the try is counted before it is looked at."""
    try:
        household = await _household_of(await _place(room, work), work)
    except Invalid as error:
        raise WrongHouseholdCode from error
    kept = await work.kept.household_codes.find(_code_id(household, work))
    if kept is None:
        raise WrongHouseholdCode
    right = kept.answer(work.secrets.digest(kept.id, code), work.now)
    await work.kept.household_codes.save(kept)
    if not right:
        raise WrongHouseholdCode
    return kept


def _code_id(household_id: str, work: Work) -> str:
    return derived_id("household-code", work.estate, household_id)


async def _owner(owner_id: str, work: Work) -> Owner:
    owner = await work.kept.owners.find(owner_id)
    if owner is None or not owner.active:
        raise Missing("这个业主账号已经停用，请联系服务中心。")
    return owner


async def _household_of(place: Place, work: Work) -> str:
    """Return the household that lives there, or the number of a new one."""
    there = [one for one in await work.accounts.all_owners(work.estate) if one.erased_at is None]
    there.sort(key=lambda one: not one.active)
    known = (o.particulars.household_id for o in there if o.particulars.place == place)
    return next(known, home_of(place))


async def _place(room: Room, work: Work) -> Place:
    site = await work.kept.sites.find(work.estate)
    if site is None:
        raise NoEstateYet("请先载入小区资料（楼栋、单元和部门），再登记业主。")
    estate = Estate(id=site.id, name=site.name, buildings=site.buildings)
    try:
        place = place_of(room.building, room.unit, room.room, estate)
        fault = room_fault(place, estate)
    except Nowhere as error:
        place, fault = Place(), str(error)
    if fault:
        raise Invalid("房号有误，请对照小区的楼栋和单元填写。", (("room", fault),))
    return place
