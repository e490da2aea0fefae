"""Tell owners and staff what concerns them: once, in time, where they read it.

Owns: notifications, contacts and preferences, notices with their readings, the estate's texts,
    webhooks with their deliveries
Hears: request.*, incident.*, roster.*, survey.opened, survey.reminder-due, survey.return-call-due,
    survey.campaign-invited, survey.campaign-reminded, conversation.message-received,
    conversation.answered, conversation.unanswered, conversation.code-issued,
    suggestion.*, promise.*, forum.*, delivery.reported, owner.changed, owner.erased, staff.changed
Says: notification.delivered, notification.failed, page.acknowledged, notice.*
"""
