"""Say what the keys of a report mean: a category, a building, a department, a person."""

from collections.abc import Mapping, Sequence
from typing import Final

from services.survey.domain.satisfaction.figures import Row
from services.survey.domain.satisfaction.sheet import NOBODY, Dimension, Sheet
from services.survey.ports import Sheets, Work
from shared.contracts.words import Category

_CATEGORIES: Final[Mapping[str, str]] = {
    Category.REPAIR: "房屋维修与设施",
    Category.SANITATION: "环境卫生",
    Category.SECURITY: "安保秩序",
    Category.NEIGHBOUR: "邻里与噪音",
    Category.FEES: "收费",
    Category.SERVICE: "物业服务",
    Category.OTHER: "其他",
}
_UNKNOWN: Final = "未登记"


async def named(
    found: Sequence[Row], dimension: Dimension, days: Sequence[Sheet], sheets: Sheets, work: Work
) -> list[Row]:
    """Return the rows with the names by which people know their keys."""
    names = await _names({row.key for row in found}, dimension, days, sheets, work)
    return [row.model_copy(update={"name": names.get(row.key, row.key)}) for row in found]


async def _names(
    keys: set[str], dimension: Dimension, days: Sequence[Sheet], sheets: Sheets, work: Work
) -> dict[str, str]:
    match dimension:
        case Dimension.CATEGORY:
            return dict(_CATEGORIES)
        case Dimension.BUILDING:
            known = {key: f"{key} 栋" for key in keys}
        case Dimension.FIRST_RESPONDER:
            team = await work.voices.team(work.cause.estate)
            known = {key: team.name_of(key) or key for key in keys}
        case _:
            estate = work.cause.estate
            known = {key: await _department(key, days, sheets, estate) for key in keys - {NOBODY}}
    return known | {NOBODY: _UNKNOWN}


async def _department(key: str, days: Sequence[Sheet], sheets: Sheets, estate: str) -> str:
    """Return a department's name as its latest survey tells it."""
    last = next((day for day in reversed(days) if day.has(Dimension.DEPARTMENT, key)), None)
    told = await sheets.of_day(estate, last.day) if last else []
    names = (one.case.department_name for one in told if one.case.department == key)
    return next((name for name in names if name), key)
