"""Hold an anonymous round over a real database, whose processes may die at any moment."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import cast

from services.survey.channels.ballot_box import MongoBallotBox
from services.survey.domain.campaigns.audience import Audience
from services.survey.domain.campaigns.campaign import Campaign, Stage
from services.survey.domain.campaigns.questions import Kind, Question, Questionnaire
from services.survey.domain.campaigns.sealing import Envelopes
from services.survey.domain.campaigns.ticket import Ticket, new_ticket
from services.survey.handlers import balloting
from services.survey.jobs import Counting
from services.survey.ports import Work
from shared.contracts.envelope import Cause
from shared.runtime.mongo import Database
from tests.support.mortal import Mortal
from tests.support.surveying import ESTATE, LINKS, NOON, World

SECRET = Envelopes(LINKS.secret)
HOMES = 6


@dataclass(slots=True)
class Round:
    """An anonymous campaign whose six households hold tickets, over a real database."""

    database: Database
    campaign: Campaign
    tickets: list[Ticket]
    world: World

    @property
    def box(self) -> MongoBallotBox:
        """Return the box of a process that lives."""
        return MongoBallotBox(self.database, SECRET)

    def work(self, box: MongoBallotBox) -> Work:
        """Return a unit of work over a box."""
        return replace(self.world.work(), box=box)

    def mortal(self, life: int, *, reaches: bool) -> tuple[MongoBallotBox, Mortal]:
        """Return the box of a process that dies after so many operations."""
        mortal = Mortal(self.database, life, reaches)
        return MongoBallotBox(cast(Database, mortal), SECRET), mortal

    async def answer(
        self, home: int, box: MongoBallotBox | None = None, key: str = "k", stale: bool = False
    ) -> None:
        """Answer as a page does: from the ticket as it is now, or as it was in the beginning."""
        box = box or self.box
        now = None if stale else await self.box.ticket(self.tickets[home].id)
        ticket = now or self.tickets[home]
        await balloting.cast(ticket, {"mark": home % 5 + 1}, f"{home}{key}", self.work(box))

    async def count(self, box: MongoBallotBox | None = None) -> None:
        """Count as the loop does in its first turn: mend, then count."""
        box = box or self.box

        def work(cause: Cause) -> Work:
            return self.work(box)

        await Counting(box, work, lambda: NOON).turn()

    def close(self) -> None:
        """Take no more answers."""
        self.world.campaigns.kept[self.campaign.id].stage = Stage.CLOSED

    async def counted(self) -> int:
        """Return how many answers lie on pages."""
        return sum(one.n for one in (await self.box.tallies(self.campaign.id)).values())

    async def spent(self) -> int:
        """Return how many tickets are spent."""
        return sum((await self.box.spent(self.campaign.id, 10**6)).values())

    async def held(self, collection: str) -> list[dict[str, object]]:
        """Return the campaign's documents in a collection."""
        wanted = {"campaign": self.campaign.id}
        return [one async for one in self.database[collection].find(wanted)]


async def begin(database: Database, name: str = "k") -> Round:
    """Open a round and hand out its tickets."""
    question = Question(id="mark", kind=Kind.SCALE, text="满意吗")
    campaign = Campaign(
        id=name,
        estate=ESTATE,
        title="问卷",
        intro="",
        questionnaire=Questionnaire(questions=(question,)),
        anonymous=True,
        audience=Audience(),
        opens_at=NOON,
        remind_at=None,
        closes_at=NOON + timedelta(days=7),
        created_by="m01",
        stage=Stage.OPEN,
    )
    tickets = [new_ticket(ESTATE, name, f"home-{number}", "1") for number in range(HOMES)]
    begun = Round(database, campaign, tickets, World())
    await begun.work(begun.box).campaigns.save(campaign)
    begun.world.campaigns.handled[name].clear()
    await begun.box.ensure_indexes()
    await begun.box.issue(tickets)
    return begun
