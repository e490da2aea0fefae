"""Make HTTP operations out of functions from model to model; their annotations are the contract."""

import inspect
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any, Final, TypeVar, get_type_hints

import orjson
import structlog
from aiohttp import web
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from shared.contracts.envelope import Cause
from shared.contracts.words import Role
from shared.kernel.clock import Clock
from shared.kernel.errors import Forbidden, Invalid, Unauthenticated
from shared.kernel.ids import derived_id, new_id
from shared.web.auth import Principal, Verifier
from shared.web.problems import invalid

VERIFIER: Final = web.AppKey("verifier", Verifier)
CLOCK: Final[web.AppKey[Clock]] = web.AppKey("clock")
META: Final = "hudong_operation"
KEY: Final = "Idempotency-Key"
REPEATABLE: Final[Mapping[str, bool]] = {KEY: False}
Sometime = Annotated[
    AwareDatetime,
    Field(ge=datetime(2000, 1, 1, tzinfo=UTC), lt=datetime(2200, 1, 1, tzinfo=UTC)),
]  # from here a year or a zone more or less stays within what a datetime can hold
F = TypeVar("F", bound=Callable[..., Awaitable[Any]])


class Form(BaseModel):
    """What a person sends; an unknown field is a fault, so that typing errors show."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class View(BaseModel):
    """What is answered."""

    model_config = ConfigDict(frozen=True)


@dataclass(slots=True, frozen=True, kw_only=True)
class Operation:
    """What is known of an operation: for the call itself and for OpenAPI."""

    act: Callable[..., Awaitable[Any]]
    roles: frozenset[Role] | None
    status: int
    produces: str
    headers: Mapping[str, bool]
    parts: tuple[str, ...]
    hints: dict[str, Any]

    @property
    def form(self) -> type[BaseModel] | None:
        """The body's model."""
        return self.hints.get("form")

    @property
    def query(self) -> type[BaseModel] | None:
        """The query string's model."""
        return self.hints.get("query")

    @property
    def view(self) -> Any:
        """The answer's annotation."""
        return self.hints.get("return")

    async def __call__(self, request: web.Request) -> web.StreamResponse:
        """Fill the parameters, act, and answer."""
        who = self._principal(request)
        given: dict[str, Any] = {}
        for name, hint in self.hints.items():
            if name == "form":
                given[name] = await _body(request, hint)
            elif name == "query":
                given[name] = _query(request, hint)
            elif hint is Principal:
                given[name] = who
            elif name not in {"request", "return"}:
                given[name] = request.match_info[name]
        return self._answer(await self.act(request, **given))

    def _principal(self, request: web.Request) -> Principal | None:
        if self.roles is None:
            return None
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise Unauthenticated("请先登录。")
        who = request.app[VERIFIER].verify(token)
        structlog.contextvars.bind_contextvars(estate=who.estate, who=who.id, role=who.role)
        if who.role not in self.roles:
            raise Forbidden("您的账号没有这项权限，如有需要请联系物业经理。")
        return who

    def _answer(self, result: BaseModel | web.StreamResponse | None) -> web.StreamResponse:
        if isinstance(result, web.StreamResponse):
            return result
        if result is None:
            return web.Response(status=204)
        return web.Response(
            status=self.status,
            body=result.model_dump_json(exclude_none=True).encode(),
            content_type="application/json",
        )


def operation(
    *,
    roles: frozenset[Role] | None = None,
    status: int = 200,
    produces: str = "application/json",
    headers: Mapping[str, bool] | None = None,
    parts: tuple[str, ...] = (),
) -> Callable[[F], F]:
    """Make a function an operation; ``roles`` None is public. Parameters are filled by name.

    ``request`` is aiohttp's, a ``Principal`` is the caller, ``form`` the JSON body, ``query`` the
    query string, any other a part of the path. A model is answered as JSON, None as 204.
    ``headers`` are those that the function itself reads, and whether they are required; ``parts``
    are the files of a multipart body.
    """

    def mark(act: F) -> F:
        names = inspect.signature(act).parameters
        hints = {n: h for n, h in get_type_hints(act).items() if n in names or n == "return"}
        setattr(
            act,
            META,
            Operation(
                act=act,
                roles=roles,
                status=status,
                produces=produces,
                headers=headers or {},
                parts=parts,
                hints=hints,
            ),
        )
        return act

    return mark


class Routes:
    """Collects a service's operations; each path is written once, beside its function."""

    def __init__(self) -> None:
        self.table: list[tuple[str, str, Operation]] = []

    def add(self, method: str, path: str) -> Callable[[F], F]:
        """Put the operation below at ``path`` (aiohttp's pattern)."""

        def put(act: F) -> F:
            self.table.append((method, path, getattr(act, META)))
            return act

        return put

    def get(self, path: str) -> Callable[[F], F]:
        """Answer GET."""
        return self.add("GET", path)

    def post(self, path: str) -> Callable[[F], F]:
        """Answer POST."""
        return self.add("POST", path)

    def put(self, path: str) -> Callable[[F], F]:
        """Answer PUT."""
        return self.add("PUT", path)

    def delete(self, path: str) -> Callable[[F], F]:
        """Answer DELETE."""
        return self.add("DELETE", path)

    def include(self, other: "Routes") -> "Routes":
        """Take in another file's operations."""
        self.table.extend(other.table)
        return self


def cause_of(request: web.Request, who: Principal, story: str | None = None) -> Cause:
    """Return a person's command as a cause; an ``Idempotency-Key`` makes a repeat the same one."""
    key = request.headers.get(KEY)
    identity = derived_id("command", who.id, request.path, key) if key else new_id()
    if story:
        structlog.contextvars.bind_contextvars(correlation=story)
    return Cause(
        id=identity,
        estate=who.estate,
        at=request.app[CLOCK](),
        correlation=story or identity,
    )


async def _body(request: web.Request, kind: type[BaseModel]) -> BaseModel:
    raw = await request.read()
    try:
        return kind.model_validate(orjson.loads(raw or b"{}"))
    except orjson.JSONDecodeError as error:
        raise Invalid("内容不是正确的 JSON,请检查格式。", (("body", "不是正确的 JSON"),)) from error
    except ValidationError as error:
        raise invalid(error) from error


def _query(request: web.Request, kind: type[BaseModel]) -> BaseModel:
    try:
        return kind.model_validate(dict(request.query))
    except ValidationError as error:
        raise invalid(error) from error
