"""The one public door: log-in, forwarding, live events, and the pages.

Owns: accounts (owners, staff), sessions, the web pages
Hears: *
Says: owner.changed.v1, staff.changed.v1
"""
