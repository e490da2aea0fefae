"""Hold what the people of the day say and write."""

from collections.abc import Mapping
from typing import Final

from shared.contracts.words import Category

OUTCOMES: Final[Mapping[Category, str]] = {
    Category.REPAIR: "已修好并试用正常,现场已清理",
    Category.SANITATION: "已清理干净并消毒,已加入每日巡查",
    Category.SECURITY: "已到现场处置,情况已控制,今晚加派巡逻",
    Category.NEIGHBOUR: "已上门劝导,双方已说好,会继续留意",
    Category.FEES: "已核对账目并说明,需要更正的已更正",
    Category.SERVICE: "已办妥,并已提醒相关同事改进",
    Category.OTHER: "已协助办妥",
}
NOTE: Final = "已到现场查看,正在处理,今天内给您结果"
MISHAP: Final = "5 栋停水,维修人员已到水泵房抢修,预计两小时内恢复"
MISHAP_UPDATE: Final = "水泵已更换,正在注水"
MISHAP_OVER: Final = "5 栋水泵已更换,各户已恢复供水"
PAUSE_REASON: Final = "业主不在家"
HAND_OVER: Final = "由同事就近处理,更快到场"
CORRECTION: Final = "人工核对后更正"
WITHDRAWAL: Final = "已经自己解决,不用来了"
WITHDRAWAL_BY_PHONE: Final = "业主来电说不需要了"
RESULT_CALL: Final = "已电话告知处理结果,业主认可"
FOLLOW_UP_CALL: Final = "已致歉并问清不满意的原因,约好重新处理"
FOLLOWED: Final = {
    "why": "当时处理后很快又出现同样的问题",
    "will_be_done": "当天重新上门,处理完由首问责任人复核",
}
FURTHER_CALLS: Final = ("业主未接", "业主仍不认可,已说明情况", "业主表示保留意见")
SIGN_OFF: Final = "三次回访后业主仍有保留意见,负责人签字办结"
HAPPY_WORDS: Final = ("处理得很快,谢谢", "师傅很细心", "态度很好", "满意", "")
UNHAPPY_WORDS: Final = ("第二天又坏了,没有真正解决", "等了太久,只是看了一眼就走了", "还是老样子")
