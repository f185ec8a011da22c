"""What stands on a citation chip: the kind of document in a word or two, and its day."""

from collections.abc import Sequence
from datetime import date

from apps.drafting.domain.facts.lines import line_of
from apps.drafting.domain.facts.quotes import Quote
from apps.drafting.domain.language.dates import written

SHORT_KINDS = {
    "progress_note": "Progress note", "consult_note": "Consult", "history_and_physical": "H&P",
    "discharge_summary": "Discharge summary", "operative_note": "Operative note", "procedure_note": "Procedure note",
    "referral": "Referral", "telephone_encounter": "Phone", "imaging_report": "Imaging",
    "pathology_report": "Pathology",
    "laboratory_report": "Lab report", "payer_letter": "Payer letter", "other_note": "Note",
    "demographics": "Demographics",
    "problem_list": "Problem list", "medication_list": "Med list", "allergy_list": "Allergy list", "results": "Result",
    "vital_signs": "Vitals", "procedures": "Procedure", "immunizations": "Immunizations", "care_plans": "Care plan",
    "coverage": "Coverage", "orders": "Order", "encounters": "Visit",
}  # fmt: skip
NAMED = 6  # documents; a chart that has just come in has a hundred
# Lists grow over years: their chip carries the day of the line, not of the newest entry.
DATED_BY_LINE = ("stated ", "recorded ", "ordered ", "started ", "since ")


def page_label(kind: str, day: date | None) -> str:
    """Return e.g. ``Progress note 3 Oct 2024``."""
    return f"{_named(kind)} {_written(day)}".strip()


def left_out_sentence(pages: Sequence[str]) -> str:
    """Return the sentence that names the pages of which nothing was taken, because another person's name heads them."""
    many = len(pages) > 1
    seem = (
        f"{len(pages)} pages seem to be another person's and were"
        if many
        else "1 page seems to be another person's and was"
    )
    return f"{seem} left out: {'; '.join(pages)}."


def unread_sentence(pages: Sequence[str]) -> str:
    """Return the sentence that names what came into the chart and is not read yet, so that nothing is taken from it."""
    came = f"{len(pages)} documents came in and are" if len(pages) > 1 else "1 document came in and is"
    named = "; ".join(pages[:NAMED])
    more = f"; and {len(pages) - NAMED} more" if len(pages) > NAMED else ""
    return f"{came} not read yet: {named}{more}."


def _named(kind: str) -> str:
    return SHORT_KINDS.get(kind, kind.replace("_", " ").capitalize())


def chip_label(quote: Quote) -> str:
    """Return e.g. ``Progress note 3 Oct 2024``; for a structured line the day that the line speaks of."""
    name = _named(quote.passage.document_kind)
    if quote.passage.section_title == "Laboratory results":
        name = "Lab"
    day = _line_day(quote) if quote.passage.structured else _written(quote.day)
    return f"{name} {day}".strip()


def _line_day(quote: Quote) -> str:
    line = line_of(quote)
    if line.dated:
        return line.dated.split(" to ")[0]
    said = (line.date_of(prefix) for prefix in DATED_BY_LINE)
    return next((day.written for day in said if day), "")


def _written(day: date | None) -> str:
    return written(day) if day else ""
