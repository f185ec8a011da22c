"""The way back through the wall. Only the viewer may enter here, for a person who may see the patient.

Re-identification is an act of its own: somebody, for a purpose. The grant is asked in the very statement that reads the
identifiers, so that whoever lacks it gets the tokens. What was put back while a request is answered is counted, and
whoever answers it writes the count into the record.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from apps.access.domain.roles import PatientPermission
from apps.core.crypto.errors import KeyDestroyed, KeyMissing, SealBroken
from apps.core.crypto.keys import data_keys
from apps.redaction.boundary_secrets import shift_days
from apps.redaction.domain import tokens
from apps.redaction.domain.boundary import Prepared, Purpose
from apps.redaction.domain.kinds import BoundaryPolicy
from apps.redaction.domain.returning import Returned, bring_back
from apps.redaction.models import Surrogate
from apps.redaction.selectors import patients_visible_to

if TYPE_CHECKING:
    from apps.access.models import Person

Kinds = dict[str, int]  # {kind: how many tokens of it}
_put_back: ContextVar[dict[str, dict[Purpose, Counter[str]]] | None] = ContextVar("put_back", default=None)


@dataclass(frozen=True, slots=True)
class Sight:
    """Who looks, and what for."""

    person: Person
    purpose: Purpose

    @property
    def right(self) -> str:
        """Return the right on a patient that opens it: of the chart, or of what a letter cites."""
        return (
            PatientPermission.VIEW_EVIDENCE if self.purpose is Purpose.CITED else PatientPermission.VIEW_CHART
        ).value


@dataclass(frozen=True, slots=True)
class Restored:
    """A text with its identifiers put back, and the tokens that stayed because nothing is known of them."""

    text: str
    unresolved: tuple[str, ...]


def text_restore(*, sight: Sight, patient_id: str | UUID, text: str) -> str:
    """Return a redacted text of one patient with the identifiers put back; an unknown token stays as it is."""
    return texts_restore(sight=sight, patient_id=patient_id, texts=[text])[0].text


def texts_restore(*, sight: Sight, patient_id: str | UUID, texts: Iterable[str]) -> list[Restored]:
    """Restore many texts of one patient with one query, in order."""
    return pairs_restore(sight=sight, pairs=[(patient_id, text) for text in texts])


def pairs_restore(*, sight: Sight, pairs: Sequence[tuple[str | UUID, str]]) -> list[Restored]:
    """Restore (patient id, text) pairs of any number of patients in order: one query, one more for keys not in memory.

    Of a patient whose chart the person may not see nothing is restored.
    """
    wanted = {token for _, text in pairs for token in tokens.tokens_in(text)}
    originals = _originals(sight, {str(patient_id) for patient_id, _ in pairs}, wanted)
    for patient_id, text in pairs:
        known = originals[str(patient_id)]
        _count(sight, patient_id, (token for token in tokens.tokens_in(text) if token in known))
    return [Restored(*tokens.restore(text, originals[str(patient_id)])) for patient_id, text in pairs]


def output_return(*, sight: Sight, patient_id: str | UUID, text: str, sent: Prepared) -> Returned:
    """Return a model's answer in the words of the record: identifiers put back, dates moved back however written.

    Every token or date that cannot be resolved is named by its span in the text that is returned.
    """
    meant = [found.token for found in tokens.meant_in(text)]
    originals = _originals(sight, {str(patient_id)}, set(meant))[str(patient_id)]
    if not patients_visible_to(sight.person, sight.right).filter(pk=patient_id).exists():
        return bring_back(text, sent=sent, days=0, tokens={})
    _count(sight, patient_id, (token for token in meant if token in originals))
    days = shift_days(patient_id) if sent.policy is BoundaryPolicy.HOSTED else 0
    return bring_back(text, sent=sent, days=days, tokens=originals)


def _originals(sight: Sight, patient_ids: set[str], wanted: set[str]) -> defaultdict[str, dict[str, str]]:
    originals: defaultdict[str, dict[str, str]] = defaultdict(dict)
    if wanted:
        visible = patients_visible_to(sight.person, sight.right).filter(pk__in=patient_ids)
        rows = list(Surrogate.objects.filter(patient__in=visible.values("pk"), token__in=wanted))
        data_keys({row.patient_id for row in rows})
        for row in rows:
            # The token stays: nobody can say any more what it stood for.
            with suppress(KeyDestroyed, SealBroken, KeyMissing):
                originals[str(row.patient_id)][row.token] = row.original
    return originals


@contextmanager
def counting() -> Iterator[None]:
    """Count what is put back while a request is answered."""
    before = _put_back.set({})
    try:
        yield
    finally:
        _put_back.reset(before)


def _count(sight: Sight, patient_id: str | UUID, restored: Iterable[str]) -> None:
    counted = _put_back.get()
    kinds = Counter(tokens.kind_of(token).value for token in restored)
    if counted is not None and kinds:
        counted.setdefault(str(patient_id), {}).setdefault(sight.purpose, Counter()).update(kinds)


def counted_take(patient_id: object = None) -> Mapping[str, Mapping[str, Kinds]]:
    """Return what was put back and not yet taken, {patient id: {purpose: {kind: number}}}; of one patient if given."""
    counted = _put_back.get() or {}
    ids = list(counted) if patient_id is None else [str(patient_id)]
    return {
        taken: {purpose.value: dict(sorted(kinds.items())) for purpose, kinds in counted.pop(taken).items()}
        for taken in ids
        if taken in counted
    }
