"""The reasons that staff read are words, not what the machine works with."""

import re

import pytest

from services.router.domain.classify import classify
from shared.contracts.words import Urgency

SAID = (
    "厨房水管漏水严重,水都流到楼下了",
    "3栋电梯困人了,快来",
    "楼上半夜装修太吵",
    "物业费怎么又涨了",
    "楼道垃圾没人扫",
)


@pytest.mark.parametrize("text", SAID)
def test_a_reason_is_in_chinese_and_without_signs(text: str) -> None:
    told = classify(text).reasons
    assert told
    assert not [one for one in told if re.search(r"[a-z]|→|经验|、,|,、|: ", one)]


@pytest.mark.parametrize("text", SAID)
def test_a_reason_names_at_most_three_whole_words(text: str) -> None:
    lists = re.findall(r"(?:提到|诉求,)([^),]*?)(?:\)|多为|,)", "".join(classify(text).reasons))
    words = [found.split("、") for found in lists]
    assert words
    assert all(len(one) <= 3 and all(len(word) > 1 for word in one) for one in words)


def test_a_reason_says_how_urgent_it_makes_the_request() -> None:
    assert "电梯困人(提到电梯、困人),判为紧急" in classify("3栋电梯困人了,快来").reasons


def test_a_reason_calls_nothing_urgent_that_the_answer_does_not() -> None:
    told = classify(
        "感谢信 上个月我家水管爆裂，水漫了一地，是维修的郑师傅半夜赶来关阀抢修，又帮着扫水到天亮。"
        "如今一切都好，特写此信请公司表扬。"
    )
    assert told.urgency is Urgency.GENERAL
    assert any("爆裂" in one for one in told.reasons)
    assert not [one for one in told.reasons if "判为紧急" in one]
