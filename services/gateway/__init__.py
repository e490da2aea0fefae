"""The one public door: log-in, forwarding, live events, and the pages.

Owns: accounts (owners, staff), imports under way, sessions, API keys, asks to join a household,
    the web pages
Hears: *
Says: owner.changed.v1, owner.erased.v1, staff.changed.v1, estate.changed.v1
"""
