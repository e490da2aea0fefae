"""Know a matter of life and limb by its words, and say what to do before anybody comes."""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Emergency(StrEnum):
    """What is happening; the first whose words are found is meant."""

    FIRE = "fire"
    GAS = "gas"
    SHOCK = "shock"
    LIFT = "lift"
    INJURY = "injury"
    CRIME = "crime"
    LOST = "lost"
    FLOOD = "flood"
    FALLING = "falling"
    HELP = "help"


_WORDS: Final[Mapping[Emergency, re.Pattern[str]]] = {
    Emergency.FIRE: re.compile(
        r"着火|起火|失火|火灾|冒火|火苗|浓烟|冒(黑|白|大)?烟|烧(起来|糊|焦)|爆炸"
        r"|(箱|柜|车|窗帘|厨房|锅)着了"
    ),
    Emergency.GAS: re.compile(
        r"(煤气|燃气|天然气|瓦斯)(管|管道|灶|表|罐)?(在|有|好像|可能|好|很|大)*(泄漏|泄露|漏|味)"
        r"|漏(了)?(煤气|燃气|天然气)"
    ),
    Emergency.SHOCK: re.compile(r"触电|被电(到|了|倒)|漏电|冒火花|打火花"),
    Emergency.LIFT: re.compile(
        r"困(在|住|人|梯)|被困|关在(电梯|轿厢)"
        r"|(电梯|客梯|轿厢).{0,18}(出不(来|去)|[喊哭救]|(有|关了?)人.{0,4}(里|出))"
    ),
    Emergency.INJURY: re.compile(
        r"抢救|急救|救护车|晕倒|昏(倒|迷|过去)|没有?呼吸|心梗|大出血|流了?(好|很)多血|坠楼|跳楼|溺水|落水"
        r"|掉(进|到)(水|河|湖|井|池)|砸(到|伤|中)了?(人|孩子|老人)"
    ),
    Emergency.CRIME: re.compile(
        r"(持|拿着?|动)刀|打起来|抢劫|入室|[撬拧砸].{0,4}(门|锁)|绑架|(进|有)(小偷|贼)|家暴"
    ),
    Emergency.LOST: re.compile(
        r"(孩子|小孩|宝宝|老人|老太太|大爷|奶奶|爷爷).{0,6}(不见了|走丢|走失|丢了)"
    ),
    Emergency.FLOOD: re.compile(
        r"爆管|(水管|软管|主管|管道|管子|阀门|暖气|水龙头).{0,3}[爆炸断崩]"
        r"|喷水|水漫|(屋|家)里?(全|都)是水|水.{0,4}往外[冒喷]"
    ),
    Emergency.FALLING: re.compile(
        r"[快要](掉|倒|塌)(下|了|$)|往下扔|(掉|塌)下(来|去).{0,12}([砸险人]|还)"
        r"|砸(到|伤|中|在|我)|挂在.{0,6}晃"
    ),
    Emergency.HELP: re.compile(r"[喊叫人].{0,4}救命|出人命|快不行了"),
}
_NOT_NOW: Final = re.compile(
    r"演习|演练|预防|防止|培训|讲座|宣传|去年|上次|上个?月|上周|前几天|以免|好评"
)
_NOW: Final = re.compile(r"现在|正在|快来|赶紧|又")
_LONGEST: Final = 120
_DO: Final[Mapping[Emergency, str]] = {
    Emergency.FIRE: "请马上离开着火的地方，不要乘电梯，先拨打 119，再拨打{call}。",
    Emergency.GAS: "请不要开关电器、不要点火，关阀开窗，到室外再拨打{call}；有人不适拨打 120。",
    Emergency.SHOCK: "请不要碰触电的人和漏电的地方，先断开总闸；有人受伤请拨打 120，并拨打{call}。",
    Emergency.LIFT: "请马上拨打{call}；被困的人请按轿厢里的报警按钮，不要扒门，站稳等待救援。",
    Emergency.INJURY: "请先拨打 120，再拨打{call}，不要随意搬动受伤的人。",
    Emergency.CRIME: "请先到安全的地方并拨打 110，再拨打{call}。",
    Emergency.LOST: "请马上拨打 110 和{call}，说明穿着和最后看到的地方，我们协助查看监控。",
    Emergency.FLOOD: "请先关上水表旁的总阀，水近插座时断开电闸，并马上拨打{call}。",
    Emergency.FALLING: "请不要从下面经过，提醒别人绕行，并马上拨打{call}；有人受伤先拨打 120。",
    Emergency.HELP: "着火先拨打 119，有人受伤先拨打 120，有人行凶先拨打 110，再拨打{call}。",
}
_DESK: Final = "物业服务中心电话"


def emergency_in(text: str) -> Emergency | None:
    """Return what is happening; None when the words speak of none, or of none just now.

    Nobody in danger writes at length: a long text is a complaint about what has been.
    """
    plain = "".join(text.split())
    past = _NOT_NOW.search(plain) and not _NOW.search(plain)
    if len(plain) > _LONGEST or past:
        return None
    return next((one for one, words in _WORDS.items() if words.search(plain)), None)


def what_to_do(emergency: Emergency, phone: str) -> str:
    """Return what to do at once, with the estate's number (policy.zh.md 三.2)."""
    return _DO[emergency].format(call=number(phone))


def number(phone: str) -> str:
    """Return whom to call; without a number, where the number is to be found."""
    return f"物业 24 小时电话 {phone}" if phone else _DESK
