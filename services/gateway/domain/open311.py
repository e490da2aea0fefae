"""Say our requests in the words of Open311 GeoReport v2, and read its reports."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from services.gateway.domain.directory.model import Estate
from services.gateway.domain.directory.rooms import Nowhere, place_of
from shared.contracts.words import Category, Role, Status
from shared.kernel.errors import Refused

MOST: Final = 1000
SPAN: Final = timedelta(days=90)
SERVICES: Final[Mapping[Category, tuple[str, str, str]]] = {
    Category.REPAIR: (
        "房屋维修与设施",
        "房屋、水电、电梯和公共设施的维修",
        "漏水，停电，电梯，门禁",
    ),
    Category.SANITATION: ("环境卫生", "保洁、垃圾清运和绿化", "垃圾，保洁，绿化"),
    Category.SECURITY: ("安保秩序", "门岗、巡逻、停车和消防秩序", "停车，门岗，消防"),
    Category.NEIGHBOUR: ("邻里与噪音", "噪音、宠物、装修等邻里之间的事", "噪音，宠物，装修"),
    Category.FEES: ("收费", "物业费和其他收费的疑问", "物业费，停车费，发票"),
    Category.SERVICE: ("物业服务", "对服务人员和服务内容的意见", "态度，服务，建议"),
    Category.OTHER: ("其他", "不在以上各类的诉求", "其他"),
}
_URL: Final = re.compile(r"https?://[!-~]{1,500}")
_PHOTO: Final = re.compile(r"\n照片：(https?://[!-~]+)$")
_DEGREES: Final = re.compile(r"-?\d{1,3}(\.\d{1,12})?")
_SPOT: Final = re.compile(r"^坐标 (-?[\d.]+),(-?[\d.]+)$")
OVER: Final = frozenset({Status.CLOSED, Status.CANCELLED})
Fields = dict[str, str | None]


class Refusal(Refused):
    """A refusal in the words of the protocol, with its HTTP status."""

    slug = "open311"

    def __init__(self, status: int, description: str) -> None:
        super().__init__(description)
        self.status = status


@dataclass(slots=True, frozen=True, kw_only=True)
class Sought:
    """Which requests are asked for, how many of them, and from which place in the list on."""

    services: frozenset[str]
    statuses: frozenset[str]
    since: datetime
    until: datetime
    most: int
    cursor: str

    def asked(self, cursor: str, limit: int) -> str:
        """Return the query by which the router finds some of them."""
        wanted = {
            "since": self.since.isoformat(),
            "until": self.until.isoformat(),
            "limit": str(limit),
            "category": ",".join(sorted(self.services)),
            "over": str("closed" in self.statuses).lower() if len(self.statuses) == 1 else "",
            "cursor": cursor,
        }
        return urlencode({name: value for name, value in wanted.items() if value})


def discovery(url: str, base: str) -> dict[str, Any]:
    """Return where the door is, what it speaks, and how a program comes by a key."""
    changed = "2026-01-01T00:00:00Z"
    endpoint = {
        "specification": "http://wiki.open311.org/GeoReport_v2",
        "url": f"{url}{base}",
        "changeset": changed,
        "type": "production",
        "formats": ["application/json", "text/xml"],
    }
    return {
        "changeset": changed,
        "contact": f"物业服务中心，{url}",
        "key_service": f"登录后生成 api_key：业主在 {url} 的“我的”，员工在 {url}/console“设置”。",
        "endpoints": [endpoint],
    }


def services() -> list[Fields]:
    """Return the service list."""
    return [
        {
            "service_code": code.value,
            "service_name": name,
            "description": says,
            "metadata": "false",
            "type": "realtime",
            "keywords": words,
            "group": "物业诉求",
        }
        for code, (name, says, words) in SERVICES.items()
    ]


def sought_of(query: Mapping[str, str], now: datetime) -> Sought:
    """Read the filters of a request list; ninety days at most lie between its ends.

    Of a start alone it is the ninety days from there on, else those before the end.
    """
    since, until = _moment(query, "start_date"), _moment(query, "end_date")
    until = until or (min(now, since + SPAN) if since else now)
    return Sought(
        services=_words(query, "service_code", frozenset(SERVICES)),
        statuses=_words(query, "status", frozenset({"open", "closed"})),
        since=max(since or until - SPAN, until - SPAN),
        until=until,
        most=_size(query),
        cursor=query.get("cursor", ""),
    )


def told(one: Mapping[str, Any]) -> Fields:
    """Return a request in the protocol's words; of who asked, nothing."""
    name, _, _ = SERVICES[Category(one["category"])]
    history, due = one.get("history") or [], _due(one)
    place = one.get("place") or {}
    at = _SPOT.search(place.get("spot") or "")
    shown = _PHOTO.search(one["text"])
    return {
        "service_request_id": one["request_id"],
        "status": "closed" if one["status"] in OVER else "open",
        "status_notes": one.get("outcome") or one["status"],
        "service_name": name,
        "service_code": one["category"],
        "description": one["text"],
        "agency_responsible": one.get("department_name"),
        "service_notice": one["number"],
        "requested_datetime": one["submitted_at"],
        "updated_datetime": history[-1]["at"] if history else one["submitted_at"],
        "expected_datetime": due,
        "address": "-".join(str(place[k]) for k in ("building", "unit", "room") if place.get(k))
        or place.get("spot"),
        "address_id": None,
        "zipcode": None,
        "lat": at[1] if at else None,
        "long": at[2] if at else None,
        "media_url": shown[1] if shown else None,
    }


def report_of(given: Mapping[str, str], role: Role, estate: Estate) -> dict[str, Any]:
    """Return what intake is told of a report, at the app's door or at the desk's."""
    code, text = given.get("service_code", ""), given.get("description", "").strip()
    if not code or not text:
        missing = "service_code" if not code else "description"
        raise Refusal(400, f"缺少 {missing}。")
    if code not in set(SERVICES):
        raise Refusal(404, f"没有 service_code“{code}”，请对照 services 列表。")
    said = f"{SERVICES[Category(code)][0]}：{text}{_picture(given)}"
    form: dict[str, Any] = {"text": said}
    if place := _place(given, estate):
        form["place"] = place
    elif role is not Role.OWNER:
        raise Refusal(
            400, "缺少 address_string（或 lat 和 long），请写明楼栋房号或公共区域的位置。"
        )
    return form if role is Role.OWNER else {**form, "reporter": _reporter(given)}


def _reporter(given: Mapping[str, str]) -> dict[str, str]:
    name = f"{given.get('last_name', '')}{given.get('first_name', '')}".strip()
    if not name:
        raise Refusal(400, "缺少 first_name 或 last_name，请写明是谁报的。")
    phone = given.get("phone", "").strip()
    return {"name": name[:60], **({"phone": phone} if phone else {})}


def _place(given: Mapping[str, str], estate: Estate) -> dict[str, str]:
    text = (given.get("address_string") or given.get("address_id") or "").strip()
    if not text:
        return _coordinates(given)
    try:
        return place_of("", "", text, estate).model_dump(exclude_none=True)
    except Nowhere:
        return {"spot": text[:60]}


def _coordinates(given: Mapping[str, str]) -> dict[str, str]:
    found = [given.get(name, "").strip() for name in ("lat", "long")]
    if not any(found):
        return {}
    if not (_DEGREES.fullmatch(found[0]) and _DEGREES.fullmatch(found[1])):
        raise Refusal(400, "lat 和 long 请填十进制的度数，例如 30.27 和 120.15。")
    if abs(float(found[0])) > 90 or abs(float(found[1])) > 180:
        raise Refusal(400, "lat 在 -90 到 90 之间，long 在 -180 到 180 之间。")
    return {"spot": f"坐标 {found[0]},{found[1]}"}


def _picture(given: Mapping[str, str]) -> str:
    """Return the line that leads to the picture; nobody here opens foreign addresses."""
    url = given.get("media_url", "").strip()
    if url and not _URL.fullmatch(url):
        raise Refusal(400, "media_url 请填 http 或 https 开头的网址。")
    return f"\n照片：{url}" if url else ""


def _due(one: Mapping[str, Any]) -> str | None:
    running = [c for c in one.get("clocks") or [] if c["clock"] == "resolution"]
    return str(running[-1]["due_at"]) if running else None


def _size(query: Mapping[str, str]) -> int:
    text = query.get("page_size", str(MOST))
    if not (text.isascii() and text.isdecimal() and 1 <= int(text[:9]) <= MOST):
        raise Refusal(400, f"page_size 请填 1 到 {MOST}。")
    return int(text)


def _moment(query: Mapping[str, str], name: str) -> datetime | None:
    text = query.get(name)
    if text is None:
        return None
    try:
        found = datetime.fromisoformat(text.replace(" ", "+"))
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise Refusal(400, f"{name} 不是 W3C 日期，例如 2026-01-31T09:00:00+08:00。") from error


def _words(query: Mapping[str, str], name: str, known: frozenset[str]) -> frozenset[str]:
    words = frozenset(one.strip() for one in query.get(name, "").split(",") if one.strip())
    if words - known:
        raise Refusal(400, f"{name} 不认识“{'、'.join(sorted(words - known))}”。")
    return words
