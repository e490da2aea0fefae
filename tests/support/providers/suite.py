"""The behaviour that every provider's adapter inherits: whatever goes wrong, once and known."""

from datetime import timedelta
from typing import Protocol

import pytest

from services.notifier.ports import Later, Parcel, Provider, Rejected
from shared.kernel.errors import Unavailable
from tests.support.providers.base import Fault
from tests.support.providers.base import Provider as Server

TOKEN = "0b9e6a52-7a35-5d0e-9d3c-1b1f0c7f2a11"


class Bench(Protocol):
    """An adapter and the server it talks to."""

    server: Server
    provider: Provider

    def parcel(self, token: str = TOKEN) -> Parcel:
        """Return a parcel that this provider can carry."""
        ...


class Behaviour:
    """Inherit with a fixture ``bench`` and the codes of the provider."""

    refused: Fault
    limited: Fault
    broken_account: Fault
    strange: Fault
    wait: timedelta = timedelta(minutes=1)

    async def test_a_message_goes_out_once_and_has_the_provider_s_name(self, bench: Bench) -> None:
        assert await bench.provider.send(bench.parcel())
        assert len(bench.server.taken) == 1

    async def test_the_address_and_our_token_arrive(self, bench: Bench) -> None:
        await bench.provider.send(bench.parcel())
        taken = bench.server.taken[0]
        assert taken.to.endswith(bench.parcel().to)

    async def test_a_refused_message_is_never_taken(self, bench: Bench) -> None:
        bench.server.fail(self.refused)
        with pytest.raises(Rejected):
            await bench.provider.send(bench.parcel())
        assert not bench.server.taken

    async def test_a_limit_says_when_to_come_again(self, bench: Bench) -> None:
        bench.server.fail(self.limited)
        with pytest.raises(Later) as later:
            await bench.provider.send(bench.parcel())
        assert later.value.until == bench.server.clock() + self.wait

    async def test_too_many_requests_are_put_off_as_long_as_it_says(self, bench: Bench) -> None:
        bench.server.fail(Fault(status=429, headers=(("Retry-After", "7"),)))
        with pytest.raises(Later) as later:
            await bench.provider.send(bench.parcel())
        assert later.value.until == bench.server.clock() + timedelta(seconds=7)

    async def test_an_account_that_needs_a_person_lets_the_next_outlet_go_on(
        self, bench: Bench
    ) -> None:
        bench.server.fail(self.broken_account)
        with pytest.raises(Rejected):
            await bench.provider.send(bench.parcel())

    async def test_a_code_that_nobody_knows_is_worth_another_try(self, bench: Bench) -> None:
        bench.server.fail(self.strange)
        with pytest.raises(Unavailable) as error:
            await bench.provider.send(bench.parcel())
        assert not isinstance(error.value, Later)

    @pytest.mark.parametrize("status", [500, 502, 503, 504])
    async def test_a_server_that_breaks_is_worth_another_try(
        self, bench: Bench, status: int
    ) -> None:
        bench.server.fail(Fault(status=status))
        with pytest.raises(Unavailable):
            await bench.provider.send(bench.parcel())

    @pytest.mark.parametrize("body", [b"", b"{", b"[]", b"<html>", b"\xff\xfe"])
    async def test_a_broken_answer_leaves_it_unknown(self, bench: Bench, body: bytes) -> None:
        bench.server.fail(Fault(body=body, takes=True))
        with pytest.raises(Unavailable):
            await bench.provider.send(bench.parcel())

    async def test_silence_leaves_it_unknown_in_time(self, bench: Bench) -> None:
        bench.server.fail(Fault(silent=True, takes=True))
        with pytest.raises(Unavailable):
            await bench.provider.send(bench.parcel())

    async def test_after_five_failures_it_is_left_alone(self, bench: Bench) -> None:
        bench.server.fail(Fault(status=500), times=9)
        for _ in range(8):
            with pytest.raises(Unavailable):
                await bench.provider.send(bench.parcel())
        assert bench.server.calls == 5

    async def test_refusals_do_not_open_the_breaker(self, bench: Bench) -> None:
        bench.server.fail(self.refused, times=8)
        for _ in range(8):
            with pytest.raises(Rejected):
                await bench.provider.send(bench.parcel())
        assert await bench.provider.send(bench.parcel())

    async def test_a_refusal_shows_that_it_is_there_again(self, bench: Bench) -> None:
        for fault in (Fault(status=500), self.refused, Fault(status=500)):
            bench.server.fail(fault, times=1 if fault is self.refused else 4)
        for _ in range(9):
            with pytest.raises((Unavailable, Rejected)):
                await bench.provider.send(bench.parcel())
        assert bench.server.calls == 9


class CanBeAsked(Behaviour):
    """For providers that say what became of our token."""

    async def test_what_never_came_is_not_found(self, bench: Bench) -> None:
        assert await bench.provider.find(bench.parcel()) is None

    async def test_what_came_before_the_silence_is_found_once_it_is_reported(
        self, bench: Bench
    ) -> None:
        bench.server.fail(Fault(silent=True, takes=True))
        with pytest.raises(Unavailable):
            await bench.provider.send(bench.parcel())
        bench.server.taken[0].report = "delivered"
        found = await bench.provider.find(bench.parcel())
        assert found is not None
        assert found.delivered_at == bench.server.clock()

    async def test_what_the_carrier_could_not_deliver_is_known(self, bench: Bench) -> None:
        await bench.provider.send(bench.parcel())
        bench.server.taken[0].report = "failed"
        found = await bench.provider.find(bench.parcel())
        assert found is not None
        assert (found.failed, found.delivered_at) == (True, None)

    async def test_a_neighbour_s_message_is_not_taken_for_ours(self, bench: Bench) -> None:
        await bench.provider.send(bench.parcel("another-token"))
        bench.server.taken[0].report = "delivered"
        assert await bench.provider.find(bench.parcel()) is None

    async def test_asking_a_server_that_is_away_decides_nothing(self, bench: Bench) -> None:
        bench.server.fail(Fault(status=503))
        with pytest.raises(Unavailable):
            await bench.provider.find(bench.parcel())


class ShowsOnce(Behaviour):
    """For providers that cannot be asked, but do not show the same message twice."""

    async def test_they_say_nothing_when_asked(self, bench: Bench) -> None:
        await bench.provider.send(bench.parcel())
        assert await bench.provider.find(bench.parcel()) is None

    async def test_sent_again_after_silence_it_is_shown_once(self, bench: Bench) -> None:
        bench.server.fail(Fault(silent=True, takes=True))
        with pytest.raises(Unavailable):
            await bench.provider.send(bench.parcel())
        assert await bench.provider.send(bench.parcel())
        assert len(bench.server.taken) == 1


class MayComeTwice(Behaviour):
    """For providers that neither say nor notice: here at-least-once shows."""

    async def test_they_say_nothing_when_asked(self, bench: Bench) -> None:
        await bench.provider.send(bench.parcel())
        assert await bench.provider.find(bench.parcel()) is None

    async def test_sent_again_after_silence_it_comes_twice(self, bench: Bench) -> None:
        bench.server.fail(Fault(silent=True, takes=True))
        with pytest.raises(Unavailable):
            await bench.provider.send(bench.parcel())
        await bench.provider.send(bench.parcel())
        assert len(bench.server.taken) == 2
