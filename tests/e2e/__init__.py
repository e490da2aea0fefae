"""Tests at the public door of a whole installation."""
