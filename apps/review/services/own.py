"""A reviewer's own verdicts, given before the machine's are shown; or not given, with the reason."""

from collections.abc import Mapping
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.http import Http404

from apps.audit.domain.actions import Action
from apps.audit.services import event_append
from apps.core import clock
from apps.core.actors import Actor
from apps.core.errors import NotAllowed
from apps.review.domain import own
from apps.review.domain.own import Skip
from apps.review.errors import Collision, ReviewError
from apps.review.models import OwnJudgement, OwnVerdict
from apps.review.selectors.criteria import answers_of
from apps.review.selectors.own import judgement_of
from apps.review.selectors.rights import why_not_review
from apps.review.services.items import item_hold
from apps.viewer.services import evidence_show

if TYPE_CHECKING:
    from apps.access.models import Person
    from apps.drafting.models import Draft
    from apps.review.selectors.accessed import AccessedDraft
    from apps.viewer.selectors import DocumentView

OVER = "Somebody judged these criteria, or went on without, a moment ago. The draft is shown now."
NO_REASON = "Choose why you go on without judging first."


@transaction.atomic
def own_judgement_give(
    *, draft: "AccessedDraft", typed: Mapping[str, str], person: "Person", actor: Actor
) -> OwnJudgement:  # fmt: skip
    """Keep a person's verdicts beside the machine's, taking the draft; from then on everything is shown.

    ``typed`` is what was chosen, by criterion. Raises NotAllowed, Collision (held by somebody else, or over) and
    ReviewError for a criterion without a verdict.
    """
    item_hold(draft=draft, person=person, actor=actor)
    judgement = _locked(draft)
    given = own.read(judgement.criteria, typed)
    if sentence := own.why_not_all(judgement.criteria, given):
        raise ReviewError(sentence)
    machine = {answer.node_id: answer.verdict for answer in answers_of(draft)}
    OwnVerdict.objects.bulk_create(
        OwnVerdict(judgement=judgement, criterion_id=node_id, own=verdict, machine=machine[node_id], person=person)
        for node_id, verdict in given.items()
    )
    _end(judgement, person)
    differing = [node_id for node_id, verdict in given.items() if verdict is not machine[node_id]]
    _record(draft, Action.OWN_JUDGEMENT_GIVEN, actor, criteria=list(given), differing=differing)
    return judgement


@transaction.atomic
def own_judgement_skip(*, draft: "AccessedDraft", reason: str, person: "Person", actor: Actor) -> OwnJudgement:
    """Show everything without judging first; the reason is kept. Whoever may review may do so: the patient comes first.

    Raises NotAllowed, Collision and ReviewError without a reason.
    """
    if sentence := why_not_review(draft, person):
        raise NotAllowed(sentence)
    judgement = _locked(draft)
    if reason not in {skip.value for skip in Skip}:
        raise ReviewError(NO_REASON)
    judgement.skipped = reason
    _end(judgement, person)
    _record(draft, Action.OWN_JUDGEMENT_SKIPPED, actor, reason=reason)
    return judgement


@transaction.atomic
def own_evidence_open(
    *, draft: "AccessedDraft", citation_id: UUID, person: "Person", actor: Actor
) -> "DocumentView":  # fmt: skip
    """Show a place in the chart that was found for a criterion which is asked; 404 for any other."""
    judgement = judgement_of(draft)
    asked = judgement.criteria if judgement else []
    cited = (one for answer in answers_of(draft) if answer.node_id in asked for one in answer.citations)
    found = next((one for one in cited if one.id == citation_id), None)
    if found is None:
        raise Http404("No such place.")
    return evidence_show(person=person, span=found.span, marks=[], citation_id=found.id, draft_id=draft.pk, actor=actor)


def _locked(draft: "Draft") -> OwnJudgement:
    judgement = OwnJudgement.objects.select_for_update().filter(item__draft=draft).first()
    if judgement is None or judgement.ended_at is not None:
        raise Collision(OVER)
    return judgement


def _end(judgement: OwnJudgement, person: "Person") -> None:
    judgement.person, judgement.ended_at = person, clock.now()
    judgement.save(update_fields=["person", "ended_at", "skipped"])


def _record(draft: "Draft", action: Action, actor: Actor, **details: object) -> None:
    event_append(
        actor=actor, action=action, patient_id=draft.patient_id, object_type="draft", object_id=draft.pk,
        details=details,
    )  # fmt: skip
