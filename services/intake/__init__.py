"""Take in what owners ask for by app, by WeChat and at the desk, word for word.

Owns: submissions as they came, attachments, conversations; a projection of owners
Hears: owner.changed
Says: request.submitted, conversation.message-received
"""
