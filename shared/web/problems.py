"""Turn refusals into RFC 9457 problems; leave bugs to be 500."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

import orjson
from aiohttp import web
from pydantic import ValidationError

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
    404: "没有这个地址,请检查链接。",
    405: "这个地址不支持这种请求方法。",
    413: "提交的内容太大,请减少后再试。",
    500: "系统出了意外,我们已经记录,请稍后再试。",
    503: "服务正在恢复,请过一会儿再试。",
}


def status_of(failure: errors.Failure) -> int:
    """Look a failure's status up by its ancestry."""
    own = getattr(failure, "status", None)
    return own or next(STATUS[kind] for kind in type(failure).__mro__ if kind in STATUS)


def problem_of(failure: errors.Failure) -> web.Response:
    """Return the problem document for a failure, with its faults and when to come again."""
    status = status_of(failure)
    detail = (
        "刚刚有人先操作了一步,请刷新后再试。"
        if isinstance(failure, errors.Conflict)
        else str(failure)
    )
    detail = DETAILS[503] if isinstance(failure, errors.Unavailable) else detail
    faults = failure.faults if isinstance(failure, errors.Invalid) else ()
    response = problem(status, failure.slug, detail, faults)
    if isinstance(failure, errors.TooMany):
        response.headers["Retry-After"] = str(failure.retry_after)
    if isinstance(failure, errors.Unavailable):
        response.headers["Retry-After"] = "5"
    return response


def problem(
    status: int, slug: str, detail: str, faults: tuple[tuple[str, str], ...] = ()
) -> web.Response:
    """Return an ``application/problem+json`` answer; ``faults`` are (place, reason) pairs."""
    body: dict[str, object] = {
        "type": f"/problems/{slug}",
        "title": TITLES.get(status, "请求没有完成"),
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
        error.status, slug_of(error), DETAILS.get(error.status, "请求没有完成,请检查后再试。")
    )
    if allow := error.headers.get("Allow"):
        response.headers["Allow"] = allow
    return response


def invalid(error: ValidationError) -> errors.Invalid:
    """Return pydantic's findings as a refusal; what was typed is not repeated."""
    found = error.errors(include_input=False, include_url=False, include_context=False)
    faults = tuple(
        (".".join(map(str, f["loc"])) or "body", _REASONS.get(f["type"], f["msg"])) for f in found
    )
    where = "、".join(dict.fromkeys(at for at, _ in faults[:5]))
    return errors.Invalid(f"请检查这些内容:{where}。", faults)


_REASONS: Final[Mapping[str, str]] = {
    "missing": "必须填写",
    "extra_forbidden": "没有这一项",
    "string_type": "应当是文字",
    "string_too_short": "太短",
    "string_too_long": "太长",
    "int_type": "应当是整数",
    "int_parsing": "应当是整数",
    "bool_type": "应当是 true 或 false",
    "enum": "不在可选范围内",
    "literal_error": "不在可选范围内",
    "json_invalid": "不是正确的 JSON",
    "less_than_equal": "太大",
    "greater_than_equal": "太小",
    "too_long": "太多",
    "model_type": "应当是一个 JSON 对象",
    "dict_type": "应当是一个 JSON 对象",
    "list_type": "应当是一个列表",
}
