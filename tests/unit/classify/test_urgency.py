"""Whoever is in danger is heard, however mildly or strangely they put it."""

import pytest

from services.router.domain.classify import classify
from shared.contracts.words import Urgency

ALARMS = (
    "孩子卡在电梯里了 快点",
    "家里闻到一股煤气味 不知道哪里来的",
    "闻着好像是天然气，很淡，应该没事吧",
    "电梯里出不来了，有三个人",
    "水管爆裂，厨房水已经到脚踝了",
    "整栋都停水了，老人在家没水喝",
    "半夜忽然停电，家里有呼吸机",
    "配电箱在冒火花",
    "楼道里有烧焦的味道，还有烟",
    "外墙瓷砖正往下掉，楼下有小孩",
    "楼上正在往下扔啤酒瓶",
    "有人在撬对面的门，快派人来",
    "地下车库着火了",
    "污水倒灌到客厅了",
    "两个人拿着刀在打架",
    "妈妈反锁在浴室里叫不应",
    "充电器漏电，碰一下手麻",
    "树断了压在电线上，还冒火星",
    "老人倒在楼梯口流血了",
    "不好意思麻烦一下，卧室天花板在哗哗漏水",
)
SLIPS_AND_DIALECT = (
    "店梯里关着人",
    "媒气味好大",
    "水管暴了快来人",
    "屋里冒得水哒，一滴都冇得",
    "屋企停咗电，乜都做唔到",
    "家里漏店，一摸手就麻",
    "着伙了着伙了",
    "电 梯 困 人 了",
    "𝐝𝐢𝐚𝐧𝐭𝐢困人了快来",
    "電梯停了，裡面關著老人",
    "🔥🔥楼道里",
    "停ＳＯＳ电梯困人",
)
HARMLESS = (
    "大家的热情像着火了一样",
    "水管爆裂已经修好了，谢谢师傅",
    "物业费涨得我要爆炸",
    "昨天电梯困人的事处理得很快，点个赞",
    "下周二停水通知收到了，几点恢复",
    "想报名灭火演练，怎么报",
    "如果发生火灾往哪里跑",
    "新来的保安火气有点大，态度要改改",
    "看电影里电梯掉下去吓死我了",
    "没有着火，是邻居炒辣椒",
    "笑死，楼上练歌像杀猪",
    "电视里说煤气中毒很危险，能办个讲座吗",
    "快递柜的手机没电扫不了码",
    "水费怎么这么多",
    "气死我了，前台又不接电话",
    "电费充值不到账",
    "停车费涨价群里都炸锅了",
    "忘记关灯了，没事",
    "上个月漏水修好以后墙面还没补漆",
    "建议给每层配灭火器",
)
CHRONIC = (
    "电梯三天两头坏，修了又坏",
    "长期停水，一个月好几次，多次反映没人管",
    "每次下雨地下室都进水，好几年了",
    "外墙裂缝越来越长，住户都担心",
    "消防通道常年被占用",
    "井盖破了一个多月没人换",
    "一到夏天整栋楼就经常跳闸",
    "楼道里好几辆电动车在充电",
    "灭火器全都过期了",
    "小区监控坏了半年，最近连续有人被偷",
)

LETTERS_OF_NOW = (
    "关于小区全面停水的紧急求助 从昨天清晨到现在我们三栋楼没有一滴水，物业电话没人接，"
    "家里有吃奶的孩子和卧床老人，请立刻派人来。",
    "请立即处理燃气泄漏 楼下饭馆拆墙碰断了燃气管，现在整条过道都是臭鸡蛋味，"
    "居民都跑到街上，还没有人来关阀。",
)
LETTERS_OF_WHAT_IS_OVER = (
    "感谢信 上个月我家水管爆裂，水漫了一地，是维修的郑师傅半夜赶来关阀抢修，"
    "又帮着扫水到天亮。如今一切都好，特写此信请公司表扬。",
    "关于去年电梯困人事件赔偿的诉求 去年九月我被困电梯一个多小时，"
    "事后物业答应赔偿体检费，至今没有兑现，打电话总说在走流程，请给个答复。",
)


@pytest.mark.parametrize("text", LETTERS_OF_NOW)
def test_a_long_letter_about_a_danger_that_is_there_now_is_urgent(text: str) -> None:
    assert classify(text).urgency is Urgency.URGENT


@pytest.mark.parametrize("text", LETTERS_OF_WHAT_IS_OVER)
def test_a_long_letter_that_tells_of_an_alarm_long_over_pages_nobody(text: str) -> None:
    assert classify(text).urgency is Urgency.GENERAL


@pytest.mark.parametrize("text", ALARMS)
def test_an_alarm_is_urgent_however_mildly_it_is_put(text: str) -> None:
    assert classify(text).urgency is Urgency.URGENT


@pytest.mark.parametrize("text", SLIPS_AND_DIALECT)
def test_slips_dialect_and_emoji_hide_no_alarm(text: str) -> None:
    assert classify(text).urgency is Urgency.URGENT


@pytest.mark.parametrize("text", HARMLESS)
def test_alarming_words_in_a_harmless_message_page_nobody(text: str) -> None:
    assert classify(text).urgency is Urgency.GENERAL


@pytest.mark.parametrize("text", CHRONIC)
def test_an_old_danger_to_many_is_important_and_not_urgent(text: str) -> None:
    assert classify(text).urgency is Urgency.IMPORTANT
