"""Whether a clinician asserts a sentence of this patient, in one of the phrasings a policy gives, or in the same "
"words."""

import re
from collections.abc import Iterator, Sequence

from apps.drafting.domain.criteria.case import Case, Test, day_of_line
from apps.drafting.domain.criteria.denials import FILLERS, denials, folded
from apps.drafting.domain.criteria.findings import Datum, Finding, met, not_met, open_finding
from apps.drafting.domain.criteria.kinds.common import names_of, outside_words
from apps.drafting.domain.criteria.kinds.condition import mostly, one_for_each
from apps.drafting.domain.criteria.mentions import Mention, when_said
from apps.drafting.domain.criteria.opposites import excluded_by, unless_excluded
from apps.drafting.domain.criteria.performers import performed_by
from apps.drafting.domain.criteria.periods import Interval, Window
from apps.drafting.domain.criteria.sayings import REFUSED, is_suppliers, is_told
from apps.drafting.domain.criteria.stating import (
    DENIAL,
    UNABLE,
    Said,
    is_asserted,
    is_denied,
    is_plain,
    is_unable,
    ways_to_deny,
)
from apps.drafting.domain.criteria.wordings import (
    content,
    content_of_all,
    part_with,
    phrasings,
    plainly,
    ways_to_say,
)
from apps.drafting.domain.facts.notes import NoteLine
from apps.drafting.domain.facts.quotes import Quote
from apps.drafting.domain.language.assertion import polarity, sides
from apps.drafting.domain.language.quantities import quantities
from apps.drafting.domain.reconcile.conflicts import Conflict
from apps.retrieval.domain.assertion import is_hedged

NEAR = 0.5  # of the words of a phrasing: worth showing, never enough
FEWEST_NEAR = 2
RULED_OUT = re.compile(r"(?i)\b(?:excluded|ruled out|absent|resolved|free of|negative)\b")
CONSENT = content("agree agrees agreed accept accepts accepted consent consents willing enrolled participate wants")
ONE_EVENT = re.compile(r"\bcould(?: not|n't)\b", re.IGNORECASE)  # what once was so, whatever was done another time
NEGATION = re.compile(r"(?i)^(?:no|not|without) ")
LASTING = re.compile(r"(?i)\b(?:placed|inserted|implanted)\b")  # what was placed then is there now
MOST_JOINED = 2  # clauses with a semicolon between them that are read as one
STOP_AT = re.compile(r"(?<=[a-z0-9)%])[.;](?=\s|$)")


def statement(case: Case, test: Test) -> Finding:
    """Return whether a clinician asserts one of the phrasings: all of its words in one sentence, as it has them."""
    own, window = names_of(test), case.window(test.get("within"))
    phrases = phrasings(own)
    if window is None:
        return open_finding("The chart does not say on which day the window of this criterion ends.",
                            wanted="The day of the order or of the event itself.")  # fmt: skip
    full = [one for one in _said(case.own_notes, phrases) if one.share == 1.0]
    dated = [(one, _when(one)) for one in full]
    asserted = [(one, when) for one, when in dated if is_asserted(one) and _allowed(case, test, one, when)]
    denied = [(one, _when(one)) for one in (*_denying(case, phrases), *_affirming(case, phrases))]
    general = _generally_denied(case, own, window)
    timely = [(one, when) for one, when in asserted if window.holds(when)]
    excluded = [one for one in excluded_by(case, phrases) if window.holds(one.when) is not False]
    if timely:
        found = _unless_denied(case, timely, [*denied, *_countered(case, timely)])
        return unless_excluded(found, [when for _, when in timely], excluded)
    if asserted and all(window.holds(when) is False for _, when in asserted):
        return _of_another_time(case, window, *asserted[0])
    against = [*(one.line.quote for one, _ in denied), *(one.quote for one in excluded)]
    if against:
        return not_met(f"A clinician says otherwise: {against[0].plain[:200]}", against[:3])
    if general and not asserted and not [one for one in full if is_hedged(one.words) and not is_hedged(one.phrase)]:
        return not_met(f"A clinician denies it: {general[0].line.text[:200]}", (one.quote for one in general[:4]))
    near = [one.line for one in full or sorted(_said(case.own_notes, phrases), key=lambda one: -one.share)[:3]]
    near = near or _on_the_subject(case, phrases)
    return open_finding(
        "No clinician's statement of this is in the chart." if not near else
        f"What comes near does not state it: {near[0].text[:160]}",
        (line.quote for line in near[:3]), wanted=f"The treating clinician's statement: {phrases[0]}.",
    )  # fmt: skip


def _of_another_time(case: Case, window: Window, first: Said, when: Interval | None) -> Finding:  # fmt: skip
    """Return that a statement lies outside the days that count; open where it may be said in them in other words."""
    if again := _come_near(case, first.phrase, window):
        return open_finding(f"What comes near in {window.words} does not state it: {again[0].text[:160]}",
                            (line.quote for line in again), [first.line.quote],
                            f"The treating clinician's statement: {first.phrase}.")  # fmt: skip
    return not_met(f"{outside_words(first.line.text[:160], when, window)}.", [first.line.quote])


def _come_near(case: Case, phrase: str, window: Window) -> list[NoteLine]:
    """Return the sentences of the window that hold most words of a phrasing: it may be said there in other words."""
    found = (
        one.line for one in _said(case.own_notes, [phrase])
        if is_plain(one) and window.holds(_when(one)) and _same_numbers(phrase, one.words)
        and bool(DENIAL.search(one.words)) == bool(DENIAL.search(phrase))
    )  # fmt: skip
    return list(dict.fromkeys(found))[:2]


def _when(one: Said) -> Interval | None:
    """Return the day of which the part of a sentence is that says a phrasing."""
    part = part_with(one.phrase, one.words)
    if LASTING.search(part.text):
        return day_of_line(one.line)
    start = one.start + len(part.before)
    return when_said(one.line, start, start + max(1, len(part.text)))


def _affirming(case: Case, phrases: Sequence[str]) -> list[Said]:
    """Return the sentences that assert what a phrasing denies: "employed by the supplier"."""
    positive = [phrase[match.end() :] for phrase in phrases if (match := NEGATION.match(phrase))]
    said = _said(case.own_notes, [phrase for phrase in positive if len(content(phrase)) >= FEWEST_NEAR])
    return [one for one in said if one.share == 1.0 and is_asserted(one)]


def _on_the_subject(case: Case, phrases: Sequence[str]) -> list[NoteLine]:
    """Return the newest sentences that name the subject of a phrasing: its longest word."""
    subjects = {max(sorted(content(phrase)), key=len) for phrase in phrases if content(phrase)}
    found = [line for line in case.own_notes if subjects & content(line.text) and not is_suppliers(line.quote.passage)]
    return found[:2]


def _said(lines: Sequence[NoteLine], phrases: Sequence[str]) -> Iterator[Said]:
    """Yield the sentences that hold the words of a phrasing, or most of them."""
    for line in lines:
        for start, words in _statements(line.text):
            said = content_of_all(words)
            for phrase in phrases:
                asked = content(phrase)
                shared = asked & said
                share = len(shared) / len(asked) if asked else 0.0
                if share == 1.0 and not _same_numbers(phrase, words):
                    share = 0.9
                if share == 1.0 or (share >= NEAR and len(shared) >= FEWEST_NEAR):
                    yield Said(line, phrase, words, start, share)


def _statements(text: str) -> Iterator[tuple[int, str]]:
    begin = 0
    for match in STOP_AT.finditer(text):
        yield begin, text[begin : match.start()]
        begin = match.end()
    if text[begin:].strip():
        yield begin, text[begin:]
    if begin and ";" in text and text.count(";") < MOST_JOINED:
        yield 0, text


def _same_numbers(phrase: str, words: str) -> bool:
    asked = {one.value for one in quantities(plainly(phrase))}
    return asked <= {one.value for way in (words, *ways_to_say(words)) for one in quantities(way)}


def _denying(case: Case, phrases: Sequence[str]) -> list[Said]:
    """Return the sentences, whole, that deny a phrasing: "the chair was tried; he cannot operate it safely"."""
    found = []
    for line in case.own_notes:
        whole = [(line.text, 0)] if STOP_AT.search(line.text) else []
        for words, start in [*((words, start) for start, words in _statements(line.text)), *whole]:
            for phrase in phrases:
                if _is_refused(phrase, words) and not is_told(line, start, start + 1):
                    found.append(Said(line, phrase, words, start, 1.0))
                elif any(is_denied(line, phrase, words, way, start) for way in ways_to_deny(words)):
                    found += [] if is_suppliers(line.quote.passage) else [Said(line, phrase, words, start, 1.0)]
    return found


def _is_refused(phrase: str, words: str) -> bool:
    """Say whether what a phrasing has the patient agree to was refused: "remote monitoring: does not want it"."""
    subject = content(phrase) - CONSENT
    agrees = bool(content(phrase) & CONSENT)
    return agrees and len(subject) >= FEWEST_NEAR and subject <= content(words) and bool(REFUSED.search(words))


def _generally_denied(case: Case, phrases: Sequence[str], window: Window) -> list[Mention]:
    """Return denials of what most of the phrasings say, or of the only one, in more general words."""
    positive = [
        phrase
        for phrase in phrases
        if not DENIAL.search(phrase) and not RULED_OUT.search(phrase) and UNABLE not in plainly(phrase)
    ]
    found = [
        one for one in denials(case, positive)
        if window.holds(one.when) is not False and _says_half(one.line.text[one.start : one.end], one.name)
    ]  # fmt: skip
    told = mostly(phrases, found) or (len(phrases) == 1 and bool(found))
    return one_for_each(found) if told else []


def _says_half(item: str, phrase: str) -> bool:
    said, asked = folded(item) - FILLERS, folded(phrase) - FILLERS
    return 2 * len(said) >= len(asked)


def _countered(case: Case, timely: Sequence[tuple[Said, Interval | None]]) -> list[tuple[Said, Interval | None]]:
    """Return the sentences that affirm what the patient is said to be unable to: "propelled 150 ft"."""
    found = []
    for phrase in dict.fromkeys(one.phrase for one, _ in timely):
        asked = content(phrase) - content(UNABLE)
        if UNABLE not in plainly(phrase) or len(asked) < FEWEST_NEAR or ONE_EVENT.search(phrase):
            continue
        for line in case.own_notes:
            for start, words in _statements(line.text):
                if asked <= content(words) and not is_unable(words) and not asked & polarity(words)[0]:
                    one = Said(line, phrase, words, start, 1.0)
                    found += [(one, when_said(line, start, start + 1))] if is_plain(one) else []
    return found


def _is_of_it(conflict: Conflict, phrases: Sequence[str]) -> bool:
    """Say whether the other side of a conflict speaks of a phrasing: a dose is no word on being steroid dependent."""
    others = frozenset().union(*(content(quote.plain) for quote in conflict.stands))
    return any(content(phrase) & others for phrase in phrases)


def _allowed(case: Case, test: Test, one: Said, when: Interval | None) -> bool:
    by = test.get("performed_by")
    return by is None or performed_by(case, by, one.line.quote, when) is True


def _unless_denied(
    case: Case, timely: Sequence[tuple[Said, Interval | None]], denied: Sequence[tuple[Said, Interval | None]]
) -> Finding:
    newest = max((when.last for _, when in timely if when), default=None)
    later = [one for one, when in denied if when and (newest is None or when.last >= newest)]
    quotes: tuple[Quote, ...] = tuple(one.line.quote for one, _ in timely[:3])
    conflict = case.disputed(quotes)
    if conflict and not _is_of_it(conflict, [one.phrase for one, _ in timely]):
        conflict = None
    if later:
        return open_finding(f"A clinician states it, and later it is denied: {later[0].line.text[:160]}", quotes,
                            (one.line.quote for one in later), "Which of the two holds, in writing.")  # fmt: skip
    if conflict:
        return open_finding(conflict.text, conflict.against, conflict.stands, "Which of the two holds, in writing.")
    first = timely[0][0]
    return met(
        f"A clinician states: {first.line.text[:200]}",
        [Datum((one.line.quote,), when, sides(part_with(one.phrase, one.words).text)) for one, when in timely[:2]],
    )
