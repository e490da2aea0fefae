"""Call a platform of Tencent's that answers ``errcode`` and wants an access token."""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from pydantic import BaseModel, ConfigDict

from services.notifier.channels.tokens import Fresh, Tokens
from services.notifier.channels.verdicts import Act, Verdict, fail, judge
from services.notifier.channels.wire import Answer, Wire, read

JSON: Final = {"Content-Type": "application/json; charset=utf-8"}


class Said(BaseModel):
    """What every operation answers; ``msgid`` is a number at one platform, text at the other."""

    model_config = ConfigDict(coerce_numbers_to_str=True)

    errcode: int
    msgid: str = ""
    invaliduser: str = ""


class Given(BaseModel):
    """The answer to a request for a token; with ``errcode`` when there is none."""

    errcode: int = 0
    access_token: str = ""
    expires_in: int = 0


class Platform:
    """One account's operations; a stale token is renewed once, since what met it was not done."""

    def __init__(
        self, wire: Wire, url: str, tokens: Tokens, verdicts: Mapping[str, Verdict]
    ) -> None:
        self._wire = wire
        self._url = url.rstrip("/")
        self._tokens = tokens
        self._verdicts = verdicts

    async def call(self, operation: str, asked: Mapping[str, object]) -> Said | Verdict:
        """Return what was said, or that another way may be open; raises what the port knows."""
        token = await self._tokens.get()
        said = await self._once(operation, asked, token)
        verdict = self._judged(said)
        if verdict.act in {Act.RENEW, Act.FORCE}:
            token = await self._tokens.renew(token, force=verdict.act is Act.FORCE)
            said = await self._once(operation, asked, token)
            verdict = self._judged(said)
        if said.errcode == 0:
            return said
        if verdict.act is not Act.OTHER:
            fail(self._wire.name, str(said.errcode), verdict, self._wire.clock)
        return verdict

    def _judged(self, said: Said) -> Verdict:
        return judge(self._verdicts, str(said.errcode))

    async def _once(self, operation: str, asked: Mapping[str, object], token: str) -> Said:
        url = f"{self._url}/cgi-bin/{operation}?access_token={token}"
        answer = await self._wire.post(url, as_json(asked), JSON)
        return read(Said, answer, self._wire.name)


def as_json(asked: Mapping[str, object]) -> bytes:
    """Return a body in which Chinese stays Chinese: the platforms show escapes as they stand."""
    return json.dumps(asked, ensure_ascii=False).encode()


def given(answer: Answer, wire: Wire, verdicts: Mapping[str, Verdict]) -> Fresh:
    """Return the token in an answer; raises what the port knows where there is none."""
    found = read(Given, answer, wire.name)
    if found.errcode or not found.access_token:
        fail(wire.name, str(found.errcode), judge(verdicts, str(found.errcode)), wire.clock)
    return Fresh(found.access_token, timedelta(seconds=found.expires_in))
