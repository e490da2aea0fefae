"""Hold what owners are told who asked for English; log-in codes are in Chinese for everybody."""

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
    "owner.joined@en": (
        "We have received your request, number {{ request.number }}."
        "{% if event.known.planned %} It belongs to planned works:"
        "{% else %} We are working on this already:{% endif %}"
        " {{ event.known.text }} (since {{ event.known.since | when }}"
        "{% if event.known.expected_until %}, expected until"
        " {{ event.known.expected_until | when }}{% endif %})."
        " We will keep you informed; there is no need to report it again."
    ),
    "owner.known@en": (
        f"{_YOURS}: something is known nearby, {{{{ event.known.text }}}}"
        " (since {{ event.known.since | when }}). If it is the same, you can join it in the app"
        " and will be told of both together."
    ),
    "owner.incident-update@en": (
        "{{ event.incident.text | brief }} (number {{ event.incident.number }}), the latest:"
        " {{ event.update }}"
        "{% if event.incident.expected_until %}. Expected to end by"
        " {{ event.incident.expected_until | when }}{% endif %}."
    ),
    "owner.campaign@en": (
        "Your household is invited to “{{ event.title }}”, one answer a household"
        "{{ ', anonymous' if event.anonymous }}, by {{ event.closes_at | when }}: {{ link }}"
    ),
    "owner.campaign-reminder@en": (
        "“{{ event.title }}” has not heard from your household yet"
        "{{ ' (it is anonymous)' if event.anonymous }}; it closes"
        " {{ event.closes_at | when }}: {{ link }}"
    ),
    "owner.merged@en": (
        f"{_YOURS} is the same matter as {{{{ event.into_number }}}}; they are handled together,"
        " and you will still be told of every step."
    ),
    "owner.unmerged@en": (f"{_YOURS} is now handled by itself; you will be told how it goes on."),
    "owner.answer@en": "The service centre answers: {{ event.text }}",
    "owner.suggestion-taken@en": (
        "We have received your suggestion, number {{ event.number }}, and will answer by"
        " {{ event.due_at | when }}."
    ),
    "owner.suggestion-answered@en": (
        "Your suggestion {{ event.number }}"
        "{% if event.accepted %} has been accepted: {{ event.reason }}"
        "{% if event.pledge %}. We promise: {{ event.pledge.what }}, by"
        " {{ event.pledge.due_at | when }}{% endif %}"
        "{% else %} has not been accepted this time: {{ event.reason }}{% endif %}."
    ),
    "owner.promise-moved@en": (
        "{% if event.pledge.due_at > event.due_before %}We are sorry: {% endif %}"
        "what we promised you, “{{ event.pledge.what }}” (number {{ event.number }}), was due by"
        " {{ event.due_before | when }} and is now due by {{ event.pledge.due_at | when }}."
        " The reason: {{ event.reason }}."
    ),
    "owner.promise-ended@en": (
        "{% if event.kept %}What we promised you, “{{ event.pledge.what }}”, is done:"
        "{% else %}We are sorry: what we promised you, “{{ event.pledge.what }}”, was not kept:"
        "{% endif %} {{ event.note }} (number {{ event.number }})."
    ),
    "owner.forum@en": (
        "You are invited to “{{ event.forum.title }}”: {{ event.forum.starts_at | when }},"
        " {{ event.forum.venue }}. One seat a household; please sign up in the app by"
        " {{ event.sign_up_by | when }}, or call the service centre."
    ),
    "owner.seat@en": (
        "“{{ event.forum.title }}” ({{ event.forum.starts_at | when }}, {{ event.forum.venue }}):"
        "{% if event.seat == 'seated' %} a seat is kept for your household. Please tell us"
        " beforehand if you cannot come"
        "{% elif event.seat == 'waiting' %} all seats are taken for now; you are on the list"
        "{% elif event.seat == 'withdrawn' %} your household has been signed off"
        "{% else %} it has been called off, we are sorry{% endif %}."
    ),
    "owner.question-settled@en": (
        "What you raised at “{{ event.forum.title }}”, “{{ event.text | brief }}”:"
        "{% if event.pledge %} we promise {{ event.pledge.what }}, by"
        " {{ event.pledge.due_at | when }}"
        "{% else %} it has been settled, please see the minutes{% endif %}"
        " (number {{ event.number }})."
    ),
    "owner.notice@en": (
        "{{ 'Urgent notice' if event.emergency else 'Notice' }}: {{ event.title }}."
        " {{ event.text | brief }} {{ link }}"
    ),
}
