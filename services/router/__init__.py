"""Get every request to whoever must act, in time, and stay with it until the owner is satisfied.

Owns: requests, incidents, the estate's policy, roster, leave and swaps, learnt models;
    a projection of staff
Hears: request.submitted, survey.answered, notification.delivered,
    page.acknowledged, staff.changed,
    owner.erased, incident.confirmed, incident.closed, request.merged,
    request.unmerged, request.main-moved
Says: request.*, incident.*, roster.*
"""
