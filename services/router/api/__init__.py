"""The router's HTTP operations, one file for each noun."""

from typing import Final

from services.router.api import (
    classifier,
    consent,
    duty,
    held,
    incidents,
    moves,
    policy,
    reporter,
    reports,
    requests,
    responders,
    roster,
    rules,
    similar,
)
from services.router.api.classifier import MODELS
from services.router.api.context import WORK
from services.router.api.reports import ARCHIVE
from shared.web import audit
from shared.web.operation import Routes

__all__ = ["ARCHIVE", "MODELS", "WORK", "routes"]

routes: Final = Routes().include(audit.routes)
for part in (
    held.routes,
    similar.routes,
    incidents.routes,
    requests.routes,
    reporter.routes,
    moves.routes,
    consent.routes,
    policy.routes,
    rules.routes,
    roster.routes,
    duty.routes,
    responders.routes,
    classifier.routes,
    reports.routes,
):
    routes.include(part)
