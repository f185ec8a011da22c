"""Is it so, is it sure, is it now, is it done, is it the patient's: what the sentence around the quoted words says."""

import re
from collections.abc import Iterator

from apps.drafting.domain.checks.case import Case
from apps.drafting.domain.checks.grounds import Ground
from apps.drafting.domain.checks.rules.noting import Verdicts, note_on
from apps.drafting.domain.checks.vocabulary import FRAME
from apps.drafting.domain.claims import Support
from apps.drafting.domain.language.assertion import polarity
from apps.drafting.domain.language.words import stems
from apps.redaction.domain.words import word_set
from apps.retrieval.domain.assertion import Assertion, assertions, clauses, is_about_relative, is_hedged, is_planned
from apps.retrieval.domain.triggers import HEDGES, PLANS

DONE_WORDS = word_set(
    "took taken completed received underwent attended finished failed tried started begun performed given "
    "administered done initiated placed removed obtained treated"
)
PLAN_WORDS = re.compile(rf"{PLANS.pattern}|\b(?:start|begin|initiat|resum|continu|add|try)\w*\b", re.IGNORECASE)
RETOLD = 0.6  # of the words of a clause that a claim retells
FRAME_STEMS = stems(" ".join(FRAME)) | stems(
    "plan assessment impression diagnoses note year old list ordered started stopped reported stated active"
)


def _told(case: Case) -> Iterator[tuple[Ground, str]]:
    """Yield each sentence that carries a part of the claim, with that part."""
    if case.is_about_quotes:
        for ground in case.alignment.used():
            yield ground, case.alignment.slice_of(ground)


def subject_is_patient(case: Case) -> Verdicts:
    """What a relative has, the patient has not."""
    for ground, _ in _told(case):
        relative = ground.quote.passage.section_kind == "family_history" or is_about_relative(ground.around)
        if relative and not is_about_relative(case.claim.text):
            told = "The quoted words are about a relative, and the sentence reads as if they were about the patient."
            yield Support.CONTRADICTED, note_on(case, "subject_is_patient", told)
            return


def negation_agrees(case: Case) -> Verdicts:
    """What the record denies is not claimed, and what it affirms is not denied."""
    if case.contradicting or case.is_verbatim:
        return
    for ground, told in _told(case):
        denied, affirmed = polarity(ground.around)
        claim_denied, claim_affirmed = polarity(told)
        turned = (denied - affirmed) & (claim_affirmed - claim_denied)
        dropped = (claim_denied - claim_affirmed) & (affirmed - denied)
        if wrong := (turned or dropped) - FRAME_STEMS:
            word = min(wrong)
            sentence = f"The quoted words and the sentence differ in whether {word!r} is so."
            yield Support.CONTRADICTED, note_on(case, "negation_agrees", sentence)
            return


def doubt_survives(case: Case) -> Verdicts:
    """The record's "possible" stays in the sentence."""
    told = [clause for ground, _ in _told(case) for clause in _retold(ground.around, case.claim.text, HEDGES)]
    if told and all(is_hedged(clause) for clause in told) and not is_hedged(case.claim.text):
        yield Support.INFERRED, note_on(case, "doubt_survives", "The record is less sure than this sentence.")


def _retold(quoted: str, claimed: str, apart_from: re.Pattern[str]) -> Iterator[str]:
    """Yield the clauses of a sentence that a claim retells, the words that only say how sure or when left out."""
    words = stems(claimed)
    for start, end in clauses(quoted):
        own = stems(apart_from.sub(" ", quoted[start:end]))
        if own and len(own & words) >= RETOLD * len(own):
            yield quoted[start:end]


def plan_is_not_deed(case: Case) -> Verdicts:
    """What was intended did not happen yet."""
    claimed = _words(case.claim.text) & DONE_WORDS
    for ground, _ in _told(case):
        if ground.quote.passage.structured or not is_planned(ground.around) or is_planned(case.claim.text):
            continue
        if claimed - _words(ground.around):
            sentence = "The quoted words speak of a plan, the sentence of something done."
            yield Support.CONTRADICTED, note_on(case, "plan_is_not_deed", sentence)
            return
        retold = list(_retold(ground.around, case.claim.text, PLAN_WORDS))
        if retold and all(is_planned(clause) for clause in retold):
            sentence = "The quoted words speak of a plan, and the sentence does not say so."
            yield Support.INFERRED, note_on(case, "plan_is_not_deed", sentence)
            return


def _words(text: str) -> frozenset[str]:
    return word_set(re.sub(r"[^a-z ]", " ", text.lower()))


WORDS_OF_KIND = {
    Assertion.HISTORICAL: ("history_stays_history", "The quoted words tell it as history, the sentence as of now."),
    Assertion.HYPOTHETICAL: ("condition_stays", "The quoted words speak of what might happen, the sentence of a fact."),
}


def time_agrees(case: Case) -> Verdicts:
    """What was, and what might come, is not what is."""
    for kind, (rule, sentence) in WORDS_OF_KIND.items():
        claimed = _said_as(kind, case.claim.text)
        for ground, told in _told(case):
            quoted = _said_as(kind, ground.around)
            only = quoted - (stems(ground.around) - quoted)
            if (only & stems(told)) - claimed - FRAME_STEMS and not claimed:
                yield Support.INFERRED, note_on(case, rule, sentence)
                return


def _said_as(kind: Assertion, text: str) -> frozenset[str]:
    return frozenset(
        stem for span in assertions(text) if span.kind is kind for stem in stems(text[span.start : span.end])
    )
