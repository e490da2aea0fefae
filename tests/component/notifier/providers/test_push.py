"""Web Push: our adapter against a push service, and a browser that opens what it gets."""

import base64
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from services.notifier.channels.choice import PushAccount
from services.notifier.channels.push import INBOX, Vapid, WebPush
from services.notifier.channels.wire import Wire
from services.notifier.ports import Later, Parcel
from shared.kernel.errors import Unavailable
from tests.support.browsers import Browser, Browsers
from tests.support.providers.base import Clock, Fault, serving
from tests.support.providers.push_service import PushService
from tests.support.providers.suite import TOKEN

RFC_8291_BODY = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS"
    "6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qu"
    "lcy4a-fN"
)


def decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class Bench:
    """The adapter, its server, and what the notifier knows of browsers."""

    server: PushService
    provider: WebPush
    browsers: Browsers

    async def subscribe(self, name: str, person: str = "o1") -> None:
        await self.browsers.keep("sample", person, self.server.browser(name).subscription)

    def parcel(self, token: str = TOKEN) -> Parcel:
        text = "周女士,您反映的问题已处理完毕。"
        return Parcel(token=token, to="o1", text=text, about="r1", because="x", estate="sample")


def private_pem() -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


@pytest.fixture
async def bench(wire: Wire, clock: Clock) -> AsyncIterator[Bench]:
    account = PushAccount(private_pem(), "mailto:office@estate.example")
    server, browsers = PushService(clock, public_key=account.public_key), Browsers()
    vapid = Vapid(account.private_pem, account.subject, wire)
    async with serving(server, server.app()) as url:
        server.origin = url
        yield Bench(server, WebPush(wire, vapid, browsers), browsers)


def test_the_browser_of_these_tests_opens_the_example_of_rfc_8291() -> None:
    """Section 5 of RFC 8291 (Message Encryption for Web Push) has keys, body and plain text."""
    raw = int.from_bytes(decoded("q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"))
    key = ec.derive_private_key(raw, ec.SECP256R1())
    browser = Browser("https://push.example.net", key, decoded("BTBZMqHH6r4Tts7J_aSIgg"))
    assert browser.open(decoded(RFC_8291_BODY)) == b"When I grow up, I want to be a watermelon"


async def test_the_browser_opens_a_title_and_the_message_s_id(bench: Bench) -> None:
    await bench.subscribe("phone")
    await bench.provider.send(bench.parcel())
    assert [(one.token, one.name) for one in bench.server.taken] == [(TOKEN, "物业有新消息")]


async def test_no_word_of_the_message_leaves_the_house(bench: Bench) -> None:
    await bench.subscribe("phone")
    await bench.provider.send(bench.parcel())
    opened = bench.server.browsers["phone"].open(next(iter(bench.server.waiting.values())))
    assert "周女士" not in opened.decode()


async def test_an_urgent_message_says_so_to_the_push_service(bench: Bench) -> None:
    await bench.subscribe("phone")
    await bench.provider.send(replace(bench.parcel(), urgent=True))
    assert bench.server.taken[0].values["Urgency"] == "high"


async def test_every_browser_of_the_person_and_nobody_else_s_is_knocked_at(bench: Bench) -> None:
    await bench.subscribe("phone")
    await bench.subscribe("laptop")
    await bench.subscribe("neighbour", person="o2")
    await bench.provider.send(bench.parcel())
    assert {one.to for one in bench.server.taken} == {"phone", "laptop"}


async def test_sent_again_after_silence_the_browser_shows_it_once(bench: Bench) -> None:
    await bench.subscribe("phone")
    bench.server.fail(Fault(silent=True, takes=True))
    with pytest.raises(Unavailable):
        await bench.provider.send(bench.parcel())
    await bench.provider.send(bench.parcel())
    assert len(bench.server.waiting) == 1


async def test_a_person_without_a_browser_has_the_inbox(bench: Bench) -> None:
    assert await bench.provider.send(bench.parcel()) == INBOX


async def test_a_browser_that_is_gone_is_forgotten(bench: Bench) -> None:
    await bench.subscribe("phone")
    bench.server.gone.add("phone")
    assert await bench.provider.send(bench.parcel()) == INBOX
    assert not bench.browsers.kept


@pytest.mark.parametrize("code", ["400", "401", "403", "413"])
async def test_what_the_push_service_refuses_still_lies_in_the_inbox(
    bench: Bench, code: str
) -> None:
    await bench.subscribe("phone")
    bench.server.fail(Fault(code=code))
    assert await bench.provider.send(bench.parcel()) == INBOX


async def test_one_browser_that_was_reached_is_enough(bench: Bench) -> None:
    await bench.subscribe("phone")
    await bench.subscribe("laptop")
    bench.server.fail(Fault(status=500))
    assert await bench.provider.send(bench.parcel()) == INBOX


async def test_too_many_knocks_are_put_off(bench: Bench) -> None:
    await bench.subscribe("phone")
    bench.server.fail(Fault(status=429, headers=(("Retry-After", "9"),)))
    with pytest.raises(Later):
        await bench.provider.send(bench.parcel())


async def test_another_installation_s_key_is_not_let_in(bench: Bench, wire: Wire) -> None:
    await bench.subscribe("phone")
    stranger = WebPush(wire, Vapid(private_pem(), "mailto:a@b.example", wire), bench.browsers)
    await stranger.send(bench.parcel())
    assert not bench.server.taken


async def test_keys_that_no_browser_can_have_harm_nobody(bench: Bench) -> None:
    await bench.subscribe("phone")
    broken = replace(bench.server.browser("odd").subscription, p256dh="AAAA")
    await bench.browsers.keep("sample", "o1", broken)
    assert await bench.provider.send(bench.parcel()) == INBOX
    assert [one.to for one in bench.server.taken] == ["phone"]


async def test_a_signature_is_made_anew_before_it_runs_out(bench: Bench, clock: Clock) -> None:
    await bench.subscribe("phone")
    for token in ("one", "two", "three"):
        await bench.provider.send(bench.parcel(token))
        clock.move(hours=11)
    assert len(bench.server.taken) == 3
