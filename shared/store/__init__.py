"""Aggregates saved whole with the events they have yet to tell (transactional outbox inside)."""
