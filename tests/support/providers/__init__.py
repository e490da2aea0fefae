"""Servers that speak the protocols of real providers, to test our adapters against."""
