"""Handing each signed head to every witness, in order: one that was away gets all it missed."""

from collections.abc import Iterator
from http import HTTPStatus

from apps.audit.domain.note import Verifier
from apps.audit.errors import LogCut, WitnessRefused
from apps.audit.models import Checkpoint, LogStanding, Receipt, Standing
from apps.audit.pipeline.signing import log_stop
from apps.audit.selectors import consistency_proof, graves_joined, head
from apps.audit.witnesses.configuration import Witness, witnesses
from apps.core import clock

AT_ONCE = 500


def heads_hand_out(*, verifier: Verifier) -> dict[str, str]:
    """Hand every witness what it has not got; return the sentence of each that refused or did not answer.

    Raises LogCut (and stops the log) when a witness of this log has seen more than the database holds.
    """
    said = {}
    for witness in witnesses():
        try:
            _hand_out_to(witness, verifier)
        except WitnessRefused as refused:
            said[witness.name] = refused.sentence
    return said


def _hand_out_to(witness: Witness, verifier: Verifier) -> None:
    _hand_gaps(witness, verifier)
    for checkpoint, old in _missing(witness):
        _hand(witness, checkpoint, old, verifier)


def _missing(witness: Witness) -> Iterator[tuple[Checkpoint, int]]:
    """Yield each head the witness has not acknowledged, with the size it acknowledged last under that origin."""
    last = Checkpoint.objects.filter(receipts__witness=witness.name).order_by("-epoch", "-size").first()
    epoch, old = (last.epoch, last.size) if last else (0, 0)
    found = Checkpoint.objects.filter(epoch=epoch, size__gt=old) | Checkpoint.objects.filter(epoch__gt=epoch)
    for begins, ends in graves_joined():  # what leads from one head to the next is destroyed there: a new witness
        found = found.exclude(size__gte=begins, size__lt=ends)  # begins with the first head behind it
    for checkpoint in found.order_by("epoch", "size")[:AT_ONCE]:
        old = old if checkpoint.epoch == epoch else 0
        yield checkpoint, old
        epoch, old = checkpoint.epoch, checkpoint.size


def _hand(witness: Witness, checkpoint: Checkpoint, old: int, verifier: Verifier) -> None:
    try:
        line = _ask(witness, checkpoint, old, verifier)
    except WitnessRefused as refused:
        if refused.status != HTTPStatus.CONFLICT or refused.size is None:
            raise
        if refused.size > checkpoint.size:  # it has this one and later ones; the receipts were lost
            _look_for_cut(checkpoint, refused.size)
            return
        line = _ask(witness, checkpoint, refused.size, verifier)
    Receipt.objects.create(checkpoint=checkpoint, witness=witness.name, received_at=clock.now(), line=line)


def _ask(witness: Witness, checkpoint: Checkpoint, old: int, verifier: Verifier) -> str:
    proof = consistency_proof(checkpoint.epoch, old, checkpoint.size)
    return witness.add(old=old, proof=proof, note=checkpoint.note, verifier=verifier)


def _look_for_cut(checkpoint: Checkpoint, seen: int) -> None:
    size = head()[0]
    newest = LogStanding.objects.filter(standing=Standing.RESUMED).last()
    if seen > size and checkpoint.epoch >= (newest.epoch if newest else 1):
        log_stop(epoch=checkpoint.epoch, size=size, witnessed=seen)
        raise LogCut(size, seen)


def _hand_gaps(witness: Witness, verifier: Verifier) -> None:
    """Show the witness every gap an officer signed; each is a note of an origin of its own, and kept once."""
    for record in LogStanding.objects.filter(standing=Standing.RESUMED):
        origin = record.note.partition("\n")[0]
        if witness.last_size(origin) != record.size:
            witness.add(old=0, proof=[], note=record.note, verifier=verifier)
