"""What the channel answers by itself, in plain Chinese that says what to do next."""

from collections.abc import Mapping
from typing import Final

from services.intake.domain.message import Intent
from services.intake.domain.submission import Receipt

_HOW: Final = (
    "请直接用文字或语音告诉我们:哪里、什么问题、什么时候方便上门。\n例如:3栋2单元1201厨房漏水。"
)
_BIND: Final = (
    "您的微信还没有登记房号。请回复“姓名+房号+手机号”,或到物业服务中心登记,"
    "之后在这里说一声就能直接报修。"
)
_URGENT: Final = "如遇水管爆裂、停电、有人被困等紧急情况,请马上拨打物业服务中心电话。"

ANSWERS: Final[Mapping[Intent, str]] = {
    Intent.REQUEST: f"您的消息已转给客服人员。{_BIND}\n{_URGENT}",
    Intent.GREETING: f"您好,这里是物业服务中心。{_HOW}\n需要人工服务请回复“人工”。",
    Intent.THANKS: "不客气,有需要随时告诉我们。",
    Intent.CLERK: f"已通知客服人员,会尽快在这里回复您。{_URGENT}",
    Intent.SHOWS: "已收到并转给客服人员。请再用文字说明:哪里、什么问题,我们好马上安排。",
    Intent.WELCOME: (
        f"欢迎关注!{_HOW}\n需要人工服务请回复“人工”。"
        "\n还没有登记房号的,请先回复“姓名+房号+手机号”,或到物业服务中心登记。"
    ),
    Intent.HOW: f"{_HOW}\n{_URGENT}",
    Intent.MINE: (
        "您的诉求进度会主动发给您,也可以在物业APP“我的诉求”里查看。需要人工服务请回复“人工”。"
    ),
    Intent.NOTHING: "",
}
AT_ONCE: Final = frozenset({Intent.WELCOME, Intent.HOW, Intent.MINE, Intent.NOTHING})


def acknowledged(receipt: Receipt) -> str:
    """Return the answer to a request that is safely taken in."""
    return (
        f"已收到您的诉求,编号 {receipt.number}。\n"
        f"我们正在安排,谁来处理、什么时候处理会再通知您。\n{_URGENT}"
    )
