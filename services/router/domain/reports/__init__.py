"""Reckon how well the rules were kept (响应率、解决率、满意率), with each formula."""

from services.router.domain.reports.facts import Facts
from services.router.domain.reports.figures import FIGURES, Figure, Outcome
from services.router.domain.reports.question import By, Question
from services.router.domain.reports.report import Report

__all__ = ["FIGURES", "By", "Facts", "Figure", "Outcome", "Question", "Report"]
