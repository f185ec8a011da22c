"""Every review, what was decided in it and what was sent stand behind the fence of the organization (decision 0059)."""

from django.db import migrations

from apps.core.fencing import organization_fence, organization_fence_through

OWN = ("review_reviewitem", "review_payerexchange", "review_submission", "review_chartanswer", "review_documentrequest")
THROUGH = (
    ("review_claimreview", "item_id", "review_reviewitem"),
    ("review_clinicianstatement", "item_id", "review_reviewitem"),
    ("review_evidenceopening", "item_id", "review_reviewitem"),
    ("review_reviewdecision", "item_id", "review_reviewitem"),
    ("review_attentionspell", "item_id", "review_reviewitem"),
    ("review_spotcheck", "item_id", "review_reviewitem"),
    ("review_chosenevidence", "item_id", "review_reviewitem"),
    ("review_ownjudgement", "item_id", "review_reviewitem"),
    ("review_handover", "item_id", "review_reviewitem"),
    ("review_sendingconsent", "draft_id", "drafting_draft"),
    ("review_draftwait", "draft_id", "drafting_draft"),
    ("review_signature", "decision_id", "review_reviewdecision"),
    ("review_decisionattention", "decision_id", "review_reviewdecision"),
    ("review_claimedit", "decision_id", "review_reviewdecision"),
    ("review_returnreply", "decision_id", "review_reviewdecision"),
    ("review_seededcatch", "decision_id", "review_reviewdecision"),
    ("review_signedfile", "patient_id", "chart_patient"),
    ("review_secondsignature", "patient_id", "chart_patient"),
    ("review_amendment", "patient_id", "chart_patient"),
    ("review_typedwords", "patient_id", "chart_patient"),
    ("review_payerguid", "exchange_id", "review_payerexchange"),
    ("review_payerreply", "exchange_id", "review_payerexchange"),
    ("review_payerreceipt", "submission_id", "review_submission"),
    ("review_payeranswer", "submission_id", "review_submission"),
    ("review_payerletter", "answer_id", "review_payeranswer"),
    ("review_appeal", "answer_id", "review_payeranswer"),
    ("review_chosencitation", "evidence_id", "review_chosenevidence"),
    ("review_secondrefusal", "signature_id", "review_signature"),
    ("review_ownverdict", "judgement_id", "review_ownjudgement"),
)


class Migration(migrations.Migration):
    dependencies = [("core", "0002_standing"), ("review", "0025_waiver_reasons")]

    operations = [
        *(organization_fence(table) for table in OWN),
        *(organization_fence_through(table, column=column, parent=parent) for table, column, parent in THROUGH),
    ]
