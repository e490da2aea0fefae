"""Give of a JSON answer only the fields that were asked for."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from shared.kernel.errors import Invalid

MOST: Final = 40
LISTS: Final[Mapping[str, str]] = {"/api/v1/requests": "requests", "/api/v1/inbox": "messages"}
ONES: Final = ("/api/v1/requests/",)
_NAMES: Final = re.compile(
    r"[a-z_]{1,40}(\.[a-z_]{1,40}){0,3}(,[a-z_]{1,40}(\.[a-z_]{1,40}){0,3})*"
)
Tree = dict[str, "Tree"]


class NoSuchForm(Invalid):
    """``fields`` is not a list of names."""

    def __init__(self) -> None:
        super().__init__(
            "fields 写法不对，请写成 number,status,clocks.name 这样的英文名字。",
            (("fields", "看不懂"),),
        )


@dataclass(slots=True, frozen=True, kw_only=True)
class Wish:
    """Which fields; of the entries of the list ``within``, or of the answer itself (None)."""

    tree: Tree
    within: str | None

    def of(self, document: dict[str, object]) -> object:
        """Return what is wished of an answer; what stands beside a list stays."""
        if self.within is None:
            return _chosen(document, self.tree)
        return {**document, self.within: _chosen(document.get(self.within, []), self.tree)}


def takes_fields(path: str) -> bool:
    """Tell whether ``path`` answers in parts."""
    return path in LISTS or any(
        path.startswith(one) and "/" not in path[len(one) :] for one in ONES
    )


def wish_of(path: str, fields: str) -> Wish:
    """Read ``fields``; raises ``NoSuchForm``. Names that an answer has not are passed over."""
    if not _NAMES.fullmatch(fields) or fields.count(",") >= MOST:
        raise NoSuchForm
    tree: Tree = {}
    for name in fields.split(","):
        branch = tree
        for part in name.split("."):
            branch = branch.setdefault(part, {})
    return Wish(tree=tree, within=LISTS.get(path))


def _chosen(value: object, tree: Tree) -> object:
    if not tree:
        return value
    if isinstance(value, list):
        return [_chosen(one, tree) for one in value]
    if isinstance(value, dict):
        return {name: _chosen(value[name], rest) for name, rest in tree.items() if name in value}
    return value
