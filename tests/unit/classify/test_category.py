"""A message goes to the department that its main matter belongs to."""

import pytest

from services.router.domain.classify import classify
from shared.contracts.words import Category, Urgency

PLAIN = (
    ("厨房水龙头滴水", Category.REPAIR),
    ("路灯不亮，麻烦换一下", Category.REPAIR),
    ("门禁刷卡没反应", Category.REPAIR),
    ("单元楼顶漏雨", Category.REPAIR),
    ("垃圾两天没人收了，一股酸味", Category.SANITATION),
    ("楼道好脏，能不能来拖一下", Category.SANITATION),
    ("草坪里蚊子太多，该打药了", Category.SANITATION),
    ("烧烤店的油烟熏得开不了窗", Category.SANITATION),
    ("我的车位又被别人占了", Category.SECURITY),
    ("自行车被偷了，想看监控", Category.SECURITY),
    ("有陌生人在楼里转悠", Category.SECURITY),
    ("消防通道停满了私家车", Category.SECURITY),
    ("楼上半夜蹦蹦跳跳，睡不着", Category.NEIGHBOUR),
    ("广场舞音响太大", Category.NEIGHBOUR),
    ("一楼把公共草坪围起来种菜", Category.NEIGHBOUR),
    ("邻居遛狗从来不牵绳", Category.NEIGHBOUR),
    ("装修押金什么时候退", Category.FEES),
    ("物业费可以开发票吗", Category.FEES),
    ("公摊电费怎么算的", Category.FEES),
    ("停车费为什么涨了一倍", Category.FEES),
    ("客服态度太差，说两句就挂电话", Category.SERVICE),
    ("物业中心周末几点上班", Category.SERVICE),
    ("给夜班保安点个赞", Category.SERVICE),
    ("业委会换届什么时候投票", Category.SERVICE),
    ("孩子明年上小学，划到哪个学校", Category.OTHER),
    ("公司拖欠工资怎么办", Category.OTHER),
    ("开发商一直不给办房产证", Category.OTHER),
    ("公交车末班太早了", Category.OTHER),
)
SEVERAL = (
    ("垃圾没人倒，路灯也坏了，对了我家现在停电了", Category.REPAIR),
    ("物业费的事先不说，电梯里困人了快来", Category.REPAIR),
    ("谢谢上次帮忙，现在楼道里在冒烟", None),
    ("1 停车难 2 保洁差 3 燃气管漏气", Category.REPAIR),
)


@pytest.mark.parametrize(("text", "category"), PLAIN)
def test_a_plain_message_goes_to_its_department(text: str, category: Category) -> None:
    assert classify(text).category is category


@pytest.mark.parametrize(("text", "category"), SEVERAL)
def test_of_several_matters_the_most_urgent_rules(text: str, category: Category | None) -> None:
    verdict = classify(text)
    assert verdict.urgency is Urgency.URGENT
    assert category in {None, verdict.category}
