"""Model files: registered by a person, hashed and compared before one is run; what does not match stops drafting."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction

from apps.access.domain.roles import Permission
from apps.access.selectors import check_may, reason_refusal
from apps.audit.domain.actions import Action
from apps.audit.services import event_append
from apps.core.actors import Actor
from apps.governance.domain.card import card_faults, texts_of
from apps.governance.domain.rooms import ModelFile
from apps.governance.domain.scopes import ALL_DRAFTING, Scope, ScopeKind
from apps.governance.errors import ModelRefused
from apps.governance.models import RegisteredModel
from apps.governance.selectors.models import registered_sha256s
from apps.governance.selectors.rooms import release_in_use
from apps.governance.services.switch import kill_switch_throw

if TYPE_CHECKING:
    from apps.access.models import Person

LONGEST_LICENCE = 100
CHUNK = 1 << 20


def file_sha256(path: Path) -> str:
    """Return the sha256 of a file, read piece by piece. Raises OSError."""
    read = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(CHUNK):
            read.update(piece)
    return read.hexdigest()


@transaction.atomic
def model_register(
    *, path: Path, name: str, licence: str, card: Mapping[str, Any], person: "Person", actor: Actor
) -> RegisteredModel:
    """Record that a person answers for a model file: its sha256, licence and card.

    Raises NotAllowed, and ModelRefused for a file that cannot be read or is registered, a missing licence, or a card
    that says what no card says.
    """
    check_may(person, Permission.STOP_EVERYWHERE)
    if not name.strip() or not licence.strip() or len(licence) > LONGEST_LICENCE:
        raise ModelRefused("Say how the model is called, and under which licence it may be used.")
    if faults := card_faults(card) if card else []:
        raise ModelRefused(" ".join(faults))
    if _names_somebody((name, licence, *texts_of(card)), person.organization_id):
        raise ModelRefused("Name no person, number or place: name, licence and card of a model are read by everybody.")
    try:
        sha256, size = file_sha256(path), path.stat().st_size
    except OSError as error:
        raise ModelRefused(f"{path.name} cannot be read ({error.strerror}).") from None
    if RegisteredModel.objects.filter(sha256=sha256).exists():
        raise ModelRefused("This file is registered already. A changed card belongs to another file.")
    model = RegisteredModel.objects.create(
        name=name.strip(), sha256=sha256, bytes=size, licence=licence.strip(), card=dict(card), registered_by=person
    )
    event_append(
        actor=actor, action=Action.MODEL_REGISTERED, object_type="model", object_id=model.pk,
        details={"sha256": sha256, "bytes": size},
    )  # fmt: skip
    return model


def _names_somebody(texts: Iterable[str], organization_id: UUID) -> bool:
    return any(reason_refusal(None, text, organization_id=organization_id, names_company=True) for text in texts)


@dataclass(frozen=True, slots=True)
class Looked:
    """What was found of a model file: its sha256, and what is wrong with it or an empty text."""

    sha256: str
    sentence: str


def model_file_look(file: ModelFile) -> Looked:
    """Hash a model file and compare it with what is recorded or registered. Nothing is stopped."""
    try:
        found = file.read() if file.read else file_sha256(file.path)
    except OSError:
        found = ""
    fits = bool(found) and found in ({file.expected} if file.expected else registered_sha256s())
    return Looked(found, "" if fits else _why(file, found))


def model_file_scope(file: ModelFile, release: str) -> Scope:
    """Return what another file in this place stops.

    What the code records is part of every release, so all drafting; what a person registers, the ``release`` that
    would run it, and no other one. Without a release: all drafting.
    """
    return ALL_DRAFTING if file.expected or not release else Scope(ScopeKind.RELEASE, release)


def model_file_check(*, file: ModelFile, actor: Actor, release: str = "") -> str:
    """Hash a model file that is about to be run and compare it with what is registered; return its sha256.

    What does not match throws the kill switch of ``model_file_scope``, in the name of ``actor``; then ModelRefused is
    raised with the sentence that people read.
    """
    looked = model_file_look(file)
    if not looked.sentence:
        return looked.sha256
    kill_switch_throw(reason=looked.sentence, scope=model_file_scope(file, release), actor=actor)
    raise ModelRefused(looked.sentence)


def model_files_check(*, files: Iterable[ModelFile], actor: Actor) -> list[str]:
    """Check every model file this process would load; return a sentence for each that was refused."""
    refused = []
    for file in files:
        try:
            model_file_check(file=file, release=release_that_runs(file), actor=actor)
        except ModelRefused as refusal:
            refused.append(refusal.sentence)
    return refused


def release_that_runs(file: ModelFile) -> str:
    """Return the digest of the release that this process would run a file for; empty for a part of every release."""
    return "" if file.expected else release_in_use()


def _why(file: ModelFile, found: str) -> str:
    if not found:
        return f"The model file {file.path.name} ({file.name}) cannot be read."
    if file.expected:
        return f"The model file {file.path.name} ({file.name}) is not the recorded one: its sha256 is {found[:12]}…."
    return f"Nobody has registered the model file {file.path.name} ({file.name}, sha256 {found[:12]}…)."
