"""The way back through the wall. Only the viewer may enter here, for a person who may see the patient."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

from apps.core.crypto.errors import KeyDestroyed
from apps.core.crypto.keys import data_keys
from apps.redaction.domain import tokens
from apps.redaction.models import Surrogate


@dataclass(frozen=True, slots=True)
class Restored:
    """A text with its identifiers put back, and the tokens that stayed because nothing is known of them."""

    text: str
    unresolved: tuple[str, ...]


def text_restore(*, patient_id: str | UUID, text: str) -> str:
    """Return a redacted text of one patient with the identifiers put back; an unknown token stays as it is."""
    return texts_restore(patient_id=patient_id, texts=[text])[0].text


def texts_restore(*, patient_id: str | UUID, texts: Iterable[str]) -> list[Restored]:
    """Restore many texts of one patient with one query, in order."""
    return pairs_restore(pairs=[(patient_id, text) for text in texts])


def pairs_restore(*, pairs: Sequence[tuple[str | UUID, str]]) -> list[Restored]:
    """Restore (patient id, text) pairs of any number of patients, in order.

    At most one query, and one more for keys that are not in memory.
    """
    originals = _originals(pairs)
    return [Restored(*tokens.restore(text, originals[str(patient_id)])) for patient_id, text in pairs]


def _originals(pairs: Sequence[tuple[str | UUID, str]]) -> defaultdict[str, dict[str, str]]:
    originals: defaultdict[str, dict[str, str]] = defaultdict(dict)
    wanted = {token for _, text in pairs for token in tokens.tokens_in(text)}
    if wanted:
        patients = {patient_id for patient_id, _ in pairs}
        rows = list(Surrogate.objects.filter(patient_id__in=patients, token__in=wanted))
        data_keys({row.patient_id for row in rows})
        for row in rows:
            with suppress(KeyDestroyed):  # the token stays: nobody can say any more what it stood for
                originals[str(row.patient_id)][row.token] = row.original
    return originals
