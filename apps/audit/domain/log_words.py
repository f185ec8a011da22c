"""What the log says of itself: a gap that was signed, and what its nightly reading and comparison found."""

from collections.abc import Mapping, Sequence
from typing import Any

from apps.audit.domain.actions import Action

NIGHTLY = (Action.LOG_CHECKED, Action.LOG_RECONCILED)  # of these, failure is an alarm


def gap_words(details: Mapping[str, Any]) -> str:
    """Return what is missing for a gap; one of before counted from the last head that fits, and so too many."""
    count = details.get("count", 0)
    if "kept" not in details:
        return f"up to {count} events that were witnessed are not here"
    unsure = int(details.get("held", 0)) - int(details["kept"])
    which = "it is" if unsure == 1 else "they are"
    said = f", and of {_counted(unsure, 'event')} here nobody can say whether {which} what was" if unsure > 0 else ""
    return f"{_counted(count, 'event')} that had been witnessed {'is' if count == 1 else 'are'} not here{said}"


def found_words(action: str, details: Mapping[str, Any]) -> str:
    """Return what a nightly reading or comparison found, from a colon on; nothing where all was well."""
    if action == Action.LOG_RECONCILED:
        return _compared_words(details)
    return _read_words(details) if action == Action.LOG_CHECKED else ""


def _compared_words(details: Mapping[str, Any]) -> str:
    if not (off := details.get("off")):
        return ""
    missing, lost = int(details.get("without_event", 0)), int(details.get("without_row", 0))
    return (
        f": they do not agree, {_counted(missing, 'row')} had no event and {_counted(lost, 'event')} no row "
        f"({', '.join(off)})"
    )


def _read_words(details: Mapping[str, Any]) -> str:
    at, tables = int(details.get("broken_at", 0)), details.get("unguarded") or ()
    said = {
        "row": f"row {at:,} was not what was written, or did not continue the one before it",
        "head": f"its first {at:,} rows were not those that were signed",
        "end": f"it ended at row {at - 1:,}, and a head was signed over more",
    }.get(str(details.get("fault")), "")
    unguarded = f"what refuses every change was missing or switched off at {_listed(tables)}" if tables else ""
    return f": {'; '.join(part for part in (said, unguarded) if part)}" if said or unguarded else ""


def _listed(tables: Sequence[str]) -> str:
    return ", ".join(str(table) for table in tables)


def _counted(number: int, one: str) -> str:
    return f"{number:,} {one}{'' if number == 1 else 's'}"
