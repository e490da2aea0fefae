"""Hold what owners are told, in Chinese (see ``texts``)."""

from collections.abc import Mapping
from typing import Final

OWNER_TEXTS: Final[Mapping[str, str]] = {
    "owner.assigned": (
        "您好，您反映的问题已受理，编号 {{ request.number }}。"
        "{% if request.assignee_name %}由{{ request.assignee_name }}负责处理"
        "{% elif request.department_name %}已转{{ request.department_name }}处理"
        "{% else %}正在安排人员处理{% endif %}"
        "{% for due in event.dues if due.clock == 'arrival' %},{{ due.due_at | moment }}前到场"
        "{% endfor %}"
        "{% for due in event.dues if due.clock == 'resolution' %}，预计{{ due.due_at | moment }}前"
        "处理完毕{{ '(暂定)' if due.provisional }}{% endfor %}。"
    ),
    "owner.reassigned": (
        "您反映的问题(编号 {{ request.number }})"
        "{% if request.assignee_name %}现由{{ request.assignee_name }}继续处理"
        "{% elif request.department_name %}已转{{ request.department_name }}继续处理"
        "{% else %}正在重新安排人员处理{% endif %}"
        "{% for due in event.dues if due.clock == 'resolution' %}，预计{{ due.due_at | moment }}前"
        "处理完毕{% endfor %}。"
    ),
    "owner.accepted": (
        "您反映的问题(编号 {{ request.number }})"
        "{{ request.assignee_name or '工作人员' }}已接单，正在安排处理。"
    ),
    "owner.arrived": (
        "您反映的问题(编号 {{ request.number }})"
        "{{ request.assignee_name or '工作人员' }}已到达现场。"
    ),
    "owner.noted": "您反映的问题(编号 {{ request.number }})最新进展：{{ event.note }}",
    "owner.paused": (
        "您反映的问题(编号 {{ request.number }})暂时等待，原因：{{ event.reason }}"
        "{% if event.until %}，预计{{ event.until | moment }}继续{% endif %}。"
    ),
    "owner.resumed": "您反映的问题(编号 {{ request.number }})已恢复处理。",
    "owner.resolved": (
        "您反映的问题(编号 {{ request.number }})已处理完毕。处理情况：{{ event.outcome }}"
        "。如问题仍未解决，请在随后的满意度调查中告诉我们，我们会继续处理。"
    ),
    "owner.closed": (
        "您反映的问题(编号 {{ request.number }})已办结。没能让您完全满意，我们很抱歉;"
        "如需继续处理，请随时联系物业服务中心。"
    ),
    "owner.follow-up": (
        "很抱歉这次处理没有让您满意(编号 {{ request.number }})。"
        "我们会在{{ event.due_at | moment }}前与您联系，直到问题解决。"
    ),
    "owner.cancelled": (
        "按您的要求，编号 {{ request.number }} 的诉求已撤销。如有需要请随时联系我们。"
    ),
    "owner.survey": (
        "您反映的问题(编号 {{ event.number }})处理得怎么样?请在"
        "{{ event.expires_at | moment }}前用一分钟评价: {{ link }}"
    ),
    "owner.survey-reminder": (
        "您反映的问题(编号 {{ event.number }})还没有收到您的评价，期待在"
        "{{ event.expires_at | moment }}前听到您的意见: {{ link }}"
    ),
    "owner.joined": (
        "您好，您反映的问题已受理，编号 {{ request.number }}。"
        "{% if event.known.planned %}这是计划内的施工:"
        "{% else %}这是我们已经在处理的情况：{% endif %}"
        "{{ event.known.text }}(自{{ event.known.since | moment }}起"
        "{% if event.known.expected_until %}，预计{{ event.known.expected_until | moment }}结束"
        "{% endif %})。进展会及时告诉您，不必重复反映。"
    ),
    "owner.known": (
        "您反映的问题(编号 {{ request.number }})附近有一件已知的情况：{{ event.known.text }}"
        "(自{{ event.known.since | moment }}起)。如果是同一件事，可以在 APP 里选择加入,"
        "进展会一并告诉您。"
    ),
    "owner.incident-update": (
        "{{ event.incident.text | brief }}(编号 {{ event.incident.number }})最新情况:"
        "{{ event.update }}"
        "{% if event.incident.expected_until %}。预计{{ event.incident.expected_until | moment }}"
        "结束{% endif %}。"
    ),
    "owner.campaign": (
        "物业诚邀您家参加“{{ event.title }}”，一户一份"
        "{{ ',匿名填写' if event.anonymous }}，请在{{ event.closes_at | moment }}前填写: {{ link }}"
    ),
    "owner.campaign-reminder": (
        "“{{ event.title }}”还没有收到您家的意见"
        "{{ ',匿名填写' if event.anonymous }},{{ event.closes_at | moment }}截止: {{ link }}"
    ),
    "owner.code": "您的登录验证码是 {{ code }},{{ minutes }} 分钟内有效，请勿告诉他人。",
    "phone.resolved": (
        "您好，这里是物业服务中心。您{{ request.submitted_at | moment }}反映的问题"
        "(编号 {{ request.number }})已处理完毕：{{ event.outcome }}。请问问题是否已经解决?"
        "对处理速度、效果和工作人员态度是否满意?"
    ),
    "owner.merged": (
        "您反映的问题(编号 {{ request.number }})与 {{ event.into_number }} 是同一件事,"
        "已合并处理，每一步进展仍会告诉您。"
    ),
    "owner.unmerged": ("您反映的问题(编号 {{ request.number }})现已单独处理，进展会继续告诉您。"),
    "owner.answer": "物业客服回复您：{{ event.text }}",
    "owner.notice": (
        "{{ '〔紧急〕' if event.emergency }}{{ event.title }}:{{ event.text | brief }}"
        "{% if link %}详情: {{ link }}{% endif %}"
    ),
}
