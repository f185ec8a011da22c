"""Handing out tokens: the same thing of the same patient gets the same number, whoever asks first."""

from collections import defaultdict
from uuid import UUID

from django.db import connection

from apps.core.crypto.blind import blind_index
from apps.core.crypto.sealed import sealing
from apps.redaction.domain.detection import Detection
from apps.redaction.domain.folding import fold_key
from apps.redaction.domain.kinds import IdentifierKind
from apps.redaction.domain.tokens import token_of
from apps.redaction.models import Surrogate


class SurrogateBook:
    """One patient's surrogates, held under a lock until the transaction ends; new ones are written by ``save``."""

    def __init__(self, patient_id: UUID) -> None:
        """Take the patient's lock and read their surrogates. Needs a transaction."""
        patient_lock(patient_id)
        self._patient_id = patient_id
        self._tokens: dict[tuple[str, str, str], str] = {}
        self._numbers: dict[tuple[str, str], int] = {}
        self._forms: defaultdict[tuple[str, int], int] = defaultdict(int)
        self._new: list[Surrogate] = []
        for row in Surrogate.objects.filter(patient_id=patient_id).order_by("kind", "number", "form"):
            self._remember(row)

    def token(self, found: Detection, written: str) -> str:
        """Return the token of one detection, written as ``written`` in its text."""
        kind = found.kind
        key = found.key or (written if kind is IdentifierKind.LITERAL else fold_key(written) or written)
        if found.canonical and (kind.value, key) not in self._numbers:
            self._add(kind, key, found.canonical)
        return self._tokens.get((kind.value, key, written)) or self._add(kind, key, written)

    def save(self) -> int:
        """Write the new surrogates; return how many there were."""
        Surrogate.objects.bulk_create(self._new)
        count, self._new = len(self._new), []
        return count

    def _add(self, kind: IdentifierKind, key: str, written: str) -> str:
        number = self._numbers.get((kind.value, key)) or 1 + sum(k == kind.value for k, _ in self._numbers)
        form = self._forms[kind.value, number]
        row = Surrogate(
            patient_id=self._patient_id,
            kind=kind.value,
            number=number,
            form=form,
            token=token_of(kind, number, form),
            writing_index=blind_index("surrogate", self._patient_id, kind.value, key, written),
            **sealing(key=key, original=written),
        )
        self._new.append(row)
        self._remember(row)
        return row.token

    def _remember(self, row: Surrogate) -> None:
        self._numbers[row.kind, row.key] = row.number
        self._forms[row.kind, row.number] = row.form + 1
        self._tokens[row.kind, row.key, row.original] = row.token


def patient_lock(patient_id: UUID) -> None:
    """Take the patient's lock until the transaction ends: tokens and corrections follow one after the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"surrogates {patient_id}"])
