"""What a message is about, how urgent it is and where, with reasons: ``classify``."""

from services.router.domain.classify.engine import classify
from services.router.domain.classify.verdict import Verdict

__all__ = ["Verdict", "classify"]
