"""Get every request to whoever must act, in time, and stay with it until the owner is satisfied.

Owns: requests, the estate's policy and roster; a projection of staff
Hears: request.submitted, survey.answered, notification.delivered, staff.changed
Says: request.*
"""
