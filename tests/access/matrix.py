"""What every address answers to whom: one row each. A new address takes a row; a row of no address fails.

A row says which right of the role opens it (any of those named), what it is about, and what it answers to who is
inside, to an empty form where it is posted. All other answers follow (``Row.answer``): a stranger is led to sign in,
the wrong role reads 403, whoever may not see the patient gets 404 as for one that never was, and what is not named is
405.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from apps.access.domain.roles import ROLES, Permission, role_may
from tests.access.everything import ELSEWHERE, EMERGENCY, LABELLED, OWN, SECRET, WHOSE

P = Permission

GET, POST = "get", "post"
LOGIN = "sign in first"  # a redirect to the sign-in page
NOT_THERE = 405
LET_IN = "let in"
# What an address is about: whose grant, label or organization decides.
NOTHING, CHART, DOCUMENT, DRAFT, HOUSE = "no patient", "a chart", "a document", "a draft", "the organization"
TREATED, OPENED = "a chart, by a grant that lasts", "what is open in an emergency"
STAFF = (P.HANDLE_REQUESTS, P.REQUEST_DRAFT)
WATCHING = (P.VIEW_AUDIT, P.VIEW_QUALITY)
LED_ELSEWHERE = sorted(set(ROLES) - {"physician", "resident", "nurse", "biller", "integration"})


@dataclass(frozen=True)
class Row:
    """See above. ``but`` is what a role gets instead where it is inside; ``stranger`` what nobody in particular."""

    rights: tuple[P, ...] = ()
    about: str = NOTHING
    get: int | str = NOT_THERE
    post: int | str = NOT_THERE
    masked: tuple[P, ...] = ()  # these see every patient's of their organization, without a name or a word
    of_none: bool = False  # what it is about is not there for anybody
    by_letter: bool = False  # about a letter at its payer: who opens no chart sees to all of them, masked
    but: Mapping[tuple[str, ...], int] = field(default_factory=lambda: MappingProxyType({}))
    stranger: tuple[int | str, int | str] | None = None

    def answer(self, role: str | None, whose: str, method: str) -> int | str:
        """Return what the address answers to a role about a patient; no role is nobody signed in."""
        inside = {GET: self.get, POST: self.post}[method]
        if inside == NOT_THERE:
            return NOT_THERE
        if role is None:
            return LOGIN if self.stranger is None else self.stranger[method == POST]
        for told in ((role, method, whose), (role, method)):
            if told in self.but and not self.rights_end(role, whose):
                return self.but[told]
        if self.rights and not any(role_may(role, right) for right in self.rights):
            return 403
        return 404 if self.rights_end(role, whose) else inside

    def let_in(self, role: str | None, whose: str, method: str) -> int | str:
        """Return what the rules alone say: whether a role is let in about a patient, and not what it then gets."""
        if {GET: self.get, POST: self.post}[method] == NOT_THERE:
            return NOT_THERE
        if role is None:
            return LOGIN
        if not any(role_may(role, right) for right in self.rights):
            return LET_IN if self.but.get((role, method)) == 302 else 403  # led to where the role begins
        return 404 if self.of_none or self.rights_end(role, whose) else LET_IN

    def rights_end(self, role: str, whose: str) -> bool:
        """Return whether the patient's fence keeps a role out."""
        masked = any(role_may(role, right) for right in self.masked)
        masked |= self.by_letter and role_may(role, P.SUBMIT_LETTER) and not role_may(role, P.OPEN_CHARTS)
        return whose not in seen_by(role, self.about, is_masked=masked)


def seen_by(role: str, about: str, *, is_masked: bool) -> set[str]:
    """Return whose a role sees. Everybody holds every grant on the first patient and on the labelled one."""
    if about == NOTHING:
        return set(WHOSE)
    if about == HOUSE or is_masked:
        return set(WHOSE) - {ELSEWHERE}
    in_emergency = {EMERGENCY} if role_may(role, P.BREAK_GLASS) else set()
    if about == OPENED:
        return in_emergency
    by_label = {LABELLED} if SECRET in ROLES[role].labels else set()
    return {OWN} | {
        CHART: {LABELLED} | in_emergency,  # the page opens; what is labelled is not on it
        TREATED: {LABELLED},
        DOCUMENT: by_label | in_emergency,
        DRAFT: by_label,  # no emergency opens a draft
    }[about]


def row(*rights: P, **told: object) -> Row:
    """Return the row of a page that takes one of these rights."""
    return Row(rights=rights, **told)  # type: ignore[arg-type]


def signed_in(**told: object) -> Row:
    """Return the row of a page of everybody's own."""
    return Row(**told)  # type: ignore[arg-type]


def everybody(*, get: int | str = NOT_THERE, post: int | str = NOT_THERE, stranger: object = None) -> Row:
    """Return the row of what asks nobody to sign in: nothing of a patient stands there."""
    return Row(get=get, post=post, stranger=stranger or (get, post))  # type: ignore[arg-type]


ROWS: Mapping[str, Row] = {
    "access:letterhead": row(P.RUN_CONTROL_ROOM, get=200, post=302),
    "access:people": row(P.RUN_CONTROL_ROOM, get=200),
    "access:person_active": row(P.RUN_CONTROL_ROOM, about=HOUSE, get=200, post=200),
    "access:person_change": row(P.RUN_CONTROL_ROOM, about=HOUSE, post=302),
    "access:person_detail": row(P.RUN_CONTROL_ROOM, about=HOUSE, get=200),
    "access:person_factors": row(P.RUN_CONTROL_ROOM, about=HOUSE, get=200, post=302),
    "access:person_link": row(P.RUN_CONTROL_ROOM, about=HOUSE, post=200),
    "access:person_new": row(P.RUN_CONTROL_ROOM, get=200, post=422),
    "access:team": row(P.RUN_CONTROL_ROOM, get=404, post=404),
    "access:teams": row(P.RUN_CONTROL_ROOM, get=200, post=422),
    "account_account_linked": signed_in(get=302),
    "account_account_new": signed_in(post=302),
    "account_app": signed_in(get=302, post=302),
    "account_app_new": signed_in(post=302),
    "account_factor_remove": signed_in(post=302),
    "account_factors": signed_in(get=200),
    "account_factors_challenge": signed_in(post=422),
    "account_factors_open": signed_in(post=422),
    "account_factors_opened": signed_in(get=422),
    "account_inactive": everybody(get=200),
    "account_key_new": signed_in(post=302),
    "account_key_options": signed_in(post=302),
    "account_login": everybody(get=302, post=302, stranger=(200, 200)),
    "account_logout": signed_in(get=200, post=LOGIN),
    "account_notices": signed_in(post=302),
    "account_passkey": signed_in(post=302),
    "account_passkey_challenge": everybody(post=200),
    "account_password": signed_in(get=200, post=422),
    "account_password_link": everybody(get=200, post=200),
    "account_provider_back": signed_in(get=302),
    "account_provider_go": everybody(get=404),  # of no way to the provider that this session began
    "account_provider_sign_in": signed_in(post=302),
    "account_recovery": signed_in(get=200, post=302),
    "account_second": everybody(get=LOGIN, post=LOGIN),
    "account_second_challenge": everybody(post=422),
    "account_second_leave": everybody(post=LOGIN),
    "account_session": everybody(get=200, post=200, stranger=(401, 401)),
    "account_session_end": signed_in(post=302),
    "account_sessions": signed_in(get=200),
    "audit:alarm_known": row(P.REVIEW_AUDIT, post=422),
    "audit:heads": row(P.VIEW_AUDIT, get=200),
    "audit:log": row(P.VIEW_AUDIT, get=200),
    "audit:log_key": row(P.VIEW_AUDIT, get=404),  # no head is signed; test_log_heads.py
    "audit:log_verifier": row(P.VIEW_AUDIT, get=200),
    "audit:log_whole": row(P.VIEW_AUDIT, post=400),  # of several organizations; test_log_heads.py
    "audit:log_export": row(P.VIEW_AUDIT, post=400),
    "audit:proof": row(P.OPEN_CHARTS, *WATCHING, get=404),  # of no event; test_log_heads.py
    "audit:week": row(P.VIEW_AUDIT, get=404, post=404),
    "audit:weeks": row(P.VIEW_AUDIT, get=200),
    "contract:contract": row(P.VIEW_CONTRACT, get=200),
    "contract:contract_yaml": row(P.VIEW_CONTRACT, get=200),
    "core:healthz": everybody(get=200),
    "core:readyz": everybody(get=200),
    "coverage:policies": row(P.WRITE_POLICIES, P.OPEN_CHARTS, P.OPEN_DESK, P.VALIDATE_POLICIES, get=200),
    "coverage:policy_changes": row(P.WRITE_POLICIES, P.OPEN_CHARTS, P.OPEN_DESK, P.VALIDATE_POLICIES, get=404),
    "coverage:policy_detail": row(P.WRITE_POLICIES, P.OPEN_CHARTS, P.OPEN_DESK, P.VALIDATE_POLICIES, get=404),
    "coverage:policy_discard": row(P.WRITE_POLICIES, post=404),
    "coverage:policy_export": row(P.WRITE_POLICIES, P.OPEN_CHARTS, P.OPEN_DESK, P.VALIDATE_POLICIES, get=404),
    "coverage:policy_head": row(P.WRITE_POLICIES, get=404, post=404),
    "coverage:policy_import": row(P.WRITE_POLICIES, get=200, post=422),
    "coverage:policy_keep": row(P.VALIDATE_POLICIES, P.WRITE_POLICIES, post=404),
    "coverage:policy_named": row(P.WRITE_POLICIES, P.OPEN_CHARTS, P.OPEN_DESK, P.VALIDATE_POLICIES, get=404),
    "coverage:policy_new": row(P.WRITE_POLICIES, get=200, post=422),
    "coverage:policy_node": row(P.WRITE_POLICIES, get=404, post=404),
    "coverage:policy_node_add": row(P.WRITE_POLICIES, get=404, post=404),
    "coverage:policy_node_place": row(P.WRITE_POLICIES, post=404),
    "coverage:policy_retire": row(P.VALIDATE_POLICIES, P.WRITE_POLICIES, post=404),
    "coverage:policy_retire_ask": row(P.VALIDATE_POLICIES, P.WRITE_POLICIES, post=404),
    "coverage:policy_schema": row(P.WRITE_POLICIES, P.OPEN_CHARTS, P.OPEN_DESK, P.VALIDATE_POLICIES, get=200),
    "coverage:policy_send_back": row(P.VALIDATE_POLICIES, P.WRITE_POLICIES, post=404),
    "coverage:policy_source": row(P.WRITE_POLICIES, P.OPEN_CHARTS, P.OPEN_DESK, P.VALIDATE_POLICIES, get=404),
    "coverage:policy_source_attach": row(P.WRITE_POLICIES, post=404),
    "coverage:policy_submit": row(P.WRITE_POLICIES, post=404),
    "coverage:policy_validate": row(P.VALIDATE_POLICIES, post=404),
    "coverage:policy_version": row(P.WRITE_POLICIES, get=404, post=404),
    "coverage:questionnaire_import": row(P.WRITE_POLICIES, post=422),
    "delegation:delegation_end": row(P.REVIEW_DRAFT, post=404),
    "delegation:delegations": row(P.REVIEW_DRAFT, get=200, post=422, but={("resident", "post"): 403}),
    "emergencies:emergencies": row(P.REVIEW_EMERGENCIES, get=200),
    "emergencies:emergency": row(P.REVIEW_EMERGENCIES, get=404, post=404),  # of none
    "exchange:notified": everybody(post=404),  # of no subscription: pas/test_notified.py
    "governance:agreement_record": row(P.RUN_CONTROL_ROOM, post=422),
    "governance:agreement_withdraw": row(P.RUN_CONTROL_ROOM, post=422),
    "governance:agreements": row(P.RUN_CONTROL_ROOM, get=200),
    "governance:by_hand": signed_in(get=200),
    "governance:card": row(P.REVIEW_DRAFT, P.RUN_CONTROL_ROOM, get=404, post=404),
    "governance:card_export": row(P.REVIEW_DRAFT, P.RUN_CONTROL_ROOM, get=404),
    "governance:control": row(P.RUN_CONTROL_ROOM, get=200),
    "governance:hold_lift": row(P.MANAGE_RETENTION, post=422),
    "governance:hold_place": row(P.MANAGE_RETENTION, post=422),
    "governance:kill_switch_stop": row(P.RUN_CONTROL_ROOM, post=422),
    "governance:log_destruction_ask": row(P.MANAGE_RETENTION, post=422),
    "governance:log_destruction_confirm": row(P.MANAGE_RETENTION, post=422),
    "governance:log_destruction_withdraw": row(P.MANAGE_RETENTION, post=422),
    "governance:log_segments": row(P.MANAGE_RETENTION, get=200),
    "governance:parts_list": row(P.RUN_CONTROL_ROOM, get=200),
    "governance:releases": row(P.RUN_CONTROL_ROOM, get=200),
    "governance:resume_ask": row(P.RUN_CONTROL_ROOM, post=422),
    "governance:resume_confirm": row(P.RUN_CONTROL_ROOM, post=422),
    "governance:resume_withdraw": row(P.RUN_CONTROL_ROOM, post=422),
    "governance:retention": row(P.MANAGE_RETENTION, get=200),
    "governance:shred_ask": row(P.MANAGE_RETENTION, post=422),
    "governance:shred_confirm": row(P.MANAGE_RETENTION, post=422),
    "governance:shred_withdraw": row(P.MANAGE_RETENTION, post=422),
    "governance:touched_export": row(P.RUN_CONTROL_ROOM, get=200),
    "intake:fhir_receive": everybody(post=401),  # a sending system signs in with each message
    "intake:index_move": row(P.RUN_CONTROL_ROOM, post=302),
    "intake:index_versions": row(P.RUN_CONTROL_ROOM, get=200),
    "intake:messages": row(P.RUN_CONTROL_ROOM, get=200),
    "looks:disclosures": row(P.REVIEW_EMERGENCIES, about=HOUSE, get=200, post=200),
    "looks:disclosures_csv": row(P.REVIEW_EMERGENCIES, about=HOUSE, get=200),
    "looks:find": row(P.REVIEW_EMERGENCIES, get=200, post=422),
    "looks:looks": row(P.REVIEW_EMERGENCIES, about=HOUSE, get=200, post=200),
    "operations:metrics": everybody(get=200),  # figures of no person: test_operations.py
    "operations:operations": row(P.RUN_CONTROL_ROOM, get=200),
    "privacy:case_accept": row(P.REVIEW_REDACTION, post=404),
    "privacy:corrections": row(P.REVIEW_REDACTION, get=200),
    "privacy:redaction_check": row(P.REVIEW_REDACTION, about=HOUSE, post=302),
    "privacy:redaction_correct": row(P.REVIEW_REDACTION, about=HOUSE, post=422),
    "privacy:redaction_detail": row(P.REVIEW_REDACTION, about=HOUSE, get=200),
    "privacy:redactions": row(P.REVIEW_REDACTION, get=200),
    "quality:adjudication": row(P.VIEW_QUALITY, get=200, post=422),
    "quality:adjudication_finish": row(P.VIEW_QUALITY, post=404),
    "quality:adjudication_round": row(P.VIEW_QUALITY, get=404),
    "quality:adjudication_seat": row(P.VIEW_QUALITY, post=404),
    "quality:baseline": row(P.VIEW_QUALITY, get=200, post=422),
    "quality:by": row(P.VIEW_QUALITY, get=404),
    "quality:decisions": row(P.VIEW_QUALITY, get=200),
    "quality:definitions": row(P.VIEW_QUALITY, get=200),
    "quality:learning": row(P.EXPORT_LEARNING, get=200, post=403),
    "quality:learning_file": row(P.EXPORT_LEARNING, post=422),
    "quality:outcomes": row(P.VIEW_QUALITY, get=200),
    "quality:case": row(P.VIEW_QUALITY, P.REVIEW_DRAFT, about=DRAFT, of_none=True, get=404, post=404),
    "quality:case_new": row(P.VIEW_QUALITY, about=HOUSE, post=404, of_none=True),
    "quality:cases": row(P.VIEW_QUALITY, P.REVIEW_DRAFT, get=200),
    "quality:digest": row(P.VIEW_QUALITY, P.SIGN_DRAFT, get=200),
    "quality:digest_week": row(P.VIEW_QUALITY, P.SIGN_DRAFT, get=404),
    "quality:plain": row(P.OPEN_DESK, get=200),
    "quality:signal_cause": row(P.VIEW_QUALITY, about=HOUSE, post=404, of_none=True),
    "quality:signals": row(P.VIEW_QUALITY, get=200),
    "quality:overrides": row(P.VIEW_QUALITY, get=200),
    "quality:publication": row(P.VIEW_QUALITY, get=404, post=404),
    "quality:report_file": row(P.VIEW_QUALITY, get=404),
    "quality:report_publish": row(P.VIEW_QUALITY, post=422),
    "quality:report_plan": row(P.VIEW_QUALITY, post=404),
    "quality:report_plans": row(P.VIEW_QUALITY, get=200, post=422),
    "quality:rows": row(P.VIEW_QUALITY, P.ALLOW_ROWS, get=200),
    "quality:rows_allow": row(P.ALLOW_ROWS, post=422),
    "quality:rows_ask": row(P.VIEW_QUALITY, post=422),
    "quality:rows_deny": row(P.ALLOW_ROWS, post=422),
    "quality:reports": row(P.VIEW_QUALITY, get=200),
    "quality:rare": row(P.VIEW_QUALITY, get=200),
    "quality:reading": row(P.ADJUDICATE, get=404, post=404),
    "quality:readings": row(P.ADJUDICATE, get=200),
    "quality:second_reading": row(P.SIGN_DRAFT, get=404),
    "reference:policy": row(P.OPEN_CHARTS, P.OPEN_DESK, get=404),
    "reference:reference_detail": row(P.OPEN_CHARTS, P.OPEN_DESK, get=404),
    "reference:references": row(P.OPEN_CHARTS, P.OPEN_DESK, get=200, post=200),
    "review:answer_correct": row(P.SUBMIT_LETTER, about=DRAFT, by_letter=True, get=404, post=404),
    "review:appeal_ask": row(P.REQUEST_DRAFT, about=DRAFT, post=404),
    "review:attention_report": row(P.REVIEW_DRAFT, about=DRAFT, post=204),
    "review:authorization": row(P.OPEN_CHARTS, P.SUBMIT_LETTER, about=DRAFT, by_letter=True, get=200),
    "review:authorization_answer": row(P.SUBMIT_LETTER, about=DRAFT, by_letter=True, post=422),
    "review:authorization_letter": row(P.SUBMIT_LETTER, about=DRAFT, by_letter=True, post=422),
    "review:authorization_receipt": row(P.SUBMIT_LETTER, about=DRAFT, by_letter=True, post=422),
    "review:authorization_submit": row(P.SUBMIT_LETTER, about=DRAFT, by_letter=True, post=422),
    "review:chart_check": row(P.REQUEST_DRAFT, get=404),
    "review:chosen_citation": row(P.REVIEW_DRAFT, about=DRAFT, get=404),
    "review:citation": row(P.REVIEW_DRAFT, about=DRAFT, get=200),
    "review:claim_confirm": row(P.REVIEW_DRAFT, about=DRAFT, post=409),
    "review:claim_edit": row(P.REVIEW_DRAFT, about=DRAFT, post=409),
    "review:claim_remove": row(P.REVIEW_DRAFT, about=DRAFT, post=409),
    "review:claim_undo": row(P.REVIEW_DRAFT, about=DRAFT, post=409),
    "review:claim_waive": row(P.REVIEW_DRAFT, about=DRAFT, post=409),
    "review:consent_withdraw": row(P.REVIEW_DRAFT, about=DRAFT, post=404),
    "review:criterion_citation": row(P.REVIEW_DRAFT, about=DRAFT, get=404),
    "review:desk_help": row(P.OPEN_DESK, get=200),
    "review:document_requests": row(P.HANDLE_REQUESTS, P.REQUEST_DRAFT, get=200),
    "review:draft_again": row(P.REQUEST_DRAFT, about=DRAFT, post=302),
    "review:draft_amend": row(P.SIGN_DRAFT, about=DRAFT, get=404, post=404),
    "review:draft_amend_back": row(P.SIGN_DRAFT, about=DRAFT, get=404),
    "review:draft_amend_challenge": row(P.SIGN_DRAFT, about=DRAFT, post=404),
    "review:draft_anew": row(P.REQUEST_DRAFT, about=DRAFT, post=302),
    "review:draft_challenge": row(P.SIGN_DRAFT, about=DRAFT, post=422),
    "review:draft_claim": row(P.REVIEW_DRAFT, about=DRAFT, post=302),
    "review:draft_consents": row(P.REVIEW_DRAFT, about=DRAFT, get=200, post=422),
    "review:draft_decide": row(P.SIGN_DRAFT, about=DRAFT, get=200, post=422),
    "review:draft_decide_back": row(P.SIGN_DRAFT, about=DRAFT, get=302),
    "review:draft_decided": row(P.REVIEW_DRAFT, about=DRAFT, get=302),
    "review:draft_detail": row(P.REVIEW_DRAFT, about=DRAFT, get=200),
    "review:draft_go_on": row(*STAFF, about=DRAFT, post=302, masked=STAFF[:1]),
    "review:draft_ledger": row(P.OPEN_CHARTS, P.VIEW_AUDIT, about=DRAFT, get=200, post=200, masked=(P.VIEW_AUDIT,),
                               but={(role, "post"): 403 for role in ("admin", "privacy_officer", "auditor")}),
    "review:draft_new": row(P.REQUEST_DRAFT, get=200, post=200),
    "review:draft_pdf": row(P.OPEN_CHARTS, about=DRAFT, get=404),
    "review:draft_release": row(P.REVIEW_DRAFT, about=DRAFT, post=302),
    "review:draft_reopen": row(P.REVIEW_DRAFT, about=DRAFT, post=302),
    "review:draft_replay": row(P.OPEN_CHARTS, P.REPLAY_RUN, about=DRAFT, post=302, masked=WATCHING),
    "review:draft_requests": row(*STAFF, about=DRAFT, get=200, masked=STAFF[:1]),
    "review:draft_resume": row(P.REQUEST_DRAFT, about=DRAFT, post=302),
    "review:draft_returned": row(P.REQUEST_DRAFT, P.REVIEW_DRAFT, about=DRAFT, get=200, post=422),
    "review:draft_second": row(P.SIGN_DRAFT, about=DRAFT, get=404, post=404),
    "review:draft_second_back": row(P.SIGN_DRAFT, about=DRAFT, get=404),
    "review:draft_second_challenge": row(P.SIGN_DRAFT, about=DRAFT, post=404),
    "review:draft_signed": row(P.OPEN_CHARTS, about=DRAFT, get=404),
    "review:draft_spot_check": row(P.SIGN_DRAFT, about=DRAFT, get=302, post=302),
    "review:draft_trace": row(P.OPEN_CHARTS, *WATCHING, about=DRAFT, get=200, masked=WATCHING),
    "review:draft_trace_export": row(P.OPEN_CHARTS, *WATCHING, about=DRAFT, get=200, masked=WATCHING),
    "review:draft_verify": row(P.OPEN_CHARTS, about=DRAFT, get=404, post=404),
    "review:draft_wait": row(*STAFF, about=DRAFT, post=302, masked=STAFF[:1]),
    "review:exchange_ask": row(P.SUBMIT_LETTER, about=DRAFT, by_letter=True, post=404),
    "review:exchange_download": row(P.SUBMIT_LETTER, about=DRAFT, by_letter=True, get=404),
    "review:exchange_fields": row(P.SUBMIT_LETTER, about=DRAFT, by_letter=True, get=404),
    "review:exchange_prepare": row(P.SUBMIT_LETTER, about=DRAFT, by_letter=True, post=422),
    "review:exchange_read": row(P.SUBMIT_LETTER, about=DRAFT, by_letter=True, post=422),
    "review:exchange_send": row(P.SUBMIT_LETTER, about=DRAFT, by_letter=True, post=404),
    "review:exchange_update": row(P.SUBMIT_LETTER, about=DRAFT, by_letter=True, post=422),
    "review:hand_over": row(P.REVIEW_DRAFT, about=DRAFT, post=302),
    "review:holding": row(P.REVIEW_DRAFT, about=DRAFT, get=200),
    "review:cited": row(P.READ_EVIDENCE, about=DRAFT, get=200),
    "review:cited_words": row(P.READ_EVIDENCE, about=DRAFT, get=200),
    "review:identity": row(P.REVEAL_IDENTITY, about=DRAFT, masked=(P.REVEAL_IDENTITY,), get=200, post=422),
    "review:own": row(P.REVIEW_DRAFT, about=DRAFT, get=302, post=302),
    "review:own_citation": row(P.REVIEW_DRAFT, about=DRAFT, get=302),
    "review:own_skip": row(P.REVIEW_DRAFT, about=DRAFT, post=409),
    "review:pause_decline": row(P.REVIEW_DRAFT, post=302),
    "review:queue": row(P.OPEN_DESK, get=200, but={(role, "get"): 302 for role in LED_ELSEWHERE}),
    "review:receipt_correct": row(P.SUBMIT_LETTER, about=DRAFT, by_letter=True, get=404, post=404),
    "review:redaction_drafts": row(P.REVIEW_REDACTION, get=200),
    "review:request_assign": row(P.HANDLE_REQUESTS, P.REQUEST_DRAFT, post=404),
    "review:request_cancel": row(P.HANDLE_REQUESTS, P.REQUEST_DRAFT, post=404),
    "review:request_make": row(*STAFF, about=DRAFT, post=422, masked=STAFF[:1]),
    "review:request_receive": row(P.HANDLE_REQUESTS, P.REQUEST_DRAFT, post=404),
    "review:rules": row(P.RUN_CONTROL_ROOM, get=200, post=422),
    "review:seeded": row(P.REVIEW_DRAFT, about=DRAFT, of_none=True, get=404),
    "review:source": row(P.REVIEW_DRAFT, about=DRAFT, get=200),
    "review:source_find": row(P.REVIEW_DRAFT, about=DRAFT, post=200),
    "review:sources": row(P.REVIEW_DRAFT, about=DRAFT, get=200),
    "review:sources_search": row(P.REVIEW_DRAFT, about=DRAFT, post=422),
    "review:span_cite": row(P.REVIEW_DRAFT, about=DRAFT, post=404),
    "review:span_take_off": row(P.REVIEW_DRAFT, about=DRAFT, post=404),
    "review:statement_add": row(P.REVIEW_DRAFT, about=DRAFT, post=422),
    "review:statement_undo": row(P.REVIEW_DRAFT, about=DRAFT, post=404),
    "review:take_over": row(P.REVIEW_DRAFT, about=DRAFT, post=302),
    "review:typed_claim": row(P.REVIEW_DRAFT, about=DRAFT, post=200),
    "review:typed_draft": row(P.REVIEW_DRAFT, P.REQUEST_DRAFT, about=DRAFT, post=200, but={("nurse", "post"): 422}),
    "rights:access": row(P.VIEW_ACCESS, get=200),
    "rights:access_csv": row(P.VIEW_ACCESS, get=200),
    "rights:access_sign": row(P.REVIEW_AUDIT, post=422),
    "rights:grant_give": row(P.RUN_CONTROL_ROOM, post=422),
    "rights:grant_take": row(P.RUN_CONTROL_ROOM, post=422),
    "rights:grants": row(P.RUN_CONTROL_ROOM, get=200, post=422),
    "rights:person_role": row(P.RUN_CONTROL_ROOM, about=HOUSE, get=200, post=422),
    "viewer:break_glass": row(P.BREAK_GLASS, get=200, post=422),
    "viewer:break_glass_back": row(P.BREAK_GLASS, get=302),
    "viewer:break_glass_challenge": row(P.BREAK_GLASS, post=422),
    "viewer:break_glass_close": row(P.BREAK_GLASS, about=OPENED, post=302),
    "viewer:chart_ask": row(P.OPEN_CHARTS, about=CHART, post=422),
    "viewer:chart_consents": row(P.OPEN_CHARTS, about=TREATED, get=200, post=422),
    "viewer:chart_detail": row(P.OPEN_CHARTS, about=CHART, get=200),
    "viewer:chart_looks": row(P.OPEN_CHARTS, about=TREATED, get=200),
    "viewer:chart_search": row(P.OPEN_CHARTS, about=CHART, post=422),
    "viewer:charts": row(P.OPEN_CHARTS, get=200, post=200),
    "viewer:consent_revoke": row(P.OPEN_CHARTS, about=TREATED, post=404),
    "viewer:document_detail": row(P.OPEN_CHARTS, about=DOCUMENT, get=200),
    "viewer:document_settle": row(P.SIGN_DRAFT, about=DOCUMENT, post=302),
    "viewer:question_close": row(P.OPEN_CHARTS, post=404),
    "viewer:question_hand_over": row(P.OPEN_CHARTS, about=CHART, post=404),
    "viewer:question_take": row(P.OPEN_CHARTS, post=404),
    "viewer:questions": row(P.OPEN_CHARTS, get=200),
}  # fmt: skip
