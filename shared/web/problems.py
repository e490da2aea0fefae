"""Turn refusals into RFC 9457 problems; leave bugs to be 500."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Final, get_args

import orjson
from aiohttp import web
from pydantic import ValidationError
from pydantic_core import ErrorDetails
from pydantic_core.core_schema import ErrorType

from shared.kernel import errors

STATUS: Final[Mapping[type[errors.Failure], int]] = {
    errors.Invalid: 422,
    errors.Missing: 404,
    errors.Forbidden: 403,
    errors.Unauthenticated: 401,
    errors.TooMany: 429,
    errors.TooLarge: 413,
    errors.Refused: 409,
    errors.Conflict: 409,
    errors.Seen: 409,
    errors.Unavailable: 503,
}
TITLES: Final[Mapping[int, str]] = {
    400: "请求有误",
    401: "请先登录",
    403: "没有权限",
    404: "没有找到",
    405: "不支持这种操作",
    409: "暂时不能这样做",
    410: "已经失效",
    413: "内容太大",
    415: "不支持这种格式",
    422: "填写的内容有误",
    429: "操作太频繁",
    500: "系统出错了",
    503: "服务暂时不可用",
}
DETAILS: Final[Mapping[int, str]] = {
    400: "请求不完整或格式不对，请检查后重新提交。",
    404: "没有这个地址，请检查链接。",
    405: "这个地址不支持这种请求方法。",
    413: "提交的内容太大，请减少后再试。",
    500: "系统出了意外，我们已经记录，请稍后再试。",
    503: "服务正在恢复，请过一会儿再试。",
}


def status_of(failure: errors.Failure) -> int:
    """Look a failure's status up by its ancestry."""
    own = getattr(failure, "status", None)
    return own or next(STATUS[kind] for kind in type(failure).__mro__ if kind in STATUS)


def problem_of(failure: errors.Failure) -> web.Response:
    """Return the problem document for a failure, with its faults and when to come again."""
    status = status_of(failure)
    detail = (
        "刚刚有人先操作了一步，请刷新后再试。"
        if isinstance(failure, errors.Conflict)
        else str(failure)
    )
    detail = DETAILS[503] if isinstance(failure, errors.Unavailable) else detail
    faults = failure.faults if isinstance(failure, errors.Invalid) else ()
    response = problem(status, failure.slug, detail, faults, getattr(failure, "title", None))
    if isinstance(failure, errors.TooMany):
        response.headers["Retry-After"] = str(failure.retry_after)
    if isinstance(failure, errors.Unavailable):
        response.headers["Retry-After"] = "5"
    return response


def problem(
    status: int,
    slug: str,
    detail: str,
    faults: tuple[tuple[str, str], ...] = (),
    title: str | None = None,
) -> web.Response:
    """Return an ``application/problem+json`` answer; ``faults`` are (place, reason) pairs."""
    body: dict[str, object] = {
        "type": f"/problems/{slug}",
        "title": title or TITLES.get(status, "请求没有完成"),
        "status": status,
        "detail": detail,
        "slug": slug,
    }
    if faults:
        body["faults"] = [{"at": at, "reason": reason} for at, reason in faults]
    return web.Response(
        status=status, body=orjson.dumps(body), content_type="application/problem+json"
    )


def slug_of(error: web.HTTPException) -> str:
    """Name one of aiohttp's own refusals: ``not-found``, ``method-not-allowed``."""
    return HTTPStatus(error.status).phrase.lower().replace(" ", "-")


def of_http(error: web.HTTPException) -> web.Response:
    """Return aiohttp's own refusals (no such route, wrong method) as problems."""
    response = problem(
        error.status, slug_of(error), DETAILS.get(error.status, "请求没有完成，请检查后再试。")
    )
    if allow := error.headers.get("Allow"):
        response.headers["Allow"] = allow
    return response


def invalid(error: ValidationError) -> errors.Invalid:
    """Return pydantic's findings as a refusal, in Chinese; what was typed is not repeated."""
    found = error.errors(include_input=False, include_url=False, include_context=False)
    faults = tuple((".".join(map(str, one["loc"])) or "body", reason_of(one)) for one in found)
    places = len({at for at, _ in faults})
    return errors.Invalid(f"有 {places} 处填得不对，请检查后再提交。", faults)


def reason_of(found: ErrorDetails) -> str:
    """Say in Chinese what is wrong; the words of our own rules are kept, pydantic's never."""
    kind, said = found["type"], found["msg"].removeprefix("Value error, ")
    if kind not in _FOREIGN and not said.isascii():
        return said
    family = next((reason for name, reason in _FAMILIES.items() if kind.startswith(name)), _WRONG)
    return _REASONS.get(kind, family)


_FOREIGN: Final = frozenset(get_args(ErrorType)) - {"value_error"}
_WRONG: Final = "填得不对"
_FAMILIES: Final[Mapping[str, str]] = {
    "string": "应当是文字",
    "int": "应当是整数",
    "float": "应当是数字",
    "decimal": "应当是数字",
    "finite": "应当是数字",
    "bool": "应当是 true 或 false",
    "timezone": "时间要带时区，例如 2026-01-31T09:00:00+08:00",
    "datetime": "应当是日期和时间，例如 2026-01-31T09:00:00+08:00",
    "date": "应当是日期，例如 2026-01-31",
    "time_delta": "应当是一段时间",
    "time": "应当是时间，例如 09:00",
    "url": "网址不对",
    "uuid": "编号的格式不对",
    "union_tag": "不知道是哪一种",
    "model": "应当是一个 JSON 对象",
    "dict": "应当是一个 JSON 对象",
    "mapping": "应当是一个 JSON 对象",
    "list": "应当是一个列表",
    "tuple": "应当是一个列表",
    "set": "应当是一个列表",
    "frozen_set": "应当是一个列表",
    "json": "不是正确的 JSON",
}


_REASONS: Final[Mapping[str, str]] = {
    "missing": "必须填写",
    "extra_forbidden": "没有这一项",
    "string_pattern_mismatch": "格式不对",
    "string_too_short": "太短",
    "string_too_long": "太长",
    "int_parsing_size": "太大",
    "datetime_past": "要在此刻之前",
    "datetime_future": "要在此刻之后",
    "url_too_long": "网址太长",
    "enum": "不在可选范围内",
    "literal_error": "不在可选范围内",
    "less_than": "太大",
    "less_than_equal": "太大",
    "greater_than": "太小",
    "greater_than_equal": "太小",
    "too_long": "太多",
    "too_short": "太少",
}
