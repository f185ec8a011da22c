"""The forms of the desk: what is done to a draft before it is signed."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from apps.chart.models import SourceDocument
from apps.core import clock
from apps.core.actors import Actor
from apps.drafting.models import Draft
from apps.redaction.domain.corrections import Act, Scope
from apps.redaction.domain.kinds import IdentifierKind
from apps.redaction.models import RedactedDocument
from apps.redaction.selectors import redaction_in_use
from apps.retrieval.services import redacted_documents_index
from apps.review import services
from apps.review.domain.handing import AWAY_AFTER
from apps.review.domain.status import Outcome
from apps.review.models import OwnJudgement, PauseSuggestion, ReviewItem, SpotCheck
from apps.review.selectors.attention import attention_token
from apps.review.selectors.facts import UNTOUCHED
from apps.review.services import Wanted
from apps.viewer.pipeline import redaction_correct
from apps.viewer.services import redactions_renew
from tests.access.everything import ELSEWHERE, LABELLED, OTHER
from tests.access.forms.stage import FINISHED, LETTER, TEST_SITE, Form, Post, Stage, typed
from tests.access.soft_key import SoftKey, set_up_key
from tests.factories import PASSWORD, SETUP
from tests.review.acts import edit, judgement, open_evidence
from tests.review.conftest import grant, make_document
from tests.review.test_criteria import REASON, answer
from tests.review.test_recite import cite, token
from tests.review.test_typed_later import returned

STOPPED = "Methotrexate was stopped after 5 doses because of nausea."
SUMMARY = {"kind": "chart_summary", "subject": "Before the visit"}


def on_claim(ordinal: int, **said: Any) -> Any:
    return lambda stage: Post({"seen": UNTOUCHED, **said}, {"claim_id": stage.at.claim(ordinal).pk})


def confirm(stage: Stage) -> Post:
    open_evidence(stage.at, stage.world.okafor, 1, 2)
    return on_claim(1)(stage)


def undo(stage: Stage) -> Post:
    edit(stage.at, stage.world.okafor, 3, STOPPED)
    return Post({"seen": token(stage.at, 3)}, {"claim_id": stage.at.claim(3).pk})


def claimed(stage: Stage) -> Post:
    services.item_claim(**stage.act())
    return Post()


def decided(stage: Stage) -> Post:
    services.item_decide(judgement=judgement(stage.at, stage.world.okafor, Outcome.REJECT), **stage.act())
    return Post()


def attention(stage: Stage) -> Post:
    page = attention_token(stage.at.draft.pk, stage.world.okafor)
    return Post({"page": page, "active": "1000", "dwell": "{}"})


def to_sign(stage: Stage, **said: str) -> Post:
    seen = judgement(stage.at, stage.world.okafor).seen_sha256
    return Post({"outcome": "edit", "reason_code": "contradicts", "harm": "no", "meaning": "approved", "seen": seen,
                 **said})  # fmt: skip


def by_key(stage: Stage) -> Post:
    set_up_key(stage.world.okafor, SoftKey(TEST_SITE))
    return to_sign(stage)


def looked_once_more(stage: Stage) -> Post:
    item = ReviewItem.objects.get(draft=stage.at.draft)
    SpotCheck.objects.create(
        item=item, person=stage.world.okafor, attempt=1, claim=stage.at.claim(1), shown_at=clock.now()
    )
    return Post({"answer": "right"})


def drawn(stage: Stage) -> Stage:
    """Let the letter be one that is judged before the machine is."""
    answer(stage.at, "2a", "INSUFFICIENT", "Open.", ())
    answer(stage.at, "2b", "MET", REASON, [("note", "CDAI 31", "supports")], ordinal=2)
    OwnJudgement.objects.create(item=ReviewItem.objects.get(draft=stage.at.draft), criteria=["2a", "2b"])
    return stage


def judged(stage: Stage) -> Post:
    drawn(stage)
    return Post({"verdict-2a": "NOT_MET", "verdict-2b": "MET"})


def skipped(stage: Stage) -> Post:
    drawn(stage)
    return Post({"reason": "patient"})


def colleague(stage: Stage) -> None:
    grant(stage.at, stage.world.lindholm, "view_chart", "review_draft", "sign_draft")


def held_by_another(stage: Stage) -> Post:
    colleague(stage)
    services.item_claim(**stage.act("lindholm"))
    return Post({"act": "ask"})


def asked_for(stage: Stage, act: str) -> Post:
    colleague(stage)
    services.item_claim(**stage.act())
    services.hand_over_ask(**stage.act("lindholm"))
    return Post({"act": act})


def taken_over(stage: Stage) -> Post:
    colleague(stage)
    with clock.standing_at(clock.now() - AWAY_AFTER - timedelta(hours=1)):
        services.item_claim(**stage.act("lindholm"))
    return Post({"reason": "The clock ends today."})


def corrected(stage: Stage) -> Post:
    document = stage.at.documents["phone"]
    start = document.text.index("stopped")
    redaction_correct(
        redacted_document_id=redaction_in_use(document.pk).pk, act=Act.MISSED, scope=Scope.DOCUMENT, start=start,
        end=start + 7, kind=IdentifierKind.PERSON, **stage.who("privacy"),
    )  # fmt: skip
    redactions_renew(patient_id=stage.world.anna.pk, actor=Actor.service("worker"))
    return Post()


def halted(stage: Stage) -> Post:
    Draft.objects.filter(pk=stage.at.draft.pk).update(status="FAILED", reason="It broke.", ready_at=None)
    return Post()


def given_back(stage: Stage) -> Post:
    """Let the draft that Dr. Okafor asked for be returned to her."""
    colleague(stage)
    returned(stage.at)
    Draft.objects.filter(pk=stage.at.draft.pk).update(requested_by=stage.world.okafor)
    return Post({"act": "sent_back", "words": "20 mg weekly."})


def wanted(stage: Stage) -> Any:
    (asked,) = services.documents_request(
        draft=stage.draft, wanted=(Wanted("Fill history"),), waits=False, **stage.who("nurse")
    )
    return asked


def arrived(stage: Stage) -> SourceDocument:
    return make_document(stage.world.anna, "fills", "Progress note\n\nFills: methotrexate, five doses.")


def received(stage: Stage) -> Post:
    return Post({"document": arrived(stage).pk}, {"request_id": wanted(stage).pk})


def anew(stage: Stage) -> Post:
    wanted(stage)
    document = arrived(stage)
    redacted_documents_index(redacted_document_ids=[RedactedDocument.objects.get(document=document).pk], actor=SETUP)
    return Post()


def waits(stage: Stage) -> Post:
    wanted(stage)
    return Post()


def goes_on(stage: Stage) -> Post:
    wanted(stage)
    services.draft_wait(draft=stage.draft, **stage.who("okafor"))
    return Post()


def chosen_words(stage: Stage) -> Post:
    edit(stage.at, stage.world.okafor, 3, STOPPED)
    document, words = stage.at.documents["phone"], "stopped MTX last wk after 5 doses"
    start = document.text.index(words)
    return Post({"sentence": stage.at.claim(3).pk, "document": document.pk, "seen": token(stage.at, 3),
                 "start": start, "end": start + len(words)})  # fmt: skip


def cited(stage: Stage) -> Post:
    edit(stage.at, stage.world.okafor, 3, STOPPED)
    one = cite(stage.at, 3, "phone", "stopped MTX last wk after 5 doses", person=stage.world.okafor)
    return Post({"seen": token(stage.at, 3)}, {"citation_id": one.pk})


def stated(stage: Stage) -> Post:
    one = services.statement_add(where="harm", text="Without it she worsens.", **stage.act())
    return Post({}, {"statement_id": one.pk})


def restricted(stage: Stage) -> dict[str, Any]:
    SourceDocument.objects.filter(pk=stage.at.documents["phone"].pk).update(labels=["mental_health"])
    return {"labels": ["mental_health"], "signed_on": clock.today(), "kept": "Scanned form."}


def withdrawn(stage: Stage) -> Post:
    one = services.consent_record(**restricted(stage), expires_on=None, **stage.act())
    return Post({}, {"consent_id": one.pk})


def asked_by_patient(stage: Stage, **said: Any) -> Post:
    return Post({"patient": stage.world.anna.pk, **SUMMARY, **said})


def checked(stage: Stage) -> Post:
    return Post({"patient": stage.world.anna.pk, "kind": "prior_auth_letter", "policy": stage.draft.policy_id,
                 "check": "1"})  # fmt: skip


def pause(stage: Stage) -> Post:
    person = stage.world.okafor
    PauseSuggestion.objects.create(organization=person.organization, person=person, decisions=20, active_ms=3_000_000)
    return Post()


NOBODY_ELSE_S = (OTHER, ELSEWHERE, LABELLED)
FORMS: Mapping[str, Form] = {
    "review:attention_report": Form(attention, status=204, later=timedelta(seconds=30)),
    "review:claim_confirm": Form(confirm),
    "review:claim_edit": Form(on_claim(3, text=STOPPED)),
    "review:claim_remove": Form(on_claim(4, reason_code="unsupported")),
    "review:claim_waive": Form(on_claim(3, reason_code="other", reason="She showed me the paper.")),
    "review:claim_undo": Form(undo),
    "review:typed_claim": Form(on_claim(3, text=STOPPED), status=200),
    "review:typed_draft": Form(typed(comment="Half a sentence"), status=200),
    "review:consent_withdraw": Form(withdrawn, LETTER),
    "review:draft_consents": Form(lambda stage: Post(restricted(stage)), LETTER),
    "review:draft_again": Form(corrected),
    "review:draft_anew": Form(anew),
    "review:draft_challenge": Form(by_key, FINISHED, status=200),
    "review:draft_claim": Form(),
    "review:draft_decide": Form(lambda stage: to_sign(stage, password=PASSWORD), FINISHED),
    "review:draft_decide of a rejection": Form(lambda stage: to_sign(stage, outcome="reject"), FINISHED),
    "review:draft_go_on": Form(goes_on),
    "review:draft_ledger": Form(status=200),
    "review:draft_new": Form(asked_by_patient, closed=NOBODY_ELSE_S[:2]),
    "review:draft_new that looks in the chart": Form(
        checked, LETTER, status=200, refusal=200, closed=NOBODY_ELSE_S[:2]
    ),
    "review:draft_release": Form(claimed),
    "review:draft_reopen": Form(decided),
    "review:draft_resume": Form(halted),
    "review:draft_returned": Form(given_back),
    "review:draft_spot_check": Form(looked_once_more, FINISHED),
    "review:draft_wait": Form(waits),
    "review:hand_over": Form(held_by_another),
    "review:hand_over that gives": Form(lambda stage: asked_for(stage, "give")),
    "review:hand_over that declines": Form(lambda stage: asked_for(stage, "decline")),
    "review:identity": Form(typed(reason_code="call_payer"), by="lindqvist", status=200),
    "review:own": Form(judged, LETTER),
    "review:own_skip": Form(skipped, LETTER),
    "review:pause_decline": Form(pause),
    "review:request_assign": Form(
        lambda stage: Post({"assigned_to": stage.world.nurse.pk}, {"request_id": wanted(stage).pk}),
        closed=NOBODY_ELSE_S,
    ),
    "review:request_cancel": Form(
        lambda stage: Post({"reason": "It came."}, {"request_id": wanted(stage).pk}), closed=NOBODY_ELSE_S
    ),
    "review:request_make": Form(lambda stage: Post({"what": "Fill history", "assigned_to": stage.world.nurse.pk})),
    "review:request_receive": Form(received, closed=NOBODY_ELSE_S),
    "review:source_find": Form(
        lambda stage: Post({"words": "Osteopenia", "cited": stage.at.citation(1).pk, "sentence": stage.at.claim(1).pk}),
        status=200,
        refusal=200,
    ),
    "review:sources_search": Form(typed(words="Why was methotrexate stopped?"), status=200),
    "review:span_cite": Form(chosen_words),
    "review:span_take_off": Form(cited),
    "review:statement_add": Form(typed(where="harm", text="Without it she worsens."), LETTER),
    "review:statement_undo": Form(stated, LETTER),
    "review:take_over": Form(taken_over),
}
