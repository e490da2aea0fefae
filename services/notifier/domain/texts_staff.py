"""Hold what members of staff are told, in Chinese (see ``texts``)."""

from collections.abc import Mapping
from typing import Final

STAFF_TEXTS: Final[Mapping[str, str]] = {
    "staff.assigned": (
        "〔{{ request.urgency | word }}〕新任务 {{ request.number }}"
        "{% if request.place %},{{ request.place }}{% endif %}:{{ request.text | brief }}"
        "{% for due in event.dues if due.clock in ('arrival', 'resolution') %}"
        ";{{ due.clock | word }}时限 {{ due.due_at | moment }}{% endfor %}。请尽快接单。"
    ),
    "staff.follows": (
        "〔{{ request.urgency | word }}〕您首问的诉求 {{ request.number }} 已交"
        "{{ request.assignee_name or request.department_name or '责任部门' }}处理,"
        "请跟进直至业主满意。"
    ),
    "staff.relieved": (
        "诉求 {{ request.number }} 已改由"
        "{{ request.assignee_name or request.department_name or '他人' }}处理，您不必再处理。"
    ),
    "staff.paused": (
        "您首问的诉求 {{ request.number }} 已暂停，原因：{{ event.reason }}"
        "{% if event.until %}，预计{{ event.until | moment }}继续{% endif %}。"
    ),
    "staff.resolved": (
        "您首问的诉求 {{ request.number }} 已处理完毕：{{ event.outcome | brief }}。"
        "请确认业主得到反馈。"
    ),
    "staff.reopened": "诉求 {{ request.number }} 重新打开：{{ event.reason | brief }}。请跟进。",
    "staff.follow-up": (
        "业主对 {{ request.number }} 不满意：{{ event.reason | brief }}。"
        "请在{{ event.due_at | moment }}前回访并记录。"
    ),
    "staff.cancelled": "诉求 {{ request.number }} 已撤销({{ event.reason | brief }}),不必再处理。",
    "staff.reclassified": (
        "诉求 {{ request.number }} 已更正为〔{{ request.urgency | word }}〕"
        "{{ request.category | word }}"
        "{% for due in event.dues if due.clock in ('arrival', 'resolution') %}"
        ";{{ due.clock | word }}时限 {{ due.due_at | moment }}{% endfor %}。"
    ),
    "staff.urged": (
        "业主催办〔{{ request.urgency | word }}〕{{ request.number }}:"
        "{{ request.text | brief }}。请尽快处理并反馈。"
    ),
    "staff.handed-over": "您现在是诉求 {{ request.number }} 的首问责任人，请跟进直至业主满意。",
    "staff.escalated": (
        "〔{{ request.urgency | word }}〕诉求 {{ request.number }} "
        "{{ event.clock | word }}时限 {{ event.due_at | moment }}，需要您关注:"
        "{{ request.text | brief }}。处理人：{{ request.assignee_name or '尚未落实' }}。"
        "{% if link %}看到后请点这里确认: {{ link }}{% endif %}"
    ),
    "staff.clock-missed": (
        "〔{{ request.urgency | word }}〕诉求 {{ request.number }} 超过{{ event.clock | word }}时限"
        "({{ event.due_at | moment }})。处理人：{{ request.assignee_name or '尚未落实' }}。"
    ),
    "staff.incident-proposed": (
        "〔{{ event.incident.urgency | word }}〕{{ event.requests | length }} 件诉求像是同一件事"
        "(编号 {{ event.incident.number }}):{{ event.incident.text | brief }}。"
        "请确认是否为突发事件。"
    ),
    "staff.incident": (
        "〔{{ event.incident.urgency | word }}〕突发事件 {{ event.incident.number }}:"
        "{{ event.incident.text | brief }}。请立即组织处理，并及时发布进展。"
    ),
    "staff.incident-overdue": (
        "〔{{ event.incident.urgency | word }}〕突发事件 {{ event.incident.number }} 已超过预计时间"
        "或很久没有进展：{{ event.incident.text | brief }}。请处理并告知业主。"
    ),
    "staff.return-call": (
        "请在{{ event.due_at | moment }}前电话回访诉求 {{ event.number }} 的业主,"
        "话术和登记见工作台“回访”。"
    ),
    "staff.message": (
        "业主{{ event.reporter.name or '' }}留言：{{ event.text | brief }}。请及时回复。"
    ),
    "staff.accepted": (
        "您首问的诉求 {{ request.number }} {{ request.assignee_name or '处理人' }}已接单。"
    ),
    "staff.arrived": (
        "您首问的诉求 {{ request.number }} {{ request.assignee_name or '处理人' }}已到场。"
    ),
    "staff.noted": "您首问的诉求 {{ request.number }} 有新进展：{{ event.note | brief }}",
    "staff.resumed": "您首问的诉求 {{ request.number }} 已恢复处理。",
    "staff.fed-back": (
        "您首问的诉求 {{ request.number }} 的处理结果已送达业主({{ event.outlet | word }})。"
    ),
    "staff.closed": (
        "您首问的诉求 {{ request.number }} 已办结,"
        "{{ '业主满意' if event.satisfied else '业主未表示满意' }}。"
    ),
    "staff.escalation": (
        "您首问的诉求 {{ request.number }} {{ event.clock | word }}时限 "
        "{{ event.due_at | moment }}，已按规定提醒有关人员，请协调跟进。"
    ),
    "staff.handed-away": "诉求 {{ request.number }} 的首问责任已移交，您不必再跟进。",
    "staff.offered": (
        "〔{{ request.urgency | word }}〕可抢单 {{ request.number }}"
        "{% if request.place %},{{ request.place }}{% endif %}:{{ request.text | brief }}。"
        "{{ event.until | moment }}前先接先得，过时指派。"
    ),
    "staff.transfer-proposed": (
        "〔{{ request.urgency | word }}〕诉求 {{ request.number }} 想转给您处理:"
        "{{ event.reason | brief }}。请在{{ event.until | moment }}前答复,"
        "在此之前仍由原处理人负责。"
    ),
    "staff.transfer-declined": (
        "诉求 {{ request.number }} 的转派没有成：{{ event.reason | brief }}。"
        "仍由{{ request.assignee_name or '原处理人' }}处理。"
    ),
    "staff.hand-over-proposed": (
        "诉求 {{ request.number }} 的首问责任想移交给您：{{ event.reason | brief }}。"
        "请在{{ event.until | moment }}前答复。"
    ),
    "staff.hand-over-declined": (
        "诉求 {{ request.number }} 的首问责任没有移交：{{ event.reason | brief }}。首问责任人不变。"
    ),
    "staff.confirm": (
        "〔{{ request.urgency | word }}〕诉求 {{ request.number }} 请您核对:"
        "{{ event.doubts | join('、') }}。{{ request.text | brief }}。"
        "请在{{ event.due_at | moment }}前确认分类和地点。"
    ),
    "staff.merged": (
        "诉求 {{ request.number }} 已并入 {{ event.into_number }}:{{ event.reason | brief }}。"
        "请按 {{ event.into_number }} 处理。"
    ),
    "staff.leave": (
        "{{ event.staff_name }}的请假({{ event.since | moment }}至{{ event.until | moment }},"
        "{{ event.reason | brief }}){{ event.state | standing }}。"
    ),
    "staff.swap": (
        "{{ event.staff_name }}的换班({{ event.day | day }}"
        "{% if event.back %}，换回 {{ event.back | day }}{% endif %}){{ event.state | standing }}。"
    ),
    "staff.unanswered": (
        "业主{{ event.reporter.name or '' }}的提问从{{ event.waiting_since | moment }}起"
        "还没有人回复：{{ event.text | brief }}。请到工作台“会话”回复。"
    ),
}
