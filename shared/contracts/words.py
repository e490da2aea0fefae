"""The field's terms as closed lists; one spelling for code, messages, database and pages."""

from enum import StrEnum


class Channel(StrEnum):
    """The way in (policy.zh.md 二)."""

    APP = "app"
    WECHAT = "wechat"
    DESK = "desk"


class Outlet(StrEnum):
    """The way out to a person (policy.zh.md 三.3)."""

    APP = "app"
    SMS = "sms"
    WECHAT = "wechat"
    PHONE = "phone"


class Category(StrEnum):
    """What a request is mainly about (类别)."""

    REPAIR = "repair"
    SANITATION = "sanitation"
    SECURITY = "security"
    NEIGHBOUR = "neighbour"
    FEES = "fees"
    SERVICE = "service"
    OTHER = "other"


class Urgency(StrEnum):
    """紧急, 重要, 一般 (policy.zh.md 三.2)."""

    URGENT = "urgent"
    IMPORTANT = "important"
    GENERAL = "general"


class Status(StrEnum):
    """Where a request stands."""

    SUBMITTED = "submitted"
    ASSIGNED = "assigned"
    ACCEPTED = "accepted"
    ON_SITE = "on_site"
    PAUSED = "paused"
    RESOLVED = "resolved"
    REOPENED = "reopened"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class ClockName(StrEnum):
    """A promise that is measured (design: what the rules promise)."""

    DISPATCH = "dispatch"
    ARRIVAL = "arrival"
    RESOLUTION = "resolution"
    FEEDBACK = "feedback"
    FOLLOW_UP = "follow_up"


class Role(StrEnum):
    """What an account may do; ``service`` is one of our own processes."""

    OWNER = "owner"
    CLERK = "clerk"
    WORKER = "worker"
    HEAD = "head"
    MANAGER = "manager"
    ADMIN = "admin"
    SERVICE = "service"


STAFF = frozenset({Role.CLERK, Role.WORKER, Role.HEAD, Role.MANAGER, Role.ADMIN})
