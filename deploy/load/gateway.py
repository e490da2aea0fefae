"""Speak to the gateway as its administrator."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Final

from aiohttp import ClientError, ClientSession, ClientTimeout

_TIMEOUT: Final = ClientTimeout(total=120)


class NotLoaded(Exception):
    """The gateway could not be asked, or refused; the message says why."""


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """What a service finds wrong with a file."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        """Return it as editors and people find their way: ``file:line: reason``."""
        return f"{self.file}:{self.line}: {self.reason}"


class Gateway:
    """An administrator's session at the gateway."""

    def __init__(self, session: ClientSession, url: str) -> None:
        self._session = session
        self._url = url

    async def log_in(self, username: str, password: str) -> None:
        """Log in; what follows is done in that person's name."""
        form = {"username": username, "password": password}
        answer = await self._send("POST", "/api/v1/auth/staff", form)
        self._session.headers["Authorization"] = f"Bearer {answer['access_token']}"

    async def put(self, path: str, files: Mapping[str, str], *, dry_run: bool) -> set[Fault]:
        """Send files to be applied, or only to be checked; return the faults."""
        answer = await self._send("PUT", path, {"files": dict(files), "dry_run": dry_run})
        return {Fault(f["file"], f["line"], f["reason"]) for f in answer["faults"]}

    async def password_marks(self) -> dict[str, str]:
        """Return by username a mark of each password there; it changes with the password."""
        answer = await self._send("GET", "/api/v1/directory/passwords")
        return dict(answer["marks"])

    async def _send(self, method: str, path: str, form: object = None) -> dict[str, Any]:
        try:
            async with self._session.request(method, path, json=form) as response:
                answer = await response.json(content_type=None)
        except ValueError as error:
            raise NotLoaded(f"{self._url} 答复的不是本系统，请检查网址") from error
        except TimeoutError as error:
            raise NotLoaded(f"{self._url} 很久没有答复，请稍后再试") from error
        except ClientError as error:
            raise NotLoaded(
                f"连不上 {self._url}:请确认系统已经启动(本机是 make run),网址没有写错"
            ) from error
        if not isinstance(answer, dict):
            raise NotLoaded(f"{self._url} 答复的不是本系统，请检查网址")
        if not response.ok:
            raise NotLoaded(f"{answer.get('detail', answer)}({method} {path}: {response.status})")
        return answer


@asynccontextmanager
async def at_gateway(url: str) -> AsyncIterator[Gateway]:
    """Yield a session at the gateway of that address."""
    if not url.startswith(("http://", "https://")):
        raise NotLoaded(f"网址“{url}”要以 http:// 或 https:// 开头")
    async with ClientSession(url, timeout=_TIMEOUT) as session:
        yield Gateway(session, url)
