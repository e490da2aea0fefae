"""Hold the texts in Chinese; ``event`` is the message, ``request`` its facts, ``link`` a page.

A link stands at the very end, after a blank: phones take what follows one for a part of it.
"""

from collections.abc import Mapping
from typing import Final

from services.notifier.domain.texts_owner import OWNER_TEXTS
from services.notifier.domain.texts_staff import STAFF_TEXTS
from services.notifier.domain.texts_voices import VOICE_TEXTS

TEXTS: Final[Mapping[str, str]] = {**OWNER_TEXTS, **STAFF_TEXTS, **VOICE_TEXTS}
WORDS: Final[Mapping[str, str]] = {
    "urgent": "紧急",
    "important": "重要",
    "general": "一般",
    "repair": "房屋维修与设施",
    "sanitation": "环境卫生",
    "security": "安保秩序",
    "neighbour": "邻里与噪音",
    "fees": "收费",
    "service": "物业服务",
    "other": "其他",
    "dispatch": "流转",
    "arrival": "到场",
    "resolution": "处理",
    "feedback": "反馈",
    "follow_up": "回访",
    "app": "APP",
    "sms": "短信",
    "wechat": "微信",
    "phone": "电话",
}
STANDINGS: Final[Mapping[str, str]] = {
    "asked": "等待答复",
    "agreed": "已同意",
    "refused": "未获同意",
    "withdrawn": "已撤回",
}
