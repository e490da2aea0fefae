"""Tests at every level; `make test` runs them all."""
