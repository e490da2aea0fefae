"""Log people in as they do it themselves, and keep their sessions for the next time."""

import asyncio
import csv
import os
from collections import defaultdict
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final, Self

import orjson

from deploy.story.doors import Answer, Call, Doors, NotThere, Turned
from deploy.story.phones import Phones, code_in

LogIn = Callable[[], Awaitable["Tokens"]]
KEPT: Final = "story_sessions.json"
_AUTH: Final = "/api/v1/auth"


class Tokens(Answer):
    """What a log-in gives."""

    access_token: str
    refresh_token: str = ""


class Keyring:
    """Passwords and sessions, for the owner's eyes only; a session saved saves a log-in code."""

    def __init__(self, passwords: Path, doors: Doors, phones: Phones) -> None:
        with passwords.open(encoding="utf-8", newline="") as file:
            self._passwords = {row["username"]: row["password"] for row in csv.DictReader(file)}
        self._file = passwords.with_name(KEPT)
        self._kept: dict[str, str] = _read(self._file)
        self._doors, self._phones = doors, phones
        self._open: dict[str, str] = {}
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    @classmethod
    def from_environment(cls, doors: Doors, phones: Phones) -> Self:
        """Open the ring that STAFF_PASSWORDS_FILE names; raises ``NotThere``."""
        path = Path(os.environ.get("STAFF_PASSWORDS_FILE", ""))
        if not path.is_file():
            raise NotThere("the staff's passwords are not there; set STAFF_PASSWORDS_FILE")
        return cls(path, doors, phones)

    async def staff(self, username: str) -> str:
        """Return an access token of a member of staff."""
        form = {"username": username, "password": self._passwords.get(username, "")}
        return await self._token(username, lambda: self._enter("staff", form))

    async def owner(self, owner_id: str, phone: str) -> str:
        """Return an access token of an owner, who reads the code off their phone."""

        async def by_code() -> Tokens:
            since = len(self._phones.messages)
            await self._doors.knock(Call(path=f"{_AUTH}/codes", form={"phone": phone}))
            message = await self._phones.wait(
                lambda one: (one.to, one.because) == (phone, "login-code"), "the log-in code", since
            )
            form = {"phone": phone, "code": code_in(message.text), "owner_id": owner_id}
            return await self._enter("owner", form)

        return await self._token(owner_id, by_code)

    async def _token(self, name: str, log_in: LogIn) -> str:
        async with self._turns[name]:
            if name not in self._open:
                tokens = await self._renewed(name) or await log_in()
                self._open[name] = tokens.access_token
                self._keep(name, tokens.refresh_token)
        return self._open[name]

    async def _renewed(self, name: str) -> Tokens | None:
        if name not in self._kept:
            return None
        try:
            return await self._enter("refresh", {"refresh_token": self._kept[name]})
        except Turned:
            return None

    async def _enter(self, door: str, form: dict[str, str]) -> Tokens:
        return await self._doors.ask(Tokens, Call(path=f"{_AUTH}/{door}", form=form))

    def _keep(self, name: str, refresh: str) -> None:
        self._kept[name] = refresh
        partial = self._file.with_suffix(".new")
        partial.touch(0o600)
        partial.write_bytes(orjson.dumps(self._kept))
        partial.replace(self._file)


def _read(path: Path) -> dict[str, str]:
    try:
        kept = orjson.loads(path.read_bytes())
    except (OSError, orjson.JSONDecodeError):
        return {}
    return {str(name): str(token) for name, token in kept.items()}
