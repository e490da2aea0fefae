"""Write the lists of log events and metrics as Markdown."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from deploy.observe.advice import Advice
from deploy.observe.log_events import LogEvent
from deploy.observe.metric_list import Metric
from deploy.observe.sources import FOLDER

DOCUMENTS: Final[Mapping[str, Path]] = {
    name: FOLDER / name for name in ("LOG_EVENTS.md", "METRICS.md")
}
_LOGS: Final = """\
# Log events

Written by `python -m deploy.observe` from the code and `log_events.toml`; do not edit.

Every line is JSON on standard output. On each: `time` (UTC), `level`, `event`, `service`; bound
where the work begins: `estate`, `correlation` (the story: a request's id through all services),
`trace` (W3C), `subject` (of a message), `who` and `role` (of a call). Never a person's words, name,
number or address.
One story: `python -m shared.runtime.logs follow --request ID|NUMBER`.

| event | level | keys | said by | means | what to do |
|---|---|---|---|---|---|
"""
_METRICS: Final = """\
# Metrics

Written by `python -m deploy.observe` from the code; do not edit. Each service answers `/metrics`;
gauges are fed by the loops that look anyway, so that a scrape reads nothing from a database.

| metric | kind | labels | fed by | meaning |
|---|---|---|---|---|
"""
_MISSING: Final = Advice(means="**no advice yet**", do="**add a row to `log_events.toml`**")


def log_events_document(found: Mapping[str, LogEvent], told: Mapping[str, Advice]) -> str:
    """Return the list of log events; one without advice says so."""
    return _LOGS + "".join(_event_row(one, told.get(one.name, _MISSING)) for one in found.values())


def metrics_document(found: Mapping[str, Metric]) -> str:
    """Return the list of metrics."""
    return _METRICS + "".join(
        f"| `{one.name}` | {one.kind.lower()} | {_coded(one.labels)} | {_homes(one.homes)} "
        f"| {one.meaning} |\n"
        for one in found.values()
    )


def _event_row(event: LogEvent, said: Advice) -> str:
    keys, homes = _coded(sorted(event.keys)), _homes(event.homes)
    return f"| `{event.name}` | {event.level} | {keys} | {homes} | {said.means} | {said.do} |\n"


def _coded(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in words) or "–"


def _homes(homes: frozenset[str]) -> str:
    return "every service" if "shared" in homes else ", ".join(sorted(homes)) or "–"
