"""Whether a clinician asserts a sentence of this patient, in one of the phrasings a policy gives, or in the same "
"words."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from apps.drafting.domain.criteria.case import Case, Test
from apps.drafting.domain.criteria.findings import Datum, Finding, met, not_met, open_finding
from apps.drafting.domain.criteria.kinds.common import names_of, outside_words
from apps.drafting.domain.criteria.mentions import when_said
from apps.drafting.domain.criteria.names import roots
from apps.drafting.domain.criteria.performers import performed_by
from apps.drafting.domain.criteria.periods import Interval
from apps.drafting.domain.criteria.sayings import NOT_DONE, REFUSED, is_told, plans, stance
from apps.drafting.domain.facts.notes import NoteLine
from apps.drafting.domain.facts.quotes import Quote
from apps.drafting.domain.language.assertion import polarity
from apps.drafting.domain.language.quantities import quantities
from apps.retrieval.domain.assertion import is_hedged

NEAR = 0.5  # of the words of a phrasing: worth showing, never enough
FEWEST_NEAR = 2
SMALL = roots("the patient member is are was has have been be a an of in on to for and or with at by that this it")
DENIAL = re.compile(r"\b(?:no|not|never|without|denies|denied|n't|cannot|unable|neither|nor|none)\b", re.IGNORECASE)
NOT_SAYING = re.compile(
    r"\b(?:if|unless|should|whether|policy|criteria|criterion|requires?|required|payer|insurer|insurance|"
    r"plan (?:needs|wants|"
    r"asks)|asks? (?:for|whether)|must (?:show|have|document)|needs? to|once|until|when)\b",
    re.IGNORECASE,
)
UNABLE = "unable"
MOST_GOVERNED = 14  # words
CUT = re.compile(r"[;,:.](?=\s|$)|\bbut\b|\bhowever\b")
STOP_AT = re.compile(r"(?<=[a-z0-9)%])[.;](?=\s|$)")


@dataclass(frozen=True, slots=True)
class _Said:
    line: NoteLine
    phrase: str
    words: str
    start: int
    share: float


def statement(case: Case, test: Test) -> Finding:
    """Return whether a clinician asserts one of the phrasings: all of its words in one sentence, as it has them."""
    phrases = names_of(test)
    window = case.window(test.get("within"))
    if window is None:
        return open_finding("The chart does not say on which day the window of this criterion ends.",
                            wanted="The day of the order or of the event itself.")  # fmt: skip
    full = [one for one in _said(case.notes, phrases) if one.share == 1.0]
    dated = [(one, when_said(one.line, one.start, one.start + 1)) for one in full]
    asserted = [(one, when) for one, when in dated if _is_asserted(one) and _allowed(case, test, one, when)]
    denied = [(one, when) for one, when in dated if _is_denied(one)]
    timely = [(one, when) for one, when in asserted if window.holds(when)]
    if timely:
        return _unless_denied(case, timely, denied)
    if asserted and all(window.holds(when) is False for _, when in asserted):
        first, when = asserted[0]
        return not_met(f"{outside_words(first.line.text[:160], when, window)}.", [first.line.quote])
    if denied:
        return not_met(
            f"A clinician says otherwise: {denied[0][0].line.text[:200]}", (one.line.quote for one, _ in denied[:3])
        )
    near = full or sorted(_said(case.notes, phrases), key=lambda one: -one.share)[:3]
    return open_finding(
        "No clinician's statement of this is in the chart." if not near else
        f"What comes near does not state it: {near[0].line.text[:160]}",
        (one.line.quote for one in near[:3]), wanted=f"The treating clinician's statement: {phrases[0]}.",
    )  # fmt: skip


# Ways of saying one thing: the words of a policy and those of a note need not be the same ones.
SAME_WORDS = (
    (
        re.compile(
            r"\b(?:cannot|can ?not|can't|could not|couldn't|(?:is |was |are )?not able to|(?:is |was )?unable to|"
            r"incapable of)\b",
            re.IGNORECASE,
        ),
        "unable",
    ),
    (re.compile(r"\b(?:ambulat(?:e|es|ed|ing|ion)|walk(?:s|ed|ing)?)\b", re.IGNORECASE), "walk"),
    (
        re.compile(
            r"\b(?:persist(?:s|ed|ent|ently|ing)?|remain(?:s|ed|ing)?|continu(?:e|es|ed|ing)|ongoing|still)\b",
            re.IGNORECASE,
        ),
        "remain",
    ),
    (
        re.compile(r"\b(?:contraindication|contraindicated|contra-indicated|contraindications)\b", re.IGNORECASE),
        "contraindicated",
    ),
    (re.compile(r"\b(?:w/c|wheel chair)\b", re.IGNORECASE), "wheelchair"),
    (re.compile(r"\b(?:ADLs?|activities of daily living)\b", re.IGNORECASE), "activities of daily living"),
    (
        re.compile(r"\b(?:MRADLs?|mobility[- ]related activities of daily living)\b", re.IGNORECASE),
        "mobility activities of daily living",
    ),
    (re.compile(r"\b(?:hypox(?:ia|emia|aemia|ic|emic|aemic))\b", re.IGNORECASE), "hypoxemia"),
    (re.compile(r"\b(?:safely|safe|safety)\b", re.IGNORECASE), "safe"),
    (re.compile(r"\b(?:willing|motivated|agreeable)\b", re.IGNORECASE), "motivated"),
    (re.compile(r"\b(?:medication|medications|meds|medicine)\b", re.IGNORECASE), "medication"),
    (re.compile(r"\b(?:has |have )?failed to (?=improve|respond)", re.IGNORECASE), "not "),
    (re.compile(r"\b(?:did|has|have|does) not (?:improve|respond)\w*\b", re.IGNORECASE), "not improved"),
)


def _plainly(text: str) -> str:
    for pattern, word in SAME_WORDS:
        text = pattern.sub(word, text)
    return text


def _said(lines: Sequence[NoteLine], phrases: Sequence[str]) -> Iterator[_Said]:
    """Yield the sentences that hold the words of a phrasing, or most of them."""
    for line in lines:
        for start, words in _statements(line.text):
            said = roots(_plainly(words))
            for phrase in phrases:
                asked = roots(_plainly(phrase)) - SMALL
                shared = asked & said
                share = len(shared) / len(asked) if asked else 0.0
                if share == 1.0 and not _same_numbers(phrase, words):
                    share = 0.9
                if share == 1.0 or (share >= NEAR and len(shared) >= FEWEST_NEAR):
                    yield _Said(line, phrase, words, start, share)


def _statements(text: str) -> Iterator[tuple[int, str]]:
    begin = 0
    for match in STOP_AT.finditer(text):
        yield begin, text[begin : match.start()]
        begin = match.end()
    if text[begin:].strip():
        yield begin, text[begin:]


def _same_numbers(phrase: str, words: str) -> bool:
    asked = {one.value for one in quantities(phrase)}
    return asked <= {one.value for one in quantities(words)}


def _is_asserted(one: _Said) -> bool:
    line, phrase, words = one.line, one.phrase, one.words
    how = stance(line, one.start, one.start + len(words))
    if (
        how.relative
        or how.supposed
        or is_told(line, one.start, one.start + 1)
        or is_told(line, one.start, one.start + len(words))
    ):
        return False
    if is_hedged(words) and not is_hedged(phrase):
        return False
    if (plans(words) and not plans(phrase)) or (NOT_SAYING.search(words) and not NOT_SAYING.search(phrase)):
        return False
    if (REFUSED.search(words) and not REFUSED.search(phrase)) or (
        NOT_DONE.search(words) and not NOT_DONE.search(phrase)
    ):
        return False
    if words.rstrip().endswith("?") or line.text.rstrip().endswith("?"):
        return False
    return _governs(_plainly(phrase), _plainly(words)) and not _turned(phrase, words)


def _governs(phrase: str, words: str) -> bool:
    """Say whether "unable" stands before the same words in both: unable to drive is not unable to walk."""
    if UNABLE not in phrase:
        return True
    asked = roots(phrase.partition(UNABLE)[2]) - SMALL
    after = " ".join(CUT.split(words.partition(UNABLE)[2])[0].split()[:MOST_GOVERNED])
    return UNABLE in words and asked <= roots(after)


def _turned(phrase: str, words: str) -> bool:
    """Say whether a sentence denies what a phrasing affirms, or the other way round."""
    phrase, words = _plainly(phrase), _plainly(words)
    asked = roots(phrase) - SMALL
    phrase_denied, phrase_affirmed = polarity(phrase)
    denied, affirmed = polarity(words)
    if asked & (denied - affirmed) & (phrase_affirmed - phrase_denied):
        return True
    if bool(phrase_denied & asked) and not denied & phrase_denied:
        return True
    return bool(DENIAL.search(words)) != bool(DENIAL.search(phrase)) and bool(asked & denied) != bool(
        asked & phrase_denied
    )


def _is_denied(one: _Said) -> bool:
    how = stance(one.line, one.start, one.start + len(one.words))
    if how.relative or how.supposed or how.told or is_hedged(one.words) or DENIAL.search(one.phrase):
        return False
    asked = roots(_plainly(one.phrase)) - SMALL
    denied, affirmed = polarity(_plainly(one.words))
    return asked <= (denied | affirmed) and len(asked & (denied - affirmed)) * 2 >= len(asked)


def _allowed(case: Case, test: Test, one: _Said, when: Interval | None) -> bool:
    by = test.get("performed_by")
    return by is None or performed_by(case, by, one.line.quote, when) is True


def _unless_denied(
    case: Case, timely: Sequence[tuple[_Said, Interval | None]], denied: Sequence[tuple[_Said, Interval | None]]
) -> Finding:
    newest = max((when.last for _, when in timely if when), default=None)
    later = [one for one, when in denied if when and (newest is None or when.last >= newest)]
    quotes: tuple[Quote, ...] = tuple(one.line.quote for one, _ in timely[:3])
    conflict = case.disputed(quotes)
    if later:
        return open_finding(f"A clinician states it, and later it is denied: {later[0].line.text[:160]}", quotes,
                            (one.line.quote for one in later), "Which of the two holds, in writing.")  # fmt: skip
    if conflict:
        return open_finding(conflict.text, conflict.against, conflict.stands, "Which of the two holds, in writing.")
    first = timely[0][0]
    return met(
        f"A clinician states: {first.line.text[:200]}", [Datum((one.line.quote,), when) for one, when in timely[:2]]
    )
