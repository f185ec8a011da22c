"""Taking policies, protocols and guidelines into the corpus that belongs to no patient."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from apps.audit.domain.actions import Action
from apps.audit.services import event_append
from apps.core.actors import Actor
from apps.core.canonical import sha256_hex
from apps.core.errors import WorkbenchError
from apps.redaction.interface import BoundaryPolicy, TextSearch
from apps.retrieval.domain.chunking import Chunk, chunks
from apps.retrieval.domain.reference import ReferenceKind, personal_in, refusal, sections
from apps.retrieval.domain.version import EMBEDDER
from apps.retrieval.embedder import embedder
from apps.retrieval.models import ReferenceDocument, ReferencePassage

# As many characters as the columns hold, and what a person calls each.
LONGEST = {"key": (200, "name"), "title": (300, "title"), "version": (40, "version")}


class ReferenceRefused(WorkbenchError):
    """This text is not taken into the corpus."""


@dataclass(frozen=True, slots=True)
class Reference:
    """One version of a text that belongs to no patient. Without an organization it is shared by all."""

    key: str
    kind: ReferenceKind
    title: str
    version: str
    text: str
    effective_start: date | None = None
    effective_end: date | None = None
    organization_id: UUID | None = None


def reference_add(*, reference: Reference, reviewed: bool = False, actor: Actor) -> int:
    """Index one version of a text; return how many passages that made: none when it is there already, word for word.

    Raises ReferenceRefused for one in which the wall finds something of a patient (names pass when a person has
    ``reviewed`` it: authors have names, but no text of this corpus has business with a person's numbers), for an empty
    one, and for other words under the same version.
    """
    _check(reference, reviewed)
    known = ReferenceDocument.objects.filter(
        organization=reference.organization_id, key=reference.key, version=reference.version
    ).first()
    if known is not None:
        if known.sha256 == sha256_hex(reference.text):
            return 0
        raise ReferenceRefused(
            f"{reference.key}, version {reference.version}, is there already with other words. Give it a new version."
        )
    pieces = chunks(reference.text, sections(reference.text), structured=False)
    vectors = embedder().embed([reference.text[piece.start : piece.end] for piece in pieces])
    _save(reference, pieces, vectors, actor)
    return len(pieces)


def _check(reference: Reference, reviewed: bool) -> None:
    """Refuse a text under its key: the title may be the very line that names a patient."""
    for field, (most, words) in LONGEST.items():
        if len(value := getattr(reference, field)) > most:
            raise ReferenceRefused(
                f"{reference.key[:60]} was not added: its {words} has {len(value)} characters; {most} are the most."
            )
    if not reference.text.strip():
        raise ReferenceRefused(f"{reference.key} was not added: it holds no text.")
    if "\0" in reference.text:
        raise ReferenceRefused(f"{reference.key} was not added: it holds a NUL character. Save it as plain text.")
    found = personal_in(reference.text, TextSearch(policy=BoundaryPolicy.LOCAL).find(reference.text))
    if found and not (reviewed and found.only_names):
        raise ReferenceRefused(refusal(reference.key, found))


@transaction.atomic
def _save(reference: Reference, pieces: Sequence[Chunk], vectors: Sequence[Sequence[float]], actor: Actor) -> None:
    document = ReferenceDocument.objects.create(
        organization_id=reference.organization_id,
        key=reference.key,
        kind=reference.kind,
        title=reference.title,
        version=reference.version,
        effective_start=reference.effective_start,
        effective_end=reference.effective_end,
        text=reference.text,
        sha256=sha256_hex(reference.text),
        embedder=EMBEDDER,
    )
    ReferencePassage.objects.bulk_create(
        ReferencePassage(
            document=document, ordinal=ordinal, start=piece.start, end=piece.end, section_title=piece.section_title,
            text=reference.text[piece.start : piece.end], vector=vector,
        )
        for ordinal, (piece, vector) in enumerate(zip(pieces, vectors, strict=True))
    )  # fmt: skip
    event_append(
        actor=actor, action=Action.REFERENCE_ADDED, object_type="reference_document", object_id=document.pk,
        details={"key": reference.key, "version": reference.version, "passages": len(pieces)},
    )  # fmt: skip
