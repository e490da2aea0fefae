"""Be somebody at the public door: log in as people do, ask, and read the answer."""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from aiohttp import ClientSession

from shared.kernel.ids import new_id
from tests.support.eventually import eventually
from tests.support.installation import ESTATE, Installation

Json = Any
_CODE: Final = re.compile(r"验证码是 (\d{6})")


@dataclass(slots=True, frozen=True)
class Answer:
    """What came back."""

    status: int
    kind: str
    body: bytes
    json: Json


@dataclass(slots=True, frozen=True)
class Caller:
    """One person with one token, or nobody in particular without."""

    session: ClientSession
    headers: Mapping[str, str] = field(default_factory=dict)

    async def get(self, path: str, **query: str) -> Answer:
        """Look at something."""
        return await self.send("GET", path, params=query)

    async def post(self, path: str, form: Json, **headers: str) -> Answer:
        """Send a form, under an ``Idempotency-Key`` of its own."""
        named = {"Idempotency-Key": new_id(), **headers}
        return await self.send("POST", path, json=form, headers=named)

    async def done(self, path: str, form: Json, key: str | None = None) -> Json:
        """Send a form that must go through; return the JSON of the answer."""
        answer = await self.post(path, form, **({"Idempotency-Key": key} if key else {}))
        assert answer.status in {200, 201, 202}, answer
        return answer.json

    async def send(self, method: str, path: str, **more: Json) -> Answer:
        """Make any call."""
        headers = {**self.headers, **more.pop("headers", {})}
        async with self.session.request(method, path, headers=headers, **more) as response:
            kind, body = response.content_type, await response.read()
            found = await response.json(content_type=None) if kind.endswith("json") else None
            return Answer(response.status, kind, body, found)

    def bearing(self, token: str) -> "Caller":
        """Return the caller with this token."""
        return Caller(self.session, {"Authorization": f"Bearer {token}"})


async def staff(door: ClientSession, hudong: Installation, username: str) -> Caller:
    """Log a member of staff in, with the password that the estate's loader made."""
    passwords = {r["username"]: r["password"] for r in rows(hudong.place.keys.staff_passwords_file)}
    known = {"username": username, "password": passwords[username]}
    return await _logged_in(door, hudong, "/api/v1/auth/staff", known)


async def owner(door: ClientSession, hudong: Installation, phone: str) -> Caller:
    """Log an owner in, with the code that came by SMS; once, since codes are rationed."""
    nobody, codes = Caller(door), []

    async def code_came() -> bool:
        sent = await nobody.get(f"{hudong.sandbox}/messages", to=phone, outlet="sms")
        texts = [message["text"] for message in sent.json["messages"]]
        codes.extend(_CODE.findall(" ".join(texts)))
        return bool(codes)

    if phone not in hudong.tokens:
        await nobody.done("/api/v1/auth/codes", {"phone": phone})
        await eventually(code_came)
        known = {"phone": phone, "code": codes[-1]}
        await _logged_in(door, hudong, "/api/v1/auth/owner", known)
    return nobody.bearing(hudong.tokens[phone])


async def _logged_in(
    door: ClientSession, hudong: Installation, path: str, known: Mapping[str, str]
) -> Caller:
    who, nobody = next(iter(known.values())), Caller(door)
    if who not in hudong.tokens:
        hudong.tokens[who] = (await nobody.done(path, dict(known)))["access_token"]
    return nobody.bearing(hudong.tokens[who])


def rows(path: Path) -> list[dict[str, str]]:
    """Return a sheet of the estate's."""
    lines = [line for line in path.read_text("utf-8-sig").splitlines() if line[:1] != "#"]
    return list(csv.DictReader(lines))


def person(sheet: str, key: str, value: str) -> dict[str, str]:
    """Return the row of ``sheet`` in which ``key`` is ``value``."""
    return next(row for row in rows(ESTATE / sheet) if row[key] == value)
