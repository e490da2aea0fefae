"""An emergency is known by its words, and what to do is said with the estate's number."""

import pytest

from services.intake.domain.emergency import Emergency, emergency_in, what_to_do
from services.intake.domain.message import Intent, Kind, Message, intent_of


@pytest.mark.parametrize(
    ("text", "emergency"),
    [
        ("着火了", Emergency.FIRE),
        ("3栋楼道冒黑烟", Emergency.FIRE),
        ("有人困在电梯", Emergency.LIFT),
        ("我被关在电梯里了", Emergency.LIFT),
        ("电梯停了,有人在里面出不来", Emergency.LIFT),
        ("闻到好大的煤气味是怎么回事?", Emergency.GAS),
        ("燃气泄漏", Emergency.GAS),
        ("有人触电了", Emergency.SHOCK),
        ("我爸晕倒了", Emergency.INJURY),
        ("老父亲要去抢救,电梯停着下不去", Emergency.INJURY),
        ("楼下有人拿着刀", Emergency.CRIME),
        ("孩子不见了", Emergency.LOST),
        ("厨房水管爆了", Emergency.FLOOD),
        ("电表箱着了!2单元1楼", Emergency.FIRE),
        ("电梯停在半空,里面小孩在哭", Emergency.LIFT),
        ("14楼窗户框快掉下来了", Emergency.FALLING),
        ("有人喊救命", Emergency.HELP),
        ("上次修过的水管现在又爆管了", Emergency.FLOOD),
    ],
)
def test_a_matter_of_life_and_limb_is_known_by_its_words(text: str, emergency: Emergency) -> None:
    assert emergency_in(text) is emergency


@pytest.mark.parametrize(
    "text",
    [
        "厨房漏水",
        "楼道灯不亮",
        "消防演习几点开始?",
        "请问怎么预防煤气泄漏",
        "电梯按钮不亮",
        "燃气费在哪里交",
        "楼上孩子吵",
        "谢谢师傅",
        "被楼上吵得很困扰",
        "没睡好很困",
        "上周电梯困人那事处理得及时,给个好评",
        "楼道窗户坏了",
        "厨房着火" + "说来话长" * 30,
        "电梯门关了很慢,里面有味道",
    ],
)
def test_what_can_wait_is_no_emergency(text: str) -> None:
    assert emergency_in(text) is None


def test_an_emergency_asked_as_a_question_is_to_be_seen_to() -> None:
    said = Message(kind=Kind.TEXT, sender="o", account="g", key="1", text="闻到煤气味怎么办?")
    assert intent_of(said) is Intent.REQUEST


@pytest.mark.parametrize("emergency", Emergency)
def test_every_advice_names_the_estates_number(emergency: Emergency) -> None:
    assert "0571-88881234" in what_to_do(emergency, "0571-88881234")


@pytest.mark.parametrize("emergency", Emergency)
def test_without_a_number_the_desk_is_named(emergency: Emergency) -> None:
    assert "物业服务中心电话" in what_to_do(emergency, "")
