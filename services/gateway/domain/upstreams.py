"""Say which service a path belongs to, how large its body may be, and which paths are none."""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Upstream(StrEnum):
    """A service behind the door."""

    INTAKE = "intake"
    INTAKE_DESK = "intake-desk"
    INTAKE_WECHAT = "intake-wechat"
    ROUTER = "router"
    NOTIFIER = "notifier"
    SURVEY = "survey"
    SANDBOX = "sandbox"


SERVICES: Final = tuple(one for one in Upstream if one is not Upstream.SANDBOX)
SANDBOX: Final = "/sandbox"
PREFIXES: Final[Mapping[str, Upstream]] = {
    "/api/v1/app": Upstream.INTAKE,
    "/api/v1/desk": Upstream.INTAKE_DESK,
    "/api/v1/wechat": Upstream.INTAKE_WECHAT,
    "/api/v1/attachments": Upstream.INTAKE,
    "/api/v1/uploads": Upstream.INTAKE,
    "/api/v1/requests": Upstream.ROUTER,
    "/api/v1/incidents": Upstream.ROUTER,
    "/api/v1/planned-works": Upstream.ROUTER,
    "/api/v1/reports": Upstream.ROUTER,
    "/api/v1/policy": Upstream.ROUTER,
    "/api/v1/classifier": Upstream.ROUTER,
    "/api/v1/roster": Upstream.ROUTER,
    "/api/v1/first-responders": Upstream.ROUTER,
    "/api/v1/inbox": Upstream.NOTIFIER,
    "/api/v1/notices": Upstream.NOTIFIER,
    "/api/v1/notifications": Upstream.NOTIFIER,
    "/api/v1/pages": Upstream.NOTIFIER,
    "/api/v1/templates": Upstream.NOTIFIER,
    "/api/v1/preferences": Upstream.NOTIFIER,
    "/api/v1/phone-tasks": Upstream.NOTIFIER,
    "/api/v1/receipts": Upstream.NOTIFIER,
    "/api/v1/webhooks": Upstream.NOTIFIER,
    "/api/v1/surveys": Upstream.SURVEY,
    "/api/v1/return-calls": Upstream.SURVEY,
    "/api/v1/campaigns": Upstream.SURVEY,
    "/api/v1/ballots": Upstream.SURVEY,
    "/api/v1/survey-rules": Upstream.SURVEY,
    "/api/v1/suggestions": Upstream.SURVEY,
    "/api/v1/promises": Upstream.SURVEY,
    "/api/v1/forums": Upstream.SURVEY,
    "/api/v1/satisfaction": Upstream.SURVEY,
}
KILO: Final = 1024
BODY: Final = 256 * KILO
PHOTO: Final = 10 * KILO * KILO
BODIES: Final[Mapping[str, int]] = {
    "/api/v1/attachments": PHOTO + BODY,
    "/api/v1/uploads": 12 * KILO * KILO,
    "/api/v1/directory": 12 * KILO * KILO,
    "/api/v1/policy": 2 * KILO * KILO,
}
_SEGMENT: Final = r"(?!\.{1,2}(?:[/?]|$))[A-Za-z0-9._~:@-]+"
_PLAIN: Final = re.compile(rf"/(?:{_SEGMENT}(?:/{_SEGMENT})*)?(?:\?[!-~]*)?")


def is_plain(raw_path: str) -> bool:
    """Tell whether a path, as it came, has nothing that two servers could read differently.

    No percent-encoding, no empty segment, no ``.`` or ``..``, no backslash: none of our paths
    needs them. The query after it may be any printable ASCII.
    """
    return _PLAIN.fullmatch(raw_path) is not None


def upstream_of(path: str) -> Upstream | None:
    """Return who serves ``path``; None when nobody behind the door does."""
    return PREFIXES.get(_prefix(path))


def body_limit(path: str) -> int:
    """Return how many bytes a body sent to ``path`` may have."""
    return BODIES.get(_prefix(path), BODY)


def _prefix(path: str) -> str:
    return "/".join(path.split("/")[:4])
