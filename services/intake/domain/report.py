"""Pass on what the WeChat platform says became of a message of ours."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Self

from services.intake.domain.message import Message
from shared.contracts.notifications import DeliveryReported
from shared.contracts.words import Outlet
from shared.kernel.aggregate import Aggregate
from shared.kernel.ids import derived_id

ARRIVED: Final = "success"
JOB: Final = "job-"


@dataclass(slots=True, kw_only=True)
class Report(Aggregate):
    """One job's end (TEMPLATESENDJOBFINISH); kept for some days, so that a repeat meets it."""

    outcome: str
    reported_at: datetime

    @classmethod
    def of(cls, message: Message, estate: str, at: datetime) -> Self:
        """Return the report in a message, with the event that tells of it."""
        report = cls(
            id=derived_id("report", estate, message.account, message.key),
            estate=estate,
            outcome=message.text,
            reported_at=at,
        )
        report.record(
            DeliveryReported(
                outlet=Outlet.WECHAT,
                provider_id=message.key.removeprefix(JOB),
                delivered=message.text == ARRIVED,
                reported_at=at,
                reason=message.text,
            )
        )
        return report
