"""What a document or a resource is labelled with, and where each label came from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from apps.access.domain.labels import Label
from apps.chart.domain import fhir
from apps.chart.domain.labels.received import (
    CONFIDENTIALITY,
    HANDLING,
    NORMAL,
    RESTRICTED,
    SENSITIVITY,
    VERY_RESTRICTED,
    codes_in,
)
from apps.chart.domain.labels.rules import Found, found_in_codes, found_in_note, found_in_words, is_counselling

RECEIVED, DERIVED = "received", "derived"
Basis = tuple[str, str, str]  # label ("" for a code that restricts nothing), code, "received" or "derived:<rule id>"
UNREADABLE = Label.RESTRICTED
# What these elements say is coded: it is read by code list and by word.
CODED = ("code", "medicationCodeableConcept", "vaccineCode", "reasonCode", "type", "serviceType", "category")


@dataclass(frozen=True, slots=True)
class Labelling:
    """The confidentiality (v3-Confidentiality) and the labels of one thing, each with its bases."""

    confidentiality: str = NORMAL
    bases: tuple[Basis, ...] = ()
    unknown: tuple[str, ...] = ()  # codes nobody here knows

    @property
    def labels(self) -> tuple[str, ...]:
        return tuple(sorted({label for label, _, _ in self.bases if label}))

    @property
    def received(self) -> tuple[str, ...]:
        return tuple(sorted({label for label, _, origin in self.bases if label and origin == RECEIVED}))


UNLABELLED = Labelling()


def highest(labellings: Iterable[Labelling]) -> Labelling:
    """Return the labelling of what holds all of these: the highest confidentiality and every label (F12)."""
    all_ = list(labellings)
    level = max((one.confidentiality for one in all_), key=CONFIDENTIALITY.index, default=NORMAL)
    return Labelling(
        max(level, NORMAL, key=CONFIDENTIALITY.index),
        tuple(sorted({basis for one in all_ for basis in one.bases})),
        tuple(dict.fromkeys(code for one in all_ for code in one.unknown)),
    )


def label_note(body: Mapping[str, Any], *, title: str, text: str) -> Labelling:
    """Return the labelling of a note: what its sender said of the resource, and what its words say."""
    context = body.get("context")
    setting = context.get("practiceSetting") if isinstance(context, dict) else None
    keeper = fhir.name_of(body.get("custodian"), {})
    heading = " / ".join(filter(None, (title, fhir.all_words(body.get("category")), fhir.words_of(setting), keeper)))
    found = [*_coded(body), *found_in_note(heading, text)]
    labelling = _labelling(body, found)
    if Label.PART2.value in labelling.labels and is_counselling(heading, text):
        return _labelling(body, [*found, (Label.PART2_COUNSELLING, "part2_counselling.session")])
    return labelling


def label_text(*, title: str, text: str) -> Labelling:
    """Return the labelling of a note that came without a resource."""
    return label_note({}, title=title, text=text)


def label_resource(body: Mapping[str, Any]) -> Labelling:
    """Return the labelling of a structured resource: what its sender said, and what its codes and their words say."""
    return _labelling(body, _coded(body))


def _coded(body: Mapping[str, Any]) -> list[Found]:
    concepts = [concept for name in CODED for concept in fhir.items(body.get(name)) if isinstance(concept, dict)]
    for contained in body.get("contained") or []:
        concepts += [concept for concept in fhir.items(contained.get("code")) if isinstance(concept, dict)]
    found: list[Found] = []
    for concept in concepts:
        codings = concept.get("coding") or [concept]
        pairs = [(str(coding.get("system") or ""), str(coding.get("code") or "")) for coding in codings]
        found += [*found_in_codes(pairs), *_found_in_concept(fhir.words_of(concept))]
    return found


@lru_cache(maxsize=4096)
def _found_in_concept(words: str) -> tuple[Found, ...]:
    """Return what the words of a coded element say; a chart says the same few hundred concepts again and again."""
    return tuple(found_in_words(words))


def _labelling(body: Mapping[str, Any], derived: Iterable[Found]) -> Labelling:
    level, bases, unknown = NORMAL, dict[Basis, None](), list[str]()
    for code in codes_in(body):
        if code in CONFIDENTIALITY:
            level = max(level, code, key=CONFIDENTIALITY.index)
        elif code in SENSITIVITY:
            bases[SENSITIVITY[code].value, code, RECEIVED] = None
        elif code in HANDLING:
            bases["", code, RECEIVED] = None
        else:
            bases[UNREADABLE.value, code, RECEIVED] = None
            unknown.append(code)
            level = max(level, RESTRICTED, key=CONFIDENTIALITY.index)
    for label, rule in derived:
        bases[label.value, "", f"{DERIVED}:{rule}"] = None
    for label in _implied(level, {label for label, _, _ in bases if label}):
        bases[label.value, level, RECEIVED] = None
    return Labelling(level, tuple(sorted(bases)), tuple(unknown))


def _implied(level: str, labels: set[str]) -> list[Label]:
    """Return what a sender's R or V adds.

    Restricted for substance use is the record of a program (42 CFR Part 2); restricted for no reason that anybody can
    see is restricted for itself.
    """
    if level not in {RESTRICTED, VERY_RESTRICTED}:
        return []
    if Label.SUBSTANCE_USE.value in labels:
        return [Label.PART2]
    return [] if labels else [Label.VERY_RESTRICTED if level == VERY_RESTRICTED else Label.RESTRICTED]
