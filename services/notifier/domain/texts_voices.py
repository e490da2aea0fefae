"""Hold what is told of suggestions, promises and forums, in Chinese (see ``texts``)."""

from collections.abc import Mapping
from typing import Final

VOICE_TEXTS: Final[Mapping[str, str]] = {
    "owner.suggestion-taken": (
        "您的意见已收到，编号 {{ event.number }}，我们会在{{ event.due_at | moment }}前答复。"
    ),
    "owner.suggestion-answered": (
        "您的意见(编号 {{ event.number }})"
        "{% if event.accepted %}已采纳：{{ event.reason }}"
        "{% if event.pledge %}。我们承诺：{{ event.pledge.what }},"
        "{{ event.pledge.due_at | moment }}前完成{% endif %}"
        "{% else %}这次没有采纳，原因：{{ event.reason }}{% endif %}。"
    ),
    "owner.promise-moved": (
        "{% if event.pledge.due_at > event.due_before %}很抱歉，{% endif %}"
        "我们向您承诺的“{{ event.pledge.what }}”(编号 {{ event.number }})改期:"
        "原定{{ event.due_before | moment }}前，改为{{ event.pledge.due_at | moment }}前。"
        "原因：{{ event.reason }}。"
    ),
    "owner.promise-ended": (
        "{% if event.kept %}我们向您承诺的“{{ event.pledge.what }}”已经做到：{{ event.note }}"
        "{% else %}很抱歉，我们向您承诺的“{{ event.pledge.what }}”没能做到，原因：{{ event.note }}"
        "{% endif %}(编号 {{ event.number }})。"
    ),
    "owner.forum": (
        "诚邀您参加“{{ event.forum.title }}”：{{ event.forum.starts_at | moment }},"
        "{{ event.forum.venue }}。一户一席，请在{{ event.sign_up_by | moment }}前在 APP 报名,"
        "或致电物业服务中心。"
    ),
    "owner.seat": (
        "“{{ event.forum.title }}”({{ event.forum.starts_at | moment }},{{ event.forum.venue }}):"
        "{% if event.seat == 'seated' %}已为您家留好席位，期待您的到来。不能来请提前取消"
        "{% elif event.seat == 'waiting' %}报名已收到，席位暂满，有空位会按顺序通知您"
        "{% elif event.seat == 'withdrawn' %}已取消您家的报名"
        "{% else %}因故取消，很抱歉，改期会另行通知{% endif %}。"
    ),
    "owner.question-settled": (
        "您在“{{ event.forum.title }}”上提出的“{{ event.text | brief }}”,"
        "{% if event.pledge %}我们承诺：{{ event.pledge.what }},"
        "{{ event.pledge.due_at | moment }}前完成"
        "{% else %}已有结果，请查看会议记录{% endif %}(编号 {{ event.number }})。"
    ),
    "staff.suggestion": (
        "业主意见 {{ event.number }}:{{ event.words | brief }}。"
        "请在{{ event.due_at | moment }}前答复。"
    ),
    "staff.suggestion-due": (
        "业主意见 {{ event.number }} 的答复期限是{{ event.due_at | moment }}"
        "{{ ',已到期仍未答复' if event.step == 'managers' }}:{{ event.words | brief }}。"
    ),
    "staff.promise": (
        "您负责一项对业主的承诺(编号 {{ event.number }}):{{ event.pledge.what | brief }},"
        "{{ event.pledge.due_at | moment }}前完成。"
    ),
    "staff.promise-moved": (
        "您负责的承诺(编号 {{ event.number }}){{ event.pledge.what | brief }}改期:"
        "{{ event.pledge.due_at | moment }}前完成。原因：{{ event.reason | brief }}。"
    ),
    "staff.promise-due": (
        "对业主的承诺(编号 {{ event.number }}){{ event.pledge.due_at | moment }}到期"
        "{{ ',已到期仍未兑现' if event.step == 'managers' }}:{{ event.pledge.what | brief }}。"
    ),
    "staff.forum-lacking": (
        "{{ event.quarter }} {{ '已经过去' if event.over else '快要结束' }},"
        "系统里还没有{{ '开过' if event.over else '安排' }}业主座谈会(每季度至少一次),请尽快安排。"
    ),
}
