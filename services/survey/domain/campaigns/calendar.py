"""Say which campaigns open by themselves by now (policy.zh.md 四.1: 每半年)."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from services.survey.domain.campaigns.audience import Audience
from services.survey.domain.campaigns.campaign import Campaign
from services.survey.domain.rules_file import Recurring, RuleBook
from services.survey.domain.terms import CHINA
from shared.kernel.ids import derived_id

BY_ITSELF = "calendar"


def due(estate: str, book: RuleBook, now: datetime) -> Iterator[Campaign]:
    """Yield what should be open at ``now``; the same period gives the same campaign.

    One whose day went by while nobody was there opens late, while there is time left.
    """
    for series, rule in book.rules.campaigns.items():
        for opens_at in _openings(rule, now):
            if opens_at <= now < opens_at + timedelta(days=rule.days):
                yield _campaign(estate, series, opens_at, book)


def period_of(rule: Recurring, opens_at: datetime) -> str:
    """Return how people name the period: ``2026-H2`` where there are two a year."""
    day = opens_at.astimezone(CHINA)
    if len(rule.opens) == 2:
        return f"{day.year}-H{rule.opens.index(f'{day:%m-%d}') + 1}"
    return f"{day:%Y-%m-%d}"


def _openings(rule: Recurring, now: datetime) -> Iterator[datetime]:
    year = now.astimezone(CHINA).year
    for one in (year - 1, year):
        for day in rule.opens:
            opens = date.fromisoformat(f"{one}-{day}")
            yield datetime.combine(opens, time.fromisoformat(rule.at), CHINA)


def _campaign(estate: str, series: str, opens_at: datetime, book: RuleBook) -> Campaign:
    rule = book.rules.campaigns[series]
    period = period_of(rule, opens_at)
    reminder = timedelta(days=rule.remind_after) if rule.remind_after else None
    return Campaign(
        id=derived_id("campaign", estate, series, period),
        estate=estate,
        title=f"{rule.title}({period})",
        intro=rule.intro,
        questionnaire=book.questionnaires[rule.questionnaire],
        anonymous=rule.anonymous,
        audience=Audience(),
        opens_at=opens_at,
        remind_at=opens_at + reminder if reminder else None,
        closes_at=opens_at + timedelta(days=rule.days),
        created_by=BY_ITSELF,
        series=series,
        period=period,
    )
