"""The dictionary compiled: for every term all that stands for it, found in one look."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from apps.retrieval.domain.dictionary.lines import DictionaryFault, ExpansionKind, Line, Phrase, lines_of, repeated
from apps.retrieval.domain.dictionary.words import Key, folded, key_of, singular

_MOST = 40  # terms added to one asked term
# Other names of the very same thing; a brand or a member of a class is more.
_NAMES = frozenset({ExpansionKind.ABBREVIATION, ExpansionKind.LABORATORY, ExpansionKind.SYNONYM})


@dataclass(frozen=True, slots=True)
class Meaning:
    """One meaning of a term: what is added for it, the most direct first.

    Beside one of ``needs`` (single words) it holds; without any, always.
    """

    kind: ExpansionKind
    added: tuple[str, ...]
    needs: frozenset[str]
    source: str
    written: str = ""  # the term as its line writes it: PSA and PsA are two


@dataclass(frozen=True)
class Dictionary:
    """All that is known of the words of a question. ``version`` is that of its files: same version, same expansions."""

    meanings: Mapping[Key, tuple[Meaning, ...]]
    written: Mapping[Key, frozenset[str]]  # for terms that are words in small letters: how they must be written
    as_asked: frozenset[Key]  # things of their own: nothing is added to them or to a part of them
    american: Mapping[str, str]
    longest: int
    lines: tuple[Line, ...]
    version: str

    def key(self, term: str) -> Key:
        """Return the words by which a term is looked up."""
        return key_of(term, self.american)


def read_dictionary(files: Mapping[str, str]) -> Dictionary:
    """Compile the files of a dictionary (name -> text), in their order.

    Raises DictionaryFault with a sentence for each line that cannot be read, says a thing twice, or gives a term a
    second meaning without a word that tells which is meant.
    """
    faults: list[str] = []
    lines: list[Line] = []
    words: set[str] = set()
    phrases: list[str] = []
    for name, text in files.items():
        for line in lines_of(name, text, faults):
            if isinstance(line, Line):
                lines.append(line)
            elif isinstance(line, Phrase):
                phrases.append(line.text)
            else:
                words.add(line)
    american = {line.left[0].lower(): line.right[0].lower() for line in lines if line.kind is ExpansionKind.SPELLING}
    spellings = [line for line in lines if line.kind is ExpansionKind.SPELLING]
    terms = [line for line in lines if line.kind is not ExpansionKind.SPELLING]
    keys = {term: key_of(term, american) for line in terms for term in line.left + line.right}
    faults += [*repeated(terms, keys), *repeated(spellings, {w: (w,) for s in spellings for w in s.left + s.right})]
    if faults:
        raise DictionaryFault(faults)
    as_asked = frozenset(key_of(phrase, american) for phrase in phrases)
    return _compiled(_Net(terms, spellings, words, american, keys), tuple(lines), as_asked, _digest(files))


def _digest(files: Mapping[str, str]) -> str:
    whole = "\x00".join(f"{name}\x00{text}" for name, text in files.items())
    return hashlib.sha256(whole.encode()).hexdigest()[:12]


def _compiled(net: "_Net", lines: tuple[Line, ...], as_asked: frozenset[Key], version: str) -> Dictionary:
    meanings = {key: tuple(net.meaning(key, line) for line in found) for key, found in net.lines_of.items()}
    meanings = {key: kept for key, found in meanings.items() if (kept := tuple(m for m in found if m.added))}
    return Dictionary(
        meanings=meanings,
        written={key: frozenset(forms) for key, forms in net.written.items()},
        as_asked=as_asked,
        american=net.american,
        longest=max((len(key) for key in [*meanings, *as_asked]), default=0),
        lines=lines,
        version=version,
    )


class _Net:
    """The terms and the lines that lead from each."""

    def __init__(
        self, lines: list[Line], spellings: list[Line], words: set[str], american: dict[str, str], keys: dict[str, Key]
    ) -> None:
        self.words, self.american, self.keys = words, american, keys
        self.british = {value: key for key, value in american.items()}
        self.spelled: dict[str, tuple[str, ...]] = {}
        self.lines_of: dict[Key, list[Line]] = {}
        self.written: dict[Key, set[str]] = {}
        for line in lines:
            self._enter(line)
        for line in spellings:
            self.lines_of.setdefault((line.right[0].lower(),), [line])

    def _enter(self, line: Line) -> None:
        for term in line.left + (line.right if line.both else ()):
            self.lines_of.setdefault(self.keys[term], []).append(line)
            if self._is_word(term):
                self.written.setdefault(self.keys[term], set()).add(term)

    def _is_word(self, term: str) -> bool:
        return term.lower() in self.words

    def meaning(self, key: Key, line: Line) -> Meaning:
        """Return what is added for a term by one of its lines, and by the other names of what that leads to."""
        added: dict[Key, str] = {}
        if line.kind is not ExpansionKind.SPELLING:
            self._follow(key, line, added, 0)
        needs = line.needs if line.needs and self._on_left(key, line) else ()
        return Meaning(
            line.kind,
            self._spelled(key, added),
            frozenset(folded(singular(word.lower()), self.american) for word in needs),
            line.source,
            next((term for term in line.left + line.right if self.keys.get(term) == key), ""),
        )

    def _follow(self, key: Key, line: Line, added: dict[Key, str], depth: int) -> None:
        """Add what a line leads to, then the other names of each, and theirs."""
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
        """Return the added terms and, at the end, the asked words of two spellings; each in both."""
        others = [term for other, term in added.items() if other != key]
        others = [spelled for term in others for spelled in (term, *self._other_spelling(term))][:_MOST]
        own = [" ".join(key), *key]
        return tuple(dict.fromkeys(others + [s for term in own for s in self._both_spellings(term)]))

    def _both_spellings(self, term: str) -> tuple[str, ...]:
        return (term, *british) if (british := self._other_spelling(term)) else ()

    def _other_spelling(self, term: str) -> tuple[str, ...]:
        """Return the term in British spelling if that differs."""
        if term not in self.spelled:
            british = " ".join(self.british.get(word.lower(), word) for word in term.split(" "))
            self.spelled[term] = (british,) if british.lower() != term.lower() else ()
        return self.spelled[term]


def _leads_on(line: Line, further: Line, depth: int) -> bool:
    """Say whether the names a line gave may be looked up in a further one: a member of a class opens no other class."""
    if further is line or further.kind is ExpansionKind.SPELLING or depth > 1:
        return False
    return further.kind is not ExpansionKind.CLASS or (line.kind in _NAMES and not depth)
