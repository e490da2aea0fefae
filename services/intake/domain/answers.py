"""What the channel answers by itself, in plain Chinese that says what to do next."""

from collections.abc import Mapping, Sequence
from typing import Final

from services.intake.domain.binding import MINUTES
from services.intake.domain.draft import Outcome, Turn
from services.intake.domain.emergency import Emergency, number, what_to_do
from services.intake.domain.fate import WORDS
from services.intake.domain.message import Intent
from services.intake.domain.submission import Receipt, Submission

MOST_SHOWN: Final = 8
_HOW: Final = (
    "请直接用文字或语音告诉我们：哪里、什么问题、什么时候方便上门。\n例如:3栋2单元1201厨房漏水。"
)
_BIND: Final = (
    "您的微信还没有登记房号。请回复“绑定 手机号”(在物业登记的手机号),"
    "或请物业服务中心给您一个房号码，回复“绑定 房号码”，之后在这里说一声就能直接报修。"
)
_OPINION: Final = "有意见和建议请回复“建议：您的想法”。"
_URGENT: Final = f"如遇水管爆裂、停电、有人被困等紧急情况，请马上拨打{number('')}。"

ANSWERS: Final[Mapping[Intent, str]] = {
    Intent.REQUEST: f"您的消息已转给客服人员。{_BIND}\n{_URGENT}",
    Intent.QUESTION: f"您的问题已转给客服人员，会尽快在这里回复您。{_URGENT}",
    Intent.GREETING: f"您好，这里是物业服务中心。{_HOW}\n{_OPINION}需要人工服务请回复“人工”。",
    Intent.THANKS: "不客气，有需要随时告诉我们。",
    Intent.CANCEL: (
        "没有正在填写的报修。要撤回已经提交的诉求，请在业主主页“诉求”里点“不用处理了”，或回复“人工”。"
    ),
    Intent.CLERK: f"已通知客服人员，会尽快在这里回复您。{_URGENT}",
    Intent.SHOWS: "已收到并转给客服人员。请再用文字说明：哪里、什么问题，我们好马上安排。",
    Intent.WELCOME: (
        f"欢迎关注!{_HOW}\n{_OPINION}需要人工服务请回复“人工”。\n还没有登记的：{_BIND}"
    ),
    Intent.HOW: f"{_HOW}\n{_URGENT}",
    Intent.MINE: (
        "您的诉求进度会主动发给您，也可以在物业APP“我的诉求”里查看。需要人工服务请回复“人工”。"
    ),
    Intent.NOTICES: "最新公告请看:",
    Intent.OPINION: f"您的意见已转给客服人员。{_BIND}",
    Intent.NOTHING: "",
}
AT_ONCE: Final = frozenset({Intent.WELCOME, Intent.NOTICES, Intent.NOTHING})
CODE_SENT: Final = (
    "如果这个手机号在物业登记过，验证码会在一分钟内送到。"
    f"请在 {MINUTES} 分钟内在这里回复 6 位验证码，完成绑定。"
)
BOUND: Final = "绑定成功：{places}。以后在这里说一声就能直接报修。如需解除请回复“解绑”。"
NOT_BOUND: Final = (
    "验证没有通过：验证码或房号码不对，或已过期。"
    "请回复“绑定 手机号”重新获取，或到物业服务中心办理。"
)
CHECKED: Final = "已经核对过这条消息。没有收到绑定成功的答复时，请回复“绑定 手机号”重新获取验证码。"
UNBOUND: Final = "已解除绑定，今后不再把您的房号与这个微信关联。如需重新绑定请回复“绑定 手机号”。"
NOBODY_BOUND: Final = f"这个微信没有绑定房号，不需要解绑。{_BIND}"
NONE_OPEN: Final = "您没有正在处理的诉求。有事直接在这里告诉我们就行。"
NEXT: Final[Mapping[Turn, str]] = {
    Turn.WHAT: "请说说是什么问题，打字或说话都行。(回复“取消”退出，回复“人工”找客服)",
    Turn.WHERE: "收到。请问在哪里?在您家里({home})请回复“1”；在别处请写明位置，例如：地下车库B区。",
    Turn.PHOTOS: "好的。有照片请直接发来，可发多张，发完回复“完成”；没有照片请回复“没有”。",
    Turn.OPINION: "请说说您的意见或建议，打字就行，一条消息说完。(回复“取消”退出)",
}
OPINION: Final = (
    "谢谢您的意见，已记下，编号 {number}。答复的期限会马上通知您，采纳与否都会告诉您理由。"
)
PICTURED: Final = "照片已收到。"
MISSED: Final = "没有看懂这条消息。"
BEFORE: Final[Mapping[Outcome, str]] = {
    Outcome.PICTURED: PICTURED,
    Outcome.MISSED: MISSED,
    Outcome.UNSEEN: "照片没有收到，请再发一次。",
}
DROPPED: Final = "已取消，没有提交。需要时随时告诉我们。"
ALARMED: Final = (
    "已作为紧急诉求转给值班人员，编号 {number}。请再回复在几栋几单元几楼，让赶来的人马上找到。"
)
TO_A_CLERK: Final = f"已把您说的转给客服人员，会尽快在这里回复您。{_URGENT}"


def acknowledged(receipt: Receipt) -> str:
    """Return the answer to a request that is safely taken in."""
    return (
        f"已收到您的诉求，编号 {receipt.number}。\n"
        f"我们正在安排，谁来处理、什么时候处理会再通知您。\n{_URGENT}"
    )


def with_number(answer: str, phone: str) -> str:
    """Return the answer with the number to call, where it says to call."""
    return answer.replace(_URGENT, _URGENT.replace(number(""), number(phone)))


def with_advice(answer: str, emergency: Emergency, phone: str) -> str:
    """Return what to do at once, and then the answer."""
    return f"{what_to_do(emergency, phone)}\n{answer.replace(_URGENT, '')}".strip()


def mine(submissions: Sequence[Submission], page: str) -> str:
    """Return how the owner's open requests stand, the newest first, and where to see more."""
    open_ones = [one for one in submissions if one.fate.is_open][:MOST_SHOWN]
    lines = [f"{one.number} {_brief(one.text)}:{WORDS[one.fate.status]}" for one in open_ones]
    said = "\n".join(["您正在处理的诉求:", *lines]) if lines else NONE_OPEN
    return f"{said}\n全部诉求请看: {page}"


def _brief(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 16 else f"{flat[:15]}…"
