"""The chart summary: problem-oriented, one page, each line a claim with its quotes."""

from apps.drafting.domain.summary.compose import compose_summary

__all__ = ["compose_summary"]
