"""What a passage of the index knows of itself: its place, its header, what it denies, and where it was copied from."""

from datetime import UTC, datetime

import pytest

from apps.chart.domain.documents import DocumentKind
from apps.retrieval.selectors import passages_of_document
from apps.retrieval.services import redacted_document_index
from tests.retrieval.conftest import WORKER

HPI = "HPI: Stopped methotrexate in May for nausea. Hgb 9.1, ESR 48. Denies fever. Stiff for two hours each morning."


def march(day):
    return datetime(2026, 3, day, 9, tzinfo=UTC)


def only_passage(redacted):
    (passage,) = passages_of_document(redacted.id)
    return passage


@pytest.fixture
def noted(world, index):
    """Index a note of Anna's of a day in March; each call is another document."""

    def run(day, text=HPI, series=None, **changes):
        dated_at = march(day) if day else None
        return index(
            world.anna, text, series=series or f"DocumentReference/{day}-{hash(text)}", dated_at=dated_at, **changes
        )

    return run


def source_of(redacted):
    source = only_passage(redacted).copied_from_id
    return source and str(source)


def test_a_passage_knows_its_document_section_author_and_weight(world, index):
    text = "ALLERGIES: penicillin (rash).\n\nFH: mother RA.\n\nPLAN: Return if fever. No biologic yet."
    redacted = index(world.anna, text, code="11506-3", author_role="rheumatologist")
    allergies, family, plan = passages_of_document(redacted.id)
    assert (allergies.document_code, allergies.author_role, allergies.priority) == ("11506-3", "rheumatologist", True)
    assert [p.section_code for p in (allergies, family, plan)] == ["48765-2", "10157-6", "18776-5"]
    assert not family.priority
    assert not plan.priority
    assert [a["kind"] for a in family.assertions] == ["family"]
    said = {a["kind"]: plan.text[a["start"] : a["end"]] for a in plan.assertions}
    assert said == {"hypothetical": "fever", "negated": "biologic yet"}


def test_a_piece_of_a_long_table_is_found_by_the_words_of_its_header(world, index, search):
    rows = "\n".join(f"Analyte {chr(97 + i % 26)}{i}      {i}.5      mg/dL     0 - {i}" for i in range(40))
    redacted = index(world.anna, f"RESULTS\nTEST          SYNOVIAL   UNITS   RANGE\n{rows}")
    passages = passages_of_document(redacted.id)
    assert len(passages) > 1
    assert all("SYNOVIAL" in p.heading and "SYNOVIAL" not in p.text for p in passages[1:])
    assert all(hit.channels["lexical"] > 0 for hit in search(world.anna, world.okafor, "synovial").hits)
    assert {p.id for p in passages} == {p.id for p in passages if p.text == redacted.text[p.start : p.end]}


def test_a_copied_note_points_to_the_earliest_and_a_changed_figure_makes_it_its_own(noted):
    first, second, third = noted(1), noted(5), noted(9)
    changed = noted(10, HPI.replace("9.1", "12.0"))
    assert source_of(first) is None
    assert source_of(second) == source_of(third) == str(only_passage(first).id)
    assert source_of(changed) is None


def test_an_older_note_that_arrives_late_becomes_the_source_of_what_came_before_it(noted):
    later, latest = noted(5), noted(9)
    assert source_of(latest) == str(only_passage(later).id)
    oldest = noted(1)
    assert source_of(later) == source_of(latest) == str(only_passage(oldest).id)
    assert source_of(oldest) is None


def test_a_source_that_was_rewritten_leaves_its_copies_to_the_next_oldest(noted):
    noted(1, series="x/1")
    second, third = noted(5), noted(9)
    rewritten = noted(1, "HPI: Doing very well on sulfasalazine, walks to work again, sleeps through.", series="x/1")
    assert source_of(rewritten) is None
    assert source_of(second) is None
    assert source_of(third) == str(only_passage(second).id)


def test_a_note_without_a_date_is_a_copy_of_what_has_one(noted):
    undated, dated = noted(None), noted(3)
    assert source_of(dated) is None
    assert source_of(undated) == str(only_passage(dated).id)


def test_the_same_value_on_two_days_is_two_facts_and_no_copy(noted):
    line = "Left ventricular ejection fraction, echocardiography, biplane: 55 % · final report · 12 lead unchanged"
    notes = [noted(day, line, structured=True, kind=DocumentKind.RESULTS, series=f"r/{day}") for day in (1, 2)]
    assert [source_of(note) for note in notes] == [None, None]


def test_another_patients_words_are_never_a_source(world, index):
    index(world.berta, HPI, series="b/1", dated_at=march(1))
    assert source_of(index(world.anna, HPI, series="a/1", dated_at=march(5))) is None


def test_indexing_again_changes_no_copy(noted):
    noted(1)
    second = noted(5)
    before = source_of(second)
    redacted_document_index(redacted_document_id=second.id, actor=WORKER)
    assert source_of(second) == before is not None
