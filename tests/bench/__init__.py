"""Measure what the doors cost, beside the bare limit, on the same servers in one run."""
