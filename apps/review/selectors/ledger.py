"""What left the building: for one draft, what was in its sources, what crossed which boundary, who put it back."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from apps.access.domain.roles import Permission
from apps.access.selectors import may, names_of
from apps.audit.domain.actions import Action, Outcome
from apps.audit.selectors import events_for, log_destroyed_since
from apps.chart.selectors import check_not_destroyed
from apps.core.errors import Gone
from apps.drafting.domain.claims import DraftKind
from apps.drafting.selectors import cited_spans, drafts_of_organization, drafts_visible_to, runs_of
from apps.governance.selectors import destroyed_sentence
from apps.redaction.domain.boundary import RedactedSource, SourceIdentifiers, identifiers_in, tokens_by_kind
from apps.redaction.domain.kinds import BoundaryPolicy, IdentifierKind
from apps.redaction.selectors import crossings_of_draft, identifiers_of_spans
from apps.retrieval.selectors import passage_spans
from apps.review.domain import ledger as words
from apps.review.selectors.chosen_citations import chosen_spans
from apps.review.selectors.own import check_judged
from apps.review.selectors.page import KINDS
from apps.review.selectors.read_again import check_not_reading
from apps.review.selectors.seeded import check_not_over
from apps.viewer.selectors import Purpose, Sight, texts_restored

if TYPE_CHECKING:
    from apps.access.models import Person
    from apps.audit.models import AuditEvent
    from apps.drafting.models import Draft, InferenceRun
    from apps.redaction.models import BoundaryCrossing

ACTS = [
    Action.DRAFT_VIEWED,
    Action.READING_OPENED,
    Action.SECOND_READING_VIEWED,
    Action.EVIDENCE_OPENED,
    Action.CITED_LETTER_VIEWED,
    Action.CITED_WORDS_VIEWED,
    Action.REIDENTIFIED,
    Action.DOCUMENT_EXPORTED,
    Action.LEDGER_VIEWED,
]
ACTS_SHOWN = 100


@dataclass(frozen=True, slots=True)
class StandIn:
    """One token of the sources, how often it stands there; ``value`` is empty unless it was asked for by right."""

    token: str
    number: int
    value: str = ""


@dataclass(frozen=True, slots=True)
class KindRow:
    """One class of identifier in the sources: how many, found by which layers, under which tokens."""

    name: str
    number: int
    layers: str
    stand_ins: tuple[StandIn, ...]


@dataclass(frozen=True, slots=True)
class CrossingRow:
    """One boundary that text crossed: from where to where, in which form, and what proves which text it was."""

    way: str
    at: datetime | None
    what: str
    policy: str
    stand_ins: str = ""
    sha256: str = ""
    parts: tuple[RedactedSource, ...] = ()


@dataclass(frozen=True, slots=True)
class ActRow:
    """Somebody saw identifiers: who, when, by which act, what for, and how many were put back."""

    at: datetime
    person: str
    act: str
    purpose: str
    put_back: str
    is_paper: bool


@dataclass(frozen=True, slots=True)
class LedgerPage:
    """Everything the page says about one draft."""

    draft: "Draft"
    kind: str
    granted: bool
    kinds: tuple[KindRow, ...]
    identifiers: int
    documents: int
    passages: int
    crossings: tuple[CrossingRow, ...]
    hosts: tuple[str, ...]  # that are not this process
    called: bool  # whether a model was called at all
    acts: tuple[ActRow, ...]
    has_more_acts: bool
    papers: int
    with_values: bool = False
    log_destroyed_to: datetime | None = None  # where acts on the draft were destroyed with the log, by policy


def access_ledger(
    person: "Person", draft_id: UUID, *, masked_for: tuple[Permission, ...] = (Permission.VIEW_AUDIT,)
) -> "tuple[Draft, bool]":
    """Return a draft whose ledger the person may read, and whether they may open its chart; else raise Http404.

    Who holds one of the rights ``masked_for`` (who reads the audit log) reads the ledger of every draft of their
    organization, without the patient: also with a grant, where their role opens no charts. Raises Gone, to either,
    where the patient's record was destroyed.
    """
    granted = (
        drafts_visible_to(person)
        .select_related("patient", "organization", "review_item__own_judgement")
        .filter(pk=draft_id)
        .first()
    )
    if granted is not None:
        check_judged(granted, person)
        check_not_over(granted, person)
        check_not_reading(granted, person)
        return granted, may(person, Permission.OPEN_CHARTS)
    drafts = drafts_of_organization(person.organization_id).select_related("patient", "review_item")
    masked = drafts.filter(pk=draft_id).first()
    if masked is None:
        raise Http404("No such draft.")
    check_not_destroyed(person, masked.patient_id)
    if not any(may(person, right) for right in masked_for):
        raise Http404("No such draft.")
    if masked.patient.destroyed_at:
        raise Gone(destroyed_sentence(masked.patient_id))
    check_not_over(masked, person)
    return masked, False


def ledger_page(draft: "Draft", *, granted: bool) -> LedgerPage:
    """Return the ledger of a draft that ``access_ledger`` let in, every identifier as its token. Nine statements."""
    runs = runs_of(draft)
    spans = passage_spans({id_ for run in runs for id_ in run.passage_ids}) or cited_spans(draft)
    found = identifiers_of_spans([*spans, *chosen_spans(draft)])
    lines = list(crossings_of_draft(draft.pk))
    events = list(_events(draft)[: ACTS_SHOWN + 1])
    acts = tuple(_acts(events[:ACTS_SHOWN], draft))
    return LedgerPage(
        draft=draft,
        kind=KINDS[DraftKind(draft.kind)],
        granted=granted,
        kinds=tuple(_kinds(found)),
        identifiers=identifiers_in(found.counts()),
        documents=len(found.documents),
        passages=len(spans),
        crossings=(*_to_the_index(found), *map(_to_the_model, lines), *_to_the_desk(draft, runs)),
        hosts=tuple(sorted({line.host for line in lines if line.host})),
        called=bool(lines),
        acts=acts,
        has_more_acts=len(events) > ACTS_SHOWN,
        papers=sum(act.is_paper for act in acts),
        log_destroyed_to=log_destroyed_since(draft.created_at),
    )


def with_values(page: LedgerPage, person: "Person") -> LedgerPage:
    """Return the page with the identifiers beside their tokens, for who may see the chart. One statement."""
    tokens = [stand_in.token for kind in page.kinds for stand_in in kind.stand_ins]
    sight = Sight(person, Purpose.LEDGER)
    values = dict(zip(tokens, texts_restored(sight=sight, patient_id=page.draft.patient_id, texts=tokens), strict=True))
    kinds = (
        replace(kind, stand_ins=tuple(replace(it, value=values[it.token]) for it in kind.stand_ins))
        for kind in page.kinds
    )
    return replace(page, kinds=tuple(kinds), with_values=True)


def _kinds(found: SourceIdentifiers) -> Iterable[KindRow]:
    stand_ins: dict[str, list[StandIn]] = {}
    for it in found.by_token():
        stand_ins.setdefault(it.kind, []).append(StandIn(it.token, it.number))
    counts = found.counts()
    for kind in (it for it in IdentifierKind if it in counts and it is not IdentifierKind.LITERAL):
        layers = counts[kind]
        by_layer = ", ".join(f"{number} by {words.layer_words(layer)}" for layer, number in layers.items())
        yield KindRow(words.kind_words(kind), sum(layers.values()), by_layer, tuple(stand_ins[kind]))


def _to_the_index(found: SourceIdentifiers) -> Iterable[CrossingRow]:
    if found.documents:
        number = len(found.documents)
        versions = ", ".join(sorted({it.redactor_version for it in found.documents}))
        yield CrossingRow(
            way="Chart to index",
            at=max(it.redacted_at for it in found.documents),
            what=f"{number} document{'' if number == 1 else 's'}, redacted by {versions}",
            policy=words.POLICY_WORDS[BoundaryPolicy.LOCAL],
            parts=found.documents,
        )


def _to_the_model(line: "BoundaryCrossing") -> CrossingRow:
    shifted = f", {line.dates_shifted} dates shifted" if line.dates_shifted else ""
    where = f"on {line.host}" if line.host else "in the process of the workbench, on this machine"
    return CrossingRow(
        way="Index to model",
        at=line.created_at,
        what=f"{line.passages} passages with their titles{shifted}, to {line.model_name} {where}",
        policy=words.POLICY_WORDS[BoundaryPolicy(line.policy)],
        stand_ins=words.count_words(line.tokens),
        sha256=line.sha256,
    )


def _to_the_desk(draft: "Draft", runs: "Sequence[InferenceRun]") -> Iterable[CrossingRow]:
    texts = [claim.text for claim in draft.claims.all()]
    answered = [run for run in runs if not run.broken_off]
    if answered and texts:
        yield CrossingRow(
            way="Model to desk",
            at=answered[-1].created_at,
            what=f"{len(texts)} claims, checked by code",
            policy=words.POLICY_WORDS[BoundaryPolicy.LOCAL],
            stand_ins=words.count_words(tokens_by_kind(texts)),
            sha256=answered[-1].output_sha256,
        )


def _events(draft: "Draft") -> QuerySet["AuditEvent"]:
    """Return the acts that showed identifiers of a draft or of its sources, the newest first."""
    events = events_for(organization_id=draft.organization_id, draft_id=draft.pk)
    return events.filter(action__in=ACTS, outcome=Outcome.SUCCESS).exclude(
        action=Action.LEDGER_VIEWED, details__reidentified__isnull=True
    )


def _acts(events: "Sequence[AuditEvent]", draft: "Draft") -> Iterable[ActRow]:
    names = names_of({event.actor_id for event in events}, organization_id=draft.organization_id)
    for event in events:
        told: Mapping[str, Mapping[str, int]] = event.details.get("reidentified", {})
        kinds = sum((Counter(counted) for counted in told.values()), Counter[str]())
        yield ActRow(
            at=event.recorded_at,
            person=names.get(event.actor_id, "The workbench"),
            act=words.act_words(event.action, told),
            purpose="; ".join(words.PURPOSE_WORDS.get(purpose, purpose) for purpose in told),
            put_back="the source itself"
            if event.action == Action.EVIDENCE_OPENED
            else words.count_words(kinds) or "none",
            is_paper=event.action == Action.DOCUMENT_EXPORTED,
        )
