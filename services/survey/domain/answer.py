"""What an owner says about the work."""

from typing import Annotated

from pydantic import Field, StringConstraints

from shared.contracts.event import Value
from shared.contracts.surveys import Rating

_LOWEST_SATISFIED = 3

Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=1000)]


class Answer(Value):
    """处理速度, 处理效果, 工作人员态度 from 1 to 5, whether it is solved, and free words."""

    speed: Rating
    effect: Rating
    attitude: Rating
    solved: bool = Field(description="问题是否得到解决")
    words: Words = ""

    @property
    def satisfied(self) -> bool:
        """Tell whether it ends here: solved, and no rating of two or less (policy.zh.md 三.3)."""
        return self.solved and min(self.speed, self.effect, self.attitude) >= _LOWEST_SATISFIED
