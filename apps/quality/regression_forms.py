"""What a second person says of each sentence of a case, as it is posted; nothing typed is lost where it is refused."""

from collections.abc import Mapping
from dataclasses import dataclass

from apps.quality.domain.regression import PROPOSED_WORDS, Case, Verdict

LONGEST = 1000
MOST_DIGITS = 9


@dataclass(frozen=True, slots=True)
class LabelRow:
    """One sentence with what is chosen and typed for it, and the words it stood on."""

    number: int
    sentence: str
    verdict: str  # empty until somebody says: no answer is chosen for them
    proposed: str
    instead: str
    sources: tuple[tuple[str, str], ...]  # kind of the note, and its passage


def labels_read(posted: Mapping[str, str]) -> dict[int, tuple[Verdict, str]]:
    """Return verdict and words by the number of a sentence; what is no verdict is as if it were not said."""
    found: dict[int, tuple[Verdict, str]] = {}
    for name, value in posted.items():
        number = name.removeprefix("verdict-")
        if name.startswith("verdict-") and _is_number(number) and value in set(Verdict):
            found[int(number)] = (Verdict(value), posted.get(f"instead-{number}", "")[:LONGEST])
    return found


def _is_number(written: str) -> bool:
    return written.isascii() and written.isdecimal() and len(written) <= MOST_DIGITS


def rows_of(case: Case, posted: Mapping[str, str], *, is_labelled: bool) -> tuple[LabelRow, ...]:
    """Return the sentences of a case as the form shows them; nothing is chosen that nobody chose."""
    said, notes = labels_read(posted), {one.id: one for one in case.documents}
    rows = []
    for one in case.expected:
        verdict, instead = said.get(one.number, (one.verdict if is_labelled else "", one.instead))
        sources = tuple(
            (notes[place.document].kind, notes[place.document].text[place.start : place.end]) for place in one.places
        )
        rows.append(LabelRow(one.number, one.sentence, verdict, PROPOSED_WORDS[one.verdict], instead, sources))
    return tuple(rows)
