"""Keep the rule book's own promises, which stand wherever an estate's policy says nothing."""

from typing import Final

RULE_BOOK: Final = """
time_zone = "Asia/Shanghai"
working_hours = ["08:30-12:00", "13:30-18:00"]
to_head = ["important"]
urge_every = "30分钟"
transfer_within = "30分钟"
hand_over_within = "24小时"

[promises.urgent]
dispatch = "3分钟"
arrival = "15分钟"
resolution = "4小时"
feedback = "24小时"
follow_up = "24小时"

[promises.important]
dispatch = "1小时"
resolution = "24小时"
feedback = "24小时"
follow_up = "24小时"

[promises.general]
dispatch = "当天"
resolution = "3个工作日"
feedback = "24小时"
follow_up = "24小时"

[ladder.urgent]
again = "10分钟"
dispatch = [
  "开始后1分钟 提醒处理人",
  "开始后2分钟 通知下一位值班",
  "到期 通知部门负责人",
  "到期后5分钟 通知经理",
]
arrival = ["到期前5分钟 提醒处理人", "到期 通知部门负责人", "到期后5分钟 通知经理"]
resolution = ["到期前1小时 提醒处理人", "到期 通知部门负责人", "到期后1小时 通知经理"]
feedback = ["到期前4小时 提醒首问责任人", "到期 通知部门负责人", "到期后4小时 通知经理"]
follow_up = ["到期前4小时 提醒首问责任人", "到期 通知部门负责人", "到期后4小时 通知经理"]

[ladder.important]
again = "4小时"
dispatch = ["开始后30分钟 提醒处理人", "到期前10分钟 通知下一位值班", "到期 通知经理"]
resolution = ["到期前4小时 提醒处理人", "到期 通知部门负责人", "到期后4小时 通知经理"]
feedback = ["到期前4小时 提醒首问责任人", "到期 通知部门负责人", "到期后24小时 通知经理"]
follow_up = ["到期前4小时 提醒首问责任人", "到期 通知部门负责人", "到期后24小时 通知经理"]

[ladder.general]
again = "24小时"
dispatch = ["到期前2小时 提醒处理人", "到期 通知部门负责人", "到期后16小时 通知经理"]
resolution = ["到期前8小时 提醒处理人", "到期 通知部门负责人", "到期后24小时 通知经理"]
feedback = ["到期前4小时 提醒首问责任人", "到期 通知部门负责人", "到期后24小时 通知经理"]
follow_up = ["到期前4小时 提醒首问责任人", "到期 通知部门负责人", "到期后24小时 通知经理"]

[pause]
"等待配件" = "7天"
"与业主约定时间" = "14天"
"业主不在家" = "3天"
"等待第三方单位" = "15天"

[confirm]
below = 0.55
within = "5分钟"

[grab]

[incidents]
reports = 3
window = "2小时"
alike = 0.45
joins = true
again = "2小时"

[departments]

[hours]
"""
