"""Over the boundary and back: what a text must lose before it leaves, the ledger's line, and an answer's way home."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from apps.audit.domain.actions import Action
from apps.audit.services import event_append
from apps.chart import selectors as chart
from apps.core import clock
from apps.core.actors import Actor
from apps.redaction.boundary_secrets import reference_of, shift_days
from apps.redaction.concealment import Searcher
from apps.redaction.corrections import corrections_of
from apps.redaction.domain.boundary import THIS_MACHINE, Prepared, Receiver, SentDate, Station, added, identifiers_in
from apps.redaction.domain.dates import FoundDate, find, find_alike, read, whole_days
from apps.redaction.domain.detection import Detection, kept_lines, settle
from apps.redaction.domain.kinds import REDACTOR_VERSION, BoundaryPolicy, IdentifierKind, Layer
from apps.redaction.domain.mapping import RedactionMap, redact
from apps.redaction.domain.returning import Returned, bring_back
from apps.redaction.domain.tokens import TOKEN, meant_in
from apps.redaction.models import BoundaryCrossing, Surrogate
from apps.redaction.selectors import Span, identifiers_of_spans
from apps.redaction.surrogates import SurrogateBook

NOTHING_MOVED = RedactionMap(())


def texts_prepare(
    *, patient_id: str | UUID, texts: Sequence[str], policy: BoundaryPolicy, actor: Actor, days: Sequence[date] = ()
) -> Prepared:
    """Return redacted texts of one patient as the policy lets them cross, with the maps back.

    ``local``: as they are. ``hosted``: searched once more for what ``local`` leaves in; places, institutions, postal
    codes and high ages become tokens, dates move by the patient's secret offset (one that cannot be read becomes a
    token). Tokens that are there already stay. ``days`` are dates that cross beside the texts; they move alike.
    """
    patient = chart.patient_get(patient_id)
    reference = reference_of(patient.organization_id, patient.pk)
    if policy is BoundaryPolicy.LOCAL:
        maps = (NOTHING_MOVED,) * len(texts)
        return Prepared(policy, tuple(texts), maps, tuple(days), clock.today(), reference)
    about = clock.today()
    searcher = Searcher(chart.known_identifiers(patient), corrections_of(patient.pk))
    dates = [find(text, about) for text in texts]
    whole = whole_days(it for found in dates for it in found)
    searched = [
        (text, _still_there(searcher, text, [*found, *find_alike(text, whole, about)]))
        for text, found in zip(texts, dates, strict=True)
    ]
    with transaction.atomic():
        hand = _Hand(SurrogateBook(patient.pk), shift_days(patient.pk), about, whole)
        crossing = [redact(text, [hand.replaced(text, found) for found in detections]) for text, detections in searched]
        hand.book.save()
    return Prepared(
        policy=policy,
        texts=tuple(text for text, _ in crossing),
        maps=tuple(mapping for _, mapping in crossing),
        days=tuple(day + timedelta(days=hand.days) for day in days),
        about=about,
        reference=reference,
        sent_dates=tuple(dict.fromkeys(hand.sent)),
        stand_ins={token: written for token, written in hand.tokens.items() if not any(token in it for it in texts)},
    )


class _Hand:
    """Writes the stand-ins of one crossing and remembers them and the dates it moved."""

    def __init__(self, book: SurrogateBook, days: int, about: date, whole: Mapping[tuple[int, int], date]) -> None:
        self.book, self.days, self.about, self.whole = book, days, about, whole
        self.sent: list[SentDate] = []
        self.tokens: dict[str, str] = {}

    def replaced(self, text: str, found: Detection) -> tuple[int, int, IdentifierKind, Layer, str]:
        """Return what ``redact`` takes for one detection."""
        written = text[found.start : found.end]
        new = self._moved(written) if found.kind is IdentifierKind.DATE else None
        if new is None:
            new = self.book.token(found, written)
            self.tokens[new] = written
        return found.start, found.end, found.kind, found.layer, new

    def _moved(self, written: str) -> str | None:
        """Return a date moved, in its manner. A day without a year is that of the whole date it repeats, if any."""
        meant = read(written, self.about)
        if meant is None:
            return None
        about = self.about if meant.value.year else self.whole.get((meant.value.month, meant.value.day), self.about)
        shown = meant.value.moved(self.days, about)
        new = meant.written_as(shown, self.about) if shown else None
        if shown and new:
            self.sent.append(SentDate(shown, meant.value, new, written))
        return new


def _still_there(searcher: Searcher, text: str, dates: Iterable[FoundDate]) -> list[Detection]:
    """Return what the hosted policy takes out of a redacted text; no part of a token is among it."""
    found = [it for it in searcher.search(text, policy=BoundaryPolicy.HOSTED).detections if not _is_literal(it)]
    found += [Detection(it.start, it.end, IdentifierKind.DATE, Layer.PATTERN) for it in dates]
    return [piece for it in kept_lines(text, settle(found)) for piece in _beside_tokens(text, it)]


def _is_literal(found: Detection) -> bool:
    return found.kind is IdentifierKind.LITERAL


def _beside_tokens(text: str, found: Detection) -> Iterable[Detection]:
    """Yield what a detection holds besides the tokens in it."""
    start = found.start
    tokens = [match.span() for match in TOKEN.finditer(text) if match.end() > found.start and match.start() < found.end]
    for left, right in [*tokens, (found.end, found.end)]:
        piece = text[start : max(left, start)]
        if any(character.isalnum() for character in piece):
            lead = len(piece) - len(piece.lstrip())
            yield Detection(start + lead, start + len(piece.rstrip()), found.kind, found.layer, found.key)
        start = max(right, start)


@transaction.atomic
def crossing_record(
    *,
    draft_id: UUID,
    fence: int,
    patient_id: str | UUID,
    receiver: Receiver,
    prepared: Prepared,
    sha256: str,
    spans: Iterable[Span],
    actor: Actor,
    agreement_id: str = "",
) -> BoundaryCrossing:
    """Write into the ledger what is about to go from the index to a model. Call it before the text leaves.

    ``sha256`` is the digest of all that crosses, as it crosses. ``spans`` say which parts of redacted documents the
    texts are, so that the line can say what was concealed in them. ``agreement_id``: under which they leave to a host
    outside.
    """
    parts = list(spans)
    found = added(identifiers_of_spans(parts).counts(), prepared.counts())
    tokens = prepared.tokens()
    crossing = BoundaryCrossing.objects.create(
        organization_id=chart.patient_get(patient_id).organization_id,
        patient_id=patient_id,
        draft_id=draft_id,
        fence=fence,
        sender=Station.INDEX,
        receiver=Station.MODEL,
        backend=receiver.backend,
        model_name=receiver.model_name,
        host=receiver.host,
        policy=prepared.policy,
        reference=prepared.reference,
        sha256=sha256,
        passages=len(parts),
        found=found,
        tokens=tokens,
        dates_shifted=prepared.dates_shifted,
        redactor_version=REDACTOR_VERSION,
        actor_kind=actor.kind,
        actor_id=actor.id,
    )
    _record(crossing, identifiers_in(found), agreement_id, actor)
    return crossing


def _record(crossing: BoundaryCrossing, concealed: int, agreement_id: str, actor: Actor) -> None:
    event_append(
        actor=actor.within(crossing.organization_id),
        action=Action.BOUNDARY_CROSSED,
        patient_id=crossing.patient_id,
        object_type="boundary_crossing",
        object_id=crossing.pk,
        details={
            "draft_id": crossing.draft_id,
            "policy": crossing.policy,
            "host": crossing.host or THIS_MACHINE,
            "sha256": crossing.sha256,
            "concealed": concealed,
            **({"agreement_id": agreement_id} if agreement_id else {}),
        },
    )


def outputs_admit(*, patient_id: str | UUID, texts: Sequence[str], sent: Prepared) -> list[Returned]:
    """Return a model's sentences as redacted text of the ``local`` policy: dates moved back, tokens kept as tokens.

    What only this crossing concealed reads again as it did. What cannot be brought back is named by its span; nobody is
    re-identified. At most two statements.
    """
    wanted = {meant.token for text in texts for meant in meant_in(text)}
    rows = Surrogate.objects.filter(patient_id=patient_id, token__in=wanted) if wanted else Surrogate.objects.none()
    tokens = {token: sent.stand_ins.get(token, token) for token in rows.values_list("token", flat=True)}
    days = shift_days(patient_id) if sent.policy is BoundaryPolicy.HOSTED else 0
    return [bring_back(text, sent=sent, days=days, tokens=tokens) for text in texts]
