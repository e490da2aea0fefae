"""Hash and check passwords with argon2, in threads."""

import asyncio
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

AT_ONCE: Final = 4


class Argon:
    """argon2id; a few at once, since each takes 64 MB for a moment."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._gate = asyncio.Semaphore(AT_ONCE)
        self._nobody = self._hasher.hash("nobody's password")

    async def hashed(self, password: str) -> str:
        """Return what may be kept of a password."""
        async with self._gate:
            return await asyncio.to_thread(self._hasher.hash, password)

    async def fits(self, kept: str | None, password: str) -> bool:
        """Tell whether ``password`` is the one; takes as long when there is none (None)."""
        async with self._gate:
            return await asyncio.to_thread(self._verify, kept or self._nobody, password) and (
                kept is not None
            )

    def _verify(self, kept: str, password: str) -> bool:
        try:
            return self._hasher.verify(kept, password)
        except (VerificationError, InvalidHashError):
            return False
