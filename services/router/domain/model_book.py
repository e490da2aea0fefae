"""Keep which models an estate has learnt, which of them speaks, and which spoke before."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from services.router.domain.classify.trial import Exam, Figures, Trial
from services.router.domain.refusals import NoModelBefore, UnknownModel
from shared.kernel.aggregate import Aggregate

SHIPPED: Final = "shipped"
LEARNING: Final = "learn"


@dataclass(slots=True, frozen=True, kw_only=True)
class Learnt:
    """One model: the fingerprint of its data, what it was made of, and how well its like did."""

    fingerprint: str
    made_at: datetime
    samples: int
    corrections: int
    figures: Figures
    without: Figures
    exam: Exam | None = None
    active: Exam | None = None


@dataclass(slots=True, kw_only=True)
class ModelFile(Aggregate):
    """The bytes of one model."""

    archive: bytes


def new_book(estate: str) -> "ModelBook":
    """Return the book of an estate that has learnt nothing yet."""
    return ModelBook(id=estate, estate=estate)


def file_of(estate: str, fingerprint: str) -> str:
    """Return the id under which a model's bytes lie."""
    return f"{estate}:{fingerprint}"


@dataclass(slots=True, kw_only=True)
class ModelBook(Aggregate):
    """The models of one estate; ``active`` is a fingerprint, or the one that is shipped."""

    models: list[Learnt] = field(default_factory=list)
    active: str = SHIPPED
    before: list[str] = field(default_factory=list)
    changed_by: str | None = None
    changed_at: datetime | None = None

    def take(self, trial: Trial, at: datetime) -> None:
        """Enter what a trial has made; it speaks from now on unless it is worse."""
        fingerprint = trial.model.fingerprint
        if fingerprint not in self.known:
            self.models.append(
                Learnt(
                    fingerprint=fingerprint,
                    made_at=at,
                    samples=trial.samples,
                    corrections=trial.corrections,
                    figures=trial.figures,
                    without=trial.without,
                    exam=trial.exam,
                    active=trial.active,
                )
            )
        if trial.no_worse:
            self.use(fingerprint, by=LEARNING, at=at)

    def use(self, fingerprint: str, *, by: str, at: datetime) -> None:
        """Let a model speak; raises ``UnknownModel``."""
        if fingerprint not in self.known:
            raise UnknownModel(f"没有编号为“{fingerprint}”的模型；请用列表中的编号。")
        if fingerprint != self.active:
            self.before.append(self.active)
            self._become(fingerprint, by, at)

    def roll_back(self, *, by: str, at: datetime) -> None:
        """Let the model before speak again; raises ``NoModelBefore``."""
        if not self.before:
            raise NoModelBefore("没有更早的模型可以退回；现在用的就是随程序发布的模型。")
        self._become(self.before.pop(), by, at)

    @property
    def known(self) -> tuple[str, ...]:
        """Return what can be let speak."""
        return (SHIPPED, *(one.fingerprint for one in self.models))

    def _become(self, fingerprint: str, by: str, at: datetime) -> None:
        self.active, self.changed_by, self.changed_at = fingerprint, by, at
