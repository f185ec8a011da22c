"""A draft that is known to be wrong beside the one it was made like, and short ways to where a test of it begins."""

import json
from dataclasses import dataclass

from django.test import Client
from django.urls import reverse

from apps.access.selectors import actor_for
from apps.chart.models import Patient
from apps.chart.services import patient_grant
from apps.drafting.models import Draft, PlantedError
from apps.drafting.services import draft_seed
from apps.intake.pipeline import message_finish, message_take
from apps.review import services
from apps.review.domain.status import Outcome
from apps.review.selectors import access_draft, review_page
from apps.review.selectors.facts import UNTOUCHED
from apps.review.services import items_open_for_ready_drafts
from tests.drafting.conftest import WORKER, bundle, request_summary, run
from tests.factories import SETUP, World
from tests.review.acts import HEADER, item_sign, judgement


@dataclass
class Seeded:
    """A test patient, a draft about them that is right as far as is known, and one like it that is not."""

    world: World
    patient: Patient
    like: Draft
    draft: Draft

    def act(self, person):
        return {"draft": access_draft(person, self.draft.pk), "person": person, "actor": actor_for(person)}

    def as_seen_by(self, person):
        return access_draft(person, self.draft.pk)

    def errors(self):
        return list(PlantedError.objects.filter(claim__draft=self.draft).select_related("claim"))


def of_a_test_patient() -> bytes:
    filled = json.loads(bundle("tess", "Tess", "Proband"))
    for entry in filled["entry"]:
        entry["resource"]["meta"] = {"security": [{"code": "HTEST"}]}
    return json.dumps(filled).encode()


def make_seeded(world: World) -> Seeded:
    message, _ = message_take(
        organization=world.cedar, source_system="test", source_id="tess.json", actor=WORKER,
        media_type="application/fhir+json", body=of_a_test_patient(),
    )  # fmt: skip
    message_finish(message_id=message.pk, actor=WORKER)
    patient = Patient.objects.get(source_id="tess")
    assert patient.is_test
    for permission in ("view_chart", "review_draft", "sign_draft"):
        for person in (world.okafor, world.lindholm):
            patient_grant(patient=patient, permission=permission, person=person, actor=SETUP)
    like = run(request_summary(world, patient_id=patient.pk))
    draft = run(draft_seed(like=like, due_at=None, actor=SETUP))
    items_open_for_ready_drafts(organization_id=world.cedar.pk, actor=SETUP)
    return Seeded(world, patient, like, draft)


def client_of(person):
    client = Client()
    client.force_login(person)
    return client


def at(seeded, name="draft_detail"):
    return reverse(f"review:{name}", args=[seeded.draft.pk])


def settle(seeded, person, *, catch):
    """Bring the draft to where it can be approved: known errors removed, or kept with the rest."""
    wrong = {error.claim_id for error in seeded.errors()}
    for claim in seeded.draft.claims.prefetch_related("citations"):
        for citation in claim.citations.all():
            services.evidence_open(citation_id=citation.pk, **seeded.act(person))
        facts = review_page(seeded.as_seen_by(person), person).claim(claim.pk)
        this = {"claim_id": claim.pk, "seen": UNTOUCHED, **seeded.act(person)}
        if claim.pk in wrong and catch:
            services.claim_remove(reason_code="contradicts", reason="", **this)
        elif facts.why_not_confirm:
            services.claim_waive(reason_code="other", reason="I know this patient well.", **this)
        else:
            services.claim_confirm(**this)


def decide(seeded, person, outcome, **changed):
    values = {"reason_code": "contradicts", **changed}
    return services.item_decide(judgement=judgement(seeded, person, outcome, **values), **seeded.act(person))


def approve(seeded, person):
    """Sign it, as it was written or with what was removed."""
    edits = any(claim.state == "removed" for claim in review_page(seeded.as_seen_by(person), person).claims)
    outcome, code = (Outcome.EDIT, "contradicts") if edits else (Outcome.APPROVE, "")
    found = judgement(seeded, person, outcome, reason_code=code, read=to_read(seeded, person))
    return item_sign(judgement=found, meaning="approved", header=HEADER, **seeded.act(person))


def to_read(seeded, person):
    return frozenset(finding.id for finding in review_page(seeded.as_seen_by(person), person).on_draft)
