"""Make what the router's tests speak of: a small estate, submissions, requests, answers."""

from datetime import datetime
from zoneinfo import ZoneInfo

from pydantic import BaseModel

from services.router.domain.act import Act
from services.router.domain.classify import Verdict
from services.router.domain.faults import Faults
from services.router.domain.request import Request, take_up
from services.router.domain.rules import Rules, read_rules
from shared.contracts.event import Place
from shared.contracts.requests import Reporter, RequestSubmitted
from shared.contracts.surveys import SurveyAnswered
from shared.contracts.words import Category, Channel, ClockName, Urgency
from shared.kernel.ids import new_id

ZONE = ZoneInfo("Asia/Shanghai")
ESTATE = "sample"
HOME = Place(building="3", unit="1", room="1201")
OWNER = Reporter(owner_id="o1", name="何浩然", phone="13800001111", place=HOME)
FILES = {
    "departments.csv": """id,name,head,categories
engineering,工程部,h-eng,repair
cleaning,保洁绿化部,h-cln,sanitation
security,秩序维护部,h-sec,security
service,客服部,h-svc,neighbour;service;other;fees
""",
    "staff.csv": """id,name,role,department,skills,buildings
c01,唐一,clerk,service,neighbour;service;other,1;2
c02,于二,clerk,service,neighbour;service;other,3;4
c04,高四,clerk,service,service,
w01,刘一,worker,engineering,repair,1;2
w02,石二,worker,engineering,repair,3;4
w04,蒋四,worker,engineering,repair,3;4
w05,彭五,worker,engineering,,
w11,萧一,worker,cleaning,sanitation,1;2
h-eng,徐工,head,engineering,repair,
h-cln,罗洁,head,cleaning,sanitation,
h-sec,薛安,head,security,security,
h-svc,蔡客,head,service,service,
m01,曾总,manager,,,
""",
    "roster.csv": """staff_id,weekday,start,end,post
w01,1-5,08:00,20:00,日班
w02,1-5,08:00,20:00,日班
w04,1-7,20:00,08:00,夜班
w05,1-7,20:00,08:00,夜班
w11,1-5,07:00,16:00,
c01,1-5,08:30,18:00,
c02,1-5,08:30,18:00,
c04,1-7,18:00,08:30,夜间前台
""",
}


def at(text: str) -> datetime:
    """Read ``2026-11-23 10:00`` as the estate's own time."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def rules_of(files: dict[str, str] | None = None, **changed: str) -> Rules:
    """Return the rules of the small estate, or of these files; nothing may be wrong with them."""
    faults = Faults()
    named = {name.replace("_", "."): text for name, text in changed.items()}
    rules = read_rules({**(FILES if files is None else files), **named}, faults)
    assert not faults.found, faults.found
    return rules


def act_at(text: str, by: str | None = None, rules: Rules | None = None) -> Act:
    """Return the circumstances of a move."""
    return Act(estate=ESTATE, at=at(text), rules=rules or rules_of(), by=by)


def verdict(
    category: Category = Category.REPAIR, urgency: Urgency = Urgency.GENERAL, **more: object
) -> Verdict:
    """Return what a classifier might say."""
    said = {"place": None, "confidence": 0.9, "reasons": ("漏水",), **more}
    return Verdict(category=category, urgency=urgency, **said)  # type: ignore[arg-type]


def submission(when: datetime, text: str = "厨房水龙头漏水", **more: object) -> RequestSubmitted:
    """Return a submission by the owner of 3-1-1201."""
    facts = {
        "request_id": new_id(),
        "number": "K7M2-Q4XA",
        "channel": Channel.APP,
        "reporter": OWNER,
        "text": text,
        "submitted_at": when,
        **more,
    }
    return RequestSubmitted.model_validate(facts)


def taken_up(
    text: str = "2026-11-23 10:00",
    category: Category = Category.REPAIR,
    urgency: Urgency = Urgency.GENERAL,
    rules: Rules | None = None,
) -> Request:
    """Return a request that has just been placed, its first events forgotten."""
    act = act_at(text, rules=rules)
    request = take_up(submission(act.at), verdict(category, urgency), act)
    request.events.clear()
    return request


def resolved() -> Request:
    """Return a general repair that w02 has resolved on Monday at noon."""
    request = taken_up()
    request.accept(act_at("2026-11-23 10:30", "w02"))
    request.resolve(act_at("2026-11-23 12:00", "w02"), "换了阀芯")
    request.events.clear()
    return request


def answer(request: Request, when: str, *, satisfied: bool, **more: object) -> SurveyAnswered:
    """Return the owner's answer about this round."""
    facts = {
        "survey_id": new_id(),
        "request_id": request.id,
        "speed": 5 if satisfied else 1,
        "effect": 5,
        "attitude": 5,
        "solved": satisfied,
        "satisfied": satisfied,
        "answered_at": at(when),
        "round": request.round,
        **more,
    }
    return SurveyAnswered.model_validate(facts)


def told(request: Request, kind: type[BaseModel]) -> list[BaseModel]:
    """Return the events of a kind that a request has yet to tell."""
    return [event for event in request.events if isinstance(event, kind)]


def due_of(request: Request, name: ClockName) -> tuple[str, bool]:
    """Return when a clock of this round is due and whether it runs."""
    (found,) = [c for c in request.clocks if c.name is name and c.round == request.round]
    return f"{found.due_at.astimezone(ZONE):%m-%d %H:%M}", found.running
