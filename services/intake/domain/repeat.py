"""Refuse other content under a key that has come before: its sender would believe it taken in."""

from typing import ClassVar

from shared.kernel.errors import Refused


class KeyReused(Refused):
    """The key (or the channel's message id) came before, with other content."""

    slug: ClassVar[str] = "idempotency-key-reused"

    def __init__(self) -> None:
        super().__init__("这个提交编号已用于另一次提交，内容不同，请换一个新的编号再提交。")
