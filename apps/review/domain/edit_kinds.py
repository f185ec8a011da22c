"""Of which kinds a change to a claim can be, what they are called, and what each counts as: one table."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from apps.review.domain.status import EditClass, Outcome


class EditKind(StrEnum):
    """What a change concerns."""

    IDENTITY = "identity"
    DRUG = "drug"
    DOSE = "dose"
    UNIT = "unit"
    LATERALITY = "laterality"
    NEGATION = "negation"
    NUMBER = "number"
    DATE = "date"
    CODE = "code"
    CRITERION = "criterion"
    CERTAINTY = "certainty"
    MEANING = "meaning"
    ADDITION = "addition"
    REMOVAL = "removal"
    CITATION = "citation"
    STYLE = "style"


class EditGroup(StrEnum):
    """The classes of requirement Q02, least first."""

    NONE = "none"
    STYLE = "style"
    CITATION = "citation"
    FACTUAL = "factual"
    SAFETY = "safety"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class KindWords:
    """How a kind is named on its chip, in half a sentence, and which class of change it is."""

    name: str
    explanation: str
    group: EditGroup


KINDS: Mapping[EditKind, KindWords] = {
    EditKind.IDENTITY: KindWords("Person", "who is meant: name, sex, age", EditGroup.SAFETY),
    EditKind.DRUG: KindWords("Drug", "which medicine", EditGroup.SAFETY),
    EditKind.DOSE: KindWords("Dose", "how much, how often, by which way", EditGroup.SAFETY),
    EditKind.UNIT: KindWords("Unit", "the same number in another unit", EditGroup.SAFETY),
    EditKind.LATERALITY: KindWords("Side", "left, right or both", EditGroup.SAFETY),
    EditKind.NEGATION: KindWords("Yes or no", "whether it is so", EditGroup.SAFETY),
    EditKind.NUMBER: KindWords("Number or result", "a value, a count, a limit", EditGroup.FACTUAL),
    EditKind.DATE: KindWords("Date or duration", "when, or how long", EditGroup.FACTUAL),
    EditKind.CODE: KindWords("Code", "ICD, CPT, HCPCS, NDC or NPI", EditGroup.FACTUAL),
    EditKind.CRITERION: KindWords("Criterion", "which one, or whether it is met", EditGroup.FACTUAL),
    EditKind.CERTAINTY: KindWords("Certainty", "how sure it is", EditGroup.FACTUAL),
    EditKind.MEANING: KindWords("Other fact", "what the sentence says", EditGroup.FACTUAL),
    EditKind.ADDITION: KindWords("Put in", "said beyond what the machine wrote", EditGroup.FACTUAL),
    EditKind.REMOVAL: KindWords("Taken out", "left out of what the machine wrote", EditGroup.FACTUAL),
    EditKind.CITATION: KindWords("Source", "what the sentence rests on", EditGroup.CITATION),
    EditKind.STYLE: KindWords("Wording only", "it says the same", EditGroup.STYLE),
}
CLASS_OF_GROUP: Mapping[EditGroup, EditClass] = {
    EditGroup.NONE: EditClass.NONE,
    EditGroup.STYLE: EditClass.STYLE,
    EditGroup.CITATION: EditClass.STYLE,  # what is said to the reader is the same
    EditGroup.FACTUAL: EditClass.SUBSTANTIVE,
    EditGroup.SAFETY: EditClass.SUBSTANTIVE,
}
Kinds = frozenset[EditKind]


def in_order(kinds: Iterable[EditKind]) -> tuple[EditKind, ...]:
    """Return kinds as they are always shown: what can harm first."""
    chosen = frozenset(kinds)
    return tuple(kind for kind in KINDS if kind in chosen)


def group_of(kinds: Iterable[EditKind], outcome: Outcome | None = None) -> EditGroup:
    """Return the class of a change of these kinds: that of its gravest; a rejected draft is rejected."""
    if outcome is Outcome.REJECT:
        return EditGroup.REJECTED
    order = list(EditGroup)
    return max((KINDS[kind].group for kind in kinds), key=order.index, default=EditGroup.NONE)


def class_of(kinds: Iterable[EditKind]) -> EditClass:
    """Return what a change of these kinds counts as among the overrides (definition version 1)."""
    return CLASS_OF_GROUP[group_of(kinds)]


def settled(proposed: Kinds, chosen: Kinds) -> Kinds:
    """Return what a person means who began with the proposed kinds and tapped: "wording only" stands alone.

    It takes the others away when it was tapped, and goes when another was.
    """
    if EditKind.STYLE not in chosen or len(chosen) == 1:
        return chosen
    if EditKind.STYLE in proposed:
        return chosen - {EditKind.STYLE}
    return frozenset({EditKind.STYLE})


def offered(proposed: Kinds) -> tuple[tuple[EditKind, ...], tuple[EditKind, ...]]:
    """Return the kinds to show at once, those that were proposed first, and the rest."""
    first = (*in_order(proposed), *(kind for kind in ALWAYS if kind not in proposed))
    return first, tuple(kind for kind in KINDS if kind not in first)


ALWAYS = (EditKind.MEANING, EditKind.STYLE)
