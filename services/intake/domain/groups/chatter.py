"""Mark what is only chatter in a group, by a few rules that a clerk can check at a glance."""

import re
from collections.abc import Callable
from enum import StrEnum
from typing import Final

from services.intake.domain.message import Intent, Kind, Message, intent_of
from services.intake.domain.questions import is_question


class Why(StrEnum):
    """Why it is chatter, as the clerk reads it."""

    SYSTEM = "系统提示"
    STAFF = "物业人员的话"
    PICTURES = "只有图片或表情"
    SMALL_TALK = "寒暄或应答"
    AD = "广告或转发"
    TOO_LITTLE = "没有具体内容"


_SYSTEM: Final = re.compile(
    r".*(加入了?群聊|撤回了一条消息|拍了拍|修改群名|移出了?群聊|红包|邀请.{1,30}加入|群公告).*"
)
_STAFF: Final = re.compile(r"物业|管家|客服|保安队|工程部|群管理")
_FACES: Final = re.compile(r"\[[^\[\]\n]{1,8}\]|@\S+")
_MARKS: Final = re.compile(r"[\W_]+")
_AD: Final = re.compile(
    r"https?://\S+|拼团|团购|代购|出售|转让|求租|出租|优惠|满减|砍一刀|帮忙(点|投)|接龙|二手|加微信"
)
_ASSENT: Final = re.compile(
    r"(哈|呵|嘿|嘻|嗯|哦|喔|噢|啊|好|对|是|行|赞|顶|牛|可以|同意|支持|收到|辛苦|谢谢|感谢|明白"
    r"|知道|了|的|吧|呀|啦|大家|各位|邻居|们|早上?|晚安)+"
)
_TROUBLE: Final = re.compile(
    r"漏|堵|坏|停|断|裂|塌|臭|脏|垃圾|吵|噪|水|电|气|灯|门|梯|车|烟|火|狗|虫|鼠|丢|偷|墙|管|路|楼"
    r"|物业费|装修|保安|投诉|修"
)
_ALSO: Final = re.compile(
    r"(\+ ?1|我们?(家|这|楼|单元|栋|这边|这里)?也(是|一样|有|没)?.{0,8}|同样|一样|同求|附议|同问)"
    r"[。!\uff01~]*"
)


def chatter_in(speaker: str, text: str) -> Why | None:
    """Return why the words are chatter, None if somebody may have to see to them."""
    return next((why for why, rule in _RULES if rule(speaker, text)), None)


def agrees(text: str) -> bool:
    """Tell whether somebody only says that it is the same with them (我家也是)."""
    return bool(_ALSO.fullmatch(text.strip())) and len(text) <= 14


def _bare(text: str) -> str:
    """Return the words without marks, faces and whom they are to."""
    return _MARKS.sub("", _FACES.sub("", text))


def _small_talk(text: str) -> bool:
    bare = _bare(text)
    said = Message(kind=Kind.TEXT, sender="", account="", key="", text=text)
    return bool(_ASSENT.fullmatch(bare)) or intent_of(said) in {Intent.GREETING, Intent.THANKS}


def _too_little(text: str) -> bool:
    bare = _bare(text)
    return len(bare) < 2 or not (_TROUBLE.search(text) or is_question(text) or len(bare) > 5)


_RULES: Final[tuple[tuple[Why, Callable[[str, str], bool]], ...]] = (
    (Why.SYSTEM, lambda speaker, text: not speaker and bool(_SYSTEM.fullmatch(text))),
    (Why.SYSTEM, lambda _, text: len(text) < 40 and bool(_SYSTEM.fullmatch(text))),
    (Why.STAFF, lambda speaker, _: bool(_STAFF.search(speaker))),
    (Why.PICTURES, lambda _, text: not _bare(text)),
    (Why.SMALL_TALK, lambda _, text: _small_talk(text)),
    (Why.AD, lambda _, text: bool(_AD.search(text)) and not re.search(r"物业|报修|漏|坏", text)),
    (Why.TOO_LITTLE, lambda _, text: _too_little(text)),
)
