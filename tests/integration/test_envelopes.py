"""No document joins a household and its anonymous answer, and no death doubles or loses one."""

from collections.abc import Iterator
from contextlib import nullcontext, suppress
from itertools import count, product

import bson
import pytest

from services.survey.domain.campaigns.campaign import Stage
from services.survey.domain.campaigns.mixing import Batch
from services.survey.domain.campaigns.page import page_of
from services.survey.domain.campaigns.refusals import AlreadyAnswered
from shared.kernel.errors import Unavailable
from shared.runtime.mongo import Database
from tests.support.rounds import HOMES, SECRET, Round, begin
from tests.support.surveying import ESTATE

STUB = {"_id", "estate", "campaign", "sending"}


def every_death() -> Iterator[tuple[int, bool]]:
    """Yield each moment to die in: after so many operations, before or after the last one."""
    return ((life, reaches) for life in count() for reaches in (False, True))


async def test_at_no_moment_does_a_document_name_both_household_and_answer(
    database: Database,
) -> None:
    one = await begin(database)
    for home in range(HOMES):
        await one.answer(home)
    await apart(one)
    waiting = (await one.box.waiting(ESTATE, "k"))["1"]
    claimed = await one.box.claim(Batch(building="1", tickets=tuple(waiting)))
    await apart(one)
    page = page_of(one.campaign, "1", [{"mark": 5}] * HOMES)
    assert await one.box.put(claimed, page)
    await apart(one)
    await one.box.release(claimed.page, keep=False)
    await apart(one)
    assert {key for envelope in await one.held("envelopes") for key in envelope} == STUB
    assert "members" not in (await one.held("ballots"))[0]


async def apart(one: Round) -> None:
    """Look through everything there is for what would join a household and an answer."""
    tickets, envelopes, pages = [
        await one.held(name) for name in ("tickets", "envelopes", "ballots")
    ]
    assert not any({"content", "waits", "page", "answers"} & ticket.keys() for ticket in tickets)
    households = [str(ticket[key]) for ticket in tickets for key in ("_id", "household", "receipt")]
    for document in (*envelopes, *pages):
        said = bson.encode(document)
        assert not any(household.encode() in said for household in households)
        assert not any(isinstance(value, bson.ObjectId) for value in document.values())
    names = [
        str(one[key]) for one in (*envelopes, *pages) for key in ("_id", "sending") if key in one
    ]
    for document in tickets:
        said = bson.encode(document)
        assert not any(name.encode() in said for name in names)


async def test_whoever_dies_while_answering_neither_loses_nor_doubles_the_answer(
    database: Database,
) -> None:
    for life, reaches in every_death():
        one = await begin(database, f"cast-{life}-{reaches}")
        for home in range(1, HOMES):
            await one.answer(home)
        box, mortal = one.mortal(life, reaches=reaches)
        with suppress(Unavailable):
            await one.answer(0, box)
        if not mortal.died:
            assert life == 2, "to answer is two operations"
            break
        taken = len(await one.held("envelopes")) - (HOMES - 1)
        assert taken == (life > 0 or reaches)
        one.close()
        await one.count()
        assert (await one.counted(), await one.spent()) == (HOMES - 1 + taken,) * 2


async def test_a_repeat_after_any_death_is_taken_once_and_another_sending_never(
    database: Database,
) -> None:
    for life, reaches, mended in product((0, 1), (False, True), (False, True)):
        one = await begin(database, f"repeat-{life}-{reaches}-{mended}")
        with pytest.raises(Unavailable):
            await one.answer(0, one.mortal(life, reaches=reaches)[0])
        if mended:
            await one.box.mend(one.campaign.id)
        await one.answer(0)
        await one.answer(0)
        with pytest.raises(AlreadyAnswered):
            await one.answer(0, key="another")
        assert (len(await one.held("envelopes")), await one.spent()) == (1, 1)


async def test_another_sending_that_meets_an_envelope_spends_the_ticket(
    database: Database,
) -> None:
    one = await begin(database)
    with pytest.raises(Unavailable):
        await one.answer(0, one.mortal(1, reaches=False)[0])
    with pytest.raises(AlreadyAnswered):
        await one.answer(0, key="another")
    assert await one.spent() == 1
    await one.answer(0)


@pytest.mark.parametrize("key", ["k", "another"])
async def test_a_sending_that_comes_after_its_answer_was_counted_is_not_counted_again(
    database: Database, key: str
) -> None:
    one = await begin(database)
    for home in range(HOMES):
        await one.answer(home)
    one.close()
    await one.count()
    one.world.campaigns.kept["k"].stage = Stage.OPEN
    with pytest.raises(AlreadyAnswered) if key == "another" else nullcontext():
        await one.answer(0, key=key, stale=True)
    one.close()
    await one.count()
    assert (await one.counted(), len(await one.held("envelopes"))) == (HOMES, HOMES)


async def test_whoever_dies_while_counting_neither_loses_nor_doubles_an_answer(
    database: Database,
) -> None:
    for life, reaches in every_death():
        one = await begin(database, f"count-{life}-{reaches}")
        for home in range(HOMES - 1):
            await one.answer(home)
        with pytest.raises(Unavailable):
            await one.answer(HOMES - 1, one.mortal(1, reaches=False)[0])
        one.close()
        box, mortal = one.mortal(life, reaches=reaches)
        with suppress(Unavailable):
            await one.count(box)
        await one.count()
        assert (await one.counted(), await one.spent()) == (HOMES, HOMES)
        assert {key for envelope in await one.held("envelopes") for key in envelope} == STUB
        if not mortal.died:
            assert life > 9, "a turn of counting has many moments to die in"
            break


async def test_what_an_earlier_release_left_in_tickets_is_counted_with_the_rest(
    database: Database,
) -> None:
    one = await begin(database)
    for home in range(3):
        sealed = SECRET.seal("k", b'{"mark":5}')
        assert await one.box.cast(one.tickets[home], f"old-{home}", sealed)
        with pytest.raises(AlreadyAnswered):
            await one.answer(home)
    for home in range(3, HOMES):
        await one.answer(home)
    one.close()
    await one.count()
    [page] = await one.held("ballots")
    assert (page["n"], await one.spent()) == (HOMES, HOMES)
    assert not any("content" in ticket for ticket in await one.held("tickets"))


async def test_before_a_reminder_a_group_s_tickets_are_spent_that_have_an_envelope(
    database: Database,
) -> None:
    one = await begin(database)
    for home in (0, 1):
        with pytest.raises(Unavailable):
            await one.answer(home, one.mortal(1, reaches=False)[0])
    first, second = one.tickets[:2]
    await one.box.mend("k", first.bucket)
    stand = {ticket: await one.box.ticket(ticket.id) for ticket in (first, second)}
    assert [found.spent for found in stand.values() if found] == [True, False]


async def test_a_turnout_one_short_is_not_remembered(database: Database) -> None:
    one = await begin(database)
    box = one.box
    with pytest.raises(Unavailable):
        await one.answer(0, one.mortal(1, reaches=False)[0])
    assert not await box.spent("k", 1)
    await box.mend("k")
    assert await box.spent("k", 1) == {"1": 1}
