"""A signed letter as it stands on paper: head, body by parts, table of therapies, enclosures, signature."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from apps.access.domain.labels import Label
from apps.core import clock
from apps.coverage.domain.tree import parse
from apps.drafting.domain.claims import Stance
from apps.review.domain import statements
from apps.review.domain.enclosed import heading, other_days
from apps.review.domain.letter import day_words
from apps.review.domain.letter_rows import Row, rows
from apps.review.domain.statements import part_in
from apps.review.domain.therapies import Therapy, therapies
from apps.review.selectors.consents import consented_labels
from apps.review.selectors.decisions import SignedDocument, SignedSentence
from apps.review.selectors.letter_lint import carrying, criterion_of, medication_lines, quotes_of, span_of
from apps.viewer.selectors import EnclosedSpan, Enclosure, enclosures

if TYPE_CHECKING:
    from apps.access.models import Person
    from apps.drafting.models import Draft

PART2 = frozenset({Label.PART2.value, Label.PART2_COUNSELLING.value})
PART2_NOTICE = "42 CFR part 2 prohibits unauthorized use or disclosure of these records."  # 42 CFR 2.32(a)(2)
Part = tuple[str, tuple[SignedSentence, ...]]


@dataclass(frozen=True, slots=True)
class EnclosedDocument:
    """One line of the enclosure list with the numbers it has in the text, and the pages behind it."""

    label: str  # "E1"
    title: str  # what it is, by whom, of which day
    days: str  # says so where what is cited is of another day than the document
    numbers: tuple[tuple[int, bool], ...]  # and whether it stands against the sentence
    enclosure: Enclosure


@dataclass(frozen=True, slots=True)
class LetterPage:
    """Everything that a letter on paper shows beside the signed text itself."""

    history: tuple[Part, ...]
    rows: tuple[Row[SignedSentence], ...]
    closing: tuple[Part, ...]
    urgency: tuple[SignedSentence, ...]
    notice: str  # that goes with records which nobody may pass on
    therapies: tuple[Therapy, ...]
    enclosed: tuple[EnclosedDocument, ...]
    policy: Any
    number: str  # of the document: opaque
    signed_at: str
    created: str  # the moment of the signature: what the file's own dates say


def letter_page(draft: "Draft", signed: SignedDocument, person: "Person") -> LetterPage:
    """Return the page of a signed letter for a person that was let in to it."""
    claims = list(signed.decision.final["claims"])
    by_ordinal = {sentence.ordinal: sentence for _, group in signed.sections for sentence in group}
    answers: dict[str, list[SignedSentence]] = {}
    for claim in claims:
        answers.setdefault(criterion_of(claim), []).append(by_ordinal[claim["ordinal"]])
    first = next((index for index, claim in enumerate(claims) if criterion_of(claim)), len(claims))
    told = [(claim["heading"], by_ordinal[claim["ordinal"]]) for claim in claims]
    belongs = [_belongs(claim, is_before=index < first) for index, claim in enumerate(claims)]
    parts = {name: [row for row, part in zip(told, belongs, strict=True) if part == name] for name in set(belongs)}
    moment = timezone.localtime(signed.signature.created_at)
    return LetterPage(
        history=_parts(parts.get("history", ())),
        rows=rows(parse(draft.policy.body).root, answers) if draft.policy else (),
        closing=_parts(parts.get("closing", ())),
        notice=PART2_NOTICE if consented_labels(draft) & PART2 else "",
        urgency=tuple(sentence for _, sentence in parts.get("urgency", ())),
        therapies=therapies(medication_lines(claims, quotes_of(draft.patient_id, claims))),
        enclosed=tuple(_enclosed(draft, claims, person)),
        policy=draft.policy,
        number=str(draft.pk)[:8],
        signed_at=_moment(moment),
        created=moment.isoformat(timespec="seconds"),
    )


def _moment(moment: datetime) -> str:
    """Return a moment with its zone by name and by distance from UTC: nobody has to know where it was signed."""
    offset = f"{moment:%z}"
    return f"{moment.day} {moment:%b %Y}, {moment:%H:%M:%S} {moment:%Z} (UTC{offset[:3]}:{offset[3:]})"


def _belongs(claim: Mapping[str, Any], *, is_before: bool) -> str:
    """Return the part of the letter that a sentence is printed in; ``is_before``: no criterion was told yet."""
    if criterion_of(claim):
        return "criteria"
    part = part_in(claim["section"])
    if part is statements.Part.URGENCY:
        return "urgency"
    is_closing = part in {statements.Part.HARM, statements.Part.LITERATURE} or (part is None and not is_before)
    return "closing" if is_closing else "history"


def _parts(told: Sequence[tuple[str, SignedSentence]]) -> tuple[Part, ...]:
    grouped = groupby(told, key=lambda row: row[0])
    return tuple((title, tuple(sentence for _, sentence in members)) for title, members in grouped)


def _enclosed(draft: "Draft", claims: Sequence[Mapping[str, Any]], person: "Person") -> "list[EnclosedDocument]":
    cited = sorted((one for claim in claims for one in carrying(claim)), key=lambda one: one["number"])
    spans = [EnclosedSpan(one["number"], span_of(one), one["stance"] == Stance.CONTRADICTS) for one in cited]
    found = enclosures(person, draft.patient_id, spans, consented_labels(draft))
    return [_document(f"E{index}", one, cited) for index, one in enumerate(found, start=1)]


def _document(label: str, enclosure: Enclosure, cited: Sequence[Mapping[str, Any]]) -> EnclosedDocument:
    own = [one for one in cited if one["document_id"] == enclosure.document_id]
    numbers = tuple((one["number"], one["stance"] == Stance.CONTRADICTS) for one in own)
    header = enclosure.header
    if header is None:
        return EnclosedDocument(label, own[0]["label"], "", numbers, enclosure)
    day = day_words(clock.day_of(header.dated_at)) if header.dated_at else ""
    title = heading(header.kind, header.title, header.author, day, is_list=enclosure.structured)
    return EnclosedDocument(label, title, other_days(title, [one["label"] for one in own]), numbers, enclosure)
