from django.urls import path

from apps.review import views

app_name = "review"

urlpatterns = [
    path("", views.queue, name="queue"),
    path("privacy/drafts/", views.redaction_drafts, name="redaction_drafts"),
    path("control/desk/", views.rules, name="rules"),
    path("help/", views.desk_help, name="desk_help"),
    path("pause/", views.pause_decline, name="pause_decline"),
    # /requests/
    path("requests/", views.document_requests, name="document_requests"),
    path("requests/<uuid:request_id>/assign/", views.request_assign, name="request_assign"),
    path("requests/<uuid:request_id>/receive/", views.request_receive, name="request_receive"),
    path("requests/<uuid:request_id>/cancel/", views.request_cancel, name="request_cancel"),
    # /drafts/
    path("drafts/new/", views.draft_new, name="draft_new"),
    path("drafts/new/chart/<uuid:answer_id>/", views.chart_check, name="chart_check"),
    # /drafts/<draft_id>/
    path("drafts/<uuid:draft_id>/", views.draft_detail, name="draft_detail"),
    path("drafts/<uuid:draft_id>/claim/", views.draft_claim, name="draft_claim"),
    path("drafts/<uuid:draft_id>/release/", views.draft_release, name="draft_release"),
    path("drafts/<uuid:draft_id>/reopen/", views.draft_reopen, name="draft_reopen"),
    path("drafts/<uuid:draft_id>/returned/", views.draft_returned, name="draft_returned"),
    path("drafts/<uuid:draft_id>/again/", views.draft_again, name="draft_again"),
    path("drafts/<uuid:draft_id>/resume/", views.draft_resume, name="draft_resume"),
    path("drafts/<uuid:draft_id>/decide/", views.draft_decide, name="draft_decide"),
    path("drafts/<uuid:draft_id>/decided/", views.draft_decided, name="draft_decided"),
    path("drafts/<uuid:draft_id>/spot-check/", views.draft_spot_check, name="draft_spot_check"),
    path("drafts/<uuid:draft_id>/attention/", views.attention_report, name="attention_report"),
    path("drafts/<uuid:draft_id>/decide/back/<uuid:asked>/", views.draft_decide_back, name="draft_decide_back"),
    path("drafts/<uuid:draft_id>/decide/challenge/", views.draft_challenge, name="draft_challenge"),
    path("drafts/<uuid:draft_id>/own/", views.own, name="own"),
    path("drafts/<uuid:draft_id>/own/skip/", views.own_skip, name="own_skip"),
    path("drafts/<uuid:draft_id>/own/<uuid:citation_id>/", views.own_citation, name="own_citation"),
    path("drafts/<uuid:draft_id>/check/", views.seeded, name="seeded"),
    path("drafts/<uuid:draft_id>/left/", views.draft_ledger, name="draft_ledger"),
    path("drafts/<uuid:draft_id>/trace/", views.draft_trace, name="draft_trace"),
    path("drafts/<uuid:draft_id>/replay/", views.draft_replay, name="draft_replay"),
    path("drafts/<uuid:draft_id>/trace.json", views.draft_trace_export, name="draft_trace_export"),
    path("drafts/<uuid:draft_id>/signed/", views.draft_signed, name="draft_signed"),
    path("drafts/<uuid:draft_id>/second/", views.draft_second, name="draft_second"),
    path("drafts/<uuid:draft_id>/second/back/<uuid:asked>/", views.draft_second_back, name="draft_second_back"),
    path("drafts/<uuid:draft_id>/second/challenge/", views.draft_second_challenge, name="draft_second_challenge"),
    path("drafts/<uuid:draft_id>/verify/", views.draft_verify, name="draft_verify"),
    path("drafts/<uuid:draft_id>/amend/", views.draft_amend, name="draft_amend"),
    path("drafts/<uuid:draft_id>/amend/back/<uuid:asked>/", views.draft_amend_back, name="draft_amend_back"),
    path("drafts/<uuid:draft_id>/amend/challenge/", views.draft_amend_challenge, name="draft_amend_challenge"),
    path("drafts/<uuid:draft_id>/signed.pdf", views.draft_pdf, name="draft_pdf"),
    path("drafts/<uuid:draft_id>/citations/<uuid:citation_id>/", views.citation, name="citation"),
    path("drafts/<uuid:draft_id>/sources/", views.sources, name="sources"),
    path("drafts/<uuid:draft_id>/sources/search/", views.sources_search, name="sources_search"),
    path("drafts/<uuid:draft_id>/sources/<uuid:document_id>/", views.source, name="source"),
    path("drafts/<uuid:draft_id>/sources/<uuid:document_id>/find/", views.source_find, name="source_find"),
    path("drafts/<uuid:draft_id>/cite/", views.span_cite, name="span_cite"),
    path("drafts/<uuid:draft_id>/chosen/<uuid:citation_id>/", views.chosen_citation, name="chosen_citation"),
    path("drafts/<uuid:draft_id>/chosen/<uuid:citation_id>/take-off/", views.span_take_off, name="span_take_off"),
    path("drafts/<uuid:draft_id>/evidence/", views.cited, name="cited"),
    path("drafts/<uuid:draft_id>/evidence/<uuid:citation_id>/", views.cited_words, name="cited_words"),
    path("drafts/<uuid:draft_id>/identity/", views.identity, name="identity"),
    path("drafts/<uuid:draft_id>/consents/", views.draft_consents, name="draft_consents"),
    path(
        "drafts/<uuid:draft_id>/consents/<uuid:consent_id>/withdraw/", views.consent_withdraw, name="consent_withdraw"
    ),
    path("drafts/<uuid:draft_id>/criteria/<uuid:citation_id>/", views.criterion_citation, name="criterion_citation"),
    path("drafts/<uuid:draft_id>/statements/", views.statement_add, name="statement_add"),
    path("drafts/<uuid:draft_id>/statements/<uuid:statement_id>/undo/", views.statement_undo, name="statement_undo"),
    path("drafts/<uuid:draft_id>/requests/", views.draft_requests, name="draft_requests"),
    path("drafts/<uuid:draft_id>/requests/make/", views.request_make, name="request_make"),
    path("drafts/<uuid:draft_id>/wait/", views.draft_wait, name="draft_wait"),
    path("drafts/<uuid:draft_id>/go-on/", views.draft_go_on, name="draft_go_on"),
    path("drafts/<uuid:draft_id>/anew/", views.draft_anew, name="draft_anew"),
    path("drafts/<uuid:draft_id>/holding/", views.holding, name="holding"),
    path("drafts/<uuid:draft_id>/hand-over/", views.hand_over, name="hand_over"),
    path("drafts/<uuid:draft_id>/take-over/", views.take_over, name="take_over"),
    path("drafts/<uuid:draft_id>/typed/<str:act>/", views.typed_draft, name="typed_draft"),
    # /drafts/<draft_id>/authorization/
    path("drafts/<uuid:draft_id>/authorization/", views.authorization, name="authorization"),
    path("drafts/<uuid:draft_id>/authorization/submit/", views.authorization_submit, name="authorization_submit"),
    path("drafts/<uuid:draft_id>/authorization/receipt/", views.authorization_receipt, name="authorization_receipt"),
    path("drafts/<uuid:draft_id>/authorization/answer/", views.authorization_answer, name="authorization_answer"),
    path(
        "drafts/<uuid:draft_id>/authorization/<uuid:answer_id>/letter/",
        views.authorization_letter,
        name="authorization_letter",
    ),
    path("drafts/<uuid:draft_id>/authorization/<uuid:answer_id>/correct/", views.answer_correct, name="answer_correct"),
    path(
        "drafts/<uuid:draft_id>/authorization/receipts/<uuid:receipt_id>/correct/",
        views.receipt_correct,
        name="receipt_correct",
    ),
    path("drafts/<uuid:draft_id>/authorization/<uuid:answer_id>/appeal/", views.appeal_ask, name="appeal_ask"),
    # /drafts/<draft_id>/authorization/fhir/
    path("drafts/<uuid:draft_id>/authorization/fhir/prepare/", views.exchange_prepare, name="exchange_prepare"),
    path(
        "drafts/<uuid:draft_id>/authorization/fhir/<uuid:exchange_id>/bundle.json",
        views.exchange_download,
        name="exchange_download",
    ),
    path(
        "drafts/<uuid:draft_id>/authorization/fhir/<uuid:exchange_id>/278/",
        views.exchange_fields,
        name="exchange_fields",
    ),
    path(
        "drafts/<uuid:draft_id>/authorization/fhir/<uuid:exchange_id>/send/", views.exchange_send, name="exchange_send"
    ),
    path("drafts/<uuid:draft_id>/authorization/fhir/<uuid:exchange_id>/ask/", views.exchange_ask, name="exchange_ask"),
    path(
        "drafts/<uuid:draft_id>/authorization/fhir/<uuid:exchange_id>/update/",
        views.exchange_update,
        name="exchange_update",
    ),
    path(
        "drafts/<uuid:draft_id>/authorization/fhir/<uuid:exchange_id>/read/", views.exchange_read, name="exchange_read"
    ),
    # /drafts/<draft_id>/claims/<claim_id>/
    path("drafts/<uuid:draft_id>/claims/<uuid:claim_id>/confirm/", views.claim_confirm, name="claim_confirm"),
    path("drafts/<uuid:draft_id>/claims/<uuid:claim_id>/edit/", views.claim_edit, name="claim_edit"),
    path("drafts/<uuid:draft_id>/claims/<uuid:claim_id>/remove/", views.claim_remove, name="claim_remove"),
    path("drafts/<uuid:draft_id>/claims/<uuid:claim_id>/waive/", views.claim_waive, name="claim_waive"),
    path("drafts/<uuid:draft_id>/claims/<uuid:claim_id>/undo/", views.claim_undo, name="claim_undo"),
    path("drafts/<uuid:draft_id>/claims/<uuid:claim_id>/<str:act>/typed/", views.typed_claim, name="typed_claim"),
]
