"""Who may act on a draft now, and the sentence for whoever may not. Page and services ask the same functions."""

from typing import TYPE_CHECKING

from django.template.defaultfilters import date as date_words
from django.utils import timezone

from apps.access.domain.roles import PatientPermission, Permission, refusal
from apps.access.selectors import may
from apps.drafting.domain.status import DraftStatus
from apps.redaction.selectors import may_on_patient
from apps.review.domain.status import ReviewStatus

if TYPE_CHECKING:
    from apps.access.models import Person
    from apps.drafting.models import Draft
    from apps.review.models import ReviewItem
    from apps.review.selectors.accessed import AccessedDraft

NO_REVIEW_GRANT = "You may read this patient's chart, but hold no right to review drafts about them."
NO_SIGN_GRANT = "You may review this draft, but hold no right to sign for this patient. Hand it over to who does."
NO_HANDLE_GRANT = "You see to the document requests of your own patients, and hold no grant on this one."
NO_SUBMIT_GRANT = "You submit the letters of your own patients, and hold no grant on this one."
WAITS = "This draft waits for documents. Receive them, or choose that it goes on without; your checks are kept."
NOT_READY = "This draft is not ready for review."
NOT_HELD = "Start the review first: then nobody else can decide while you check."
OWN_REQUEST = "You asked for this draft yourself: there is nobody else to return it to."
REQUESTER_GONE = "{name}, who asked for this draft, works here no more: there is nobody to return it to."
NOT_RETURNED = "This draft is not with who asked for it. It is shown as it stands now."
SIGNED_STAYS = "This draft is signed. What was signed is never changed."
ENDED = {
    ReviewStatus.DECIDED: "This draft was decided. Re-open it to change anything.",
    ReviewStatus.RETURNED: "This draft was returned to who asked for it. Take it back to change anything.",
    ReviewStatus.WITHDRAWN: "The request for this draft was withdrawn. Ask for a new one if it is needed after all.",
    ReviewStatus.AWAITING_SECOND: "This draft is signed once and awaits a second signature: nothing can be changed.",
    ReviewStatus.SIGNED: SIGNED_STAYS,
    ReviewStatus.AMENDED: SIGNED_STAYS,
}


def item_of(draft: "Draft") -> "ReviewItem | None":
    """Return the draft's slot in the queue, or None when it has none yet."""
    return getattr(draft, "review_item", None)


def why_not_review(draft: "AccessedDraft", person: "Person") -> str:
    """Return why this person may not review this draft at all, or an empty text. Needs ``access_draft``."""
    if not may(person, Permission.REVIEW_DRAFT):
        return refusal(person.role, Permission.REVIEW_DRAFT)
    return "" if draft.may_review else NO_REVIEW_GRANT


def why_not_sign(draft: "AccessedDraft", person: "Person") -> str:
    """Return why this person may not sign this draft, or an empty text. Needs ``access_draft``."""
    if not may(person, Permission.SIGN_DRAFT):
        return refusal(person.role, Permission.SIGN_DRAFT)
    return "" if draft.may_sign else NO_SIGN_GRANT


def why_not_return(draft: "Draft", person: "Person") -> str:
    """Return why a draft cannot be returned to who asked for it, or an empty text."""
    if draft.requested_by_id == person.pk:
        return OWN_REQUEST
    return "" if draft.requested_by.is_active else REQUESTER_GONE.format(name=draft.requested_by.formal_name)


def why_not_answer(draft: "Draft", person: "Person") -> str:
    """Return why this person does not answer for a returned draft, or an empty text."""
    item = item_of(draft)
    if item is None or item.status != ReviewStatus.RETURNED:
        return NOT_RETURNED
    if draft.requested_by_id != person.pk:
        return f"{draft.requested_by.formal_name} asked for this draft, and answers."
    return "" if may(person, Permission.REQUEST_DRAFT) else refusal(person.role, Permission.REQUEST_DRAFT)


def why_not_handle(draft: "Draft", person: "Person") -> str:
    """Return why this person may not see to the documents a draft lacks, or an empty text.

    Nurses and prior-authorization staff see to all of their organization, everyone else to those of their patients.
    """
    if draft.organization_id == person.organization_id and may(person, Permission.HANDLE_REQUESTS):
        return ""
    if not may(person, Permission.REQUEST_DRAFT):
        return refusal(person.role, Permission.HANDLE_REQUESTS)
    return "" if _holds_grant(draft, person) else NO_HANDLE_GRANT


def why_not_submit(draft: "Draft", person: "Person") -> str:
    """Return why this person may not submit a letter or record what the payer answered, or an empty text.

    Prior-authorization staff, who open no chart, do so for their whole organization.
    """
    if draft.organization_id != person.organization_id or not may(person, Permission.SUBMIT_LETTER):
        return refusal(person.role, Permission.SUBMIT_LETTER)
    if not may(person, Permission.OPEN_CHARTS) or _holds_grant(draft, person):
        return ""
    return NO_SUBMIT_GRANT


def _holds_grant(draft: "Draft", person: "Person") -> bool:
    return may_on_patient(person, draft.patient_id, PatientPermission.VIEW_CHART.value, emergency=False)


def why_not_waiting(draft: "AccessedDraft") -> str:
    """Return why a draft that waits for documents is not signed, or an empty text. Needs ``access_draft``."""
    return WAITS if getattr(draft, "wait", None) is not None else ""


def why_not_now(item: "ReviewItem | None", person: "Person", status: str) -> str:
    """Return why nothing can be done to the claims in the state the draft is in, or an empty text."""
    if status != DraftStatus.READY or item is None:
        return NOT_READY
    if sentence := ENDED.get(ReviewStatus(item.status)):
        return sentence
    return held_by_other(item, person)


def held_by_other(item: "ReviewItem", person: "Person") -> str:
    """Return who else holds the item, in a sentence, or an empty text."""
    if item.claimed_by is None or item.claimed_by_id == person.pk:
        return ""
    since = date_words(timezone.localtime(item.claimed_at), "j M, H:i")
    return f"{item.claimed_by.formal_name} has been reviewing this draft since {since}."
