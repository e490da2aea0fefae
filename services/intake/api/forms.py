"""The forms that the app and the desk have in common."""

from typing import Annotated, Final

from aiohttp import web
from pydantic import AwareDatetime, Field, StringConstraints

from services.intake.domain.submission import Receipt
from services.intake.domain.wording import LONGEST
from shared.contracts.event import Place
from shared.kernel.errors import Invalid
from shared.web.operation import KEY, Form, View

LONGEST_KEY: Final = 200

Words = Annotated[str, Field(json_schema_extra={"minLength": 1, "maxLength": LONGEST})]
Short = Annotated[
    str, StringConstraints(min_length=1, max_length=60, pattern=r"^[^\x00-\x1f\x7f]+$")
]
AttachmentIds = Annotated[tuple[Short, ...], Field(max_length=9)]


class KeyMissing(Invalid):
    """Without a key, a repeat after a lost answer would be taken in twice."""

    slug = "idempotency-key-missing"

    def __init__(self) -> None:
        super().__init__(
            f"请求头缺少 {KEY}，请为每次提交生成一个编号，重试时使用同一个编号。",
            ((KEY, "必须填写"),),
        )


class KeyTooLong(Invalid):
    """The key is longer than any sensible one."""

    slug = "idempotency-key-too-long"

    def __init__(self) -> None:
        super().__init__(f"{KEY} 请控制在 {LONGEST_KEY} 个字符以内。", ((KEY, "太长"),))


class PlaceForm(Form):
    """A place, as far as it is known."""

    building: Short | None = None
    unit: Short | None = None
    room: Short | None = None
    spot: Short | None = None

    def as_place(self) -> Place:
        """Return the place in the words of the contracts."""
        return Place(building=self.building, unit=self.unit, room=self.room, spot=self.spot)


class Taken(View):
    """A request is taken in; people speak of it by its number."""

    request_id: str
    number: str
    submitted_at: AwareDatetime

    @classmethod
    def of(cls, receipt: Receipt) -> "Taken":
        """Return a receipt as it is answered."""
        return cls(
            request_id=receipt.request_id,
            number=receipt.number,
            submitted_at=receipt.submitted_at,
        )


def key_of(request: web.Request) -> str | None:
    """Return the caller's idempotency key; raises ``KeyTooLong``."""
    key = request.headers.get(KEY, "").strip()
    if len(key) > LONGEST_KEY:
        raise KeyTooLong
    return key or None
