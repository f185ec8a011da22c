"""A test and what it is composed of: all, any, applies_if, notes that a person must read, and what must be the same."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from apps.drafting.domain.criteria.case import Case, Test
from apps.drafting.domain.criteria.findings import Finding, both, capped, either, met, not_met, open_finding
from apps.drafting.domain.criteria.guarding import guarded
from apps.drafting.domain.criteria.kinds.absence import absence
from apps.drafting.domain.criteria.kinds.common import as_list, named_words
from apps.drafting.domain.criteria.kinds.condition import condition
from apps.drafting.domain.criteria.kinds.document import document
from apps.drafting.domain.criteria.kinds.encounter import encounter
from apps.drafting.domain.criteria.kinds.observation import SIDE, candidates, observation
from apps.drafting.domain.criteria.kinds.patient import patient
from apps.drafting.domain.criteria.kinds.request import request
from apps.drafting.domain.criteria.kinds.statement import statement
from apps.drafting.domain.criteria.kinds.treatment import treatment
from apps.drafting.domain.criteria.kinds.trial import trial
from apps.drafting.domain.criteria.names import roots
from apps.drafting.domain.criteria.periods import Interval
from apps.drafting.domain.criteria.verdicts import Verdict
from apps.drafting.domain.language.assertion import sides

KINDS: Mapping[str, Callable[[Case, Test], Finding]] = {
    "patient": patient, "condition": condition, "observation": observation, "trial": trial, "treatment": treatment,
    "encounter": encounter, "document": document, "statement": statement, "absence": absence, "request": request,
}  # fmt: skip
NOT_ALONE = re.compile(r"\s*(?P<word>AND|OR|IF)\b")
ONLY_AGAINST = re.compile(r"(?i)\bIF\b.*\bnot met\b")  # what nobody typed can only speak against it
DEEPEST = 8


def judge(case: Case, test: Test, depth: int = 0) -> Finding:
    """Return what a test, single or composed, comes to."""
    if depth > DEEPEST:
        return open_finding("The test is composed too deeply to be read.")
    applies = test.get("applies_if")
    if applies:
        condition_of_it = judge(case, applies, depth + 1)
        if condition_of_it.verdict is Verdict.NOT_MET:
            return replace(
                met(f"Not applicable: {condition_of_it.reason}", []), supporting=condition_of_it.contradicting,
                not_applicable=True,
            )  # fmt: skip
        found = _noted(test, _composed(case, test, depth))
        if condition_of_it.verdict is Verdict.INSUFFICIENT and found.verdict is Verdict.NOT_MET:
            reason = f"Whether this applies is not known: {condition_of_it.reason} {found.reason}"
            wanted = (*condition_of_it.wanted, *found.wanted)
            return replace(found, verdict=Verdict.INSUFFICIENT, reason=reason, wanted=wanted)
        return found
    return _noted(test, _composed(case, test, depth))


def _composed(case: Case, test: Test, depth: int) -> Finding:
    if "all" in test:
        return _all(case, list(test["all"]), depth)
    if "any" in test:
        return either([judge(case, part, depth + 1) for part in test["any"]])
    kind = KINDS.get(str(test.get("kind")))
    if kind is None:
        return open_finding(f"A test of the kind {test.get('kind')!r} is not known.")
    plain = _sided(case, _plainly(test))
    found = guarded(case, test, _without_forms(kind, case, plain))
    return _agreeing(case, test, found)


def _without_forms(kind: Callable[[Case, Test], Finding], case: Case, test: Test) -> Finding:
    """Return a finding that is MET only where it is so without the pages that no clinician answers for."""
    found = kind(case, test)
    if found.verdict is not Verdict.MET or case.without_forms is case:
        return found
    clean = kind(case.without_forms, test)
    if clean.verdict is not Verdict.INSUFFICIENT:
        return clean
    reason = "It rests on a form, or on a page of somebody with an interest, that no clinician signed."
    return capped(found, reason, f"A clinician's note on {named_words(test)}.")


def _plainly(test: Test) -> Test:
    """Return a test whose bare number for a duration is said in days."""
    given = test.get("min_duration")
    return {**test, "min_duration": {"days": given}} if isinstance(given, (int, float)) else test


def _sided(case: Case, test: Test) -> Test:
    """Return a test with the side that it must share with another: that of what the other finds, or of the order."""
    other = _same(test).get("side")
    if not other:
        return test
    theirs = _elsewhere(case, str(other))
    found = frozenset().union(*(datum.sides for datum in theirs.data)) if theirs else frozenset[str]()
    found = found if len(found) == 1 else sides(" ".join(quote.plain for quote in case.request.lines))
    return {**test, SIDE: sorted(found)} if len(found) == 1 else test


def _noted(test: Test, finding: Finding) -> Finding:
    """A note that begins with AND, OR or IF is a part that nobody typed: the typed part alone never decides MET."""
    note = NOT_ALONE.match(str(test.get("note") or ""))
    if note is None:
        return finding
    words = str(test["note"]).strip()
    if finding.verdict is Verdict.NOT_MET and note["word"] != "AND" and not ONLY_AGAINST.search(str(test["note"])):
        reason = f"{finding.reason} A person reads the rest: {words}"
        return replace(finding, verdict=Verdict.INSUFFICIENT, reason=reason, wanted=(*finding.wanted, words))
    return capped(finding, f"A person reads the rest: {words}", words)


def _all(case: Case, parts: Sequence[Test], depth: int) -> Finding:
    session = _one_session(case, parts)
    alone = [part for part in parts if session is None or not _is_linked(parts, part)]
    found = [judge(case, part, depth + 1) for part in alone]
    return both([*([session] if session else []), *found])


def _same(part: Test) -> Mapping[str, Any]:
    same = part.get("same")
    return same if isinstance(same, Mapping) else {}


def _links(parts: Sequence[Test]) -> list[Test]:
    """Return the observations that must be of one session."""
    named = {str(_same(part)["session"]) for part in parts if "session" in _same(part)}
    found = [part for part in parts if "session" in _same(part) or str(part.get("id")) in named]
    return found if named and len(found) > 1 and all(part.get("kind") == "observation" for part in found) else []


def _is_linked(parts: Sequence[Test], part: Test) -> bool:
    return any(part is one for one in _links(parts))


def _one_session(case: Case, parts: Sequence[Test]) -> Finding | None:
    """Return what the newest day comes to on which all of the measurements were made."""
    linked = _links(parts)
    if not linked:
        return None
    days = [{one.when for one in candidates(case, part) if _is_one_day(one.when)} for part in linked]
    shared = set.intersection(*days)
    if not shared:
        found = [judge(case, part) for part in linked]
        together = both(found)
        names = ", ".join(
            f"{named_words(part)} {' '.join(str(s) for s in as_list(part.get('setting')))}" for part in linked
        )
        return capped(together, "They are not of one session.", f"One session with all of: {names}.")
    newest = max((day for day in shared if day), key=lambda day: day.last)
    return both([_noted(part, observation(case, part, newest)) for part in linked])


def _is_one_day(when: Interval | None) -> bool:
    return when is not None and when.first == when.last


def _agreeing(case: Case, part: Test, mine: Finding) -> Finding:
    """Return a finding held against what its test must share with others, here or elsewhere in the policy."""
    found = mine
    for what, other in _same(part).items():
        found = _same_as(what, str(other), found, mine, _elsewhere(case, str(other)))
    return found


def _elsewhere(case: Case, other: str) -> Finding | None:
    test = case.tests.get(other)
    return judge(case, {key: value for key, value in test.items() if key != "same"}) if test else None


def _same_as(what: str, other: str, together: Finding, mine: Finding, theirs: Finding | None) -> Finding:
    if together.verdict is not Verdict.MET:
        return together
    if theirs is None or not mine.data or not theirs.data:
        return capped(together, f"That the {what} agrees with {other!r} is not shown.", f"The {what}, in both places.")
    verdict = {"side": _sides_agree, "session": _days_agree, "indication": _reasons_agree}.get(what, _unknown)(
        mine, theirs
    )
    if verdict is False:
        return not_met(f"The {what} differs: {mine.reason} {theirs.reason}", (*mine.supporting, *theirs.supporting))
    if verdict is None:
        return capped(together, f"That the {what} agrees is not shown.", f"The {what}, in both places.")
    return together


def _sides_agree(mine: Finding, theirs: Finding) -> bool | None:
    one, other = (frozenset().union(*(datum.sides for datum in finding.data)) for finding in (mine, theirs))
    if len(one) != 1 or len(other) != 1:
        return None
    return one == other


def _days_agree(mine: Finding, theirs: Finding) -> bool | None:
    one, other = ({datum.when for datum in finding.data if _is_one_day(datum.when)} for finding in (mine, theirs))
    return True if one & other else None


def _reasons_agree(mine: Finding, theirs: Finding) -> bool | None:
    one, other = (roots(" ".join(datum.indication for datum in finding.data)) for finding in (mine, theirs))
    return True if one & other else None


def _unknown(mine: Finding, theirs: Finding) -> bool | None:
    return None
