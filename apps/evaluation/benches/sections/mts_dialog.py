"""mts_dialog: texts of sections with the set's own labels, put together to notes whose borders must be found again."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from apps.chart.domain.documents import SectionKind
from apps.chart.domain.sections import split
from apps.chart.domain.text import note_text
from apps.core.domain.bench import BenchResult
from apps.evaluation.benches.rows import Row, rows_of
from apps.evaluation.benches.sections.scoring import SAME_LINE, Gold, Score, found_in, result, score

FILE = "mts_dialog.jsonl.gz"
K = SectionKind
KIND_OF_LABEL: Mapping[str, SectionKind] = {
    "CC": K.CHIEF_COMPLAINT,
    "GENHX": K.HISTORY_OF_PRESENT_ILLNESS,
    "EDCOURSE": K.INTERVAL_HISTORY,
    "PASTMEDICALHX": K.PAST_MEDICAL_HISTORY,
    "OTHER_HISTORY": K.PAST_MEDICAL_HISTORY,
    "GYNHX": K.PAST_MEDICAL_HISTORY,
    "PASTSURGICAL": K.PAST_SURGICAL_HISTORY,
    "FAM/SOCHX": K.FAMILY_HISTORY,
    "ROS": K.REVIEW_OF_SYSTEMS,
    "ALLERGY": K.ALLERGIES,
    "MEDICATIONS": K.MEDICATIONS,
    "IMMUNIZATIONS": K.IMMUNIZATIONS,
    "EXAM": K.PHYSICAL_EXAM,
    "LABS": K.RESULTS,
    "IMAGING": K.IMAGING,
    "PROCEDURES": K.PROCEDURES,
    "ASSESSMENT": K.ASSESSMENT,
    "DIAGNOSIS": K.DIAGNOSES,
    "PLAN": K.PLAN,
    "DISPOSITION": K.INSTRUCTIONS,
}
# One writer, one way to write a header: what stands before it, after it, and between it and the text.
WAYS = (("", "", "\n"), ("", ":", "\n"), ("", ":", " "), ("**", "**", "\n"), ("## ", "", "\n"))
GOLD = (
    "Gold: the set's own label of each section text. Rows are dealt in their order into notes that hold a label once; "
    "each note writes its labels in one of five ways, in turn: alone, with a colon, with its text on the same line, "
    "bold, as a markdown header. A header inside a section's text that its label does not tell counts against us."
)
LABELS = f"Labels to kinds, by this bench: {', '.join(f'{label} {kind}' for label, kind in KIND_OF_LABEL.items())}."


def bench_mts_dialog(folder: Path) -> BenchResult:
    """Measure the sections of notes put together from the rows of the folder's file."""
    notes = _dealt(rows_of(folder / FILE))
    return result([_score(rows, WAYS[n % len(WAYS)]) for n, rows in enumerate(notes)], (GOLD, LABELS, SAME_LINE))


def _dealt(rows: Iterable[Row]) -> list[dict[str, str]]:
    """Deal the rows into notes: each into the first that has no section of its label yet."""
    notes: list[dict[str, str]] = []
    held: dict[str, int] = {}
    for row in rows:
        label, text = _label(row), note_text(row["section_text"]).strip()
        number = held.get(label, 0)
        held[label] = number + 1
        if number == len(notes):
            notes.append({})
        notes[number][label] = text
    return [note for note in notes if note]


def _label(row: Mapping[str, Any]) -> str:
    return str(row["section_header"]).strip().upper()


def _score(sections: Mapping[str, str], way: tuple[str, str, str]) -> Score:
    before, after, between = way
    text, gold = "", []
    for label, said in sections.items():
        text += f"{before}{label}{after}{between}"
        gold.append(Gold(text.count("\n"), KIND_OF_LABEL.get(label)))
        text += f"{said}\n\n"
    return score(gold, found_in(text, split(text)))
