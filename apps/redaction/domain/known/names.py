"""A person's name: its parts, and the pattern of the ways it is written."""

import re
from dataclasses import dataclass

from apps.redaction.domain.folding import fold
from apps.redaction.domain.words import CLINICAL_NOUN, EPONYMS, MONTHS, NAME_WORDS, NICKNAMES, SMALL_WORDS

_TITLES = r"(?:dr|doctor|mr|mrs|ms|miss|mx|prof|professor|sir|rev|fr|sr|hon)"
_TITLE_PREFIX = re.compile(rf"^(?:{_TITLES}\b\.?\s*)+", re.IGNORECASE)
_CREDENTIAL = (
    r"(?:jr|sr|ii|iii|iv|md|m\.d|do|d\.o|od|nd|dc|dpm|phd|ph\.d|psyd|rn|bsn|msn|np|fnp|arnp|aprn|dnp"
    r"|pa|pa-c|ma|cma|lpn|pt|dpt"
    r"|ot|otr/l|otr|cota/l|cota|ccc-slp|slp|rd|rdn|ld|msw|lcsw|licsw|lmft|lpc|pharmd|rph|mph|facp"
    r"|facs|facc|faap|crna|cnm|crnp|cnp|cns|agnp"
    r"|pmhnp(?:-bc)?|fnp-(?:c|bc)|anp(?:-bc)?|rrt|cde|cdces|mbbs|mbchb|dds|dmd|frcp|esq|msn|mms|bcps|atc|lmt|ms)\.?"
)
# A credential that no list holds: written in capitals with a stroke or a hyphen, beside a name that is not.
_UNLISTED = re.compile(r"^[A-Z]{1,5}(?:[-/][A-Z]{1,5})+$")
_SUFFIX = re.compile(rf"(?:(?:^|[\s,]+){_CREDENTIAL})+$", re.IGNORECASE)
_PARTICLES = frozenset(
    {"van", "von", "der", "den", "de", "del", "della", "la", "le", "du", "di", "da", "dos", "das", "ter", "ten", "bin",
     "ibn", "al", "el", "st"}
)  # fmt: skip
SHORT = 3  # names up to this length are words or abbreviations too often to be matched in any case but their own

_CUE_BEFORE = re.compile(
    rf"(?:\b(?:{_TITLES}\.?|patient|pt\.?|name|named|called|client|member|mother|father|wife|husband"
    rf"|spouse|partner|daughter|son"
    r"|sister|brother|aunt|uncle|friend|caregiver|guardian|attending|by|per|signed|cc|dear|re|from|with)\s*[:,]?\s+)$",
    re.IGNORECASE,
)
_TITLE_BEFORE = re.compile(rf"\b{_TITLES}\.?\s+$", re.IGNORECASE)
_VERB_AFTER = re.compile(
    r"^\s+(?:reports?|reported|denies|denied|states?|stated|says|said|presents|presented|returns"
    r"|returned|called|calls|came|agrees"
    r"|agreed|has|had|is|was|underwent|takes|took|tolerated|wants|feels|felt|notes|noted|lives|works"
    r"|continues|did|does)\b"
)
_OWNED_AFTER = re.compile(
    r"^['’]s\s+(?:mother|father|wife|husband|spouse|daughter|son|sister|brother|family|chart|record"
    r"|symptoms?|medications?|home|note)\b"
)


@dataclass(frozen=True, slots=True)
class PersonName:
    """One name as the record gives it, folded and taken apart."""

    given: str
    middles: tuple[str, ...]
    family: str

    @property
    def key(self) -> str:
        """What stays the same when only titles, credentials, middle names and order differ."""
        return f"{self.given} {self.family}".strip().casefold()


def parse_name(text: str) -> PersonName | None:
    """Take a person's name apart; None when nothing of it is left beside titles and credentials."""
    plain = bare_name(" ".join(fold(text).text.split()))
    if "," in plain:
        family, _, rest = plain.partition(",")
        plain = f"{rest.strip()} {family.strip()}"
    parts = [part for part in plain.strip(" .,").split(" ") if any(map(str.isalnum, part))]
    if not parts:
        return None
    if len(parts) == 1:
        return PersonName("", (), parts[0])
    cut = next((i for i in range(1, len(parts) - 1) if parts[i].casefold().strip(".") in _PARTICLES), len(parts) - 1)
    return PersonName(parts[0], tuple(parts[1:cut]), " ".join(parts[cut:]))


def bare_name(text: str) -> str:
    """Return a written name without titles and credentials."""
    parts = (_SUFFIX.sub("", part.strip()) for part in _TITLE_PREFIX.sub("", text).split(","))
    kept = [part for part in parts if part]
    named = [part for part in kept if not _UNLISTED.match(part)]
    return ", ".join(named or kept)


def _literal(part: str) -> str:
    """Return the pattern of one part, tolerant of hyphens and white space inside it."""
    pieces = [re.escape(piece).replace("'", "['’]?") for piece in re.split(r"[\s-]+", part) if piece]
    return r"(?:-\s*|\s+)?".join(pieces)


def _initial(part: str) -> str:
    return rf"{re.escape(part[0])}\.?"


def name_alternatives(name: PersonName) -> list[str]:
    """Return the patterns of every way this name is written, the longest first. For folded text, any case."""
    family = _literal(name.family)
    if not name.given:
        return [rf"(?P<alone>{family}(?P<plural>s)?)"]
    given = _given(name.given)
    # A lone F or M after a name is more often the sex than an initial.
    written = [_literal(m) for m in name.middles if len(m.strip(".")) > 1]
    middles = "|".join([*(rf"{_literal(m)}|{_initial(m)}" for m in name.middles), r"[A-Z]\.|[A-EG-LN-Z]\b"])
    middle = rf"(?:\s(?:{middles}))*"
    initials = _initial(name.given) + "".join(rf"(?:\s*{_initial(m)})?" for m in name.middles)
    parts = [f"{family}(?P<plural>s)?", given, *(m for m in written if len(m) > SHORT), *_family_parts(name.family)]
    return [
        rf"{given}{middle}[\s,]+{family}",
        rf"{family}\s*,\s*{given}\b{middle}",
        rf"{family}\s+{given}",
        *(rf"{given}(?:\s+(?:{'|'.join(written)}))+" for _ in written[:1]),
        rf"(?P<initials>{initials}\s*{family}|{family}\s*,\s*{_initial(name.given)}|{given}\s+{_initial(name.family)})",
        rf"(?P<alone>{'|'.join(dict.fromkeys(parts))})",
    ]


def _given(given: str) -> str:
    """Return the pattern of a given name and of the short forms people use for it."""
    forms = (given, *NICKNAMES.get(given.casefold(), ()))
    return rf"(?:{'|'.join(_literal(form) for form in dict.fromkeys(forms))})"


def _family_parts(family: str) -> list[str]:
    parts = re.split(r"[\s-]+", family)
    return [re.escape(p) for p in parts if len(p) > SHORT and p.casefold() not in _PARTICLES] if len(parts) > 1 else []


def name_expression(name: PersonName) -> str:
    """Return the pattern of one name; its groups tell how much of the name was written."""
    return rf"(?<![^\W_])(?:{'|'.join(name_alternatives(name))})(?![^\W_])"


def stands_as_name(match: re.Match[str], *, own: bool) -> bool:
    """Say whether a match is the name and not a word spelled like it; ``own``: it is the patient's own name."""
    written = match.group()
    if match.group("alone") is not None:
        return (own or written[0].isupper()) and _alone_is_name(match)
    if "initials" in match.groupdict() and match.group("initials") is not None:
        letters = [part for part in re.split(r"[\s.,]+", written) if len(part) == 1]
        return all(letter.isupper() for letter in letters) and written[0].isupper()
    if written != written.lower() or not all(word in NAME_WORDS for word in re.findall(r"[a-z]+", written)):
        return True
    return _CUE_BEFORE.search(match.string, max(0, match.start() - 24), match.start()) is not None


def _alone_is_name(match: re.Match[str]) -> bool:
    text, start, end = match.string, *match.span()
    before, after = text[max(0, start - 24) : start], text[end : end + 32]
    written = match.group()
    word = written.casefold().removesuffix("s" if match.group("plural") else "")
    if _TITLE_BEFORE.search(before):
        return True
    if not written[0].isupper():
        return len(word) > SHORT and word not in NAME_WORDS and word not in SMALL_WORDS
    if len(word) <= SHORT and written.isupper():
        return False
    return word not in NAME_WORDS or _word_in_name_position(word, written, before, after)


def _word_in_name_position(word: str, written: str, before: str, after: str) -> bool:
    if CLINICAL_NOUN.match(after) or written.isupper():
        return False
    if word not in MONTHS and (_VERB_AFTER.match(after) or _OWNED_AFTER.match(after)):
        return True
    if word in EPONYMS | MONTHS:
        return False
    return bool(_CUE_BEFORE.search(before)) or before.rstrip(" ")[-1:].islower()
