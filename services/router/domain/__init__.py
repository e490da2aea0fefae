"""The rules of the router: pure; no clock, no driver, no network."""
