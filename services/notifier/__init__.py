"""Tell owners and staff what concerns them: once, in time, where they read it.

Owns: notifications, contacts and preferences
Hears: request.*, survey.opened, survey.reminder-due, conversation.message-received,
    owner.changed, staff.changed
Says: notification.delivered, notification.failed
"""
