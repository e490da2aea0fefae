"""Look for what is known already, before an owner reports it."""

from datetime import timedelta
from typing import Final

from services.router.domain.classify import classify
from services.router.domain.incidents.alike import Same, summed_up
from services.router.domain.incidents.incident import Incident
from services.router.domain.incidents.nearness import key_of
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
    verdict = classify(text, act.rules.buildings)
    said = verdict.place
    where = said if said and said.building else place
    if said and said.spot:
        where = Place(**{**where.model_dump(), "spot": said.spot})
    mine = Report(
        id="",
        text=text,
        category=verdict.category,
        urgency=verdict.urgency,
        place=where,
        at=work.now,
        who=who,
    )
    current = await work.known.current(act.estate)
    incidents = [one for one in current if one.stage is Stage.OPEN and fits(one, mine, terms)]
    key = key_of(act.estate, mine.category, mine.area)
    around = await work.known.alike(key, work.now - BACK, work.now + AHEAD)
    others = [one.report for one in around if one.in_hand and one.reporter.owner_id != who]
    if verdict.category is Category.NEIGHBOUR:  # who asks may be the one complained of
        others = []
    return incidents, summed_up(similar(mine, others, terms, within=BACK))
