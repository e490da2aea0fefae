"""Write answers of Open311 as JSON or XML, whichever the path names."""

import xml.etree.ElementTree as ET
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

import orjson
from aiohttp import web

from services.gateway.domain.open311 import Fields, Refusal
from shared.kernel.errors import Failure, Missing, TooMany, Unavailable

DEFINITION: Final = "service_definition"
CODES: Final[Mapping[type[Failure], int]] = {Missing: 404, TooMany: 429, Unavailable: 503}
AWAY: Final = "暂时无法办理，请稍后再试。"
Act = Callable[[], Awaitable[tuple[str, str, list[Fields]]]]


async def answered(request: web.Request, act: Act, status: int = 200) -> web.Response:
    """Answer with what ``act`` finds, or with the protocol's list of errors."""
    try:
        root, each, rows = await act()
    except (Refusal, Missing, TooMany, Unavailable) as refusal:
        code = _code(refusal)
        said = AWAY if isinstance(refusal, Unavailable) else str(refusal)
        row: Fields = {"code": str(code), "description": said}
        root, each, rows, status = "errors", "error", [row], code
    defined: dict[str, object] = {**rows[0], "attributes": []} if each == DEFINITION else {}
    if request.match_info["format"] == "xml":
        return as_tree(each, defined, status) if defined else as_xml(root, each, rows, status)
    shown: list[dict[str, Any]] = [{**row} for row in rows]
    for one in shown:
        one |= {k: v == "true" for k, v in one.items() if k == "metadata"}
        one |= {k: int(v) for k, v in one.items() if k == "code" and root == "errors"}
    return as_json(defined or shown, status)


def _code(refusal: Failure) -> int:
    if isinstance(refusal, Refusal):
        return refusal.status
    return next(code for kind, code in CODES.items() if isinstance(refusal, kind))


def as_json(told: object, status: int = 200) -> web.Response:
    """Answer JSON."""
    return web.Response(
        status=status,
        body=orjson.dumps(told),
        content_type="application/json",
        headers={"Cache-Control": "no-store"},
    )


def as_xml(root: str, each: str, rows: list[Fields], status: int = 200) -> web.Response:
    """Answer XML: each row an element ``each`` under ``root``."""
    top = ET.Element(root)
    for row in rows:
        one = ET.SubElement(top, each)
        for name, said in row.items():
            ET.SubElement(one, name).text = _printable(said)
    return _xml(top, status)


def as_tree(name: str, told: Mapping[str, object], status: int = 200) -> web.Response:
    """Answer XML of one element; a list's parts are called by its name without the last letter."""
    return _xml(_grown(name, told), status)


def _grown(name: str, told: object) -> ET.Element:
    node = ET.Element(name)
    if isinstance(told, Mapping):
        node.extend(_grown(str(each), said) for each, said in told.items())
    elif isinstance(told, list):
        node.extend(_grown(name[:-1], said) for said in told)
    else:
        node.text = _printable(str(told))
    return node


def _xml(top: ET.Element, status: int) -> web.Response:
    text = ET.tostring(top, encoding="utf-8", xml_declaration=True)
    return web.Response(
        status=status,
        body=text,
        content_type="text/xml",
        charset="utf-8",
        headers={"Cache-Control": "no-store"},
    )


def _printable(text: str | None) -> str | None:
    """Return the text without what XML cannot hold."""
    return text and "".join(sign for sign in text if sign.isprintable() or sign in "\n\t")
