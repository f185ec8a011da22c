"""The clinical dictionary: which words of a chart mean the same, read from plain lines and compiled once.

``MI <> myocardial infarction`` each stands for the other; ``TNF inhibitor > etanercept; adalimumab`` the left leads to the
right and not back; ``RA <> rheumatoid arthritis : joint swollen`` the left is expanded beside one of those words only.
``[abbreviation]`` and the like say of which kind the lines below are; lines under ``[words]`` list what in small letters
is an ordinary word ("or", "pt") and so is read as an abbreviation only as it is written in the dictionary.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

Key = tuple[str, ...]  # the words of a term in small letters and one spelling
# "d/c" and "D&C" are words of their own: their letters alone would be the same.
TOKEN = re.compile(r"(?P<word>(?<![^\W_])[^\W_](?:[/&][^\W_])+(?![^\W_])|[^\W_]+)(?:['’]s\b)?")
_ARROW = re.compile(r"\s(<>|>)\s")
_WORDS = "words"
_MOST = 40  # terms added to one asked term


class ExpansionKind(StrEnum):
    """What two words that mean the same are to each other."""

    ABBREVIATION = "abbreviation"
    SYNONYM = "synonym"
    BRAND = "brand"
    CLASS = "class"
    LABORATORY = "laboratory"
    SPELLING = "spelling"


_SHORT = frozenset({ExpansionKind.ABBREVIATION, ExpansionKind.LABORATORY})
_NAMES = _SHORT | {ExpansionKind.SYNONYM}  # other names of the very same thing; a brand or a member of a class is more


class DictionaryFault(Exception):
    """What is wrong with a dictionary, a sentence for each line at fault."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True)
class Line:
    """One line as read: ``left`` stands for ``right``, and back where ``both``; ``needs`` are its supporting words."""

    kind: ExpansionKind
    left: tuple[str, ...]
    right: tuple[str, ...]
    both: bool
    needs: tuple[str, ...]
    source: str
    number: int

    def place(self) -> str:
        """Return where the line stands, for a person who corrects it."""
        return f"{self.source}, line {self.number}"


@dataclass(frozen=True, slots=True)
class Meaning:
    """One meaning of a term: what is added for it, the most direct first, beside one of ``needs`` or, if none, always."""

    kind: ExpansionKind
    added: tuple[str, ...]
    needs: frozenset[str]
    source: str


@dataclass(frozen=True)
class Dictionary:
    """All that is known of the words of a question. ``version`` is that of its files: same version, same expansions."""

    meanings: Mapping[Key, tuple[Meaning, ...]]
    written: Mapping[Key, frozenset[str]]  # for terms that are words in small letters: how they must be written
    american: Mapping[str, str]
    longest: int
    lines: tuple[Line, ...]
    version: str

    def key(self, term: str) -> Key:
        """Return the words by which a term is looked up."""
        return key_of(term, self.american)


def key_of(term: str, american: Mapping[str, str]) -> Key:
    """Return a term's words in small letters and American spelling, without the ending of a possessive."""
    return tuple(folded(match["word"], american) for match in TOKEN.finditer(term))


def folded(word: str, american: Mapping[str, str]) -> str:
    """Return a word in small letters and American spelling."""
    small = word.lower()
    if small in american:
        return american[small]
    return american[small[:-1]] + "s" if small.endswith("s") and small[:-1] in american else small


def singular(word: str) -> str:
    """Return a word without the ending of a plural, as far as its letters tell."""
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):  # noqa: PLR2004
        return word
    return f"{word[:-3]}y" if word.endswith("ies") and len(word) > 4 else word[:-1]  # noqa: PLR2004


def read_dictionary(files: Mapping[str, str]) -> Dictionary:
    """Compile the files of a dictionary (name -> text), in their order.

    Raises DictionaryFault with a sentence for each line that cannot be read, says a thing twice, or gives a term a second
    meaning without a word that tells which is meant.
    """
    faults: list[str] = []
    lines: list[Line] = []
    words: set[str] = set()
    for name, text in files.items():
        for line in _lines(name, text, faults):
            if isinstance(line, Line):
                lines.append(line)
            else:
                words.add(line)
    american = {line.left[0].lower(): line.right[0].lower() for line in lines if line.kind is ExpansionKind.SPELLING}
    faults += _repeated(lines, american)
    if faults:
        raise DictionaryFault(faults)
    return _compiled(lines, words, american, _digest(files))


def _digest(files: Mapping[str, str]) -> str:
    whole = "\x00".join(f"{name}\x00{text}" for name, text in files.items())
    return hashlib.sha256(whole.encode()).hexdigest()[:12]


def _lines(name: str, text: str, faults: list[str]) -> Iterator[Line | str]:
    """Yield the lines of a file, and the words under [words] one by one."""
    kind: ExpansionKind | str = ""
    for number, raw in enumerate(text.splitlines(), start=1):
        content = raw.strip()
        place = f"{name}, line {number}"
        if not content or content.startswith("#"):
            continue
        if content.startswith("["):
            kind = _kind(content, place, faults)
        elif kind == _WORDS:
            yield from content.lower().split()
        elif isinstance(kind, ExpansionKind):
            parts = _ARROW.split(content)
            if len(parts) != 3:  # noqa: PLR2004 - left, arrow, right
                faults.append(f"{place}: a line is two sides with <> or > between them, and a blank on either side of it.")
            elif line := _line(kind, parts, name, number, faults):
                yield line
        elif not kind:
            faults.append(f"{place}: a line stands below its kind, such as [abbreviation].")
            return


def _kind(content: str, place: str, faults: list[str]) -> ExpansionKind | str:
    name = content.strip("[]").strip()
    if name == _WORDS:
        return _WORDS
    if name in set(ExpansionKind):
        return ExpansionKind(name)
    faults.append(f"{place}: {name!r} is no kind of entry; the kinds are {', '.join([*ExpansionKind, _WORDS])}.")
    return "unknown"


def _line(kind: ExpansionKind, parts: list[str], source: str, number: int, faults: list[str]) -> Line | None:
    left, arrow, rest = parts
    right, _, needs = rest.partition(" : ")
    line = Line(kind, _terms(left), _terms(right), arrow == "<>", tuple(needs.split()), source, number)
    terms = line.left + line.right
    if not line.left or not line.right:
        faults.append(f"{line.place()}: one side is empty.")
    elif short := next((term for term in terms if len("".join(key_of(term, {}))) < 2), None):  # noqa: PLR2004
        faults.append(f"{line.place()}: {short!r} is a single letter, which stands for too much.")
    elif kind is ExpansionKind.SPELLING and (len(terms) != 2 or any(" " in term for term in terms)):  # noqa: PLR2004
        faults.append(f"{line.place()}: a spelling is one British word <> one American word.")
    else:
        return line
    return None


def _terms(side: str) -> tuple[str, ...]:
    return tuple(term for part in side.split(";") if (term := " ".join(part.split())))


def _repeated(lines: list[Line], american: Mapping[str, str]) -> Iterator[str]:
    """Yield a sentence for each term that is said twice or has two meanings that no word tells apart."""
    seen: dict[tuple[ExpansionKind, Key], Line] = {}
    for line in lines:
        own: set[Key] = set()
        for term in line.left + line.right:
            key = key_of(term, {} if line.kind is ExpansionKind.SPELLING else american)
            if key in own:
                yield f"{line.place()}: {term!r} stands in the line twice."
            own.add(key)
            asked = term in line.left or line.both
            if not asked or (line.needs and term in line.left):
                continue
            earlier = seen.setdefault((line.kind, key), line)
            if earlier is not line:
                yield _twice(term, line, earlier)
    yield from _same_sense_twice(lines, american)


def _twice(term: str, line: Line, earlier: Line) -> str:
    return (
        f"{line.place()}: {term!r} already has a meaning ({earlier.place()}). Put both in one line, or, if they differ, say "
        "after ' : ' which words beside it tell that this one is meant."
    )


def _same_sense_twice(lines: list[Line], american: Mapping[str, str]) -> Iterator[str]:
    seen: dict[tuple[Key, Key], Line] = {}
    for line in lines:
        for pair in ((key_of(a, american), key_of(b, american)) for a in line.left for b in line.right):
            earlier = seen.setdefault(pair, line)
            if earlier is not line and line.kind is not ExpansionKind.SPELLING:
                yield f"{line.place()}: says again what {earlier.place()} says ({' '.join(pair[0])}, {' '.join(pair[1])})."


def _compiled(lines: list[Line], words: set[str], american: dict[str, str], version: str) -> Dictionary:
    net = _Net(lines, words, american)
    meanings = {key: tuple(net.meaning(key, line) for line in net.lines_of[key]) for key in net.lines_of}
    meanings = {key: kept for key, found in meanings.items() if (kept := tuple(m for m in found if m.added))}
    return Dictionary(
        meanings=meanings,
        written={key: frozenset(forms) for key, forms in net.written.items()},
        american=american,
        longest=max((len(key) for key in meanings), default=0),
        lines=tuple(lines),
        version=version,
    )


class _Net:
    """The terms and the lines that lead from each."""

    def __init__(self, lines: list[Line], words: set[str], american: dict[str, str]) -> None:
        self.words, self.american = words, american
        self.british = {value: key for key, value in american.items()}
        self.spelled: dict[str, tuple[str, ...]] = {}
        self.keys = {term: key_of(term, american) for line in lines for term in line.left + line.right}
        self.lines_of: dict[Key, list[Line]] = {}
        self.written: dict[Key, set[str]] = {}
        for line in lines:
            if line.kind is not ExpansionKind.SPELLING:
                self._enter(line)
        for line in lines:
            if line.kind is ExpansionKind.SPELLING:
                self.lines_of.setdefault((line.right[0].lower(),), [line])

    def _enter(self, line: Line) -> None:
        for term in line.left + (line.right if line.both else ()):
            key = self.keys[term]
            self.lines_of.setdefault(key, []).append(line)
            if self._is_word(term):
                self.written.setdefault(key, set()).add(term)

    def _is_word(self, term: str) -> bool:
        return term.lower() in self.words

    def meaning(self, key: Key, line: Line) -> Meaning:
        """Return what is added for a term by one of its lines, and by the other names of what that leads to."""
        added: dict[Key, str] = {}
        own = frozenset(self.keys[term] for term in line.left)
        if line.kind is not ExpansionKind.SPELLING:
            self._follow(key, line, added, 0)
        needs = line.needs if key in own else ()
        return Meaning(
            line.kind,
            self._spelled(key, added),
            frozenset(folded(singular(word.lower()), self.american) for word in needs),
            line.source,
        )

    def _follow(self, key: Key, line: Line, added: dict[Key, str], depth: int) -> None:
        """Add what a line leads to, then the other names of each; the third step is to abbreviations alone."""
        nearer = [term for term in self._partners(key, line) if self.keys[term] not in added]
        for term in nearer:
            added[self.keys[term]] = term
        for term in nearer:
            other = self.keys[term]
            for further in self.lines_of.get(other, ()):
                if _leads_on(line, further, depth) and not (further.needs and self._on_left(other, further)):
                    self._follow(other, further, added, depth + 1)

    def _on_left(self, key: Key, line: Line) -> bool:
        return any(key == self.keys[term] for term in line.left)

    def _partners(self, key: Key, line: Line) -> list[str]:
        """Return the other terms of a line, without those that are ordinary words to an index in small letters."""
        return [t for t in line.left + line.right if self.keys[t] != key and not self._is_word(t)]

    def _spelled(self, key: Key, added: dict[Key, str]) -> tuple[str, ...]:
        """Return the added terms, each followed by itself in the other spelling, and the asked one in it at the end."""
        added = {other: term for other, term in added.items() if other != key}
        terms = [spelled for term in added.values() for spelled in (term, *self._other_spelling(term))]
        own = " ".join(key)
        terms += [spelled for spelled in (own, *self._other_spelling(own)) if self._other_spelling(own)]
        return tuple(dict.fromkeys(terms))[:_MOST]

    def _other_spelling(self, term: str) -> tuple[str, ...]:
        """Return the term in British spelling if that differs."""
        if term not in self.spelled:
            british = " ".join(self.british.get(word.lower(), word) for word in term.split(" "))
            self.spelled[term] = (british,) if british.lower() != term.lower() else ()
        return self.spelled[term]


def _leads_on(line: Line, further: Line, depth: int) -> bool:
    """Say whether the names a line gave may be looked up in a further one: a member of a class opens no other class."""
    if further.kind is ExpansionKind.SPELLING or further is line:
        return False
    if depth:
        return depth == 1 and further.kind in _SHORT
    return further.kind is not ExpansionKind.CLASS or line.kind in _NAMES
