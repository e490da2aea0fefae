"""What many owners report at once: how it is recognised, and what becomes of it."""
