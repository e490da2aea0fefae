"""The base of what is saved whole: a version, and the events that it has yet to tell."""

from dataclasses import dataclass, field

from pydantic import BaseModel


@dataclass(slots=True, kw_only=True)
class Aggregate:
    """A consistency boundary, loaded and saved as one document.

    ``version`` counts its saves (0: never saved); ``events`` holds what ``record`` gathered since
    it was loaded, which the save commits together with the state.
    """

    id: str
    estate: str
    version: int = 0
    events: list[BaseModel] = field(default_factory=list, repr=False, compare=False)

    def record(self, event: BaseModel) -> None:
        """Note an event to be told once this aggregate is saved."""
        self.events.append(event)
