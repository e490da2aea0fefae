"""Look for what is known already, before an owner reports it."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from services.router.domain.act import Act
from services.router.domain.classify import classify
from services.router.domain.incidents.alike import Same, summed_up
from services.router.domain.incidents.incident import Incident
from services.router.domain.incidents.nearness import touches
from services.router.domain.incidents.recognition import Report, fits, similar
from services.router.domain.incidents.state import Stage
from services.router.ports import Work
from shared.contracts.event import Place
from shared.contracts.words import Category

BACK: Final = timedelta(days=3)
AHEAD: Final = timedelta(minutes=5)


async def look_around(
    text: str, place: Place, who: str, work: Work
) -> tuple[list[Incident], list[Same]]:
    """Return the open incidents that a text is about, and open requests of others like it."""
    act = await work.act()
    terms = act.rules.policy.incidents
    mine = _as_reported(text, place, who, act)
    current = await work.known.current(act.estate)
    incidents = [one for one in current if one.stage is Stage.OPEN and fits(one, mine, terms)]
    nearby = mine.keys(act.estate)[0]
    around = await work.known.alike(nearby, work.now - BACK, work.now + AHEAD)
    others = [one.report for one in around if one.in_hand and one.reporter.owner_id != who]
    if mine.category is Category.NEIGHBOUR:  # who asks may be the one complained of
        others = []
    may_join = {one.id for one in around if one.everybodys and touches(one.nearby, place)}
    found = summed_up(similar(mine, others, terms, within=BACK))
    return incidents, [
        replace(one, seeds=tuple(seed for seed in one.seeds if seed in may_join)) for one in found
    ]


def _as_reported(text: str, place: Place, who: str, act: Act) -> Report:
    verdict = classify(text, act.rules.buildings)
    said = verdict.place
    where = said if said and said.building else place
    if said and said.spot:
        where = Place(**{**where.model_dump(), "spot": said.spot})
    return Report(
        id="",
        text=text,
        category=verdict.category,
        urgency=verdict.urgency,
        place=where,
        at=act.at,
        who=who,
    )
