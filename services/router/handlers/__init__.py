"""One function for each message and command: load, tell, save."""

from services.router.handlers.duty import Change, change_duty
from services.router.handlers.incidents import gather, look_at, settle
from services.router.handlers.mergers import follow, lead, merge, release
from services.router.handlers.moves import Move, obey
from services.router.handlers.notifications import hear_delivery, hear_page
from services.router.handlers.policy import put_policy
from services.router.handlers.reports import Drill, behind, report
from services.router.handlers.staff import know_staff
from services.router.handlers.submissions import route
from services.router.handlers.surveys import hear_the_owner
from services.router.handlers.sweep import look, retime

__all__ = [
    "Change",
    "Drill",
    "Move",
    "behind",
    "change_duty",
    "follow",
    "gather",
    "hear_delivery",
    "hear_page",
    "hear_the_owner",
    "know_staff",
    "lead",
    "look",
    "look_at",
    "merge",
    "obey",
    "put_policy",
    "release",
    "report",
    "retime",
    "route",
    "settle",
]
