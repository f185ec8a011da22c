"""The sums that are kept by day, so that a page need not read every decision."""

from enum import StrEnum

RELEASE_LETTERS = 12  # of its digest: as the pages name it


class Tally(StrEnum):
    """What is added up by day."""

    COUNTS_AS = "counts_as"
    OPENED = "opened"  # of the decisions that are rated, those with a source opened first
    REASON = "reason"
    HARM = "harm"
    EDIT_KIND = "edit_kind"  # decisions with at least one such change
    CORRECTED_KIND = "corrected_kind"
    RELEASE = "release"  # of the decisions that are rated
    MINUTES = "minutes"  # measured time, in tenths of a minute: how many decisions took it
    UNMEASURED = "unmeasured"  # by whether pages measured some of the time
    GLANCED = "glanced"
    HIGH_SEVERITY = "high_severity"
    SIGNED_BY = "signed_by"  # by who: shown as how many, never as whom
    HASTY_BY = "hasty_by"
    LOOKED_AGAIN = "looked_again"  # by what the signer answered


BY_WEEK = (Tally.COUNTS_AS, Tally.OPENED)  # what the course of time is drawn from
