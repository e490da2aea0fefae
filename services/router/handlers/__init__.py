"""One function for each message and command: load, tell, save."""

from services.router.handlers.moves import Move, obey
from services.router.handlers.notifications import hear_delivery
from services.router.handlers.policy import put_policy
from services.router.handlers.staff import know_staff
from services.router.handlers.submissions import route
from services.router.handlers.surveys import hear_the_owner
from services.router.handlers.sweep import look, retime

__all__ = [
    "Move",
    "hear_delivery",
    "hear_the_owner",
    "know_staff",
    "look",
    "obey",
    "put_policy",
    "retime",
    "route",
]
