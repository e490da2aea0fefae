"""Group owners' words by what they are about: a table of words that people use, nothing learnt."""

from collections.abc import Mapping
from typing import Final

OTHER: Final = "其他"
TOPICS: Final[Mapping[str, tuple[str, ...]]] = {
    "维修": (
        "维修",
        "修理",
        "报修",
        "漏水",
        "渗水",
        "管道",
        "墙面",
        "路灯",
        "损坏",
        "坏了",
        "工程",
    ),
    "电梯": ("电梯", "轿厢", "困梯"),
    "保洁": ("保洁", "卫生", "垃圾", "打扫", "清洁", "脏", "异味", "臭", "楼道堆"),
    "绿化": ("绿化", "草坪", "树", "花园", "修剪", "蚊"),
    "安保": ("保安", "安保", "门禁", "门岗", "巡逻", "监控", "陌生人", "外卖", "快递", "安全"),
    "停车": ("停车", "车位", "车库", "地库", "充电", "电动车", "电瓶车", "道闸"),
    "噪音与邻里": ("噪音", "吵", "装修", "邻居", "扰民", "遛狗", "宠物", "狗", "广场舞"),
    "收费": ("收费", "物业费", "费用", "涨价", "账", "缴费", "发票"),
    "服务与态度": ("态度", "服务", "管家", "客服", "前台", "热情", "冷漠", "推诿", "敷衍"),
    "响应速度": ("慢", "及时", "拖", "等了", "没人管", "响应", "效率", "迟"),
    "公示与沟通": ("公示", "公开", "通知", "沟通", "透明", "业委会", "座谈", "公告"),
    "设施与活动": ("健身", "游乐", "泳池", "会所", "儿童", "活动", "消防", "设施"),
    "表扬": ("感谢", "谢谢", "表扬", "点赞", "满意", "很好", "不错", "辛苦"),
}
_DENIED: Final = ("不满意", "不太满意", "不是很好", "不怎么好")


def topics_of(words: str) -> tuple[str, ...]:
    """Return every topic that the words touch, in the table's order; ``其他`` if none."""
    bare = words
    for denied in _DENIED:
        bare = bare.replace(denied, "")
    found = tuple(topic for topic, signs in TOPICS.items() if any(sign in bare for sign in signs))
    return found or (OTHER,)
