"""The signals page: what it says of passages, causes and complaints, to whom, and that no word of a chart is on it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from apps.audit.selectors import events_for
from apps.chart.domain.documents import DocumentKind
from apps.chart.services import document_store
from apps.core import clock
from apps.drafting.models import InferenceRun
from apps.governance.models import Release
from apps.quality.facts import facts_bring_up, facts_make_anew
from apps.quality.models import CauseJudgement, DecisionSignal, PassageTally
from apps.quality.signalling import signals_bring_up
from apps.retrieval.selectors import passages_of_document
from apps.retrieval.services import redacted_document_index
from apps.review import services
from apps.review.domain.edit_kinds import EditKind
from apps.review.domain.status import Outcome
from tests.factories import SETUP
from tests.review.acts import confirm, edit, finish, judgement, open_evidence, remove, sign, waive, words
from tests.review.conftest import make_document
from tests.review.test_recite import STOPPED, cite

PAGE, CAUSE = "quality:signals", "quality:signal_cause"
ODD = "Quizzaciously"  # a word that stands nowhere else


def bring_up(desk):
    facts_bring_up(organization_id=desk.world.cedar.pk)
    signals_bring_up(organization_id=desk.world.cedar.pk)
    return DecisionSignal.objects.filter(draft_id=desk.draft.pk).latest("decided_at")


def decide(desk, **told):
    services.item_decide(judgement=judgement(desk, desk.world.okafor, **told), **desk.act(desk.world.okafor))


def reject(desk, code, comment=""):
    decide(desk, outcome=Outcome.REJECT, reason_code=code, comment=comment)


def read(desk, **asked):
    return desk.client(desk.world.people["marchetti"]).get(reverse(PAGE), asked)


@pytest.mark.parametrize(
    ("code", "cause", "anchor"),
    [
        ("redaction_damage", "redaction", "claims"), ("criterion_misread", "criteria", "criteria"),
        ("contradicts", "generation", "runs"), ("billing_legal", "unknown", "decided"),
    ],
)  # fmt: skip
def test_a_rejected_draft_has_one_proposed_cause_and_its_case_leads_to_that_stage(desk, code, cause, anchor):
    reject(desk, code)
    assert bring_up(desk).cause == cause
    page = read(desk).content.decode()
    assert f"{reverse('review:draft_trace', args=[desk.draft.pk])}#{anchor}" in page


def test_a_draft_signed_as_it_was_written_is_no_override_and_has_no_cause(desk):
    okafor = desk.world.okafor
    open_evidence(desk, okafor, 1, 2)
    confirm(desk, okafor, 1)
    waive(desk, okafor, 3)
    waive(desk, okafor, 4)
    sign(desk, okafor, outcome=Outcome.APPROVE, reason_code="")
    assert (bring_up(desk).counts_as, bring_up(desk).cause) == ("unedited", "")
    assert f"case-{desk.draft.pk}" not in read(desk).content.decode()


def run_given(desk, *passages):
    release = Release.objects.create(digest="cd" * 32, backend="extractive", model_name="None")
    return InferenceRun.objects.create(
        draft=desk.draft, release=release, fence=1, backend="extractive", prompt_version="1", output={},
        input_sha256="0" * 64, output_sha256="0" * 64, duration_ms=1, passage_ids=[str(one) for one in passages],
    )  # fmt: skip


def test_outdated_evidence_with_a_newer_document_that_nobody_retrieved_points_to_the_search(desk):
    with clock.standing_at(desk.draft.ready_at - timedelta(minutes=5)):
        document_store(
            organization=desk.world.cedar, patient=desk.world.anna, encounter=None, source_system="test",
            series="DocumentReference/newer", kind=DocumentKind.PROGRESS_NOTE, title="Progress note",
            author="Dr. I. Okafor", dated_at=datetime(2025, 2, 1, tzinfo=UTC), text="CDAI 12.", actor=SETUP,
        )  # fmt: skip
    reject(desk, "outdated")
    assert (bring_up(desk).rule, bring_up(desk).cause) == ("newer_unfound", "retrieval")


def test_outdated_evidence_where_nothing_newer_was_there_does_not(desk):
    make_document(desk.world.anna, "later", "Came in after the draft was made. CDAI 3.")
    reject(desk, "outdated")
    assert bring_up(desk).cause != "retrieval"


@pytest.mark.parametrize(
    ("sentence", "rule"),
    [
        ("Methotrexate ended in 2024.", "value_cited"),
        ("Methotrexate ended in 2019.", "objected"),
    ],
)
def test_a_date_that_stands_in_the_cited_words_points_to_the_writing_by_its_own_rule(desk, sentence, rule):
    okafor = desk.world.okafor
    open_evidence(desk, okafor, 1, 2)
    confirm(desk, okafor, 1)
    edit(desk, okafor, 3, sentence)
    remove(desk, okafor, 4)
    sign(desk, okafor, kinds={3: frozenset({EditKind.DATE})})
    assert (bring_up(desk).rule, bring_up(desk).cause) == (rule, "generation")


def test_what_became_of_each_citation_is_counted_by_codes_alone(desk):
    okafor = desk.world.okafor
    finish(desk, okafor)
    sign(desk, okafor)
    signal = bring_up(desk)
    cited, opened, removed, recited, retrieved, unused = map(sum, zip(*signal.counts["severity"].values(), strict=True))
    assert (cited, opened, removed, recited, retrieved, unused) == (5, 2, 0, 0, 0, 0)
    assert set(signal.counts["document"]) == {"progress_note", "telephone_encounter"}
    assert set(signal.counts["basis"]) == {"chart", "clinician_statement"}
    tallied = PassageTally.objects.filter(dimension="severity")
    assert sum(tallied.values_list("cited", flat=True)) == 5


@pytest.mark.parametrize(
    ("names", "rule", "cause"),
    [(["note"], "cited_unfound", "retrieval"), (["note", "phone"], "cited_found", "generation")],
)
def test_what_she_cites_instead_says_whether_the_search_or_the_writing_missed_it(desk, names, rule, cause):
    passages = [passage for name in names for passage in index(desk, name)]
    run_given(desk, *passages)
    okafor = desk.world.okafor
    open_evidence(desk, okafor, 1, 2)
    confirm(desk, okafor, 1)
    edit(desk, okafor, 3, STOPPED)
    cite(desk, 3, "phone", "stopped MTX last wk after 5 doses")
    remove(desk, okafor, 4)
    sign(desk, okafor)
    signal = bring_up(desk)
    assert (signal.rule, signal.cause) == (rule, cause)
    retrieved, unused = (sum(row[at] for row in signal.counts["document"].values()) for at in (4, 5))
    assert (retrieved, unused) == (len(passages), len(passages))  # the draft's citations name no passage
    assert sum(row[3] for row in signal.counts["severity"].values()) == 2  # of the claim that was cited anew


def index(desk, name):
    redacted = desk.documents[name].redactions.get()
    redacted_document_index(redacted_document_id=redacted.pk, actor=SETUP)
    return [passage.pk for passage in passages_of_document(redacted.pk)]


def test_what_a_colleague_opened_is_not_what_the_decider_opened(desk, colleague):
    open_evidence(desk, desk.world.okafor, 1)
    reject(desk, "unsupported")
    assert sum(row[1] for row in bring_up(desk).counts["severity"].values()) == 1


def test_a_draft_decided_again_counts_once_and_signals_can_be_made_anew(desk):
    reject(desk, "redaction_damage")
    first = bring_up(desk)
    services.item_reopen(**desk.act(desk.world.okafor))
    reject(desk, "criterion_misread")
    facts_bring_up(organization_id=desk.world.cedar.pk)
    signals_bring_up(organization_id=desk.world.cedar.pk)
    causes = dict(DecisionSignal.objects.values_list("pk", "cause"))
    assert causes.pop(first.pk) == ""
    assert list(causes.values()) == ["criteria"]
    facts_make_anew(organization_id=desk.world.cedar.pk)
    assert signals_bring_up(organization_id=desk.world.cedar.pk) == 0
    assert sum(PassageTally.objects.filter(dimension="severity").values_list("cited", flat=True)) == 5


def test_no_word_of_chart_comment_or_name_is_on_the_page(desk):
    make_document(desk.world.anna, "odd", f"{ODD} hallucinating, it was said.")
    reject(desk, "other", comment=f"Hallucinated nonsense, {ODD}, about Anna Lindgren-Sato")
    page = read(desk).content.decode()
    assert "Made up" in page
    assert "Remarks speak of: made up, not readable." in page
    for word in (ODD, "Lindgren", "Anna", "Okafor", "Methotrexate", "osteopenia", "CDAI", str(desk.world.anna.pk)):
        assert word not in page


def test_the_page_narrows_to_the_cases_with_such_words_and_to_those_of_a_cause(desk):
    reject(desk, "contradicts", comment="This is a duplicate of last week's.")
    case = f"case-{desk.draft.pk}"
    assert case in read(desk, words="duplicate").content.decode()
    assert case not in read(desk, words="template").content.decode()
    assert case in read(desk, of="generation").content.decode()
    assert case not in read(desk, of="retrieval").content.decode()
    assert case in read(desk, of="'; DROP", words="<script>", by="nothing", page="-3", days="x").content.decode()


def test_a_person_says_in_one_tap_what_it_was_and_both_are_kept_and_counted(desk):
    reject(desk, "redaction_damage")
    bring_up(desk)
    client = desk.client(desk.world.people["marchetti"])
    path = reverse(CAUSE, args=[desk.draft.pk])
    told = client.post(path, {"cause": "retrieval", "by": "document", "days": "30"}, follow=True)
    assert "Kept beside the proposal: retrieval." in words(told)
    assert "0 of 1 judged proposals were called right" in words(told)
    again = client.post(path, {"cause": "redaction"}, follow=True)
    assert "1 of 1 judged proposals were called right" in words(again)
    assert [(one.proposed, one.cause) for one in CauseJudgement.objects.all()] == [
        ("redaction", "redaction"), ("redaction", "retrieval"),
    ]  # fmt: skip
    event = events_for(organization_id=desk.world.cedar.pk, action="cause_judged").last()
    assert (event.object_id, event.details["proposed"]) == (str(desk.draft.pk), "redaction")


def test_a_cause_that_is_none_is_refused_with_a_sentence_and_nothing_is_kept(desk):
    reject(desk, "redaction_damage")
    bring_up(desk)
    client = desk.client(desk.world.people["marchetti"])
    told = client.post(reverse(CAUSE, args=[desk.draft.pk]), {"cause": "gremlins"}, follow=True)
    assert "Choose one of the causes shown." in words(told)
    assert not CauseJudgement.objects.exists()


@pytest.mark.parametrize(("name", "page", "said"), [("okafor", 403, 403), ("brightwater_quality", 200, 404)])
def test_nobody_else_reads_or_judges_signals_of_this_organization(desk, name, page, said):
    reject(desk, "redaction_damage")
    bring_up(desk)
    client = desk.client(desk.world.people[name])
    answer = client.get(reverse(PAGE))
    assert answer.status_code == page
    assert str(desk.draft.pk) not in answer.content.decode()
    assert client.post(reverse(CAUSE, args=[desk.draft.pk]), {"cause": "check"}).status_code == said
    assert not CauseJudgement.objects.exists()


def test_a_draft_that_was_not_overridden_has_no_cause_to_be_judged(desk):
    client = desk.client(desk.world.people["marchetti"])
    assert client.post(reverse(CAUSE, args=[desk.draft.pk]), {"cause": "check"}).status_code == 404


def test_fewer_than_thirty_give_no_rate_and_reading_is_on_record(desk):
    reject(desk, "redaction_damage")
    told = words(read(desk))
    assert "Not enough data: fewer than 30 citations." in told
    assert events_for(organization_id=desk.world.cedar.pk, action="report_viewed").last().object_type == "signals"
    assert (
        clock.today().isoformat()
        == events_for(organization_id=desk.world.cedar.pk, action="report_viewed").last().details["end"]
    )


def test_judging_a_cause_leads_back_to_the_very_days_that_were_looked_at(desk):
    reject(desk, "contradicts")
    bring_up(desk)
    day = clock.today().isoformat()
    page = read(desk, first=day, last=day).content.decode()
    for name in ("first", "last"):
        assert f'<input type="hidden" name="{name}" value="{day}">' in page
    assert f"?first={day}&last={day}&amp;by=" in page.replace("&amp;last", "&last")
    marchetti = desk.client(desk.world.people["marchetti"])
    typed = {"cause": "retrieval", "first": day, "last": day, "page": "\u00b2"}
    led = marchetti.post(reverse(CAUSE, args=[desk.draft.pk]), typed)
    assert f"first={day}&last={day}" in led["Location"]
    assert "days=" not in led["Location"]
    assert "page=" not in led["Location"]
