"""What WeCom (企业微信) brings: what a colleague sends to the application, and what changes."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from services.intake.domain.groups.paste import Paste

PREFIX: Final = "wecom:"
UNKNOWN: Final = (
    "您的企业微信账号还没有登记在员工名册里，请管理员在员工名册的微信一栏填写“wecom:账号”后再发。"
)
ONLY_TEXT: Final = "请发送从业主群复制的文字，我会整理成候选诉求，由您在工作台确认。"


class Kind(StrEnum):
    """The kinds that matter; the platform brings no words of customers' groups themselves."""

    TEXT = "text"
    MEDIA = "media"  # a picture, a file: nothing to read
    GROUP = "group"  # change_external_chat: 客户群变更
    CONTACT = "contact"  # change_external_contact: 客户变更
    OTHER = "other"


@dataclass(slots=True, frozen=True, kw_only=True)
class Note:
    """One call; ``text`` is the words, or ``change`` what has changed about ``subject``."""

    kind: Kind
    user: str
    account: str
    key: str
    text: str = ""
    change: str = ""
    subject: str = ""


def summary(paste: Paste, page: str) -> str:
    """Return what came of a pasted chat."""
    likely = sum(one.chatter is None for one in paste.candidates)
    if not likely:
        return "没有读到像诉求的内容，闲聊可在工作台查看。"
    return f"整理出 {likely} 条候选诉求，请到工作台逐条确认: {page}console"
