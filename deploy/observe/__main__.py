"""Write ``LOG_EVENTS.md`` and ``METRICS.md`` from the code: ``python -m deploy.observe``.

What to do about a log event stands in ``log_events.toml``; an event that has no row there, or a row
whose event is gone, is named, and the command ends with 1.
"""

import sys

from deploy.observe.advice import advice
from deploy.observe.documents import DOCUMENTS, log_events_document, metrics_document
from deploy.observe.log_events import NotLiteral, events
from deploy.observe.metric_list import metrics
from deploy.observe.sources import modules


def main() -> int:
    """Write both documents; return 1 if advice is missing or stale."""
    ours = list(modules())
    try:
        found = events(ours)
    except NotLiteral as error:
        print(error, file=sys.stderr)
        return 2
    told = advice()
    DOCUMENTS["LOG_EVENTS.md"].write_text(log_events_document(found, told))
    DOCUMENTS["METRICS.md"].write_text(metrics_document(metrics(ours)))
    missing, stale = sorted(found.keys() - told.keys()), sorted(told.keys() - found.keys())
    for name in missing:
        print(f'no advice for {name}: add ["{name}"] to log_events.toml', file=sys.stderr)
    for name in stale:
        print(f"nothing logs {name} any more: take it out of log_events.toml", file=sys.stderr)
    return 1 if missing or stale else 0


if __name__ == "__main__":
    sys.exit(main())
