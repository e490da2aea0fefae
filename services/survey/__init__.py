"""Ask the owner whether the work was well done, and tell what they answer (policy.zh.md 三.3).

Owns: surveys, return calls, campaigns with their tickets, envelopes and ballots, suggestions,
    promises, forums; projections of households and staff
Hears: request.resolved, request.closed, request.cancelled, request.reopened,
    notification.failed, owner.changed, owner.erased, staff.changed, survey.answered,
    conversation.opinion-given, suggestion.answered, forum.question-settled
Says: survey.opened, survey.reminder-due, survey.answered, survey.return-call-due,
    survey.campaign-invited, survey.campaign-reminded, suggestion.*, promise.*, forum.*
"""
