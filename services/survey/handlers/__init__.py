"""Load, tell, save: one function for each message and command."""

from services.survey.handlers.surveys import (
    answer,
    cancel,
    close,
    hear_answer,
    hear_failure,
    open_survey,
    remind,
    reopen,
)

__all__ = [
    "answer",
    "cancel",
    "close",
    "hear_answer",
    "hear_failure",
    "open_survey",
    "remind",
    "reopen",
]
