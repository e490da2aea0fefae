"""Look at dead messages and send them round again: ``python -m deploy.dead``."""
