"""Make a pledge of what somebody on the staff undertakes, if it can be one."""

from dataclasses import dataclass
from datetime import date, datetime

from services.survey.domain.staff import Team
from services.survey.domain.voices.refusals import BadPledge
from services.survey.domain.workdays import WorkDays
from shared.contracts.suggestions import Pledge
from shared.kernel.ids import derived_id


@dataclass(slots=True, frozen=True, kw_only=True)
class Undertaking:
    """What will be done, by whom (empty: by the one who says it), until the close of which day."""

    what: str
    keeper: str
    due_on: date


def pledged(
    given: Undertaking, source: str, by: str, grounds: tuple[Team, WorkDays, datetime]
) -> Pledge:
    """Return the pledge that comes of ``source``; raises ``BadPledge``."""
    team, days, now = grounds
    keeper, due_at = given.keeper or by, days.close_of(given.due_on)
    if keeper != by and not team.has(keeper):
        raise BadPledge("没有找到这位负责人，请从在职员工中选一位。")
    if due_at <= now:
        raise BadPledge("承诺的日期已经过去，请改为以后的日期。")
    return Pledge(
        promise_id=derived_id("promise", source), what=given.what, keeper=keeper, due_at=due_at
    )
