"""Who holds a draft, who asks for it, and whether the holder is there: what both of them read on their pages."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import OuterRef, Subquery
from django.http import Http404
from django.template.defaultfilters import date as date_words
from django.utils import timezone

from apps.access.domain.roles import PatientPermission, Permission
from apps.access.selectors import may
from apps.audit.selectors import events_for
from apps.core import clock
from apps.core.canonical import digest
from apps.drafting.selectors import drafts_visible_to
from apps.redaction.selectors import may_on_patient
from apps.review.domain.handing import AWAY_AFTER, Answer, is_away
from apps.review.domain.kept import TypedAct
from apps.review.domain.status import ReviewStatus
from apps.review.models import HandOver, TypedWords
from apps.review.selectors.rights import ENDED
from apps.review.selectors.typed import Kept, words_kept_of

if TYPE_CHECKING:
    from apps.access.models import Person
    from apps.drafting.models import Draft
    from apps.review.models import ReviewItem


@dataclass(frozen=True, slots=True)
class Holding:
    """Who holds a draft, as one person reads it. ``seen`` says whether anything of it has changed."""

    draft: "Draft"
    mine: bool
    may_ask: bool
    ended: str  # what became of the draft, in a sentence; empty while it can be changed
    holder: str  # empty: nobody
    status: str
    asked_by: str  # empty: nobody asks
    asked_at: datetime | None
    i_ask: bool
    why_not_take_over: str
    answered: str  # what became of this person's last asking, or that a draft was taken from them; a sentence
    kept: Kept | None = None  # why this person takes it over, typed and not sent

    @property
    def seen(self) -> str:
        told = [self.holder, self.status, self.asked_by, self.asked_at, self.why_not_take_over, self.answered]
        return digest([str(one) for one in told])[:16]


def hand_over_asked() -> Subquery:
    """Return, for a query on drafts, the name of who asks the holder of each for it."""
    asked = HandOver.objects.filter(item__draft=OuterRef("pk"), answer=Answer.ASKED)
    return Subquery(asked.values("asked_by__display_name")[:1])


def access_holding(person: "Person", draft_id: UUID) -> Holding:
    """Return who holds a draft of a patient whose chart the person may see, or raise Http404."""
    drafts = drafts_visible_to(person).filter(pk=draft_id, review_item__isnull=False)
    draft = drafts.select_related("review_item__claimed_by").first()
    if draft is None:
        raise Http404("No such draft.")
    return holding_of(draft, person)


def holding_of(draft: "Draft", person: "Person") -> Holding:
    """Return who holds a draft whose item came with it. Two statements, four where somebody else holds it."""
    item = draft.review_item
    rows = list(item.hand_overs.select_related("asked_by", "holder").order_by("-created_at")[:5])
    asked = next((row for row in rows if row.answer == Answer.ASKED), None)
    holder = item.claimed_by if item.status == ReviewStatus.CLAIMED else None
    mine = holder is not None and holder.pk == person.pk
    is_others = holder is not None and not mine
    why_not = why_not_take_over(item, last_act_of(draft, item)) if is_others else ""
    return Holding(
        draft=draft,
        mine=mine,
        may_ask=is_others and _may_review(draft, person),
        ended=_ended(item),
        holder=holder.formal_name if holder else "",
        status=item.status,
        asked_by=asked.asked_by.formal_name if asked else "",
        asked_at=asked.created_at if asked else None,
        i_ask=asked is not None and asked.asked_by_id == person.pk,
        why_not_take_over=why_not,
        kept=words_kept_of(draft, person, TypedAct.TAKE_OVER) if is_others and not why_not else None,
        answered=_answered(rows, person),
    )


def _may_review(draft: "Draft", person: "Person") -> bool:
    grant = PatientPermission.REVIEW_DRAFT.value
    return may(person, Permission.REVIEW_DRAFT) and may_on_patient(person, draft.patient_id, grant, emergency=False)


def _ended(item: "ReviewItem") -> str:
    if item.status not in ENDED or item.claimed_by is None:
        return ""
    done = "signed" if item.status == ReviewStatus.SIGNED else "decided on"
    return (
        f"{item.claimed_by.formal_name} has {done} this draft. What you typed and did not send is still here: copy it."
    )


def last_act_of(draft: "Draft", item: "ReviewItem") -> datetime | None:
    """Return when the holder of a draft last did anything with this patient's record, or typed at it."""
    acts = events_for(organization_id=draft.organization_id, patient_id=draft.patient_id, actor_id=item.claimed_by_id)
    typed = TypedWords.objects.filter(draft=draft, person=item.claimed_by_id).order_by("-typed_at")
    moments = [
        acts.values_list("recorded_at", flat=True).first(),
        typed.values_list("typed_at", flat=True).first(),
        item.claimed_at,
    ]
    return max((moment for moment in moments if moment), default=None)


def why_not_take_over(item: "ReviewItem", last_act: datetime | None) -> str:
    """Return why a draft cannot be taken from its holder, or an empty text."""
    if is_away(last_act, clock.now()) or item.claimed_by is None or not item.claimed_by.is_active:
        return ""
    free = timezone.localtime((last_act or clock.now()) + AWAY_AFTER)
    return f"{item.claimed_by.formal_name} is at work on it. It can be taken over from {date_words(free, 'H:i')} on."


def _answered(rows: list[HandOver], person: "Person") -> str:
    """Return what a person has to know of the last hand-over that concerns them, within the hour."""
    row = next((row for row in rows if person.pk in {row.asked_by_id, row.holder_id} and row.answered_at), None)
    if row is None or row.answered_at is None or clock.now() - row.answered_at > AWAY_AFTER:
        return ""
    at, i_asked = date_words(timezone.localtime(row.answered_at), "H:i"), row.asked_by_id == person.pk
    if row.answer == Answer.DECLINED and i_asked:
        return f"{row.holder.formal_name} keeps this draft: your asking was declined at {at}."
    if row.answer == Answer.GIVEN and i_asked:
        return f"{row.holder.formal_name} handed this draft over to you at {at}."
    if row.answer == Answer.GIVEN:
        return f"You handed this draft over to {row.asked_by.formal_name} at {at}."
    if row.answer == Answer.TAKEN and not i_asked:
        return f"{row.asked_by.formal_name} took this draft over at {at}, while you were away. What you did is kept."
    return ""
