"""Find in a changed schema what an older reader or an older message would trip over."""

from typing import Any


def breaks(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    """Return the changes that are not additive, each as one line; an empty list is good news."""
    found = _object("", old, new)
    for name, definition in old.get("$defs", {}).items():
        now = new.get("$defs", {}).get(name)
        found += [f"{name} is gone"] if now is None else _object(f"{name}.", definition, now)
    return found


def _object(at: str, old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    was, now = old.get("properties", {}), new.get("properties", {})
    gone = [f"{at}{name} is gone" for name in was.keys() - now.keys()]
    demanded = set(new.get("required", ())) - set(old.get("required", ()))
    needed = [f"{at}{name} is required now" for name in sorted(demanded)]
    changed = [
        f"{at}{n} has another type"
        for n in was.keys() & now.keys()
        if _type(was[n]) != _type(now[n])
    ]
    lost = sorted(set(old.get("enum", ())) - set(new.get("enum", old.get("enum", ()))))
    return gone + needed + changed + [f"{at}{value} is no longer allowed" for value in lost]


def _type(schema: dict[str, Any]) -> object:
    described = {"title", "description", "default"}
    return {key: value for key, value in schema.items() if key not in described}
