"""Ask the owner whether the work was well done, and tell what they answer (policy.zh.md 三.3).

Owns: surveys
Hears: request.resolved, request.closed, request.cancelled, request.reopened,
    notification.failed
Says: survey.opened, survey.reminder-due, survey.answered
"""
