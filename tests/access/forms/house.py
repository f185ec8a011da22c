"""The forms of the control room, of the log, of policies, and of one's own account."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from apps.access.audit_reviews import week_of
from apps.access.domain.audit_review import monday_of
from apps.access.models import AccountNotice
from apps.access.services import (
    app_begin,
    care_team_create,
    key_begin,
    password_link_make,
)
from apps.access.sessions import handle_of
from apps.audit.domain.actions import Action, Outcome
from apps.audit.services import event_append
from apps.core import clock
from apps.core.actors import Actor
from apps.coverage import services as coverage
from apps.coverage.models import CoveragePolicy
from apps.drafting.backends import backend_in_use
from apps.drafting.services.acts import machine_parts
from apps.governance import services as governance
from apps.governance.domain.agreements import REDACTED_NOTES
from apps.governance.domain.scopes import Scope, ScopeKind
from apps.governance.models import LogDestruction, ResumeRequest
from apps.quality.models import DayTally, DecisionFact, Publication
from apps.quality.selectors import access_decided
from apps.quality.services import case_propose, period_publish, plan_save, rows_ask
from apps.retrieval.domain.version import INDEX_VERSION
from apps.viewer.selectors.rights import access_page
from tests.access.everything import ELSEWHERE, OTHER
from tests.access.forms.stage import DESK, HOUSE, TEST_SITE, Form, Post, Stage, typed
from tests.access.matrix import LOGIN
from tests.access.soft_key import SoftKey, set_up_key
from tests.access.test_signing_app import code_for, set_up_app
from tests.coverage.test_questionnaires import FORM
from tests.coverage.test_tree import POLICY
from tests.drafting.conftest import request_summary, run, take_in
from tests.factories import PASSWORD, SETUP, make_agreement, make_person
from tests.retrieval.conftest import index_note
from tests.retrieval.test_reindexing import NOTE
from tests.review.test_learning import allow, keep_input
from tests.review.test_rules import STRICTER, posted
from tests.review.test_signals import bring_up, reject

NEW_PASSWORD = "seven grey herons wake slowly"
WEEKS_LATER = timedelta(days=15)
Make = Callable[[Stage], Post]


def house(make: Make, by: str = "admin", **more: Any) -> Form:
    """Return a form of the organization's own: it is closed to every other organization."""
    return Form(make, HOUSE, by, **{"closed": (ELSEWHERE,), **more})


def of_all(make: Make, by: str = "admin", **more: Any) -> Form:
    """Return a form that names no record: whoever holds the right in another organization does it there."""
    return Form(make, HOUSE, by, **more)


# --- People


def person(**said: Any) -> Make:
    return lambda stage: Post(said, {"person_id": stage.world.nurse.pk})


def with_factor(stage: Stage) -> Post:
    set_up_app(stage.world.nurse)
    return Post({}, {"person_id": stage.world.nurse.pk})


def to_set_aside(stage: Stage) -> Post:
    set_up_key(stage.world.nurse, SoftKey(TEST_SITE))
    return Post({"act": "emergency", "emergency": "yes"}, {"person_id": stage.world.nurse.pk})


def team(stage: Stage) -> Post:
    made = care_team_create(organization=stage.world.cedar, slug="nights", name="Nights", actor=SETUP)
    return Post({"act": "add", "person": stage.world.nurse.pk}, {"team_id": made.pk})


def letterhead(stage: Stage) -> Post:
    return Post({"address": "210 Quarry Lane", "phone": "802-555-0110", "fax": ""})


# --- The log, and what is kept


def week(stage: Stage) -> Post:
    monday = monday_of(clock.today())
    seen = week_of(stage.world.cedar.pk, monday).last
    note = "The emergency was looked at by itself."
    return Post({"seen": seen, "conclusion": "nothing", "note": note}, {"monday": monday})


def alarmed(stage: Stage) -> Post:
    found = {"count": 1, "fault": "row", "broken_at": 2, "unguarded": []}
    told = event_append(
        actor=Actor.service("log"), action=Action.LOG_CHECKED, object_type="audit_log", outcome=Outcome.FAILURE,
        details=found,
    )  # fmt: skip
    return Post({"seen": told.sequence, "reason": "known_work"})


def signed_off(stage: Stage) -> Post:
    return Post({"seen": access_page(stage.world.privacy).sha256, "findings": "Nothing to be done.",
                 "next_due": clock.today() + timedelta(days=80)})  # fmt: skip


def destruction(stage: Stage) -> LogDestruction:
    return LogDestruction.objects.create(
        organization=stage.world.cedar, up_to=1, count=1, reason="Ten years are over", asked_by=stage.world.privacy
    )


def held(stage: Stage) -> Post:
    hold = governance.hold_place(patient_id=None, draft_id=None, reason="The lawsuit", **stage.who("privacy"))
    return Post({"reason": "It is settled."}, {"hold_id": hold.pk})


def shred(stage: Stage) -> Any:
    return governance.shred_ask(patient_id=stage.world.anna.pk, reason="They asked.", **stage.who("privacy"))


def confirmed(stage: Stage) -> Post:
    end = str(stage.world.anna.pk)[-4:]
    return Post({"record_end": end, "password": PASSWORD}, {"request_id": shred(stage).pk})


# --- What the machine may


def agreement() -> dict[str, Any]:
    today = clock.today()
    return {
        "host": "models.example", "counterparty": "Example Models, Inc.", "signed_on": today,
        "expires_on": today + timedelta(days=90), "data_classes": [REDACTED_NOTES],
        "document": SimpleUploadedFile("signed.pdf", b"%PDF-1.7 signed"),
    }  # fmt: skip


def withdrawn(stage: Stage) -> Post:
    return Post({"reason": "It ended."}, {"agreement_id": make_agreement(stage.world, "models.example").pk})


def ours(stage: Stage) -> Scope:
    return Scope(ScopeKind.ORGANIZATION, str(stage.world.cedar.pk))


def stopped(stage: Stage) -> Post:
    governance.kill_switch_stop(scope=ours(stage), reason="Wrong doses seen", **stage.who("admin"))
    return Post({"scope": ours(stage).key, "reason": "Doses checked"})


def asked_to_go_on(stage: Stage, by: str) -> Post:
    stopped(stage)
    stage.world.people["second"] = make_person(stage.world.cedar, "second", "admin", "Sev Cond")
    asked: ResumeRequest = governance.resume_ask(scope=ours(stage), reason="Doses checked", **stage.who(by))
    return Post({}, {"request_id": asked.pk})


def card(stage: Stage) -> Post:
    release = governance.release_ensure(parts=machine_parts(backend_in_use()), actor=SETUP)
    return Post({"text": "It repeats the same problem twice."}, {"digest": release.digest})


def index(stage: Stage) -> Post:
    index_note(stage.world.anna, NOTE.format(drug="methotrexate"), series="DocumentReference/8")
    return Post({"act": "start", "name": INDEX_VERSION, "confirmed": "on"})


def made_once_more(stage: Stage) -> Post:
    take_in(stage.world.cedar, "anna", "Anna", "Lindgren-Sato")
    return Post({}, {"draft_id": run(request_summary(stage.world)).pk})


def published(stage: Stage) -> Publication:
    return period_publish(first_day=date(2026, 1, 1), months=1, **stage.who("marchetti"))


def decided_by_three(stage: Stage) -> Post:
    DecisionFact.objects.bulk_create(
        DecisionFact(
            decision_id=uuid4(), item_id=uuid4(), person_id=uuid4(), organization=organization, day=date(2026, 1, 5),
            decided_at=datetime(2026, 1, 5, 12, tzinfo=UTC), hour=12, counts_as="unedited", kind="chart_summary",
            harm="no", role="physician", opened=True, attention=False,
        )
        for organization in (stage.world.cedar, stage.world.brightwater) for _ in range(3)
    )  # fmt: skip
    return Post({"first_day": "2026-01-01", "months": "1", "is_sure": "on"})


def frozen(stage: Stage) -> Post:
    first = date(2026, 1, 5)
    DayTally.objects.bulk_create(
        DayTally(
            organization=stage.world.cedar, day=first + timedelta(weeks=week), tally="counts_as", key=key, number=9
        )
        for week in range(21)
        for key in ("unedited", "rejected")
    )
    last = first + timedelta(weeks=21)
    return Post({"first": first.isoformat(), "last": last.isoformat(), "note": "Nothing changed in these weeks."})


def plan(stage: Stage) -> Any:
    return plan_save(name="Monthly", tables=["hour"], formats=["csv"], **stage.who("marchetti"))


def rows_asked(stage: Stage) -> Any:
    return rows_ask(year=2025, purpose="A study of overrides.", **stage.who("marchetti"))


def learning(stage: Stage) -> Post:
    allow(stage.world)
    return Post({"days": "30", "purpose": "preference"})


def overridden(stage: Stage) -> Post:
    reject(stage.at, "redaction_damage")
    bring_up(stage.at)
    return Post({"cause": "retrieval"})


def to_propose(stage: Stage) -> Post:
    keep_input(stage.at)
    reject(stage.at, "unsupported")
    bring_up(stage.at)
    return Post()


def to_label(stage: Stage) -> Post:
    to_propose(stage)
    analyst = stage.who("marchetti")
    signal = access_decided(analyst["person"], stage.at.draft.pk)
    case_propose(signal=signal, **analyst)
    return Post({f"verdict-{number}": "must" for number in range(1, 6)})


# --- Policies


def written(stage: Stage) -> CoveragePolicy:
    return coverage.policy_import(body=POLICY, **stage.who("lindqvist"))


def valid(stage: Stage) -> CoveragePolicy:
    people = stage.world.people
    return coverage.policy_adopt(body=POLICY, uploader=people["lindqvist"], validator=people["okafor"], actor=SETUP)


def submitted(stage: Stage) -> CoveragePolicy:
    return coverage.policy_submit(policy=written(stage), **stage.who("lindqvist"))


def to_retire(stage: Stage) -> CoveragePolicy:
    return coverage.policy_retire_ask(policy=valid(stage), reason="The payer withdrew it.", **stage.who("okafor"))


def policy(made: Callable[[Stage], CoveragePolicy], node: str = "", **said: Any) -> Make:
    def make(stage: Stage) -> Post:
        one = made(stage)
        seen = {"seen": one.sha256} if "seen" in said else {}
        return Post({**said, **seen}, {"pk": one.pk}, f"?node={node}" if node else "")

    return make


HEAD = {"policy_id": "TS-01", "version": "1", "title": "Another title", "payer": "Harbor", "start": "2026-01-01"}
NODE = {"op": "leaf", "text": "The member has it.", "test_kind": "none"}


def questionnaire(stage: Stage) -> Post:
    file = SimpleUploadedFile("pap.json", json.dumps(FORM).encode())
    return Post({"policy_id": "PAP-1", "version": "1", "payer": "Harbor", "start": "2026-01-01",
                 "questionnaire": file})  # fmt: skip


# --- One's own account


def app(stage: Stage) -> Post:
    one = app_begin(name="phone", **stage.who("okafor"))
    return Post({"code": code_for(one)}, {"factor_id": one.pk})


def factor(stage: Stage) -> Post:
    return Post({}, {"factor_id": set_up_app(stage.world.okafor).pk})


def own_key(stage: Stage) -> Post:
    key = SoftKey(TEST_SITE)
    return Post({"name": "ring", "answer": key.registers(key_begin(site=key.site, **stage.who("okafor")))})


def challenge(stage: Stage) -> Post:
    set_up_key(stage.world.okafor, SoftKey(TEST_SITE))
    return Post()


def session(stage: Stage) -> Post:
    there = Client()
    there.force_login(stage.world.okafor)
    return Post({"session": handle_of(str(there.session.session_key))})


def told(stage: Stage) -> Post:
    password_link_make(person=stage.world.okafor, administrator=stage.world.admin, actor=stage.who("admin")["actor"])
    return Post({"notice": AccountNotice.objects.filter(person=stage.world.privacy).latest("created_at").pk})


def own(make: Make, **more: Any) -> Form:
    return Form(make, HOUSE, **more)


FORMS: Mapping[str, Form] = {
    "access:letterhead": of_all(letterhead),
    "access:person_active": house(person(active="no")),
    "access:person_change": house(person(act="role", role="resident", seen="nurse")),
    "access:person_change of sessions": house(person(act="sessions")),
    "access:person_change that sets aside": house(to_set_aside),
    "access:person_change of who leaves": house(person(act="leaves", reason="left")),
    "access:person_factors": house(with_factor),
    "access:person_link": house(person(), status=200),
    "access:person_new": of_all(typed(email="new@x.example", display_name="Noor Ito", role="nurse")),
    "access:team": house(team),
    "access:teams": of_all(typed(name="Night shift")),
    "account_app": own(app, opened=True, closed=(OTHER, ELSEWHERE)),
    "account_app_new": own(typed(app_name="phone"), opened=True),
    "account_factor_remove": own(factor, opened=True, closed=(OTHER, ELSEWHERE)),
    "account_factors_challenge": own(challenge, status=200),
    "account_factors_open": own(typed(password=PASSWORD)),
    "account_key_new": own(own_key, opened=True, closed=(OTHER, ELSEWHERE)),
    "account_key_options": own(typed(), opened=True, status=200),
    "account_logout": own(typed(), status=LOGIN),
    "account_notices": own(told, by="privacy"),
    "account_password": own(typed(old=PASSWORD, new=NEW_PASSWORD, again=NEW_PASSWORD)),
    "account_session_end": own(session, closed=(OTHER, ELSEWHERE)),
    "account_recovery": own(typed(), opened=True, status=200),
    "audit:alarm_known": of_all(alarmed, by="privacy"),
    "audit:log_export": of_all(typed(kind="lines"), by="auditor", status=200),
    "audit:week": house(week, by="privacy", later=WEEKS_LATER, closed=()),
    "coverage:policy_discard": house(policy(written), by="lindqvist"),
    "coverage:policy_head": house(policy(written, seen="", **HEAD), by="lindqvist"),
    "coverage:policy_import": of_all(typed(text=json.dumps(POLICY)), by="lindqvist"),
    "coverage:policy_keep": house(policy(to_retire), by="lindqvist"),
    "coverage:policy_new": of_all(typed(**HEAD, first="Diagnosis of x"), by="lindqvist"),
    "coverage:policy_node": house(policy(written, "1", seen="", node_id="1", **NODE), by="lindqvist"),
    "coverage:policy_node_add": house(policy(written, "TS-01", seen="", node_id="9", **NODE), by="lindqvist"),
    "coverage:policy_node_place": house(policy(written, "1", seen="", to="down"), by="lindqvist"),
    "coverage:policy_retire": house(policy(to_retire), by="lindqvist"),
    "coverage:policy_retire_ask": house(policy(valid, reason="The payer withdrew it."), by="lindqvist"),
    "coverage:policy_send_back": house(policy(submitted, reason="It has no window."), by="okafor"),
    "coverage:policy_source_attach": house(
        lambda stage: Post({"document": SimpleUploadedFile("p.pdf", b"%PDF-1.7 policy")}, {"pk": written(stage).pk}),
        by="lindqvist",
    ),
    "coverage:policy_submit": house(policy(written), by="lindqvist"),
    "coverage:policy_validate": house(policy(submitted, seen=""), by="okafor"),
    "coverage:policy_version": house(policy(valid, version="2", start="2026-06-01"), by="lindqvist"),
    "coverage:questionnaire_import": of_all(questionnaire, by="lindqvist"),
    "governance:agreement_record": of_all(lambda stage: Post(agreement())),
    "governance:agreement_withdraw": house(withdrawn),
    "governance:card": of_all(card, by="okafor"),
    "governance:hold_lift": house(held),
    "governance:hold_place": house(lambda stage: Post({"patient_id": stage.world.anna.pk, "reason": "The lawsuit"})),
    "governance:hold_place on a draft": house(
        lambda stage: Post({"draft_id": stage.at.draft.pk, "reason": "The lawsuit"})
    ),
    "governance:kill_switch_stop": house(
        lambda stage: Post({"scope": ours(stage).key, "reason": "Wrong doses seen", "confirmed": "on"})
    ),
    "governance:log_destruction_confirm": house(
        lambda stage: Post({"password": PASSWORD}, {"request_id": destruction(stage).pk})
    ),
    "governance:log_destruction_withdraw": house(lambda stage: Post({}, {"request_id": destruction(stage).pk})),
    "governance:resume_ask": house(stopped),
    "governance:resume_confirm": house(lambda stage: asked_to_go_on(stage, "second")),
    "governance:resume_withdraw": house(lambda stage: asked_to_go_on(stage, "admin")),
    "governance:shred_ask": house(lambda stage: Post({"patient_id": stage.world.anna.pk, "reason": "They asked."})),
    "governance:shred_confirm": house(confirmed),
    "governance:shred_withdraw": house(lambda stage: Post({}, {"request_id": shred(stage).pk})),
    "intake:index_move": of_all(index),
    "quality:publication": house(
        lambda stage: Post({"tables": ["hour"], "formats": ["csv"]}, {"publication_id": published(stage).pk}),
        by="marchetti",
    ),
    "quality:report_plan": house(
        lambda stage: Post({}, {"definition_id": plan(stage).pk, "act": "stop"}), by="marchetti"
    ),
    "quality:report_plans": of_all(typed(name="Monthly", tables=["hour"], formats=["csv"]), by="marchetti"),
    "quality:rows_allow": house(
        lambda stage: Post({"password": PASSWORD}, {"file_id": rows_asked(stage).pk}), by="privacy"
    ),
    "quality:rows_ask": of_all(typed(year="2025", purpose="A study of overrides."), by="marchetti"),
    "quality:rows_deny": house(lambda stage: Post({}, {"file_id": rows_asked(stage).pk}), by="privacy"),
    "quality:report_publish": of_all(decided_by_three, by="marchetti"),
    "quality:baseline": of_all(frozen, by="marchetti"),
    "quality:learning": of_all(learning, by="marchetti", status=200),
    "quality:learning_file": of_all(learning, by="marchetti", status=200),
    "quality:case": Form(to_label, DESK, by="reyes"),
    "quality:case_new": house(to_propose, by="marchetti"),
    "quality:signal_cause": house(overridden, by="marchetti"),
    "review:draft_replay": Form(made_once_more, HOUSE),
    "review:rules": of_all(lambda stage: Post({**posted(STRICTER), "knowingly": "1"})),
    "rights:access_sign": of_all(signed_off, by="privacy"),
}
