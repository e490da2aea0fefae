"""Read a refusal as a client does, and hold it to what every refusal must be."""

import re
from dataclasses import dataclass
from typing import Final

from tests.support.caller import Answer
from tests.support.eventually import eventually
from tests.support.installation import SERVICES, Installation

_CHINESE: Final = re.compile(r"[一-鿿]{2,}")
_SLUG: Final = re.compile(r"[a-z]+(-[a-z]+)*")


@dataclass(slots=True, frozen=True)
class Watch:
    """What was kept, and how long the logs were, before somebody asked for something bad."""

    hudong: Installation
    kept: dict[str, dict[str, object]]
    marks: dict[str, int]

    @classmethod
    def over(cls, hudong: Installation) -> "Watch":
        """Begin to watch."""
        return cls(hudong, hudong.kept(), hudong.marks())

    async def refused(self, answer: Answer, status: int, slug: str) -> None:
        """Pass if it was refused clearly, logged under its slug, and has changed nothing."""
        check_problem(answer, status, slug)
        await eventually(lambda: bool(self.who_logged(slug)))
        assert self.changed() == []

    def changed(self) -> list[tuple[str, str, object]]:
        """Return what people have made something else of since: where, its id, what it is now."""
        return [
            (name, identity, made)
            for name, much in self.hudong.kept().items()
            for identity, made in much.items()
            if self.kept[name].get(identity) != made
        ]

    def who_logged(self, slug: str) -> list[str]:
        """Return the services that have told of the slug since."""
        return [
            name
            for name in SERVICES
            if any(line.get("slug") == slug for line in self.hudong.logged(name, self.marks[name]))
        ]


def check_problem(answer: Answer, status: int, slug: str) -> None:
    """Pass if the answer is a problem document that a person and a program understand."""
    assert answer.kind == "application/problem+json", answer
    problem = answer.json
    assert (answer.status, problem["slug"]) == (status, slug), problem
    assert problem["status"] == status
    assert problem["type"] == f"/problems/{slug}"
    assert _SLUG.fullmatch(slug)
    assert _CHINESE.search(problem["detail"]), problem
    assert _CHINESE.search(problem["title"]), problem
