"""People, institutions and places told by their own words: given names, towns, what hospitals are called.

A run is what stands together with capitals ("Anna S.", "St. Mary's Hospital", "UCSF Med Ctr"). Each is looked at once.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from apps.redaction.domain.allow_list import CLINICAL_WORDS, is_clinical_word, is_graded, names_a_thing
from apps.redaction.domain.detection import Detection
from apps.redaction.domain.folding import fold
from apps.redaction.domain.kinds import IdentifierKind, Layer
from apps.redaction.domain.words import CLINICAL_NOUN
from apps.redaction.patterns.gazetteer import (
    ABBREVIATION,
    AFTER_SITE,
    AMBIGUOUS,
    AT,
    COMMON,
    COUNTRIES,
    CUES,
    FAMILY_WORDS,
    FIRMS,
    FIRST_OF_PLACES,
    GIVEN,
    HEAD_TAILS,
    HEADS,
    IN,
    INNER,
    INSTITUTION_WORDS,
    INSTITUTIONS,
    LEGAL_TAIL,
    LOWER_HEAD,
    NOT_AFTER_IN,
    PARTICLES,
    PLACES,
    SAINTS,
    SEATED,
    SEATS,
    SHORT,
    STARTERS,
    STARTS,
    STATES,
    TRADES,
    WIDE,
)

_WORD = r"\p{Lu}[\p{L}\p{M}]*+(?:['’\-&+/]\p{L}[\p{L}\p{M}]*+)*+"
_LINK = r"(?:of|the|de|la|del|van|von|der|den|da|dos|du|and|for)"
_SAINT = r"(?:(?:St|Mt|Ft|SS)\.[ ])"
RUN = regex.compile(
    rf"(?<![\p{{L}}\d'’\-_/\[]){_SAINT}?(?:\p{{Lu}}\.(?=[ ]?\p{{Lu}})|{_WORD})"
    rf"(?:[ ]?\p{{Lu}}\.(?!\p{{L}})|(?:[ ]&)?(?:[ ]{_LINK}){{0,2}}[ ]{_SAINT}?{_WORD})*"
)
_PIECE = regex.compile(r"[^\s]+")
MONTH = regex.compile(r"(?i:jan|april|may|june|august)")
_YEAR = regex.compile(r"\.?,? (?:\d{1,2}(?:st|nd|rd|th)?,? )?(?:19|20)\d\d(?!\d)")


@dataclass(frozen=True, slots=True)
class _Run:
    """A run's words: as written, folded, and where each stands in the text."""

    text: str
    end: int
    written: tuple[str, ...]
    folded: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def before(self, index: int) -> str:
        return self.text[max(0, self.starts[index] - 32) : self.starts[index]]

    def found(self, first: int, last: int, kind: IdentifierKind) -> Detection:
        """Return the words from ``first`` to ``last``; the s of "Hart's" stays outside a person's name."""
        end = self.ends[last]
        if kind is IdentifierKind.PERSON and self.written[last].endswith(("'s", "’s")):
            end -= 2
        return Detection(self.starts[first], end, kind, Layer.PATTERN)


def runs_find(text: str) -> Iterator[Detection]:
    """Yield the people, institutions and places that their own words give away."""
    for match in RUN.finditer(text):
        run = _run_of(text, match.start(), match.end())
        yield from _in_run(run)


def _run_of(text: str, start: int, end: int) -> _Run:
    pieces = [(m.start(), m.end()) for m in _PIECE.finditer(text, start, end)]
    written = tuple(text[a:b] for a, b in pieces)
    folded = tuple(_plain(word) for word in written)
    return _Run(text, end, written, folded, tuple(a for a, _ in pieces), tuple(b for _, b in pieces))


def _plain(word: str) -> str:
    word = (word if word.isascii() else fold(word).text).lower()
    return word.removesuffix("'s") if not word.startswith(("children", "women")) else word


def _in_run(run: _Run) -> Iterator[Detection]:
    taken = 0  # words before this index are settled
    for first in range(len(run.written)):
        if first < taken or not _worth_a_look(run, first):
            continue
        for rule in (_institution, _place, _person):
            if (found := rule(run, first)) is not None:
                last, kind = found
                detection = run.found(first, last, kind)
                yield _with_lower_head(run.text, detection)
                taken = last + 1
                break
    if taken == 0 and (cued := _by_cue(run)) is not None:
        yield cued


def _worth_a_look(run: _Run, first: int) -> bool:
    """Say whether anything can begin at a word: most words of a heading are clinical and begin nothing."""
    word = run.folded[first]
    return (
        word not in CLINICAL_WORDS or word in STARTS or (run.written[first] in STATES and first + 1 < len(run.folded))
    )


def _with_lower_head(text: str, found: Detection) -> Detection:
    if found.kind in {IdentifierKind.PLACE, IdentifierKind.ORGANIZATION} and (m := LOWER_HEAD.match(text, found.end)):
        return Detection(found.start, m.end(), IdentifierKind.ORGANIZATION, found.layer)
    if found.kind is IdentifierKind.ORGANIZATION and (m := LEGAL_TAIL.match(text, found.end)):
        return Detection(found.start, m.end(), found.kind, found.layer)
    return found


def _proper(word: str) -> bool:
    """Say whether a word of an institution's name is its own and not what any institution is called."""
    return not (word in WIDE or word in INSTITUTION_WORDS or is_clinical_word(word.strip(".,")))


def _institution(run: _Run, first: int) -> tuple[int, IdentifierKind] | None:
    words, size = run.folded, len(run.folded)
    if (length := _listed(words, first, INSTITUTIONS)) and not _is_thing(run, first + length - 1):
        return _to_head(words, first + length - 1), IdentifierKind.ORGANIZATION
    saint = words[first] in SAINTS and first + 1 < size and run.written[first + 1][0].isupper()
    if saint and not _is_thing(run, first + 1):
        return _to_head(words, first + 1), IdentifierKind.ORGANIZATION
    if words[first] in SEATS and first + 1 < size and words[first + 1] in SEATED:
        return _to_head(words, first + 1), IdentifierKind.ORGANIZATION
    return _headed(run, first)


def _headed(run: _Run, first: int) -> tuple[int, IdentifierKind] | None:
    """Find a name of its own that ends in what an institution is called ("Elm Clinic", "LA Medical Center")."""
    words, size = run.folded, len(run.folded)
    starts = run.written[first].istitle() and words[first] in STARTERS
    abbreviated = run.written[first] in STATES and first + 1 < size and words[first + 1] in SEATS | HEADS
    if not (starts or abbreviated or _proper(words[first]) or words[first] in GIVEN | FIRST_OF_PLACES):
        return None
    for index in range(first + 1, min(size, first + 6)):
        own = abbreviated or any(_proper(word) or word in GIVEN | FIRST_OF_PLACES for word in words[first:index])
        if own and words[index].strip(".,") in HEADS | FIRMS:
            return None if _is_thing(run, index) else (_to_head(words, index), IdentifierKind.ORGANIZATION)
        if words[index].strip(".,") in TRADES and any(_own(word) for word in words[first:index]):
            return None if _is_thing(run, index) else (_to_head(words, index), IdentifierKind.ORGANIZATION)
    return None


def _own(word: str) -> bool:
    """Say whether a word is no one else's: neither what any institution is called nor a common word."""
    return _proper(word) and word not in COMMON


def _to_head(words: tuple[str, ...], last: int) -> int:
    """Return the index of the last word of an institution's name: heads that follow belong to it."""
    while last + 1 < len(words) and (
        words[last + 1] in HEADS or words[last + 1] in HEAD_TAILS or words[last + 1] in INNER
    ):
        last += 1
    return last


def _is_thing(run: _Run, last: int) -> bool:
    return names_a_thing(run.text, run.ends[last])


def _listed(words: tuple[str, ...], first: int, table: dict[str, list[tuple[str, ...]]]) -> int:
    """Return how many words from ``first`` on are a phrase of the table; 0 when none is."""
    for phrase in table.get(words[first], ()):
        if words[first : first + len(phrase)] == phrase:
            return len(phrase)
    return 0


def _place(run: _Run, first: int) -> tuple[int, IdentifierKind] | None:
    length = _listed(run.folded, first, PLACES)
    if not length:
        return None
    last = first + length - 1
    phrase = run.folded[first : last + 1]
    alone = length == 1 and phrase not in COUNTRIES
    if _is_thing(run, last) or is_graded(run.text, run.ends[last]):
        return None
    if run.folded[first] in GIVEN and last + 1 < len(run.folded):
        return None
    if alone and not (_placed(run.before(first)) or LOWER_HEAD.match(run.text, run.ends[last])):
        return None
    return last, IdentifierKind.PLACE


def _placed(before: str) -> bool:
    """Say whether the words before make a town of what follows."""
    return bool(IN.search(before) or AT.search(before) or AFTER_SITE.search(before))


def _person(run: _Run, first: int) -> tuple[int, IdentifierKind] | None:
    word, written = run.folded[first], run.written[first]
    given = word in GIVEN
    if not given and (first + 1 >= len(run.folded) or is_clinical_word(word) or len(word) < SHORT or written.isupper()):
        return None
    last = _name_end(run, first, given=given)
    if last == first and not (given and _sure_alone(word, written)):
        return None
    if CLINICAL_NOUN.match(run.text, run.ends[last]) or _is_thing(run, last) or _is_month(run, first, last):
        return None
    return last, IdentifierKind.PERSON


def _is_month(run: _Run, first: int, last: int) -> bool:
    """Say whether a word that is a given name too is the month of a date: "1 Jan 2021" names nobody."""
    alone = first == last and MONTH.fullmatch(run.written[first]) is not None
    return alone and _YEAR.match(run.text, run.ends[last]) is not None


def _sure_alone(word: str, written: str) -> bool:
    """Say whether a given name needs nothing beside it: it is no word, no place, no state and no abbreviation."""
    return (
        word not in AMBIGUOUS and not is_clinical_word(word) and not (written.isupper() and len(word) <= ABBREVIATION)
    )


def _name_end(run: _Run, first: int, *, given: bool) -> int:
    """Return the index of a name's last word: a word and an initial, or a known given name and a family name."""
    last = first
    for index in range(first + 1, min(len(run.written), first + 4)):
        written, word = run.written[index], run.folded[index]
        particle = given and word in PARTICLES
        if not (_is_initial(written) or particle or (given and _may_be_family(run, first, index))):
            break
        last = index
    while last > first and run.folded[last] in PARTICLES:
        last -= 1
    return last


def _is_initial(written: str) -> bool:
    return regex.fullmatch(r"(?:\p{Lu}\.)+", written) is not None


def _is_lone_letter(run: _Run, index: int) -> bool:
    """Say whether a capital without its point is an initial: the last word of its run, and not the sex."""
    return len(run.written[index]) == 1 and index + 1 == len(run.written) and run.written[index] not in {"F", "M"}


def _may_be_family(run: _Run, first: int, index: int) -> bool:
    """Say whether a word after a given name is the family name: written like it, and no clinical word."""
    written, word = run.written[index], run.folded[index].strip(".,")
    if _is_lone_letter(run, index):
        return True
    if written.isupper() and len(word) > 1 and not (run.written[first].isupper() and len(word) >= SHORT):
        return False
    if not written[0].isupper() or word in HEADS:
        return False
    short = not is_clinical_word(run.folded[first]) and len(word) <= ABBREVIATION and not written.isupper()
    return word in FAMILY_WORDS or short or word not in CLINICAL_WORDS


def _by_cue(run: _Run) -> Detection | None:
    """Find an institution by the words before it alone ("seen at Cedar Crest"), or a place ("lives in Larch Falls")."""
    before = run.before(0)
    words = before.lower().split()[-3:]
    if CUES.isdisjoint(words) or len(run.written[0]) < SHORT or is_clinical_word(run.folded[0]):
        return None
    if run.written[0] in STATES or " ".join(run.written) in STATES or run.folded[0] in NOT_AFTER_IN:
        return None
    last = len(run.written) - 1
    if _is_thing(run, last):
        return None
    if AT.search(before):
        return _with_lower_head(run.text, run.found(0, last, IdentifierKind.ORGANIZATION))
    if IN.search(before) and not run.written[0].isupper():
        return _with_lower_head(run.text, run.found(0, last, IdentifierKind.PLACE))
    return None
