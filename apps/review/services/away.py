"""A form that waits, sealed, while its signer is at the identity provider: as it was sent, without what is secret."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from django.db import transaction

from apps.core import clock
from apps.core.actors import Actor
from apps.review.domain.kept import SECRET, TypedAct
from apps.review.models import TypedWords

if TYPE_CHECKING:
    from apps.access.models import Person
    from apps.review.selectors.accessed import AccessedDraft


@transaction.atomic
def sheet_keep(
    *, draft: "AccessedDraft", act: TypedAct, sheet: Mapping[str, Sequence[str]], person: "Person", actor: Actor
) -> TypedWords:
    """Keep a form whose act was just found fit to be signed, in the place of the one before; it is no act itself."""
    kept = {name: list(values) for name, values in sheet.items() if name not in SECRET}
    return _write(draft, act, person, {"sheet": kept, "refusal": ""})


@transaction.atomic
def sheet_refuse(
    *, draft: "AccessedDraft", act: TypedAct, refusal: str, person: "Person", actor: Actor
) -> TypedWords | None:
    """Note on a form that waits why it was not signed; None where none waits any more."""
    waiting = TypedWords.objects.filter(draft=draft, person=person, act=act, claim=None).first()
    return _write(draft, act, person, {**waiting.words, "refusal": refusal}) if waiting else None


def _write(draft: "AccessedDraft", act: TypedAct, person: "Person", words: Mapping[str, object]) -> TypedWords:
    fresh = {"patient_id": draft.patient_id, "typed_at": clock.now()}
    kept, _ = TypedWords.objects.select_for_update().get_or_create(
        draft=draft, person=person, act=act, claim=None, defaults=fresh
    )
    kept.words, kept.typed_at = dict(words), clock.now()
    kept.save(update_fields=["words_sealed", "typed_at"])
    return kept
