"""What a request was becomes a line of the past, whatever happened to it."""

from services.router.domain.history import Followed
from services.router.domain.incidents.membership import Membership
from services.router.domain.request import Request
from services.router.domain.simulation.export import past_of
from services.router.domain.simulation.past import Past
from services.router.domain.simulation.presence import Presence
from shared.contracts.words import Outlet, Urgency
from tests.support.replaying import told_by
from tests.support.routing import act_at, answer, at, resolved, rules_of, taken_up

PRESENCE = Presence(rules_of())
NOW = at("2026-11-23 18:00")


def past(request: Request) -> Past:
    return past_of(request, PRESENCE, NOW)


def test_each_step_is_told_in_minutes() -> None:
    request = resolved()
    request.feed_back(act_at("2026-11-23 12:05"), Outlet.APP, at("2026-11-23 12:05"))
    request.hear_survey(
        act_at("2026-11-23 13:05"), answer(request, "2026-11-23 13:05", satisfied=True)
    )
    (done,) = past(request).rounds
    assert (done.accept, done.resolve, done.feed_back, done.answer) == (30, 90, 5, 60)


def test_a_call_before_the_second_round_of_work_is_the_follow_up_and_no_feedback() -> None:
    request = resolved()
    request.hear_survey(
        act_at("2026-11-23 13:00"), answer(request, "2026-11-23 13:00", satisfied=False)
    )
    said = Followed(why="又滴水", will_be_done="换新的")
    request.log_call(act_at("2026-11-23 13:20", "c01"), True, "已致歉", said)
    request.accept(act_at("2026-11-23 13:30", "w02"))
    request.resolve(act_at("2026-11-23 14:00", "w02"), "换了新的")
    request.feed_back(act_at("2026-11-23 14:03"), Outlet.APP, at("2026-11-23 14:03"))
    _, second = past(request).rounds
    assert (second.follow_up, second.feed_back) == (20, 3)


def test_what_was_transferred_before_anybody_accepted_was_taken_on_by_the_transfer() -> None:
    request = taken_up()
    request.propose_transfer(act_at("2026-11-23 10:10", "w02"), "就近", to="w01")
    request.accept_transfer(act_at("2026-11-23 10:40", "w01"))
    (done,) = past(request).rounds
    assert done.accept == 40


def test_what_an_incidents_end_resolved_was_taken_on_by_it() -> None:
    request = taken_up()
    request.incident = Membership(incident="i1", urgency=request.urgency, joined=True)
    request.settle(act_at("2026-11-23 11:00", "c01"), "已恢复供水")
    (done,) = past(request).rounds
    assert done.accept == 60


def test_what_nobody_took_on_is_told_as_that_and_known_until_now() -> None:
    told = past(taken_up())
    assert (told.rounds[0].accept, told.known_until) == (None, NOW)


def test_of_what_is_over_everything_is_known() -> None:
    request = taken_up()
    request.cancel(act_at("2026-11-23 11:00", "o1"), "自己好了")
    told = past(request)
    assert (told.cancel, told.known_until) == (60, None)


def test_what_is_not_over_pages_as_far_as_is_known() -> None:
    open_still = {**past(taken_up(urgency=Urgency.URGENT)).model_dump(), "known_until": NOW}
    pages = told_by([Past.model_validate(open_still)]).pages()
    assert pages
    assert max(moment for moment, _, _ in pages) < NOW
