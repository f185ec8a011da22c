"""The forms of charts, of redactions, and of who may see what."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from apps.access.models import BreakGlassGrant
from apps.access.selectors import actor_for
from apps.access.services import break_glass_end, break_glass_open, care_team_create
from apps.chart.services import delegation_give, patient_consent_record, patient_grant
from apps.core import clock
from apps.redaction.cases import case_preview
from apps.redaction.domain.corrections import Act, Scope
from apps.redaction.domain.kinds import IdentifierKind
from apps.redaction.models import RedactionCorrection
from apps.viewer.pipeline import redaction_correct
from apps.viewer.services import chart_ask, question_hand_over
from tests.access.everything import ELSEWHERE, LABELLED, OTHER
from tests.access.forms.stage import HOUSE, TEST_SITE, Form, Post, Stage, typed
from tests.access.soft_key import SoftKey, set_up_key
from tests.factories import PASSWORD, SETUP, make_document, make_person

DECISION = "Should she stop warfarin?"
MISFILED = "RESPIRATORY CARE\nName: DOE, JANE J.   DOB: 05-Mar-1949 (77 F)\nMRN: MRN-777777\n\nHome oxygen 2 L ordered."


def emergency(stage: Stage, key: str = "lindholm") -> BreakGlassGrant:
    return break_glass_open(
        patient_id=stage.world.anna.pk, reason_code="emergency_treatment", reason="On call.", **stage.who(key)
    )


def declared(stage: Stage) -> Post:
    anna = stage.world.anna
    return Post({"mrn": anna.mrn, "born": anna.birth_date, "reason_code": "emergency_treatment", "minutes": "15",
                 "reason": "Unconscious on arrival.", "password": PASSWORD})  # fmt: skip


def by_key(stage: Stage) -> Post:
    set_up_key(stage.world.lindholm, SoftKey(TEST_SITE))
    return Post()


def open_now(stage: Stage) -> Post:
    emergency(stage)
    return Post()


def ended(stage: Stage) -> Post:
    grant = emergency(stage)
    break_glass_end(patient_id=stage.world.anna.pk, **stage.who("lindholm"))
    return Post({"outcome": "appropriate", "attestation": "The admission sheet confirms it."}, {"grant_id": grant.pk})


def consented(stage: Stage) -> dict[str, Any]:
    return {"labels": ["part2"], "recipient": "The plan", "starts_on": clock.today(), "kept": "Folder."}


def revoked(stage: Stage) -> Post:
    one = patient_consent_record(
        patient=stage.world.anna, **{**consented(stage), "ends_on": None}, **stage.who("okafor")
    )
    return Post({}, {"consent_id": one.pk})


def misfiled(stage: Stage) -> Post:
    page = make_document(stage.world.anna, MISFILED, "DocumentReference/9")
    return Post({"reason_code": "about_this_patient"}, {"document_id": page.pk})


def refused_question(stage: Stage) -> Any:
    return chart_ask(patient=stage.world.anna, text=DECISION, **stage.who("okafor"))


def handed(stage: Stage) -> Any:
    question, _ = question_hand_over(
        patient=stage.world.anna, query_id=refused_question(stage).query_id, **stage.who("okafor")
    )
    return question


def missed(stage: Stage) -> Post:
    start = stage.at.documents["note"].text.index("worse")
    return Post({"act": "missed", "start": start, "end": start + 5, "kind": "PERSON", "scope": "document"})


def found(stage: Stage) -> Post:
    officer = make_person(stage.world.cedar, "officer", "privacy_officer")
    done = redaction_correct(
        redacted_document_id=stage.ids()["redacted_id"], act=Act.MISSED, scope=Scope.DOCUMENT, start=15, end=23,
        kind=IdentifierKind.PERSON, person=officer, actor=actor_for(officer),
    )  # fmt: skip
    assert done
    one = RedactionCorrection.objects.get(person=officer)
    return Post({"text": case_preview(one)["text"]}, {"correction_id": one.pk})


def days() -> dict[str, Any]:
    return {"first_day": clock.today(), "last_day": clock.today() + timedelta(days=2), "reason": "leave"}


def delegated(stage: Stage) -> Post:
    one = delegation_give(
        to_person=stage.world.lindholm, patient=None, reason="leave", starts_at=clock.now(),
        ends_at=clock.now() + timedelta(days=2), **stage.who("okafor"),
    )  # fmt: skip
    return Post({}, {"delegation_id": one.pk})


def given(stage: Stage) -> dict[str, Any]:
    return {"patient": stage.world.berta.mrn, "right": "view_chart", "person": stage.world.nurse.pk,
            "reason": "referral"}  # fmt: skip


def taken(stage: Stage) -> Post:
    return Post({"patient": stage.world.anna.mrn, "right": "review_draft", "kind": "person",
                 "holder": stage.world.reyes.pk, "reason": "not_used"})  # fmt: skip


def team(stage: Stage) -> Any:
    made = care_team_create(organization=stage.world.cedar, slug="nights", name="Nights", actor=SETUP)
    patient_grant(patient=stage.world.anna, permission="view_chart", team=made, actor=SETUP)
    return made.pk


NOBODY_ELSE_S = (OTHER, ELSEWHERE)
FORMS: Mapping[str, Form] = {
    "delegation:delegation_end": Form(delegated, HOUSE, closed=NOBODY_ELSE_S),
    "delegation:delegations": Form(
        lambda stage: Post({"to_person": stage.world.lindholm.pk, **days()}), HOUSE, closed=(ELSEWHERE,)
    ),
    "delegation:delegations of one patient": Form(
        lambda stage: Post({"to_person": stage.world.lindholm.pk, "patient": stage.world.anna.pk, **days()}), HOUSE,
        closed=NOBODY_ELSE_S,
    ),
    "emergencies:emergency": Form(ended, HOUSE, by="privacy", closed=(ELSEWHERE,)),
    "looks:disclosures": Form(
        lambda stage: Post({"disclosed_on": clock.today(), "recipient": "County health department", "what": "A case",
                            "purpose": "public_health"}), HOUSE, by="privacy",
    ),
    "looks:find": Form(
        lambda stage: Post({"mrn": stage.world.anna.mrn, "born": stage.world.anna.birth_date}), HOUSE, by="privacy",
        closed=(ELSEWHERE,),
    ),
    "looks:looks": Form(typed(act="name"), HOUSE, by="privacy", status=200),
    "privacy:case_accept": Form(found, HOUSE, by="privacy", closed=(ELSEWHERE,)),
    "privacy:redaction_check": Form(at=HOUSE, by="privacy"),
    "privacy:redaction_correct": Form(missed, HOUSE, by="privacy"),
    "reference:references": Form(typed(words="step therapy before adalimumab"), HOUSE, status=200),
    "rights:grant_give": Form(lambda stage: Post(given(stage)), HOUSE, by="admin", status=200, closed=(ELSEWHERE,)),
    "rights:grant_give to a team": Form(
        lambda stage: Post({"patient": stage.world.berta.mrn, "right": "view_chart", "team": team(stage),
                            "reason": "referral"}), HOUSE, by="admin", status=200, closed=(ELSEWHERE,),
    ),
    "rights:grant_take": Form(taken, HOUSE, by="admin", status=200, closed=(ELSEWHERE,)),
    "rights:grant_take from a team": Form(
        lambda stage: Post({"patient": stage.world.anna.mrn, "right": "view_chart", "kind": "team",
                            "holder": team(stage), "reason": "not_used"}), HOUSE, by="admin", status=200,
        closed=(ELSEWHERE,),
    ),
    "rights:grants": Form(
        lambda stage: Post({"patient": stage.world.anna.mrn}), HOUSE, by="admin", status=200,
        shows="Imani Okafor", closed=(ELSEWHERE,),
    ),
    "rights:person_role": Form(
        lambda stage: Post({"role": "resident", "seen": "nurse"}, {"person_id": stage.world.nurse.pk}), HOUSE,
        by="admin",
    ),
    "viewer:break_glass": Form(declared, HOUSE, by="lindholm", closed=(ELSEWHERE,)),
    "viewer:break_glass_challenge": Form(by_key, HOUSE, by="lindholm", status=200),
    "viewer:break_glass_close": Form(open_now, HOUSE, by="lindholm", open_to=(LABELLED,)),
    "viewer:chart_ask": Form(typed(words="Why was methotrexate stopped?"), status=200),
    "viewer:chart_consents": Form(lambda stage: Post(consented(stage))),
    "viewer:chart_search": Form(typed(words="methotrexate"), status=200),
    "viewer:charts": Form(typed(words="Anna"), status=200, shows="Lindgren-Sato"),
    "viewer:consent_revoke": Form(revoked),
    "viewer:document_settle": Form(misfiled),
    "viewer:question_close": Form(lambda stage: Post({}, {"question_id": handed(stage).pk}), closed=NOBODY_ELSE_S),
    "viewer:question_hand_over": Form(lambda stage: Post({"query": UUID(str(refused_question(stage).query_id))})),
    "viewer:question_take": Form(lambda stage: Post({}, {"question_id": handed(stage).pk}), closed=NOBODY_ELSE_S),
}  # fmt: skip
