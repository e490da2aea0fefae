"""What intake keeps of an owner: enough to know a caller and an openid."""

from dataclasses import dataclass
from typing import Self

from services.intake.domain.caller import as_door
from shared.contracts.event import Place
from shared.contracts.people import OwnerChanged
from shared.contracts.phone import Phone, mark_of
from shared.contracts.requests import Reporter
from shared.kernel.aggregate import Aggregate
from shared.kernel.errors import Invalid
from shared.kernel.ids import derived_id


class UnknownOwner(Invalid):
    """The estate has no such owner (any more)."""

    slug = "unknown-owner"


@dataclass(slots=True, kw_only=True)
class Owner(Aggregate):
    """A registered owner as the gateway last told it; ``edition`` is the gateway's version."""

    owner_id: str
    name: str = ""
    place: Place | None = None
    door: str = ""  # 3-2-1201, for the desk's search
    room: str = ""
    phone: Phone | None = None
    phone_tail: str | None = None  # the mark of the last four digits
    openid: str | None = None
    active: bool = False
    edition: int = -1

    @classmethod
    def unheard_of(cls, owner_id: str, estate: str) -> Self:
        """Return an owner of whom nothing has been told yet."""
        return cls(id=key_of(owner_id, estate), estate=estate, owner_id=owner_id)

    def learn(self, told: OwnerChanged) -> None:
        """Take over the particulars, unless newer ones are known already."""
        if told.version <= self.edition:
            return
        self.edition = told.version
        self.active = told.active
        self.name = told.name
        self.place = told.place
        self.door = as_door(str(told.place.model_copy(update={"spot": None})))
        self.room = told.place.room or ""
        self.phone = told.phone
        self.phone_tail = mark_of(told.phone[-4:]) if told.phone else None
        self.openid = told.wechat_openid

    @property
    def reporter(self) -> Reporter:
        """The owner as the one who asks."""
        return Reporter(
            owner_id=self.owner_id,
            name=self.name,
            phone=self.phone,
            place=self.place,
            address=self.openid,
        )


def meant(owners: list[Owner], text: str) -> Owner | None:
    """Return the one whose door the words name, else the first; one person may have rooms."""
    said = as_door(text.replace(" ", ""))
    named = (one for one in owners if one.door and one.door in said)
    return next(named, owners[0] if owners else None)


def key_of(owner_id: str, estate: str) -> str:
    """Return the id under which intake keeps an owner; two estates never share one."""
    return derived_id("owner", estate, owner_id)


def masked(phone: str | None) -> str:
    """Return a phone number as it may be shown: ``138****5678``."""
    if not phone:
        return ""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 8 else f"****{phone[-2:]}"
