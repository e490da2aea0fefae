"""Hear what the code under test logs, whoever has logged before."""

import logging
import sys

import structlog
from structlog.testing import LogCapture
from structlog.typing import EventDict


def let_go_of_outputs() -> None:
    """Have each logger look its output up again; one that has spoken keeps the one it spoke to."""
    ours = [one for name, one in sys.modules.items() if name.startswith(("services.", "shared."))]
    for logger in [module.log for module in ours if hasattr(module, "log")]:
        vars(logger).pop("bind", None)


def hear() -> list[EventDict]:
    """Return the lines that are logged from now on, and go on growing until the test ends."""
    let_go_of_outputs()
    capture = LogCapture()
    structlog.configure(
        processors=[structlog.contextvars.merge_contextvars, capture],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
    )
    return capture.entries
