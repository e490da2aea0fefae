"""Tell from where to where a request may move; every other move is refused."""

from collections.abc import Mapping
from typing import Final

from shared.contracts.words import Status

NEXT: Final[Mapping[Status, frozenset[Status]]] = {
    Status.SUBMITTED: frozenset({Status.ASSIGNED, Status.CANCELLED}),
    Status.ASSIGNED: frozenset({Status.ASSIGNED, Status.ACCEPTED, Status.CANCELLED}),
    Status.ACCEPTED: frozenset(
        {Status.ASSIGNED, Status.ON_SITE, Status.PAUSED, Status.RESOLVED, Status.CANCELLED}
    ),
    Status.ON_SITE: frozenset({Status.ASSIGNED, Status.PAUSED, Status.RESOLVED, Status.CANCELLED}),
    Status.PAUSED: frozenset(
        {Status.ASSIGNED, Status.ACCEPTED, Status.ON_SITE, Status.RESOLVED, Status.CANCELLED}
    ),
    Status.RESOLVED: frozenset({Status.CLOSED, Status.REOPENED}),
    Status.REOPENED: frozenset({Status.ASSIGNED}),
    Status.CLOSED: frozenset({Status.REOPENED}),
    Status.CANCELLED: frozenset(),
}

IN_HAND: Final = frozenset(
    {Status.SUBMITTED, Status.ASSIGNED, Status.ACCEPTED, Status.ON_SITE, Status.PAUSED}
)

SPOKEN: Final[Mapping[Status, str]] = {
    Status.SUBMITTED: "已提交",
    Status.ASSIGNED: "已派单",
    Status.ACCEPTED: "已接单",
    Status.ON_SITE: "已到场",
    Status.PAUSED: "已暂停",
    Status.RESOLVED: "已处理完毕",
    Status.REOPENED: "已重新打开",
    Status.CLOSED: "已办结",
    Status.CANCELLED: "已撤销",
}
