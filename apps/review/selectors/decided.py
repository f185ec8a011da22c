"""What a review ended with that signed nothing: the decision, and what follows from it."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from apps.review.domain.requests import RequestStatus
from apps.review.domain.status import HARM_WORDS, REASON_CODES, Outcome, ReviewStatus
from apps.review.models import DocumentRequest, ReviewDecision
from apps.review.selectors.rights import item_of
from apps.viewer.selectors import Purpose, Sight, texts_restored

if TYPE_CHECKING:
    from apps.access.models import Person
    from apps.review.selectors.accessed import AccessedDraft

DECIDED_WORDS = {Outcome.REJECT: "Rejected", Outcome.CANNOT_JUDGE: "Could not be judged"}


@dataclass(frozen=True, slots=True)
class AskedFor:
    """A document that is still asked for, and who sees to it."""

    what: str
    assigned_to: str


@dataclass(frozen=True, slots=True)
class DecidedView:
    """A decision that signed nothing, in words the person may read."""

    words: str
    by: str
    at: datetime
    reason: str
    comment: str
    harm: str
    edited: int
    removed: int
    opened: int
    asked_for: tuple[AskedFor, ...]
    times: int  # how often the draft was decided by now


def decided_view(draft: "AccessedDraft", person: "Person") -> DecidedView | None:
    """Return what a draft that ``access_draft`` let in was decided to be, or None where no such decision stands."""
    item = item_of(draft)
    if item is None or item.status != ReviewStatus.DECIDED:
        return None
    decision = ReviewDecision.objects.filter(item=item).select_related("person").order_by("-ordinal").first()
    if decision is None:
        return None
    requests = list(
        DocumentRequest.objects.filter(draft=draft.pk, status=RequestStatus.REQUESTED).select_related("assigned_to")
    )
    comment, *wanted = texts_restored(
        sight=Sight(person, Purpose.DECISION),
        patient_id=draft.patient_id,
        texts=[decision.comment, *(one.what for one in requests)],
    )
    mine = decision.person_id == person.pk
    return DecidedView(
        words=DECIDED_WORDS[Outcome(decision.outcome)],
        by="You" if mine else decision.person.formal_name,
        at=decision.created_at,
        reason=REASON_CODES[decision.reason_code],
        comment=comment,
        harm=HARM_WORDS[decision.harm],
        edited=decision.claims_edited,
        removed=decision.claims_removed,
        opened=decision.evidence_opened,
        asked_for=tuple(
            AskedFor(what, one.assigned_to.formal_name if one.assigned_to else "")
            for one, what in zip(requests, wanted, strict=True)
        ),
        times=decision.ordinal,
    )
