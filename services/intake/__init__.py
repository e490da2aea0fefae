"""Take in what owners ask for by app, by WeChat and at the desk, word for word.

Owns: submissions as they came, attachments, uploads under way, conversations, pasted chats; a
    projection of owners, of staff, of the estate, and of what became of submissions
Hears: owner.changed, owner.erased, staff.changed, estate.changed, request.assigned,
    request.accepted, request.arrived, request.resolved, request.reopened,
    request.follow-up-opened, request.closed, request.cancelled
Says: request.submitted, conversation.message-received, conversation.opinion-given,
    conversation.answered, conversation.unanswered, conversation.code-issued,
    conversation.binding-proven, conversation.binding-ended, delivery.reported
"""
