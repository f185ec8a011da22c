"""The drafts that the pages show, each made by the steps a worker takes and treated by the services of the desk."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings

from apps.access.domain.factors import Factor, StepUp
from apps.access.selectors import actor_for
from apps.core import clock
from apps.core.actors import Actor
from apps.coverage.services import policy_load
from apps.drafting.domain.claims import Support
from apps.drafting.selectors import draft_for_review
from apps.drafting.services import draft_check, draft_generate, draft_request, draft_retrieve
from apps.review import services
from apps.review.domain.status import Outcome
from apps.review.selectors import access_draft, final_text, header_of
from apps.review.selectors.facts import UNTOUCHED
from apps.review.services.decisions import Judgement
from apps.viewer.selectors import patient_banner

if TYPE_CHECKING:
    from apps.access.models import Person
    from apps.chart.models import Patient
    from apps.drafting.models import Claim, Draft

ACTOR = Actor.service("bench-pages")
FIXTURES: Path = settings.BASE_DIR / "fixtures"
REASON: dict[str, Any] = {"reason_code": "known_first_hand", "reason": "Known to me from the last visit."}


def requested(patient: "Patient", person: "Person", subject: str, kind: str, **wanted: Any) -> "Draft":
    """Ask for a draft, which waits then as any does."""
    return draft_request(
        patient_id=patient.pk, kind=kind, subject=subject, person=person, actor=actor_for(person), **wanted
    )


def summary_draft(patient: "Patient", person: "Person", subject: str) -> "Draft":
    return _made(requested(patient, person, subject, "chart_summary"))


def large_letter(patient: "Patient", person: "Person", illnesses: Sequence[str]) -> "Draft":
    """Return a letter that argues from a policy with a criterion for each illness: a claim or two of each."""
    body = json.loads((FIXTURES / "policies" / "RA-04-v3.json").read_text(encoding="utf-8"))
    leaves = [_leaf(number, illness) for number, illness in enumerate(illnesses, start=1)]
    body |= {"policy_id": "BENCH-60", "title": "As many criteria as illnesses"}
    body["root"] |= {"id": "BENCH-60", "children": leaves}
    policy = policy_load(body=body, actor=ACTOR)
    codes = {"service_code": "HCPCS J0139", "diagnosis_codes": ["M05.79"]}
    return _made(
        requested(patient, person, "Adalimumab 40 mg, every 2 weeks", "prior_auth_letter", policy=policy, **codes)
    )


def _leaf(number: int, illness: str) -> dict[str, Any]:
    test = {"kind": "condition", "any_of": [illness], "status": "active"}
    text = f"The member has {illness}."
    return {"id": str(number), "op": "leaf", "text": text, "test": test}


def _made(draft: "Draft") -> "Draft":
    for step in (draft_retrieve, draft_generate, draft_check):
        step(draft_id=draft.pk, worker="bench", actor=ACTOR)
    services.items_open_for_ready_drafts(organization_id=draft.organization_id, actor=ACTOR)
    return draft_for_review(draft.pk)


def opened_claim(draft: "Draft", person: "Person") -> tuple[UUID, UUID]:
    """Take the draft and open the evidence of its first claim that can be confirmed; return it and its citation."""
    claim = next(one for one in draft.claims.all() if one.support == Support.SUPPORTED and one.citations.all())
    services.item_claim(**_act(draft, person))
    _open(draft, claim, person)
    return claim.pk, claim.citations.all()[0].pk


def checked_draft(draft: "Draft", person: "Person") -> "Draft":
    """Do to every claim what it asks for, so that nothing but the decision is left."""
    for claim in draft.claims.all():
        _open(draft, claim, person)
        seen: dict[str, Any] = {"claim_id": claim.pk, "seen": UNTOUCHED}
        if claim.support in {Support.CONTRADICTED, Support.NOT_FOUND}:
            services.claim_waive(**seen, **REASON, **_act(draft, person))
        else:
            services.claim_confirm(**seen, **_act(draft, person))
    return draft


def signed_draft(draft: "Draft", person: "Person") -> "Draft":
    checked_draft(draft, person)
    judgement, accessed = _judgement(draft, person, Outcome.APPROVE)
    header = header_of(accessed, patient_banner(accessed.patient), person)
    signing: dict[str, Any] = {"judgement": judgement, "meaning": "approved", "header": header}
    signing |= _act(draft, person)
    act = services.signing_act(**signing)
    services.item_sign(step_up=StepUp(str(person.pk), (Factor.PASSWORD.value,), "", clock.now(), act), **signing)
    return draft


def rejected_draft(patient: "Patient", person: "Person") -> None:
    """Make a draft of a small chart and reject it: a decision for the gauges."""
    draft = summary_draft(patient, person, "Chart summary")
    judgement, _ = _judgement(draft, person, Outcome.REJECT)
    services.item_decide(**_act(draft, person), judgement=judgement)


def _judgement(draft: "Draft", person: "Person", outcome: Outcome) -> tuple[Judgement, Any]:
    accessed = access_draft(person, draft.pk)
    text = final_text(accessed)
    read = frozenset(finding.id for finding in text.on_draft)
    reason = "" if outcome is Outcome.APPROVE else "unsupported"
    judgement = Judgement(outcome=outcome, seen_sha256=text.sha256, harm="no", reason_code=reason, read=read)
    return judgement, accessed


def _open(draft: "Draft", claim: "Claim", person: "Person") -> None:
    for citation in claim.citations.all():
        services.evidence_open(citation_id=citation.pk, **_act(draft, person))


def _act(draft: "Draft", person: "Person") -> dict[str, Any]:
    return {"draft": access_draft(person, draft.pk), "person": person, "actor": actor_for(person)}
