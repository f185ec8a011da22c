"""The clinical dictionary as data: nothing twice, nothing ambiguous, no opposites joined; and an organization's own."""

import itertools
import re
from collections import Counter

import pytest
from django.core.checks import run_checks

from apps.retrieval.dictionary import clinical_dictionary, dictionary_with
from apps.retrieval.domain.dictionary import DictionaryFault, ExpansionKind, read_dictionary
from apps.retrieval.domain.expansion import expand

NEGATIONS = {"no", "not", "without", "denies", "denied", "never", "none", "negative", "absent", "neither", "nor"}
OPPOSITES = [
    ("hyper", "hypo"), ("left", "right"), ("high", "low"), ("systolic", "diastolic"), ("upper", "lower"),
    ("acute", "chronic"), ("primary", "secondary"), ("start", "stop"), ("type 1", "type 2"), ("tachy", "brady"),
    ("reduced", "preserved"), ("above", "below"), ("agonist", "antagonist"), ("ischemic", "hemorrhagic"),
]  # fmt: skip


@pytest.fixture(scope="module")
def dictionary():
    return clinical_dictionary()


def terms(line):
    return line.left + line.right


def test_the_dictionary_holds_what_a_hospital_needs_of_every_kind(dictionary):
    assert len(dictionary.lines) > 1500
    assert {line.kind for line in dictionary.lines} == set(ExpansionKind)


def test_no_line_joins_opposites(dictionary):
    joined = [
        line.place()
        for line in dictionary.lines
        for one, other in OPPOSITES
        if line.kind is not ExpansionKind.CLASS
        for a, b in itertools.permutations(terms(line), 2)
        if re.search(rf"\b{one}", a.lower()) and re.search(rf"\b{other}", b.lower())
        if not re.search(rf"\b{other}", a.lower())
    ]
    assert joined == []


def test_no_term_is_a_word_of_negation(dictionary):
    assert [line.place() for line in dictionary.lines if NEGATIONS & {term.lower() for term in terms(line)}] == []


def test_a_short_form_of_two_meanings_tells_them_apart_by_words_of_their_own(dictionary):
    for meanings in dictionary.meanings.values():
        needed = [meaning for meaning in meanings if meaning.needs]
        for one, other in itertools.combinations(needed, 2):
            assert one.needs != other.needs


def test_a_short_form_means_one_thing_in_all_files_where_no_word_tells(dictionary):
    free = Counter(
        dictionary.key(term)
        for line in dictionary.lines
        if line.kind in {ExpansionKind.ABBREVIATION, ExpansionKind.LABORATORY, ExpansionKind.SYNONYM}
        for term in line.left + (line.right if line.both else ())
        if sum(letter.isupper() for letter in term) > 1 and " " not in term and not (line.needs and term in line.left)
    )
    assert {key for key, meanings in free.items() if meanings > 1} == set()


def test_terms_are_written_with_letters_figures_and_marks_that_full_text_reads(dictionary):
    assert [
        (line.place(), term)
        for line in dictionary.lines
        for term in terms(line)
        if not re.fullmatch(r"[\w /&'’.,()%-]+", term)
    ] == []


def test_a_class_leads_to_its_members_and_never_back(dictionary):
    for line in dictionary.lines:
        assert line.kind is not ExpansionKind.CLASS or not line.both, line.place()


def test_every_line_adds_something_to_a_question_that_asks_for_it(dictionary):
    for line in dictionary.lines:
        if line.kind is not ExpansionKind.SPELLING:
            asked = terms(line) if line.both else line.left
            questions = [f"what of {term} {' '.join(line.needs[:1])}" for term in asked]
            assert any(expand(question, dictionary) for question in questions), line.place()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[abbreviation]\nZQX <> zed quotient index\nZQX <> zonal quiet exam", "'ZQX' already has a meaning"),
        ("[abreviation]\nZQX <> zed quotient index", "'abreviation' is no kind of entry"),
        ("[synonym]\nheart attack <> myocardial infarction", "'heart attack' already has a meaning"),
        ("[synonym]\nzed; Zed <> zedness", "'Zed' stands in the line twice"),
        ("[abbreviation]\nZ <> zed", "'Z' is a single letter"),
        ("ZQX <> zed quotient index", "a line stands below its kind"),
        ("[abbreviation]\nZQX = zed quotient index", "two sides with <> or > between them"),
        ("[abbreviation]\nZQX <> ", "two sides"),
        ("[spelling]\nzedde one <> zed", "one British word <> one American word"),
    ],
)
def test_a_file_of_the_organization_that_is_wrong_says_where_and_what(tmp_path, text, sentence):
    (tmp_path / "own.txt").write_text(text)
    with pytest.raises(DictionaryFault) as fault:
        dictionary_with(str(tmp_path / "own.txt"))
    assert sentence in str(fault.value)
    assert str(fault.value).startswith("organization, line ")


def test_an_organizations_own_words_are_added_and_change_the_version(tmp_path, dictionary):
    (tmp_path / "own.txt").write_text(
        "# ours\n[abbreviation]\nZQX <> zed quotient index\nMI > mitral insufficiency : murmur"
    )
    own = dictionary_with(str(tmp_path / "own.txt"))
    (found,) = expand("What was the ZQX?", own)
    assert (found.added, found.source) == (("zed quotient index",), "organization")
    assert expand("MI murmur", own)[0].added == ("mitral insufficiency", "mitral regurgitation")
    assert "heart attack" in expand("MI in 2019", own)[0].added
    assert own.version != dictionary.version == clinical_dictionary().version


def test_the_workbench_does_not_start_with_a_dictionary_it_cannot_read(tmp_path, settings):
    settings.WORKBENCH_DICTIONARY = str(tmp_path / "none.txt")
    assert [e.id for e in run_checks() if e.id.startswith("retrieval")] == ["retrieval.E001"]
    (tmp_path / "own.txt").write_text("[abbreviation]\nMI <> mitral insufficiency\nZQX <> zed quotient index")
    settings.WORKBENCH_DICTIONARY = str(tmp_path / "own.txt")
    errors = [e for e in run_checks() if e.id == "retrieval.E002"]
    assert "organization, line 2: 'MI' already has a meaning (abbreviations.txt" in errors[0].msg
    settings.WORKBENCH_DICTIONARY = ""
    assert [e for e in run_checks() if e.id.startswith("retrieval")] == []


def test_the_same_files_compile_to_the_same_dictionary():
    files = {"a": "[abbreviation]\nZQX <> zed quotient index\n[synonym]\nzed quotient index <> zedness"}
    one, other = read_dictionary(files), read_dictionary(dict(files))
    assert (one.version, one.meanings) == (other.version, other.meanings)


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Does he smoke?", "tobacco"), ("Does she drink alcohol?", "EtOH"), ("What is her bone density?", "DXA"),
        ("What did the DXA show?", "bone density"), ("What is the code status?", "full code"),
        ("When is the next appointment?", "follow-up"), ("Does he live alone?", "lives alone"),
    ],
)  # fmt: skip
def test_an_everyday_question_is_led_to_the_words_of_a_chart(dictionary, question, name):
    added = {one.asked.lower(): one.added for one in expand(question, dictionary)}
    assert any(name in names for names in added.values())
    assert "does" not in added  # DOE, dyspnea on exertion, in capitals alone
