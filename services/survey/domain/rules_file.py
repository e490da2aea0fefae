"""Read ``surveys.toml`` and the questionnaires that it names."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, time
from typing import Annotated, Final

from pydantic import Field, field_validator

from services.survey.domain.campaigns.questions import Questionnaire, Text, Written
from services.survey.domain.files import Faults, line_of, read_toml
from services.survey.domain.forums.rules import ForumRules
from services.survey.domain.overlay import FILE as OVERLAY
from services.survey.domain.overlay import read_overlay
from services.survey.domain.voices.rules import SuggestionRules
from services.survey.domain.workdays import WorkDays
from shared.contracts.words import Urgency

FILE: Final = "surveys.toml"
SCRIPT: Final = (
    "您好，我是物业服务中心的{caller}。您反映的问题(编号 {number})由{department}处理,"
    "处理情况：{outcome}。想请您评价一下：处理速度、处理效果、工作人员态度,1 到 5 分各打几分?"
    "问题解决了吗?还有什么希望我们改进的?"
)
_DAY: Final = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
_SHARE: Final = re.compile(r"(\d{1,3})%")
_ALL: Final = "全部"


class ReturnCalls(Written):
    """Whom to call back (回访): a share by urgency, within so many days, so many attempts."""

    urgent: str = _ALL
    important: str = "50%"
    general: str = "20%"
    days: Annotated[int, Field(ge=1, le=30)] = 3
    attempts: Annotated[int, Field(ge=1, le=10)] = 3
    script: Annotated[str, Field(min_length=1, max_length=2000)] = SCRIPT

    @field_validator("urgent", "important", "general")
    @classmethod
    def _is_share(cls, value: str) -> str:
        if value != _ALL and not (_SHARE.fullmatch(value) and int(value[:-1]) <= 100):
            raise ValueError(f"看不懂“{value}”，请写 全部 或 20%")
        return value

    @field_validator("script")
    @classmethod
    def _is_script(cls, value: str) -> str:
        try:
            value.format(caller="", number="", department="", outcome="", name="")
        except (KeyError, IndexError, ValueError, AttributeError) as error:
            known = "{name}、{caller}、{number}、{department}、{outcome}"
            raise ValueError(f"话术里只能用 {known}") from error
        return value

    def share_of(self, urgency: Urgency) -> float:
        """Return the share that is called back, from 0 to 1."""
        text = str(getattr(self, urgency.value))
        return 1.0 if text == _ALL else int(text[:-1]) / 100


class Recurring(Written):
    """A campaign that opens by itself on some days of each year (``06-10``)."""

    title: Text
    questionnaire: Annotated[str, Field(max_length=100)]
    opens: Annotated[tuple[str, ...], Field(min_length=1, max_length=12)]
    at: str = "09:00"
    days: Annotated[int, Field(ge=1, le=90)] = 14
    remind_after: Annotated[int, Field(ge=1, le=89)] | None = None
    anonymous: bool = True
    intro: Annotated[str, Field(max_length=1000)] = ""

    @field_validator("opens")
    @classmethod
    def _are_days(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if strange := [day for day in value if not _DAY.fullmatch(day) or day == "02-29"]:
            raise ValueError(f"看不懂日期“{strange[0]}”，请写成 06-10(月-日)")
        return tuple(sorted(value))

    @field_validator("at")
    @classmethod
    def _is_hour(cls, value: str) -> str:
        try:
            time.fromisoformat(value)
        except ValueError as error:
            raise ValueError(f"看不懂时间“{value}”，请写成 09:00") from error
        return value


class Rules(Written):
    """What ``surveys.toml`` says; campaigns by the name of their series."""

    return_calls: ReturnCalls = ReturnCalls()
    suggestions: SuggestionRules = SuggestionRules()
    forums: ForumRules = ForumRules()
    campaigns: Annotated[dict[str, Recurring], Field(max_length=20)] = {}


class RuleBook(Written):
    """An estate's rules with the questionnaires that they name, and its own days off."""

    rules: Rules = Rules()
    questionnaires: dict[str, Questionnaire] = {}
    overlay: dict[date, bool] = {}

    @property
    def work_days(self) -> WorkDays:
        """Return which days are worked, and until when."""
        closes = time.fromisoformat(self.rules.suggestions.closes)
        return WorkDays(overlay=self.overlay, closes=closes)


def read_rules(files: Mapping[str, str], faults: Faults) -> RuleBook:
    """Read an estate's files; what is not written is as the service has it."""
    rules = read_toml(Rules, FILE, files.get(FILE, ""), faults) or Rules()
    found = {name: read_questionnaire(name, text, faults) for name, text in _asked(files)}
    for series, campaign in rules.campaigns.items():
        if campaign.questionnaire not in files:
            line = line_of(files[FILE], ("campaigns", series, "questionnaire"))
            faults.add(FILE, line, f"没有问卷文件“{campaign.questionnaire}”，请一并提交")
        if campaign.remind_after and campaign.remind_after >= campaign.days:
            line = line_of(files[FILE], ("campaigns", series, "remind_after"))
            faults.add(FILE, line, "提醒要在截止之前，请改小 remind_after")
    return RuleBook(
        rules=rules,
        questionnaires={k: v for k, v in found.items() if v},
        overlay=read_overlay(files.get(OVERLAY, ""), faults),
    )


def read_questionnaire(name: str, text: str, faults: Faults) -> Questionnaire | None:
    """Read one questionnaire; faults name the line of their question."""
    read = read_toml(Questionnaire, name, text, faults)
    if read is None:
        return None
    places = [question.id for question in read.questions]
    for question, reason in read.faults():
        line = line_of(text, ("questions", places.index(question)))
        faults.add(name, line, f"“{question}”：{reason}")
    return read


def _asked(files: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    return ((name, text) for name, text in files.items() if name not in (FILE, OVERLAY))
