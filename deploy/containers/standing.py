"""Tell which containers of a project do not stand as they should, and what they said last."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any, Final

from docker.errors import DockerException

from deploy.containers.engine import connected

_LINES: Final = 5


def unwell(host: str, project: str) -> list[str]:
    """Return lines for a person to read; none if the engine does not answer either."""
    ours = {"label": f"com.docker.compose.project={project}"}
    with suppress(DockerException, OSError), connected(host, 20) as client:
        return list(lines_of(client.containers.list(all=True, filters=ours)))
    return ["the engine does not answer"]


def ails(state: dict[str, Any]) -> str:
    """Return what ails a container of this state; empty if it is well, or has done its work."""
    if not state.get("Running"):
        done = state["Status"] == "exited" and state["ExitCode"] == 0
        return "" if done else f"{state['Status']} ({state['ExitCode']})"
    health = state.get("Health", {})
    if health.get("Status", "healthy") == "healthy":
        return ""
    asked = [str(one.get("Output", "")).strip() for one in health.get("Log") or ()]
    return f"{health['Status']}: {asked[-1] if asked else 'not asked yet'}"


def lines_of(containers: Iterable[Any]) -> Iterator[str]:
    """Yield what ails each container that ails, and the last lines of its log."""
    for one in containers:
        if what := ails(one.attrs["State"]):
            yield f"{one.name}: {what}"
            said = one.logs(tail=_LINES).decode(errors="replace")
            yield from (f"  {line}" for line in said.splitlines())
