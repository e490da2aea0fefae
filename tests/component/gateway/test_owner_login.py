"""Owners log in by phone and code."""

from aiohttp import ClientResponse

from tests.component.gateway.conftest import Gateway

PHONE = "13900000001"
STRANGER = "13911112222"


async def ask(gateway: Gateway, phone: str = PHONE) -> ClientResponse:
    return await gateway.client.post("/api/v1/auth/codes", json={"phone": phone})


async def answer(gateway: Gateway, code: str, phone: str = PHONE) -> ClientResponse:
    return await gateway.client.post("/api/v1/auth/owner", json={"phone": phone, "code": code})


async def test_an_owner_logs_in_with_the_code_that_was_sent(gateway: Gateway) -> None:
    await ask(gateway)
    tokens = await (await answer(gateway, gateway.ledger.codes[0].code)).json()
    bearer = {"Authorization": f"Bearer {tokens['access_token']}"}
    me = await (await gateway.client.get("/api/v1/me", headers=bearer)).json()
    assert (me["id"], me["role"], me["place"]["room"]) == ("o1", "owner", "1201")


async def test_an_unknown_phone_gets_the_very_same_answer_and_no_code(gateway: Gateway) -> None:
    known, unknown = await ask(gateway), await ask(gateway, STRANGER)
    assert (known.status, await known.text()) == (unknown.status, await unknown.text())
    assert [code.phone for code in gateway.ledger.codes] == [PHONE]


async def test_an_unknown_phone_meets_the_same_limit(gateway: Gateway) -> None:
    await ask(gateway), await ask(gateway, STRANGER)
    known, unknown = await ask(gateway), await ask(gateway, STRANGER)
    assert known.status == unknown.status == 429
    assert known.headers["Retry-After"] == unknown.headers["Retry-After"]


async def test_a_phone_with_country_code_and_blanks_is_the_same_phone(gateway: Gateway) -> None:
    await ask(gateway, "+86 139-0000-0001")
    assert gateway.ledger.codes[0].phone == PHONE


async def test_a_code_opens_once(gateway: Gateway) -> None:
    await ask(gateway)
    code = gateway.ledger.codes[0].code
    assert (await answer(gateway, code)).status == 200
    assert (await answer(gateway, code)).status == 401


async def test_a_code_is_dead_after_five_minutes(gateway: Gateway) -> None:
    await ask(gateway)
    gateway.clock.move(minutes=5)
    response = await answer(gateway, gateway.ledger.codes[0].code)
    assert (response.status, (await response.json())["slug"]) == (401, "wrong-code")


async def test_a_wrong_code_is_called_so(gateway: Gateway) -> None:
    assert (await (await answer(gateway, "999999")).json())["title"] == "验证码不对"


async def test_after_five_wrong_codes_the_right_one_is_worthless(gateway: Gateway) -> None:
    await ask(gateway)
    for _ in range(5):
        assert (await answer(gateway, "999999")).status == 401
    assert (await answer(gateway, gateway.ledger.codes[0].code)).status == 401


async def test_no_code_is_kept_as_it_is(gateway: Gateway) -> None:
    await ask(gateway)
    kept = next(iter(gateway.ledger.challenges.kept.values()))
    assert kept.digest != gateway.ledger.codes[0].code


async def test_a_phone_that_is_none_is_refused(gateway: Gateway) -> None:
    response = await ask(gateway, "<script>")
    assert (response.status, (await response.json())["slug"]) == (422, "invalid-input")


async def test_an_owner_who_left_cannot_log_in(gateway: Gateway) -> None:
    await ask(gateway)
    gateway.ledger.owners.kept["o1"].active = False
    assert (await answer(gateway, gateway.ledger.codes[0].code)).status == 401
