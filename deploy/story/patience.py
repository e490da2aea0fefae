"""Say how long the story waits for what must come; ``STORY_PATIENCE=4`` is for a slow machine."""

import os
from typing import Final

TIMES: Final = float(os.environ.get("STORY_PATIENCE") or 1)


def patient(seconds: float) -> float:
    """Return for how long to wait here for what elsewhere takes ``seconds`` at most."""
    return seconds * TIMES
