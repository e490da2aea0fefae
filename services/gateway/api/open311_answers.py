"""Write answers of Open311 as JSON or XML, whichever the path names."""

import xml.etree.ElementTree as ET
from collections.abc import Awaitable, Callable
from typing import Any

import orjson
from aiohttp import web

from services.gateway.domain.open311 import Fields, Refusal
from shared.kernel.errors import Missing, TooMany

Act = Callable[[], Awaitable[tuple[str, str, list[Fields]]]]


async def answered(request: web.Request, act: Act, status: int = 200) -> web.Response:
    """Answer with what ``act`` finds, or with the protocol's list of errors."""
    try:
        root, each, rows = await act()
    except (Refusal, Missing, TooMany) as refusal:
        code = getattr(refusal, "status", 429 if isinstance(refusal, TooMany) else 404)
        row: Fields = {"code": str(code), "description": str(refusal)}
        root, each, rows, status = "errors", "error", [row], code
    if request.match_info["format"] == "xml":
        return as_xml(root, each, rows, status)
    shown: list[dict[str, Any]] = [{**row} for row in rows]
    for one in shown:
        one |= {k: v == "true" for k, v in one.items() if k == "metadata"}
        one |= {k: int(v) for k, v in one.items() if k == "code" and root == "errors"}
    return as_json(shown[0] if each == "service_definition" else shown, status)


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
