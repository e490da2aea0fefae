"""Say what the error codes of the WeChat official account and of WeCom mean for a message."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from services.notifier.channels.verdicts import (
    AGAIN,
    DAY,
    FORCE,
    MEND,
    MINUTE,
    OTHER,
    REFUSE,
    RENEW,
    Act,
    Verdict,
)

OFFICIAL: Final[Mapping[str, Verdict]] = {
    "-1": AGAIN,
    "40001": FORCE,
    "40014": FORCE,
    "42001": RENEW,
    "41001": RENEW,
    "40003": REFUSE,
    "43004": REFUSE,
    "43019": REFUSE,
    "50002": REFUSE,
    "47003": REFUSE,
    "45002": REFUSE,
    "43101": OTHER,
    "45015": OTHER,
    "45047": OTHER,
    "40037": OTHER,
    "45009": DAY,
    "45011": MINUTE,
    "40013": MEND,
    "40125": MEND,
    "40164": MEND,
    "43116": MEND,
    "48001": MEND,
    "48004": MEND,
    "61024": MEND,
}
WECOM: Final[Mapping[str, Verdict]] = {
    "-1": AGAIN,
    "6000": AGAIN,
    "40014": RENEW,
    "42001": RENEW,
    "41001": RENEW,
    "40003": REFUSE,
    "40058": REFUSE,
    "44004": REFUSE,
    "45002": REFUSE,
    "60111": REFUSE,
    "81013": REFUSE,
    "45009": MINUTE,
    "45033": Verdict(Act.WAIT, timedelta(seconds=5)),
    "40001": MEND,
    "40013": MEND,
    "40056": MEND,
    "48002": MEND,
    "60011": MEND,
    "60020": MEND,
    "93000": MEND,
    "301002": MEND,
}
