"""Hold what owners are told who asked for English; what is missing here is told in Chinese."""

from collections.abc import Mapping
from typing import Final

_YOURS: Final = "Your request {{ request.number }}"

ENGLISH: Final[Mapping[str, str]] = {
    "owner.assigned@en": (
        "We have received your request, number {{ request.number }}."
        "{% if request.assignee_name %} {{ request.assignee_name }} will see to it."
        "{% else %} We are arranging for somebody to see to it.{% endif %}"
        "{% for due in event.dues if due.clock == 'arrival' %} At your door by"
        " {{ due.due_at | when }}.{% endfor %}"
        "{% for due in event.dues if due.clock == 'resolution' %} Expected to be done by"
        " {{ due.due_at | when }}{{ ' (provisional)' if due.provisional }}.{% endfor %}"
    ),
    "owner.reassigned@en": (
        f"{_YOURS} is now with "
        "{{ request.assignee_name or request.department_name or 'another colleague' }}."
    ),
    "owner.accepted@en": (
        f"{_YOURS} has been taken on by {{{{ request.assignee_name or 'our staff' }}}}."
    ),
    "owner.arrived@en": f"{_YOURS}: {{{{ request.assignee_name or 'our staff' }}}} has arrived.",
    "owner.noted@en": f"{_YOURS}: {{{{ event.note }}}}",
    "owner.paused@en": (
        f"{_YOURS} has to wait: {{{{ event.reason }}}}"
        "{% if event.until %}; we go on by {{ event.until | when }}{% endif %}."
    ),
    "owner.resumed@en": f"{_YOURS} is being worked on again.",
    "owner.resolved@en": (
        f"{_YOURS} has been dealt with: {{{{ event.outcome }}}}."
        " If the problem is still there, say so in the survey that follows: we will go on."
    ),
    "owner.closed@en": (
        f"{_YOURS} has been closed. We are sorry that you are not fully satisfied;"
        " please call the service centre if we should go on."
    ),
    "owner.follow-up@en": (
        "We are sorry that you are not satisfied with request {{ request.number }}."
        " We will contact you by {{ event.due_at | when }}."
    ),
    "owner.cancelled@en": f"{_YOURS} has been withdrawn as you asked.",
    "owner.survey@en": (
        "How did we do with request {{ event.number }}? Please tell us by"
        " {{ event.expires_at | when }}: {{ link }}"
    ),
    "owner.survey-reminder@en": (
        "We have not heard from you about request {{ event.number }} yet. Please tell us by"
        " {{ event.expires_at | when }}: {{ link }}"
    ),
    "owner.notice@en": "Notice: {{ event.title }}. {{ event.text | brief }} {{ link }}",
}
