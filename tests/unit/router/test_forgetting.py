"""A request that is over forgets who asked; one that is open does not."""

from services.router.domain.forgetting import forget
from shared.contracts.words import Status
from tests.support.routing import taken_up


def test_what_is_open_is_still_worked_on_for_somebody() -> None:
    request = taken_up()
    assert not forget(request)
    assert request.reporter.name


def test_what_is_over_keeps_its_figures_and_no_person() -> None:
    request = taken_up()
    submitted, owner = request.submitted_at, request.reporter.owner_id
    request.status = Status.CLOSED
    assert forget(request)
    assert (request.reporter.name, request.reporter.phone) == (None, None)
    assert request.submitted_at == submitted
    assert owner not in [one.by for one in request.history]
    assert not any(one.note for one in request.history)
