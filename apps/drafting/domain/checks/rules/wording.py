"""Every other word of a claim: is it quoted, was one put in the place of another, do the words stand together."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from apps.drafting.domain.checks.alignment import Alignment, Run
from apps.drafting.domain.checks.case import Case
from apps.drafting.domain.checks.grounds import Ground
from apps.drafting.domain.checks.rules.noting import Verdicts, note_on, shown
from apps.drafting.domain.claims import Support
from apps.drafting.domain.language.terms import Term, TermKind

WORDS = frozenset({TermKind.WORD, TermKind.MEDICINE})
LONGEST_SWAP = 6  # words of the record in whose place another stands
MOSTLY = 0.5  # of a claim that one sentence carries, for one of its words to stand in another's place


def words_are_quoted(case: Case) -> Verdicts:
    """Every word of a claim stands in its quotes; a name in the place of another name contradicts them."""
    strange = [term for term in case.alignment.strange if term.kind is TermKind.WORD]
    if not strange or not case.is_about_quotes:
        return
    swapped = list(_swapped(case))
    if swapped:
        told = "; ".join(f'"{claimed}" where the quoted words say "{quoted}"' for claimed, quoted in swapped)
        are_names = any(_is_a_name(case, claimed) and _is_a_name(case, quoted) for claimed, quoted in swapped)
        verdict = Support.CONTRADICTED if are_names else Support.INFERRED
        yield verdict, note_on(case, "name_agrees", f"The sentence says {told}.")
    else:
        written = shown(case.claim.text[term.start : term.end] for term in strange)
        yield Support.INFERRED, note_on(case, "words_are_quoted", f"Not in the quoted words: {written}.")


def _swapped(case: Case) -> Iterator[tuple[str, str]]:
    """Yield what a claim says in the place of what the sentence that carries most of it says."""
    alignment = case.alignment
    nearest = max(case.grounds, key=lambda ground: len(alignment.carried[ground]), default=None)
    if nearest is None or len(alignment.carried[nearest]) < MOSTLY * len(alignment.terms):
        return
    strange = {run.first for run in alignment.runs if run.ground is None}
    claimed, quoted = [term.key for term in alignment.terms], [term.key for term in nearest.terms]
    steps = SequenceMatcher(None, claimed, quoted, autojunk=False).get_opcodes()
    for step, first, last, other_first, other_last in steps:
        own = [alignment.terms[place] for place in range(first, last) if place in strange]
        if step == "replace" and own and other_last - other_first <= LONGEST_SWAP:
            yield _written(case.claim.text, own), _written(nearest.text, nearest.terms[other_first:other_last])


def _written(text: str, said: Sequence[Term]) -> str:
    return text[said[0].start : said[-1].end]


def _is_a_name(case: Case, written: str) -> bool:
    return bool(case.lexicon.names(written)) or any(case.lexicon.is_clinical(word) for word in written.split())


def facts_of_weight_are_direct(case: Case) -> Verdicts:
    """A diagnosis or a medicine needs the record's own words: another word for it is a reading of the record."""
    reworded = case.alignment.reworded
    if reworded and case.is_direct and case.is_about_quotes:
        told = "; ".join(f'"{one.written}" where the record says "{one.quoted}"' for one in reworded[:2])
        yield Support.INFERRED, note_on(case, "direct_support", f"The sentence uses other words: {told}.")


def words_stand_together(case: Case) -> Verdicts:
    """A claim may list what several quotes say; it may not make one fact of words that never stand together."""
    alignment = case.alignment
    if not case.is_about_quotes:
        return
    for before, run in _borders(alignment):
        if not _may_join(case, alignment, before, run):
            one, other = alignment.written(before), alignment.written(run)
            sentence = f'"{one}" and "{other}" stand in different sentences of the record, never together.'
            yield Support.INFERRED, note_on(case, "stands_together", sentence)
            return


def _borders(alignment: Alignment) -> Iterator[tuple[Run, Run]]:
    runs = [run for run in alignment.runs if run.ground]
    for number, run in enumerate(runs[1:], start=1):
        if run.ground is not runs[number - 1].ground:
            yield runs[number - 1], run


def _may_join(case: Case, alignment: Alignment, before: Run, run: Run) -> bool:
    ground = run.ground
    if ground is None:
        return True
    if _shares_topic(alignment, ground, run) or _is_dated_label(alignment, run):
        return True
    between = case.claim.text[alignment.terms[before.last].end : alignment.terms[run.first].start]
    is_joint = any(mark in between for mark in JOINTS) or any(f" {word} " in f"{between} " for word in JOINING)
    return is_joint and (not case.is_direct or _begins(alignment, ground, run))


JOINTS = ".;:,()-–—\"'/"
JOINING = ("and", "but", "with", "then", "or", "on", "of")


def _shares_topic(alignment: Alignment, ground: Ground, run: Run) -> bool:
    """The sentence also carries a word that the claim named before this run."""
    named = alignment.carried[ground]
    return any(place in named and alignment.terms[place].kind in WORDS for place in range(run.first))


def _is_dated_label(alignment: Alignment, run: Run) -> bool:
    """Nothing but the day of a document: "Plan, 6 Nov 2026:"."""
    return all(term.kind is TermKind.DATE for term in alignment.terms[run.first : run.last + 1])


def _begins(alignment: Alignment, ground: Ground, run: Run) -> bool:
    """The run begins with what its sentence begins with: it is told as the record tells it, not cut out of it."""
    head = ground.terms[0] if ground.terms else None
    first = alignment.terms[run.first]
    return head is None or (
        run.first in alignment.carried[ground]
        and (
            (head.kind, head.key) == (first.kind, first.key)
            or first.kind in {TermKind.DATE, TermKind.SURROGATE}
            or _is_its_name(ground, first)
            or any((head.kind, head.key) == (term.kind, term.key) for term in alignment.terms[run.first : run.last + 1])
        )
    )


def _is_its_name(ground: Ground, first: Term) -> bool:
    """The run begins with what clinicians call the result of the line."""
    heading = {(term.kind, term.key) for term in ground.heading_terms}
    return ground.quote.passage.structured and (first.kind, first.key) in heading
