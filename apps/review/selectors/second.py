"""Whether a draft needs a second signature, and who may give it (A13)."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from apps.access.domain.roles import PatientPermission, Permission
from apps.access.selectors import break_glass_used, may
from apps.chart.selectors import carers_of
from apps.core import clock
from apps.drafting.selectors import drafts_visible_to
from apps.redaction.selectors import patients_visible_to
from apps.review.domain.controlled import controlled_in
from apps.review.domain.rules import HIGH_RISK_WORDS, HighRisk, ReviewRules
from apps.review.domain.status import ReviewStatus
from apps.review.models import ReviewRulesVersion, Signature
from apps.review.selectors.rights import item_of, why_not_sign
from apps.review.selectors.rules import rules_in

if TYPE_CHECKING:
    from apps.access.models import Person
    from apps.drafting.models import Draft
    from apps.review.selectors.accessed import AccessedDraft

NOT_AWAITED = "No second signature is awaited here. The draft is shown as it stands now."
SIGNED_FIRST = "You signed this draft first. Somebody else signs it a second time."
ASKED_FOR_IT = "You asked for this draft. Who asked for it does not sign it a second time."
NOT_RELEASED = "This document is not released: it awaits a second signature. No file is handed out before."
NOBODY_SECOND = (
    "Nobody may give it now. It takes somebody who holds a grant to sign for this patient, may read all that the draft "
    "rests on, did not sign first and did not ask for the draft. Ask an administrator to give a grant; until then "
    "what is signed waits, and nothing is lost."
)
MOST_NAMED = 3
NEEDED_FOR: Mapping[str, str] = {
    HighRisk.CONTROLLED.value: "it is for a controlled substance",
    HighRisk.NEW_RELEASE.value: "it is one of the first drafts of a new release",
    HighRisk.BREAK_GLASS.value: "the chart was opened in an emergency meanwhile",
}


def second_needed(draft: "Draft", signer: "Person") -> "tuple[tuple[HighRisk, ...], ReviewRulesVersion | None]":
    """Return for which risks a second signature is needed if this person signs now, and the version of the rules."""
    version = ReviewRulesVersion.objects.filter(organization_id=draft.organization_id).first()
    if version is None:
        return (), None
    rules = rules_in(version)
    risks = tuple(risk for risk in rules.second_signature if _carries(draft, risk, rules, signer))
    return risks, version if risks else None


def _carries(draft: "Draft", risk: HighRisk, rules: ReviewRules, signer: "Person") -> bool:
    if risk is HighRisk.CONTROLLED:
        return bool(controlled_in((draft.subject, draft.service_code, draft.policy.title if draft.policy else "")))
    if risk is HighRisk.NEW_RELEASE:
        signed = Signature.objects.filter(
            decision__item__organization=draft.organization_id, decision__item__draft__release=draft.release_id
        )
        return draft.release_id is not None and signed.count() < rules.new_release_drafts
    people = {signer.pk, draft.requested_by_id}
    return break_glass_used(people, draft.patient_id, draft.created_at, clock.now())


def needed_words(risks: "Iterable[str]") -> str:
    """Return why a second signature is needed, as the rest of a sentence that begins with "because"."""
    return ", and ".join(NEEDED_FOR[risk] for risk in risks if risk in HIGH_RISK_WORDS)


def second_told(draft: "AccessedDraft", first: "Person") -> "tuple[str, bool]":
    """Return who may sign a second time where ``first`` signs first, as a sentence, and whether anybody may."""
    names = [one.formal_name for one in carers_of(draft.patient_id) if _may_sign_second(draft, one, first)]
    if not names:
        return NOBODY_SECOND, False
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return f"Who may give it: {'; '.join(names[:MOST_NAMED])}{more}.", True


def _may_sign_second(draft: "AccessedDraft", person: "Person", first: "Person") -> bool:
    if person.pk in {first.pk, draft.requested_by_id} or not may(person, Permission.SIGN_DRAFT):
        return False
    granted = patients_visible_to(person, PatientPermission.SIGN_DRAFT.value, emergency=False)
    return drafts_visible_to(person).filter(pk=draft.pk, patient__in=granted.values("pk")).exists()


def why_not_second(draft: "AccessedDraft", person: "Person") -> str:
    """Return why this person does not give the second signature, or an empty text. Needs ``access_draft``."""
    item = item_of(draft)
    if item is None or item.status != ReviewStatus.AWAITING_SECOND:
        return NOT_AWAITED
    if item.claimed_by_id == person.pk:
        return SIGNED_FIRST
    if draft.requested_by_id == person.pk:
        return ASKED_FOR_IT
    return why_not_sign(draft, person)
