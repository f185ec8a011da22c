"""Whether the patient has, or ever had, a condition: the problem list, and what clinicians' notes assert."""

import re
from collections.abc import Sequence

from apps.drafting.domain.criteria.case import Case, Test
from apps.drafting.domain.criteria.denials import denials
from apps.drafting.domain.criteria.exceptions import leaves_out
from apps.drafting.domain.criteria.findings import Datum, Finding, capped, met, not_met, open_finding
from apps.drafting.domain.criteria.habits import is_habit
from apps.drafting.domain.criteria.kinds.common import as_list, named_words, names_of, outside_words
from apps.drafting.domain.criteria.kinds.habit import habit
from apps.drafting.domain.criteria.kinds.spread import SPREAD_WORDS, spread_of, tumors_of
from apps.drafting.domain.criteria.kinds.stale import taken_back
from apps.drafting.domain.criteria.mentions import (
    ABOUT_OTHERS,
    ANOTHER_AFTER,
    ANOTHER_BEFORE,
    EDUCATION,
    OVER,
    Mention,
    mentions,
)
from apps.drafting.domain.criteria.names import Named, first_named, named_in, roots, writings
from apps.drafting.domain.criteria.performers import performed_by
from apps.drafting.domain.criteria.periods import Interval, of_when, on
from apps.drafting.domain.criteria.sayings import clause_around
from apps.drafting.domain.criteria.severity import graded_as, grades_beside, grades_in
from apps.drafting.domain.criteria.verdicts import Verdict
from apps.drafting.domain.facts.lines import when
from apps.drafting.domain.facts.quotes import Quote
from apps.drafting.domain.facts.records import Problem
from apps.drafting.domain.language.assertion import sides
from apps.retrieval.domain.assertion import is_hedged

SEVERITY = re.compile(r"(?<!not )\b(?P<word>mild|moderate|severe)(?:ly)?\b", re.IGNORECASE)
GENERAL = roots("disease disorder syndrome condition active acute chronic history use severe mild")  # shared by any two
# What these are of, or where they sit, makes them what they are: no vertebral fracture is no denial of one of the hip.
HEADS = roots(
    "fracture ulcer abscess fistula infection cancer tumor failure thrombosis stenosis injury pain edema surgery "
    "bleeding "
    "disease lesion mass hernia effusion block"
)
GRADES = frozenset({"mild", "moderate", "severe", "moderate to severe"})
PAIR = 2  # words
SMALL_WORDS = frozenset({"of", "the", "and", "with", "in", "to", "for", "or", "by", "a", "an"})
LEFT_OUT = re.compile(r"(?i)\b(?:without|not|no|excluding|screening|evaluation) [^,;]*")
NUMBER = re.compile(r"\b(?:\d+|I{1,3}|IV)\b")
SAME_BEGINNING = 6  # letters
BELIEVED = frozenset({
    "assessment", "assessment_and_plan", "impression", "diagnoses", "problems", "past_medical_history",
    "hospital_course",
    "history_of_present_illness", "interval_history", "plan", "other", "findings", "indications", "chief_complaint",
    "social_history", "consultations", "postoperative_diagnosis", "preoperative_diagnosis", "results", "imaging",
    "physical_exam",
})  # fmt: skip


def condition(case: Case, test: Test) -> Finding:
    """Return whether the condition is asserted of this patient: now, where ``status`` is active, else ever."""
    names, active = names_of(test), test.get("status") == "active"
    if active and is_habit(names) and (found := habit(case, test)):
        return _timely(case, test, found)
    listed = [
        one for one in _listed(case, [*names, *turned(names)], active=active) if not leaves_out(test, one.name)
    ]  # fmt: skip
    said = [one for one in _mentions(case, names) if one.is_denied or not leaves_out(test, one.clause)]
    found = _decided(case, test, listed, said, active=active)
    if active and found.verdict is not Verdict.MET and (spread := _spread(case, test, found)):
        return _timely(case, test, spread)
    if test.get("qualifiers"):
        found = _qualified(test, found, said)
    return _timely(case, test, found)


def _listed(case: Case, names: Sequence[str], *, active: bool) -> list[Problem]:
    """Return the entries of the problem list that are so named; those with its words in another order, where "
    "none is."""
    found = [one for one in case.chart.problems if not (active and OVER.search(one.name))]
    named = [one for one in found if is_named_problem(one.name, names, turned_round=False)]
    return named or [one for one in found if is_named_problem(one.name, names)]


def _spread(case: Case, test: Test, found: Finding) -> Finding | None:
    """Return that a tumor is there and has spread, where the chart tells of both apart."""
    tumors = tumors_of(names_of(test))
    asked = [str(word) for word in as_list(test.get("qualifiers"))]
    if not tumors or not all(SPREAD_WORDS.match(word) for word in asked):
        return None
    tumor = condition(case, {"any_of": tumors, "status": "active"})
    spread = spread_of(case)
    if tumor.verdict is not Verdict.MET or not spread:
        return None
    return met(f"{tumor.reason} It has spread: {spread[0].quotes[0].plain[:120]}", [*tumor.data[:1], *spread[:2]],
               found.contradicting)  # fmt: skip


def _mentions(case: Case, names: Sequence[str]) -> list[Mention]:
    """Return where a name or a kind of it is named; the denial of one kind denies not the whole."""
    own = list(mentions(case, names))
    places = {(one.quote.passage.passage_id, one.quote.start) for one in own}
    kinds = [
        one for one in mentions(case, names, classes=True)
        if not one.is_denied and (one.quote.passage.passage_id, one.quote.start) not in places
    ]  # fmt: skip
    return sorted((*own, *kinds), key=lambda one: -(one.line.day.toordinal() if one.line.day else 0))


def turned(names: Sequence[str]) -> list[str]:
    """Return two-word names as lists of problems write them: "foot ulcer" as "ulcer of right foot"."""
    pairs = [name.split() for name in names if len(name.split()) == PAIR]
    return [f"{last} of {side}{first}" for first, last in pairs for side in ("", "right ", "left ", "both ", "the ")]


def is_named_problem(title: str, names: Sequence[str], *, turned_round: bool = True) -> bool:
    """Return whether an entry of the problem list is one of the names, and not another illness that ends in it."""
    if ABOUT_OTHERS.search(title) or EDUCATION.search(title) or is_hedged(title):
        return False
    return (turned_round and any(_holds_all(title, form) for name in names for form in writings(name))) or any(
        not ANOTHER_BEFORE.search(title[: one.start]) and not ANOTHER_AFTER.match(title[one.end :])
        for one in named_in(title, names, classes=True)
    )


def _holds_all(title: str, name: str) -> bool:
    """Return whether an entry has all words and numbers of a name, as ICD-10-CM turns them: "Radiculopathy, lumbar"."""
    asked, said = roots(name), LEFT_OUT.sub(" ", title)
    if len(name.split()) < PAIR or len(asked) < PAIR or LEFT_OUT.search(name):
        return False
    return asked <= roots(said) and set(NUMBER.findall(name)) <= set(NUMBER.findall(said))


def _decided(case: Case, test: Test, listed: Sequence[Problem], said: Sequence[Mention], *, active: bool) -> Finding:
    standing = [one for one in listed if not one.certainty and (one.active or not active)]
    over = [one for one in listed if not one.certainty and not one.active]
    unsure = [one for one in listed if one.certainty]
    wrong = _spoken_against(case)
    holding = [
        one
        for one in said
        if (one.quote.passage.passage_id, one.quote.start) not in wrong
        and one.holds
        and not one.how.told
        and one.line.section_kind in BELIEVED
    ]
    now = _of_performer_first(case, test, [one for one in holding if not (active and one.is_over)])
    denied = denied_anyhow(case, names_of(test), said)
    if active and standing and (gone := taken_back(case, standing, now)):
        return not_met(
            f"It stands on the problem list, and clinicians have since taken it back: {gone[0].plain[:160]}", gone
        )
    if standing or (now and not over):
        return _unless_denied(case, test, _data(standing, now), denied, now, bool(standing))
    if over and active:
        return not_met(f"{over[0].name} is on the problem list as no longer active.",
                       [*(one.quote for one in denied[:2]), *(one.line.quote for one in over)])  # fmt: skip
    if denied and not now and not standing and not _doubted_since(said, denied):
        return _denied(test, denied, unsure)
    return _undecided(test, said, denied, unsure, active=active)


def _of_performer_first(case: Case, test: Test, now: Sequence[Mention]) -> list[Mention]:
    """Return assertions with those first that are by whom the policy asks for."""
    by = test.get("performed_by")
    return sorted(now, key=lambda one: by is not None and performed_by(case, by, one.quote, one.when) is not True)


def _undecided(
    test: Test, said: Sequence[Mention], denied: Sequence[Mention], unsure: Sequence[Problem], *, active: bool
) -> Finding:
    """Return what comes near, where nothing asserts the condition and nothing denies it."""
    name = named_words(test)
    if unsure:
        first = unsure[0]
        return open_finding(f"{first.name} is on the problem list as {first.certainty}.", [first.line.quote],
                            wanted=f"A clinician's confirmation of {name}.")  # fmt: skip
    near = [one for one in said if not one.is_denied]
    if near:
        return open_finding(f"{name} is mentioned, but not asserted of the patient as a present diagnosis."
                            if active else f"{name} is mentioned, but not asserted of the patient.",
                            (one.quote for one in near[:3]), (one.quote for one in denied[:2]),
                            f"A clinician's note that states {name}.")  # fmt: skip
    return open_finding(f"The chart says nothing of {name}.", wanted=f"A clinician's note that states {name}.")


def _spoken_against(case: Case) -> frozenset[tuple[str, int]]:
    """Return the sentences that the record elsewhere speaks against: the wrong side, a diagnosis since excluded."""
    return frozenset((quote.passage.passage_id, quote.start) for one in case.conflicts for quote in one.against)


def _data(standing: Sequence[Problem], now: Sequence[Mention]) -> list[Datum]:
    data = [
        Datum((one.line.quote,), _since(one), sides(f"{one.name} {' '.join(one.line.parts)}"), one.name)
        for one in standing
    ]
    return [
        *data,
        *(Datum((one.quote,), one.when, sides(one.line.text), one.clause) for one in now[: 1 if standing else 2]),
    ]


def _since(problem: Problem) -> Interval | None:
    return of_when(when(problem.since)) or on(problem.line.quote.day)


def _unless_denied(
    case: Case, test: Test, data: Sequence[Datum], denied: Sequence[Mention], now: Sequence[Mention], listed: bool
) -> Finding:
    """A denial of the same thing at or after the newest assertion leaves it open, unless the list has it as active."""
    window = case.window(test.get("within")) if test.get("within") and test.get("status") != "active" else None
    if window and data and all(window.holds(one.when) is False for one in data):
        return not_met(f"{outside_words(named_words(test), data[0].when, window)}.",
                       [*data[0].quotes, *(one.quote for one in denied[:2])])  # fmt: skip
    names = {one.name for one in now} or set(names_of(test))
    newest = max((one.when.last for one in now if one.when), default=None)
    against = [one for one in denied if one.name in names and one.when and (newest is None or one.when.last >= newest)]
    conflict = case.disputed(tuple(quote for datum in data for quote in datum.quotes))
    if against and (not listed or newest is None or len(against) > len(now)):
        return open_finding(f"The chart both states and denies {named_words(test)}.",
                            (quote for one in data for quote in one.quotes), (one.quote for one in against),
                            f"Which of the two holds: {named_words(test)}.")  # fmt: skip
    if conflict and not listed:
        return open_finding(conflict.text, conflict.against, conflict.stands, "Which of the two holds, in writing.")
    return met(f"Asserted of the patient: {data[0].quotes[0].plain[:160]}", data)


def denied_anyhow(case: Case, names: Sequence[str], said: Sequence[Mention]) -> list[Mention]:
    """Return where a name is denied, by itself or in more general words, newest first."""
    own = [one for one in said if one.is_denied]
    places = {(one.quote.passage.passage_id, one.quote.start, one.name) for one in own}
    others = [
        one for one in denials(case, names)
        if (one.quote.passage.passage_id, one.quote.start, one.name) not in places
    ]  # fmt: skip
    return sorted((*own, *others), key=lambda one: -(one.when.last.toordinal() if one.when else 0))


def _doubted_since(said: Sequence[Mention], denied: Sequence[Mention]) -> bool:
    """Say whether a clinician voiced a suspicion after the newest denial."""
    newest = max((one.when.last for one in denied if one.when), default=None)
    return any(
        one.how.hedged and not (one.is_denied or one.how.relative or one.how.told or one.how.supposed)
        and one.line.section_kind != "plan"
        and one.when and newest and one.when.last > newest
        for one in said
    )  # fmt: skip


def _denied(test: Test, denied: Sequence[Mention], unsure: Sequence[Problem] = ()) -> Finding:
    """What is denied answers no only where each of the names, or most of them and the others never named, is denied."""
    if covers(names_of(test), denied) or mostly(names_of(test), denied):
        quotes = [*(one.quote for one in one_for_each(denied)), *(one.line.quote for one in unsure)]
        return not_met(f"Denied: {denied[0].quote.plain[:160]}", quotes)
    return open_finding(
        f"Part of it is denied ({denied[0].quote.plain[:120]}); nothing is said of the rest.", (),
        (one.quote for one in denied[:4]), f"A clinician's note on {named_words(test)}.",
    )  # fmt: skip


def covers(names: Sequence[str], denied: Sequence[Mention], also: Sequence[str] = ()) -> bool:
    """Return whether every name is denied itself, or shares its words with one that is, or with one of ``also``."""
    said = [roots(one.name) | roots(one.line.text[one.start : one.end]) for one in denied]
    said += [roots(form) for name in (*also, *(one.name for one in denied)) for form in writings(name)]
    return all(
        any(any(_akin(roots(form), words) for form in writings(name)) for words in said)
        or any(is_short_for(one.name, name) or is_short_for(name, one.name) for one in denied)
        for name in names
    )  # fmt: skip


def is_short_for(short: str, name: str) -> bool:
    """Return whether a short form stands for a name by the first letters of its words: ABPA, EGPA."""
    words = [word for word in re.findall(r"[a-z]+", name.lower()) if word not in SMALL_WORDS]
    if not short.isupper() or not short.isalpha() or not PAIR <= len(words) <= len(short):
        return False
    letters = iter("".join(words))
    firsts = iter(short.lower())
    return all(letter in letters for letter in short.lower()) and all(word[0] in firsts for word in words)


def mostly(names: Sequence[str], denied: Sequence[Mention], also: Sequence[str] = ()) -> bool:
    """Return whether more than half of the names are denied: those of one illness, told by its signs."""
    count = sum(covers([name], denied, also) for name in names)
    return count > 1 and 2 * count > len(names)


def one_for_each(denied: Sequence[Mention]) -> list[Mention]:
    """Return the newest denial of each name."""
    found: dict[str, Mention] = {}
    for one in denied:
        found.setdefault(one.name, one)
    return list(found.values())


def _akin(one: frozenset[str], other: frozenset[str]) -> bool:
    """Say whether two names share a word, "pregnant" and "pregnancy", or more than the head of both: "fracture"."""
    begins = {root[:SAME_BEGINNING] for root in other}
    named = {root[:SAME_BEGINNING] for root in one - GENERAL}
    heads = {root[:SAME_BEGINNING] for root in HEADS}
    return bool(named and named <= begins) or bool((named - heads) & begins)


def _qualified(test: Test, finding: Finding, said: Sequence[Mention]) -> Finding:
    wanted = [str(word) for word in as_list(test.get("qualifiers"))]
    if finding.verdict is Verdict.MET and (graded := graded_as(said, wanted)):
        data = [*finding.data[:1], *(Datum((one.quote,), one.when, sides(one.line.text), one.clause) for one in graded)]
        return met(finding.reason, data, finding.contradicting)
    if any(_is_said(quote, names_of(test), wanted) for quote in finding.supporting):
        return finding
    return capped(finding, f"None of {', '.join(wanted)} is said with it.", f"The severity of {named_words(test)}.")


def _is_said(quote: Quote, names: Sequence[str], wanted: Sequence[str]) -> bool:
    """Say whether a severity asked for stands with the name, and none that is not asked for."""
    text = quote.plain
    named = first_named(text, names)
    if named is None and quote.passage.structured and is_named_problem(text, names):
        named = Named(names[0], 0, len(text))
    if named is None:
        return False
    clause = text if quote.passage.structured else clause_around(text, named.start, named.end)
    said = {match.group("word").lower() for match in SEVERITY.finditer(clause)}
    asked = {word.lower() for word in wanted}
    if not quote.passage.structured and asked <= GRADES:
        beside = grades_beside(text, named.start, named.end)
        return bool(beside) and beside <= grades_in(" ".join(asked))
    if any(" " in word and word in clause.lower() for word in asked):
        return True
    if said - asked:
        return False
    return bool(said & asked) or any(
        re.search(rf"(?<!not )(?<!no )\b{re.escape(word)}\b", clause, re.IGNORECASE) for word in asked
    )


def _timely(case: Case, test: Test, finding: Finding) -> Finding:
    if not test.get("within") or not finding.data:
        return finding
    window = case.window(test.get("within"))
    if window is None:
        return capped(finding, "The day its window ends on is not known.")
    inside = [one for one in finding.data if window.holds(one.when)]
    if inside:
        return finding
    if all(window.holds(one.when) is False for one in finding.data) and test.get("status") != "active":
        first = finding.data[0]
        return not_met(f"{outside_words(named_words(test), first.when, window)}.", first.quotes)
    return capped(finding, f"That it was in {window.words} is not shown.")
