"""Every page of the application by the name of its address: who opens it, and where it stands in a house of its own."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.urls import URLPattern, get_resolver, reverse

from apps.chart.models import Patient
from apps.drafting.models import Draft

STAFF, DOCTOR, ADMIN, PRIVACY, QUALITY = "lindqvist", "okafor", "admin", "privacy", "marchetti"
READER = "reader"  # a physician who reads a decided draft a second time
NOBODY = "nobody"  # signed out
FILES = (".csv", ".json", ".key", ".pdf", ".py", ".xml", ".yaml")
SPOKEN_TO_BY_MACHINES = {"core:healthz", "core:readyz", "operations:metrics", "account_session"}
LEADS_ON = {
    "coverage:policy_named",
    "coverage:policy_source",
    "quality:learning_file",
    "quality:digest_week",
    "quality:report_file",
    "audit:log_whole",
    "account_provider_back",
    "viewer:break_glass_back",
    "account_factors_opened",
    "account_account_linked",
    "review:draft_decide_back",
    "review:draft_second_back",
    "review:draft_amend_back",
}  # to a page of the tour, or to a file
# Pages of one state that the house does not have: not on the tour, and why.
OF_ONE_STATE = {
    "quality:case": "of a decision that was proposed as a regression case: the journey of signals",
    "review:answer_correct": "test_after_signature.py",
    "review:receipt_correct": "test_after_signature.py",
    "review:exchange_fields": "pas/test_exchange_pages.py",
    "review:draft_returned": "of a draft that was returned to who asked for it",
    "review:draft_decided": "of a draft that was rejected or could not be judged",
    "review:draft_spot_check": "of a decision that went fast: the journeys of tempo",
    "review:draft_second": "of a letter that waits for a second signature",
    "review:chosen_citation": "the source pane, as a citation of the machine opens it",
    "account_app": "of an app being added: the journeys of the factors",
    "account_provider_go": "on the way to the identity provider: test_identity_provider.py",
    "review:own": "tests of the seeded and the independent",
    "review:own_citation": "the source pane, before the machine's answers show",
    "review:chart_check": "a part of the page of a new draft, while a worker reads the chart",
    "review:seeded": "of a draft known to be wrong, after its decision",
    "access:team": "of a care team that somebody added: test_who_may.py",
    "account_second": "between the password and the session: test_door.py",
    "account_inactive": "a sentence on the frame of the sign-in page",
    "quality:publication": "of a period that was published: test_reports.py",
    "reference:reference_detail": "the same page as a policy of the corpus",
}


@dataclass(frozen=True)
class House:
    """What the addresses name."""

    patient: Patient
    draft: Draft  # held by the doctor, nothing checked
    checked: Draft  # nothing left but the decision
    signed: Draft
    citation_id: UUID
    criterion_citation_id: UUID
    document_id: UUID
    redacted_id: UUID
    policy_id: UUID
    written_policy_id: UUID
    person_id: UUID
    emergency_id: UUID  # that is over, and was not reviewed
    round_id: UUID  # of second readings, finished
    case_id: UUID  # of it: the doctor decided it
    reading_id: UUID  # that waits for the reader
    release: str
    event: int


@dataclass(frozen=True)
class Stop:
    """One page: who opens it, with what in its address, and what stands behind it."""

    who: str
    args: Callable[[House], list[Any]] = lambda house: []
    query: str = ""


def _draft(house: House) -> list[Any]:
    return [house.draft.pk]


def _signed(house: House) -> list[Any]:
    return [house.signed.pk]


def _patient(house: House) -> list[Any]:
    return [house.patient.pk]


def _policy(house: House) -> list[Any]:
    return [house.policy_id]


def _written(house: House) -> list[Any]:
    return [house.written_policy_id]


STOPS: Mapping[str, Stop] = {
    "account_login": Stop(NOBODY),
    "account_logout": Stop(DOCTOR),
    "account_factors": Stop(DOCTOR),
    "account_password": Stop(DOCTOR),
    "account_password_link": Stop(NOBODY),
    "account_recovery": Stop(DOCTOR),
    "account_sessions": Stop(DOCTOR),
    "audit:log": Stop(PRIVACY),
    "emergencies:emergencies": Stop(PRIVACY),
    "emergencies:emergency": Stop(PRIVACY, lambda house: [house.emergency_id]),
    "audit:weeks": Stop(PRIVACY),
    "audit:week": Stop(PRIVACY, lambda house: ["2026-03-02"]),
    "audit:heads": Stop(PRIVACY),
    "audit:proof": Stop(PRIVACY, lambda house: [house.event]),
    "access:people": Stop(ADMIN),
    "access:letterhead": Stop(ADMIN),
    "access:person_new": Stop(ADMIN),
    "access:teams": Stop(ADMIN),
    "rights:access": Stop(ADMIN),
    "rights:grants": Stop(ADMIN),
    "rights:person_role": Stop(ADMIN, lambda house: [house.person_id]),
    "delegation:delegations": Stop(DOCTOR),
    "access:person_detail": Stop(ADMIN, lambda house: [house.person_id]),
    "access:person_active": Stop(ADMIN, lambda house: [house.person_id]),
    "access:person_factors": Stop(ADMIN, lambda house: [house.person_id]),
    "governance:control": Stop(ADMIN),
    "governance:by_hand": Stop(DOCTOR),
    "governance:releases": Stop(ADMIN),
    "governance:card": Stop(DOCTOR, lambda house: [house.release]),
    "governance:agreements": Stop(ADMIN),
    "governance:retention": Stop(PRIVACY),
    "governance:log_segments": Stop(PRIVACY),
    "intake:messages": Stop(ADMIN),
    "intake:index_versions": Stop(ADMIN),
    "review:queue": Stop(DOCTOR),
    "review:redaction_drafts": Stop(PRIVACY),
    "review:rules": Stop(ADMIN),
    "review:desk_help": Stop(DOCTOR),
    "review:document_requests": Stop(STAFF),
    "review:draft_new": Stop(DOCTOR, query="?kind=prior_auth_letter"),
    "review:draft_detail": Stop(DOCTOR, _draft),
    "review:citation": Stop(DOCTOR, lambda house: [house.draft.pk, house.citation_id], "#evidence"),
    "review:criterion_citation": Stop(DOCTOR, lambda house: [house.draft.pk, house.criterion_citation_id], "#evidence"),
    "review:draft_decide": Stop(DOCTOR, lambda house: [house.checked.pk]),
    "review:draft_ledger": Stop(DOCTOR, _draft),
    "review:draft_trace": Stop(DOCTOR, _draft),
    "review:draft_signed": Stop(DOCTOR, _signed),
    "review:draft_verify": Stop(DOCTOR, _signed),
    "review:draft_amend": Stop(DOCTOR, _signed),
    "review:sources": Stop(DOCTOR, _draft),
    "review:source": Stop(DOCTOR, lambda house: [house.draft.pk, house.document_id]),
    "review:holding": Stop(DOCTOR, _draft),
    "review:draft_consents": Stop(DOCTOR, _draft),
    "review:identity": Stop(STAFF, _draft),
    "review:cited": Stop(STAFF, _signed),
    "review:cited_words": Stop(STAFF, lambda house: [house.draft.pk, house.citation_id]),
    "review:draft_requests": Stop(DOCTOR, _draft),
    "review:authorization": Stop(STAFF, _signed),
    "viewer:charts": Stop(DOCTOR),
    "viewer:questions": Stop(DOCTOR),
    "viewer:break_glass": Stop(DOCTOR),
    "viewer:chart_detail": Stop(DOCTOR, _patient),
    "viewer:chart_looks": Stop(DOCTOR, _patient),
    "viewer:chart_consents": Stop(DOCTOR, _patient),
    "looks:find": Stop(PRIVACY),
    "looks:looks": Stop(PRIVACY, _patient),
    "looks:disclosures": Stop(PRIVACY, _patient),
    "viewer:document_detail": Stop(DOCTOR, lambda house: [house.patient.pk, house.document_id]),
    "contract:contract": Stop(PRIVACY),
    "privacy:redactions": Stop(PRIVACY),
    "privacy:redaction_detail": Stop(PRIVACY, lambda house: [house.redacted_id]),
    "privacy:corrections": Stop(PRIVACY),
    "coverage:policies": Stop(STAFF),
    "coverage:policy_new": Stop(STAFF),
    "coverage:policy_import": Stop(STAFF),
    "coverage:policy_detail": Stop(STAFF, _policy),
    "coverage:policy_changes": Stop(STAFF, lambda house: [house.written_policy_id, house.policy_id]),
    "coverage:policy_version": Stop(STAFF, _policy),
    "coverage:policy_head": Stop(STAFF, _written),
    "coverage:policy_node": Stop(STAFF, _written, "?node=2a"),
    "coverage:policy_node_add": Stop(STAFF, _written, "?node=2"),
    "reference:references": Stop(DOCTOR),
    "reference:policy": Stop(DOCTOR, lambda house: [house.draft.policy.policy_id, house.draft.policy.version]),
    "quality:overrides": Stop(QUALITY),
    "quality:by": Stop(QUALITY, lambda house: ["site"]),
    "quality:decisions": Stop(QUALITY),
    "quality:rare": Stop(QUALITY),
    "quality:baseline": Stop(QUALITY),
    "quality:learning": Stop(QUALITY),
    "quality:outcomes": Stop(QUALITY),
    "quality:signals": Stop(QUALITY, query="?days=365"),
    "quality:cases": Stop(QUALITY),
    "quality:plain": Stop(DOCTOR),
    "quality:digest": Stop(QUALITY),
    "quality:reports": Stop(QUALITY),
    "quality:report_plans": Stop(QUALITY),
    "quality:rows": Stop(PRIVACY),
    "quality:definitions": Stop(QUALITY),
    "quality:adjudication": Stop(QUALITY),
    "quality:adjudication_round": Stop(QUALITY, lambda house: [house.round_id]),
    "quality:readings": Stop(READER),
    "quality:reading": Stop(READER, lambda house: [house.reading_id]),
    "quality:second_reading": Stop(DOCTOR, lambda house: [house.case_id]),
    "operations:operations": Stop(ADMIN),
}


def toured(house: House, open_context: Callable[..., Any], **window: Any) -> Iterator[tuple[str, Any]]:
    """Yield each page of the application, open in a browser, as the one who may open it sees it."""
    pages: dict[str, Any] = {}
    for name, stop in STOPS.items():
        if stop.who not in pages:
            pages[stop.who] = open_context(None if stop.who == NOBODY else stop.who, **window)
        page = pages[stop.who]
        answer = page.goto(address(name, house))
        if answer is not None and answer.status != HTTPStatus.OK:
            raise AssertionError(f"{name} answered {answer.status} to {stop.who}.")
        yield name, page


def address(name: str, house: House) -> str:
    stop = STOPS[name]
    return reverse(name, args=stop.args(house)) + stop.query


def named_addresses() -> Iterator[tuple[str, str]]:
    """Yield every address of the application: its name and its pattern."""
    yield from _named(get_resolver(), "", "")


def _named(resolver: Any, room: str, before: str) -> Iterator[tuple[str, str]]:
    for one in resolver.url_patterns:
        pattern = before + str(one.pattern)
        if isinstance(one, URLPattern):
            yield f"{room}{one.name}", pattern
        else:
            yield from _named(one, f"{one.namespace}:" if one.namespace else room, pattern)
