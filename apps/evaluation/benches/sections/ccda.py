"""ccda: documents whose sections are marked up: read from the XML, and found again in their plain text."""

import gzip
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from defusedxml import ElementTree

from apps.chart.domain.ccda import ClinicalDocument, NotReadable, read_document
from apps.chart.domain.documents import SectionKind
from apps.chart.domain.sections import split
from apps.core.domain.bench import BenchResult
from apps.evaluation.benches.sections.scoring import SAME_LINE, Gold, Score, found_in, named, put, score

PATTERN = "*/*.xml.gz"
K = SectionKind
# Requirements F60-F64 and the codes of PS3.20 that imaging reports use; written apart from the product's own table.
CODES: Mapping[str, SectionKind] = {
    "11450-4": K.PROBLEMS, "10160-0": K.MEDICATIONS, "48765-2": K.ALLERGIES, "30954-2": K.RESULTS,
    "8716-3": K.VITAL_SIGNS, "47519-4": K.PROCEDURES, "11369-6": K.IMMUNIZATIONS, "46240-8": K.ENCOUNTERS,
    "48768-6": K.COVERAGE, "29762-2": K.SOCIAL_HISTORY, "10157-6": K.FAMILY_HISTORY, "11329-0": K.PAST_MEDICAL_HISTORY,
    "11348-0": K.PAST_MEDICAL_HISTORY, "51848-0": K.ASSESSMENT, "18776-5": K.PLAN, "51847-2": K.ASSESSMENT_AND_PLAN,
    "10164-2": K.HISTORY_OF_PRESENT_ILLNESS, "10154-3": K.CHIEF_COMPLAINT, "46239-0": K.CHIEF_COMPLAINT,
    "29299-5": K.CHIEF_COMPLAINT, "42349-1": K.CHIEF_COMPLAINT, "10187-3": K.REVIEW_OF_SYSTEMS,
    "29545-1": K.PHYSICAL_EXAM, "10210-3": K.PHYSICAL_EXAM, "61150-9": K.HISTORY_OF_PRESENT_ILLNESS,
    "61149-1": K.PHYSICAL_EXAM, "69730-0": K.INSTRUCTIONS, "47420-5": K.FUNCTIONAL_STATUS,
    "10190-7": K.MENTAL_STATUS, "46264-8": K.MEDICAL_EQUIPMENT, "61146-7": K.GOALS, "75310-3": K.HEALTH_CONCERNS,
    "85847-2": K.CARE_TEAM, "61144-2": K.NUTRITION, "42348-3": K.ADVANCE_DIRECTIVES, "11383-7": K.OUTCOMES,
    "10162-6": K.PREGNANCY, "62387-6": K.INTERVENTIONS, "29549-3": K.MEDICATIONS, "8648-8": K.HOSPITAL_COURSE,
    "46241-6": K.DIAGNOSES, "42346-7": K.MEDICATIONS, "11535-2": K.DIAGNOSES, "10183-2": K.MEDICATIONS,
    "8653-8": K.INSTRUCTIONS, "10184-0": K.PHYSICAL_EXAM, "11493-4": K.RESULTS, "18841-7": K.CONSULTATIONS,
    "59774-0": K.ANESTHESIA, "55109-3": K.COMPLICATIONS, "10216-0": K.FLUIDS, "10223-6": K.PROCEDURES,
    "10218-6": K.DIAGNOSES, "10219-4": K.DIAGNOSES, "59769-0": K.DIAGNOSES, "59772-4": K.PLANNED_PROCEDURE,
    "29554-3": K.PROCEDURES, "59775-7": K.INSTRUCTIONS, "59770-8": K.BLOOD_LOSS, "59776-5": K.FINDINGS,
    "59771-6": K.IMPLANTS, "59768-2": K.INDICATIONS, "59773-2": K.SPECIMENS, "11537-8": K.DRAINS,
    "121109": K.INDICATIONS, "121070": K.FINDINGS, "121072": K.IMPRESSION,
}  # fmt: skip
ROWS = frozenset({"tr", "item", "paragraph", "caption", "br"})
GOLD = (
    "Gold: the section elements that have a title or a text, by a walk over the XML that is not the product's; their "
    "kind by section/code, with a table of this bench (F60-F64). A code outside that table: the section must be there, "
    "its kind is not judged."
)
BY_XML = (
    "f1, precision, recall: the reader of the XML. A section counts when its kind and its title are right and none of "
    "the letters and digits of its own narrative is lost; nested sections count by themselves."
)
BY_TEXT = (
    "f1_text, precision_text, recall_text: the same narrative as plain text, titles as lines of their own, in the "
    "detector for free text."
)


@dataclass(frozen=True, slots=True)
class _Section:
    kind: SectionKind | None
    title: str
    lines: tuple[str, ...]

    def is_held(self, kind: SectionKind, title: str, letters: Counter[str]) -> bool:
        """Say whether a section that was read is this one, with nothing of its text lost."""
        return self.kind in (None, kind) and self.title == title and not _letters(" ".join(self.lines)) - letters


def bench_ccda(folder: Path) -> BenchResult:
    """Measure both readings on every document of the folder; one that is not well-formed must be refused cleanly."""
    by_xml, by_text, refused, disagreed = [], [], 0, 0
    for content in _contents(folder):
        gold = _walked(content)
        try:
            read = read_document(content)
        except NotReadable:
            refused += 1
            disagreed += gold is not None
            continue
        if gold:
            by_xml.append(_score_xml(gold, read))
            by_text.append(_score_text(gold))
    figures, intervals = put(by_xml)
    text_figures, text_intervals = put(by_text, "_text")
    figures |= text_figures | {
        "sections": sum(one.gold for one in by_xml), "documents": len(by_xml), "refused": refused,
        "refused_though_well_formed": disagreed,
    }  # fmt: skip
    notes = (GOLD, BY_XML, BY_TEXT, SAME_LINE, *named(by_xml, " by the XML"), *named(by_text, " in the plain text"))
    return BenchResult(
        n=int(figures["sections"]), figures=figures, intervals=intervals | text_intervals, peers={}, notes=notes
    )


def _contents(folder: Path) -> Iterator[bytes]:
    for path in sorted(folder.glob("*/*.gz")):
        if not path.name.endswith(".jsonl.gz"):
            yield gzip.decompress(path.read_bytes())


def _walked(content: bytes) -> list[_Section] | None:
    """Return the sections by a plain walk in the order of the document; None for what is not well-formed."""
    try:
        root = ElementTree.fromstring(content, forbid_dtd=True)
    except ElementTree.ParseError:
        return None
    sections = []
    for element in root.iter():
        if _name(element) == "section":
            code = next((one.get("code") for one in element if _name(one) == "code"), None)
            title = next((" ".join("".join(one.itertext()).split()) for one in element if _name(one) == "title"), "")
            text = next((one for one in element if _name(one) == "text"), None)
            lines = tuple(_lines(text)) if text is not None else ()
            if title or lines:
                sections.append(_Section(CODES.get(code or ""), title, lines))
    return sections


def _name(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _lines(text: Any) -> Iterator[str]:
    """Yield a narrative line by line, a new one at each row, item and paragraph; cells stand beside one another."""
    gathered = "".join(_pieces(text))
    for line in gathered.split("\n"):
        if words := " ".join(line.split()).removeprefix("| "):
            yield words


def _pieces(element: Any) -> Iterator[str]:
    name = _name(element)
    yield {"td": " | ", "th": " | ", "item": "\n- "}.get(name, "\n" if name in ROWS else "")
    yield " ".join((element.text or "").split(" ")).replace("\n", " ")
    for child in element:
        if child.get("revised") != "delete":
            yield from _pieces(child)
        yield (child.tail or "").replace("\n", " ")
    yield "\n" if name in ROWS else ""


def _letters(text: str) -> Counter[str]:
    return Counter(c for c in text if c.isalnum())


def _score_xml(gold: Sequence[_Section], read: ClinicalDocument) -> Score:
    left = [(s.kind, s.title, _letters(read.text[s.start : s.end])) for s in read.spans]
    found, missed = len(left), Counter[str]()
    for section in gold:
        match = next((one for one in left if section.is_held(*one)), None)
        if match is None:
            missed[str(section.kind or "any kind")] += 1
        else:
            left.remove(match)
    return Score(len(gold), found, len(gold) - missed.total(), missed, Counter(str(kind) for kind, _, _ in left))


def _score_text(sections: Sequence[_Section]) -> Score:
    lines: list[str] = []
    gold = []
    for section in sections:
        lines += [section.title, *section.lines, ""]
        begins = len(lines) - 1 - len(section.lines)
        gold.append(Gold(begins if section.lines else len(lines), section.kind))
    text = "\n".join(lines)
    return score(gold, found_in(text, split(text)))
