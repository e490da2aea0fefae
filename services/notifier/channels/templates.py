"""Know which template, approved by a provider, carries a message, and fill it."""

from collections.abc import Mapping
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict

from services.notifier.ports import Parcel, Rejected

ANY: Final = "*"


class Approved(BaseModel):
    """A template in the provider's console; ``fields`` maps its variables to ours, in its order.

    Ours are ``text`` (the whole message) and whatever the letter carries: ``number``, ``link``,
    ``code``, ``minutes``. ``longest`` is what the provider lets a variable hold.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    fields: dict[str, str] = {}
    longest: int = 35
    kind: Literal["template", "subscription"] = "template"

    def fill(self, parcel: Parcel) -> dict[str, str]:
        """Return the variables' values."""
        ours = {"text": parcel.text, **parcel.fields}
        return {
            name: _short(ours.get(field, ""), self.longest) for name, field in self.fields.items()
        }


class Templates:
    """The templates of one provider by what a message is about; ``*`` stands for all others."""

    def __init__(self, provider: str, by_cause: Mapping[str, Approved]) -> None:
        self._provider = provider
        self._by_cause = by_cause

    def find(self, because: str) -> Approved | None:
        """Return the template for a cause, None if the estate has none for it."""
        return self._by_cause.get(because) or self._by_cause.get(ANY)

    def get(self, because: str) -> Approved:
        """Return the template for a cause; raises ``Rejected`` if the estate has none for it."""
        found = self.find(because)
        if found is None:
            raise Rejected(f"{self._provider}: no approved template for {because}")
        return found


def _short(text: str, longest: int) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= longest else f"{flat[: longest - 1]}…"
