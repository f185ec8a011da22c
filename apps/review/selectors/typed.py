"""What a person typed at a draft and did not send, for their eyes only; and who else is typing where."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject
from django.utils.dateparse import parse_datetime

from apps.access.domain.names import formal_name
from apps.core import clock
from apps.review.domain.kept import TypedAct
from apps.review.models import TypedWords

if TYPE_CHECKING:
    from apps.access.models import Person
    from apps.drafting.models import Draft
    from apps.review.selectors.accessed import AccessedDraft

TYPING_NOW = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Kept:
    """What was typed in one form, and when."""

    words: Mapping[str, str]
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Typed:
    """What one person typed at a draft: form by form of the draft and of each claim, and where others type now."""

    own: Mapping[tuple[str, str], Kept] = field(default_factory=dict)  # by claim ("" for the draft) and act
    others: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # names, by claim

    def of(self, claim_id: object = "") -> dict[str, Kept]:
        """Return what is kept of a claim, or of the draft itself, by act."""
        return {act: kept for (claim, act), kept in self.own.items() if claim == str(claim_id)}

    def typing_at(self, claim_id: object) -> str:
        return " and ".join(self.others.get(str(claim_id), ()))


def typed_rows(person: "Person") -> QuerySet[Any, Any]:
    """Return, for an inner query on a draft, what the person typed there and did not send."""
    row = JSONObject(id="id", claim_id="claim_id", act="act", typed_at="typed_at", sealed="words_sealed")
    return TypedWords.objects.filter(draft=OuterRef("pk"), person=person).order_by("pk").values_list(row)


def typing_rows(person: "Person") -> QuerySet[Any, Any]:
    """Return, for an inner query on a draft, at which claims others typed in the last minutes. No words."""
    row = JSONObject(claim_id="claim_id", name="person__display_name", credentials="person__credentials")
    others = TypedWords.objects.filter(draft=OuterRef("pk"), claim__isnull=False).exclude(person=person)
    return others.filter(typed_at__gt=clock.now() - TYPING_NOW).order_by("typed_at").values_list(row)


def typed_of(draft: "AccessedDraft", person: "Person") -> Typed:
    """Return what a person typed at a draft that ``access_draft`` let in for them. No SQL but for the patient's key."""
    own = {(str(row["claim_id"] or ""), row["act"]): _kept(draft, person, row) for row in draft.typed_rows}
    others: dict[str, tuple[str, ...]] = {}
    for row in draft.typing_rows:
        name, claim = formal_name(row["name"], row["credentials"]), str(row["claim_id"])
        others[claim] = tuple(dict.fromkeys((*others.get(claim, ()), name)))
    return Typed(own, others)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A form that waited for its signer: field by field as it was sent, when, and why it was not signed."""

    fields: Mapping[str, list[str]]
    at: datetime | None
    refusal: str


# Where what is typed in these forms is kept while it is typed. What is typed of a second signature is its refusal.
TYPED_IN = {
    TypedAct.SHEET: TypedAct.DECIDE, TypedAct.SECOND_SHEET: TypedAct.SECOND, TypedAct.AMEND_SHEET: TypedAct.AMEND,
}  # fmt: skip


def sheet_of(draft: "AccessedDraft", person: "Person", act: TypedAct) -> Sheet | None:
    """Return the form of a draft that waits for this person, with what was typed in it since, or None. No SQL."""
    kept = typed_of(draft, person).of()
    found: Any = kept.get(act.value)
    if found is None:
        return None
    fields, later = dict(found.words["sheet"]), kept.get(TYPED_IN[act].value)
    if later and later.at and found.at and later.at > found.at:
        fields |= {name: [words] for name, words in later.words.items()}
    return Sheet(fields, found.at, found.words["refusal"])


def words_kept(draft: "AccessedDraft", person: "Person", act: TypedAct) -> Kept | None:
    """Return what a person typed in a form of the whole draft and did not send, or None. No SQL, as ``typed_of``."""
    return typed_of(draft, person).of().get(act.value)


def words_kept_of(draft: "Draft", person: "Person", act: TypedAct) -> Kept | None:
    """Return the same for a draft that was not read with what is typed at it. One statement."""
    row = TypedWords.objects.filter(draft=draft, person=person, act=act).first()
    return Kept(row.words, row.typed_at) if row else None


def _kept(draft: "AccessedDraft", person: "Person", row: Mapping[str, Any]) -> Kept:
    sealed = bytes.fromhex(row["sealed"].removeprefix("\\x"))
    words = TypedWords(id=UUID(str(row["id"])), patient_id=draft.patient_id, person=person, words_sealed=sealed).words
    return Kept(words, parse_datetime(row["typed_at"]))
