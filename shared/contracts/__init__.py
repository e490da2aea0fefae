"""The messages between services: events, the envelope round them, and what the words mean."""
