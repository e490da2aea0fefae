"""Whatever dies while answers are being counted: none is lost, none is counted twice."""

from collections.abc import AsyncIterator

import pytest

from deploy.local.environment import Place
from services.survey.channels.ballot_box import MongoBallotBox
from services.survey.domain.campaigns.mixing import Batch
from services.survey.domain.campaigns.page import Claimed, Page
from services.survey.domain.campaigns.sealing import Envelopes
from services.survey.domain.campaigns.tally import Tally
from services.survey.domain.campaigns.ticket import new_ticket
from shared.runtime.mongo import open_database
from shared.runtime.settings import ServiceSettings
from tests.support.surveying import LINKS

TICKETS = tuple(new_ticket("sample", "k1", f"h{number}", "1") for number in range(6))
BATCH = Batch(building="1", tickets=tuple(ticket.id for ticket in TICKETS))


def page_of(claimed: Claimed) -> Page:
    answers = tuple(sorted(claimed.contents.values()))
    tally = Tally(len(answers), {"q": {"": len(answers)}})
    return Page(estate="sample", campaign="k1", building="1", answers=answers, tally=tally)


@pytest.fixture
async def box(place: Place) -> AsyncIterator[MongoBallotBox]:
    settings = ServiceSettings(
        amqp_url=place.amqp_url,
        mongo_url=place.mongo_url,
        namespace=place.namespace,
        jwt_public_keys_file=place.keys.jwt_public_keys_file,
    )
    async with open_database(settings, "survey") as database:
        box = MongoBallotBox(database, Envelopes(LINKS.secret))
        await box.ensure_indexes()
        await box.issue(TICKETS)
        for number, ticket in enumerate(TICKETS):
            assert await box.cast(ticket, f"r{number}", f'{{"q":{number}}}'.encode())
        yield box


async def counted(box: MongoBallotBox) -> int:
    return sum(tally.n for tally in (await box.tallies("k1")).values())


async def waiting(box: MongoBallotBox) -> int:
    return len((await box.waiting("sample", "k1")).get("1", ()))


async def test_a_ticket_is_spent_once(box: MongoBallotBox) -> None:
    assert not await box.cast(TICKETS[0], "another", b"{}")


async def test_issuing_again_leaves_what_is_spent(box: MongoBallotBox) -> None:
    await box.issue(TICKETS)
    assert all(ticket.spent for ticket in await box.tickets("k1", TICKETS[0].bucket))


async def test_what_is_counted_waits_no_more(box: MongoBallotBox) -> None:
    claimed = await box.claim(BATCH)
    assert await box.put(claimed, page_of(claimed))
    await box.release(claimed.page, keep=False)
    assert (await counted(box), await waiting(box)) == (6, 0)


async def test_a_claim_whose_maker_died_is_taken_back(box: MongoBallotBox) -> None:
    await box.claim(BATCH)
    assert await waiting(box) == 0

    await box.take_back()

    assert (await counted(box), await waiting(box)) == (0, 6)


async def test_a_claim_that_was_taken_back_cannot_be_written_any_more(box: MongoBallotBox) -> None:
    slow = await box.claim(BATCH)
    await box.take_back()
    other = await box.claim(BATCH)
    assert await box.put(other, page_of(other))
    await box.release(other.page, keep=False)

    assert not await box.put(slow, page_of(slow))
    assert (await counted(box), await waiting(box)) == (6, 0)


async def test_a_page_whose_writer_died_is_finished_by_another(box: MongoBallotBox) -> None:
    claimed = await box.claim(BATCH)
    await box.put(claimed, page_of(claimed))

    await box.take_back()
    [(page, _, campaign)] = await box.unfinished()
    await box.release(page, keep=False)

    assert (campaign, await counted(box), await waiting(box)) == ("k1", 6, 0)
    assert await box.unfinished() == []


async def test_two_who_count_at_once_share_the_tickets(box: MongoBallotBox) -> None:
    one, two = await box.claim(BATCH), await box.claim(BATCH)
    assert not {*one.contents} & {*two.contents}
    assert not await box.put(two, page_of(two))
