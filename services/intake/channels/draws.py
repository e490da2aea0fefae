"""Draw codes by chance that nobody guesses."""

import secrets
from typing import Final

SIGNS: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


class Chance:
    """Draws from the system's own source of chance."""

    def digits(self) -> str:
        """Return six digits."""
        return f"{secrets.randbelow(1_000_000):06d}"

    def letters(self) -> str:
        """Return eight letters and digits that are not mistaken for one another."""
        return "".join(secrets.choice(SIGNS) for _ in range(8))
