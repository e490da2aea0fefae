"""Hold the texts in Chinese; ``event`` is the message, ``request`` its facts, ``link`` a page.

A link stands at the very end, after a blank: phones take what follows one for a part of it.
"""

from collections.abc import Mapping
from typing import Final

TEXTS: Final[Mapping[str, str]] = {
    "owner.assigned": (
        "您好,您反映的问题已受理,编号 {{ request.number }}。"
        "{% if request.assignee_name %}由{{ request.assignee_name }}负责处理"
        "{% elif request.department_name %}已转{{ request.department_name }}处理"
        "{% else %}正在安排人员处理{% endif %}"
        "{% for due in event.dues if due.clock == 'arrival' %},{{ due.due_at | moment }}前到场"
        "{% endfor %}"
        "{% for due in event.dues if due.clock == 'resolution' %},预计{{ due.due_at | moment }}前"
        "处理完毕{{ '(暂定)' if due.provisional }}{% endfor %}。"
    ),
    "owner.reassigned": (
        "您反映的问题(编号 {{ request.number }})"
        "{% if request.assignee_name %}现由{{ request.assignee_name }}继续处理"
        "{% elif request.department_name %}已转{{ request.department_name }}继续处理"
        "{% else %}正在重新安排人员处理{% endif %}"
        "{% for due in event.dues if due.clock == 'resolution' %},预计{{ due.due_at | moment }}前"
        "处理完毕{% endfor %}。"
    ),
    "owner.accepted": (
        "您反映的问题(编号 {{ request.number }})"
        "{{ request.assignee_name or '工作人员' }}已接单,正在安排处理。"
    ),
    "owner.arrived": (
        "您反映的问题(编号 {{ request.number }})"
        "{{ request.assignee_name or '工作人员' }}已到达现场。"
    ),
    "owner.noted": "您反映的问题(编号 {{ request.number }})最新进展:{{ event.note }}",
    "owner.paused": (
        "您反映的问题(编号 {{ request.number }})暂时等待,原因:{{ event.reason }}"
        "{% if event.until %},预计{{ event.until | moment }}继续{% endif %}。"
    ),
    "owner.resumed": "您反映的问题(编号 {{ request.number }})已恢复处理。",
    "owner.resolved": (
        "您反映的问题(编号 {{ request.number }})已处理完毕。处理情况:{{ event.outcome }}"
        "。如问题仍未解决,请在随后的满意度调查中告诉我们,我们会继续处理。"
    ),
    "owner.closed": (
        "您反映的问题(编号 {{ request.number }})已办结。没能让您完全满意,我们很抱歉;"
        "如需继续处理,请随时联系物业服务中心。"
    ),
    "owner.follow-up": (
        "很抱歉这次处理没有让您满意(编号 {{ request.number }})。"
        "我们会在{{ event.due_at | moment }}前与您联系,直到问题解决。"
    ),
    "owner.cancelled": (
        "按您的要求,编号 {{ request.number }} 的诉求已撤销。如有需要请随时联系我们。"
    ),
    "owner.survey": (
        "您反映的问题(编号 {{ event.number }})处理得怎么样?请在"
        "{{ event.expires_at | moment }}前用一分钟评价: {{ link }}"
    ),
    "owner.survey-reminder": (
        "您反映的问题(编号 {{ event.number }})还没有收到您的评价,期待在"
        "{{ event.expires_at | moment }}前听到您的意见: {{ link }}"
    ),
    "owner.code": "您的登录验证码是 {{ code }},{{ minutes }} 分钟内有效,请勿告诉他人。",
    "phone.resolved": (
        "您好,这里是物业服务中心。您{{ request.submitted_at | moment }}反映的问题"
        "(编号 {{ request.number }})已处理完毕:{{ event.outcome }}。请问问题是否已经解决?"
        "对处理速度、效果和工作人员态度是否满意?"
    ),
    "staff.assigned": (
        "【{{ request.urgency | word }}】新任务 {{ request.number }}"
        "{% if request.place %},{{ request.place }}{% endif %}:{{ request.text | brief }}"
        "{% for due in event.dues if due.clock in ('arrival', 'resolution') %}"
        ";{{ due.clock | word }}时限 {{ due.due_at | moment }}{% endfor %}。请尽快接单。"
    ),
    "staff.follows": (
        "【{{ request.urgency | word }}】您首问的诉求 {{ request.number }} 已交"
        "{{ request.assignee_name or request.department_name or '责任部门' }}处理,"
        "请跟进直至业主满意。"
    ),
    "staff.relieved": (
        "诉求 {{ request.number }} 已改由"
        "{{ request.assignee_name or request.department_name or '他人' }}处理,您不必再处理。"
    ),
    "staff.paused": (
        "您首问的诉求 {{ request.number }} 已暂停,原因:{{ event.reason }}"
        "{% if event.until %},预计{{ event.until | moment }}继续{% endif %}。"
    ),
    "staff.resolved": (
        "您首问的诉求 {{ request.number }} 已处理完毕:{{ event.outcome | brief }}。"
        "请确认业主得到反馈。"
    ),
    "staff.reopened": "诉求 {{ request.number }} 重新打开:{{ event.reason | brief }}。请跟进。",
    "staff.follow-up": (
        "业主对 {{ request.number }} 不满意:{{ event.reason | brief }}。"
        "请在{{ event.due_at | moment }}前回访并记录。"
    ),
    "staff.cancelled": "诉求 {{ request.number }} 已撤销({{ event.reason | brief }}),不必再处理。",
    "staff.reclassified": (
        "诉求 {{ request.number }} 已更正为【{{ request.urgency | word }}】"
        "{{ request.category | word }}"
        "{% for due in event.dues if due.clock in ('arrival', 'resolution') %}"
        ";{{ due.clock | word }}时限 {{ due.due_at | moment }}{% endfor %}。"
    ),
    "staff.urged": (
        "业主催办【{{ request.urgency | word }}】{{ request.number }}:"
        "{{ request.text | brief }}。请尽快处理并反馈。"
    ),
    "staff.handed-over": "您现在是诉求 {{ request.number }} 的首问责任人,请跟进直至业主满意。",
    "staff.escalated": (
        "【{{ request.urgency | word }}】诉求 {{ request.number }} "
        "{{ event.clock | word }}时限 {{ event.due_at | moment }},需要您关注:"
        "{{ request.text | brief }}。处理人:{{ request.assignee_name or '尚未落实' }}。"
    ),
    "staff.clock-missed": (
        "【{{ request.urgency | word }}】诉求 {{ request.number }} 超过{{ event.clock | word }}时限"
        "({{ event.due_at | moment }})。处理人:{{ request.assignee_name or '尚未落实' }}。"
    ),
    "staff.message": (
        "业主{{ event.reporter.name or '' }}留言:{{ event.text | brief }}。请及时回复。"
    ),
}
WORDS: Final[Mapping[str, str]] = {
    "urgent": "紧急",
    "important": "重要",
    "general": "一般",
    "repair": "房屋维修与设施",
    "sanitation": "环境卫生",
    "security": "安保秩序",
    "neighbour": "邻里与噪音",
    "fees": "收费",
    "service": "物业服务",
    "other": "其他",
    "dispatch": "流转",
    "arrival": "到场",
    "resolution": "处理",
    "feedback": "反馈",
    "follow_up": "回访",
}
