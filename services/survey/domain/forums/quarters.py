"""Know a quarter from its name, and say when one goes by without a forum (policy.zh.md 二.1)."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple, Self

from services.survey.domain.terms import CHINA
from shared.contracts.forums import ForumLacking
from shared.kernel.aggregate import Aggregate
from shared.kernel.ids import derived_id


class Quarter(NamedTuple):
    """Three months of a year: ``2026-Q4``."""

    year: int
    number: int

    @classmethod
    def of(cls, moment: datetime) -> Self:
        """Return the quarter that a moment lies in, as the estate counts days."""
        local = moment.astimezone(CHINA)
        return cls(local.year, (local.month - 1) // 3 + 1)

    def __str__(self) -> str:
        """Return its name."""
        return f"{self.year}-Q{self.number}"

    @property
    def starts_at(self) -> datetime:
        """Its first moment."""
        return datetime(self.year, 3 * self.number - 2, 1, tzinfo=CHINA)

    @property
    def ends_at(self) -> datetime:
        """The first moment of the next."""
        return self.after.starts_at

    @property
    def after(self) -> "Quarter":
        """The one that follows."""
        return Quarter(self.year + self.number // 4, self.number % 4 + 1)

    @property
    def before(self) -> "Quarter":
        """The one that it follows."""
        return Quarter.of(self.starts_at - timedelta(days=1))


@dataclass(slots=True, kw_only=True)
class QuarterWatch(Aggregate):
    """What an estate's managers have been told of one quarter; told once for each kind."""

    quarter: str
    told: list[str] = field(default_factory=list)

    @classmethod
    def over(cls, estate: str, quarter: Quarter) -> Self:
        """Return the watch over a quarter, with nothing told yet."""
        identity = derived_id("quarter", estate, str(quarter))
        return cls(id=identity, estate=estate, quarter=str(quarter))

    def tell(self, quarter: Quarter, managers: tuple[str, ...], *, over: bool) -> bool:
        """Tell the managers; false if that was done before."""
        what = "over" if over else "near"
        if what in self.told:
            return False
        self.told.append(what)
        self.record(
            ForumLacking(
                quarter=self.quarter, ends_at=quarter.ends_at, over=over, recipients=managers
            )
        )
        return True


def watched(now: datetime, warn_days: int) -> Iterator[tuple[Quarter, bool]]:
    """Yield the quarters to be looked at: the one just over, and this one if it ends soon."""
    this = Quarter.of(now)
    yield this.before, True
    if now >= this.ends_at - timedelta(days=warn_days):
        yield this, False
