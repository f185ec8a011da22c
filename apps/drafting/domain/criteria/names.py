"""What policies name, found as charts write it: other writings, abbreviations, and the members of a class."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from apps.drafting.domain.facts.records import drug_key
from apps.drafting.domain.language.lexicon import WRITINGS, house_lexicon
from apps.drafting.domain.language.words import SHORT_FORMS, stems
from apps.retrieval.domain.dictionary import ExpansionKind

INSULIN = re.compile(r"insulin\s+(?P<kind>\S+)", re.IGNORECASE)
INSULINS = frozenset({"glargine", "degludec", "detemir", "lispro", "aspart", "glulisine", "nph", "lente"})
PLURAL = re.compile(r"[^suiaxo]s$")
SHORTEST = 2  # letters of a name by itself
LONGEST_ACRONYM = 6
REMARK = re.compile(r"\([^()]*\)|\b(?:such as|e\.g\.|including|like)\b.*$|,.*$", re.IGNORECASE)
ANY_OTHER = re.compile(r"^(?:(?:an?|any|other|another|the|one|different|second|concurrent|concomitant) )+")
KIND_WORD = re.compile(
    r" (?:agents?|drugs?|class|therap(?:y|ies)|medications?|medicines?|meds|treatments?|products?|tablets?|pills?|"
    r"biologics?|(?:monoclonal )?antibod(?:y|ies)|mabs?)$"
)
CLASS_ROOMS = ("apps.retrieval", "apps.drafting")  # whose data name classes
# "Fracture of the surgical neck of the left humerus" is one of the surgical neck of humerus.
# "Fluticasone propionate and salmeterol" is fluticasone-salmeterol.
SALTS = "propionate|furoate|xinafoate|fumarate|hydrochloride|hcl|sodium|sulfate|succinate|tartrate|bromide|acetonide"
BETWEEN = rf"(?:[\s/-]|\s?\+\s?)+(?:(?:{SALTS})\b[\s/-]*)?(?:(?:the|left|right|both|bilateral|and)\s+){{0,2}}"
LONG_ENOUGH = 3  # letters of a short form that means one thing
SAME_NAME = WRITINGS | {ExpansionKind.SYNONYM, ExpansionKind.BRAND}
SPECIALIST = re.compile(r"(?i)\b([a-z]{4,}?)(?:ologist|ology|iatrist|iatry|icist|ics|ist)\b")
# Short forms with more than one meaning: only beside words that tell which.
AMBIGUOUS = {
    "ra": re.compile(
        r"(?i)arthriti|sero(?:positive|negative)|erosi|rheum|DMARD|CDAI|DAS28|joint|synovi|\bRF\b|CCP|"
        r"methotrexate|MTX|"
        r"^\W*(?:\d[.)] )?RA\b[ ,:;-]"
    ),
    "pt": re.compile(
        r"(?i)referr?\w* to PT|PT,? (?:never|no[- ]show|declin|not )|therap|exercis|sessions?|visits?|weeks?|"
        r"wks?|\bx ?\d|completed|rehab|\d+ ?/ ?\d+|\bPT (?:eval|daily|since|for|twice|failed|w/o|without|helped|no\b|"
        r"at\b|done|from|until|after)|\b(?:in|of|did|tried|failed|attended|after|despite|had|s/p|through|outpatient|"
        r"formal) PT\b"
    ),
    "ms": re.compile(r"(?i)sclerosis|relaps|demyelin|ocrelizumab|interferon"),
    "hf": re.compile(r"(?i)fail|EF\b|NYHA|furosemide|diure"),
    "pe": re.compile(r"(?i)embol|CTPA|CTA|anticoag|DVT|apixaban|heparin|clot"),
    "cd": re.compile(r"(?i)crohn|bowel|colitis|ile"),
    "mi": re.compile(r"(?i)infarct|troponin|stent|STEMI|CAD|cardi"),
    "hep": re.compile(r"\bHEP\b(?! ?(?:[ABC]\b|panel|neg))"),
    "si": re.compile(
        r"\bSI ?/ ?HI\b|\bSI:|(?i:\b(?:den(?:y|ies|ied)|no|passive|active|endorses)) SI\b(?! unit)|(?i:suicid)"
    ),
    "as": re.compile(r"(?i)spondyl|ankylos|axial"),
}
ABOUT_SATURATION = re.compile(r"(?i)\bon RA\b|\d ?% ?(?:on )?RA\b|\bsat|SpO2|room air")
AT_THE_BEGINNING = re.compile(r"^\W*(?:\d[.)] )?RA\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Named:
    """A name of the policy at [start, end) of a text."""

    name: str
    start: int
    end: int


@lru_cache(maxsize=1)
def _classes() -> dict[str, tuple[str, ...]]:
    """Return the members of each class of medicines or illnesses, by every name of the class in small letters."""
    texts = (files(room).joinpath("data").joinpath("classes.txt").read_text("utf-8") for room in CLASS_ROOMS)
    found: dict[str, tuple[str, ...]] = {}
    for line in (line for text in texts for line in text.splitlines()):
        left, arrow, right = line.partition(" > ")
        if arrow and not line.startswith("#"):
            members = tuple(member.strip() for member in right.split(" : ")[0].split(";") if member.strip())
            for key in {class_key(name) for name in left.split(";")}:
                found[key] = tuple(dict.fromkeys((*found.get(key, ()), *members)))
    return found


@lru_cache(maxsize=4000)
def class_key(name: str) -> str:
    """Return the name of a class in one writing: "Other TNF-alpha inhibitors (biologics)" is "tnf alpha inhibitor"."""
    plain = re.sub(r"[-\s]+", " ", REMARK.sub(" ", name).lower()).strip()
    plain = re.sub(r"\bnon (?=[a-z])", "non", ANY_OTHER.sub("", plain))
    return re.sub(r"(?<=[a-z]{2})(?<![suiax])s$", "", plain)


@lru_cache(maxsize=1)
def _illnesses() -> dict[str, tuple[str, ...]]:
    """Return the names of each illness by any of them in small letters."""
    found: dict[str, tuple[str, ...]] = {}
    for line in files("apps.drafting").joinpath("data").joinpath("illnesses.txt").read_text("utf-8").splitlines():
        names = tuple(name.strip() for name in line.split(";") if name.strip()) if not line.startswith("#") else ()
        for name in names:
            found[name.lower()] = tuple(dict.fromkeys((*found.get(name.lower(), ()), *names)))
    return found


@lru_cache(maxsize=2000)
def members_of(name: str) -> tuple[str, ...]:
    """Return the medicines of a class that a policy names, or nothing for what is no class."""
    key = class_key(name)
    if found := _classes().get(key):
        return found
    shorter = KIND_WORD.sub("", key)
    members = _classes().get(shorter, ()) if shorter != key else ()
    return members if any(house_lexicon().is_medicine(member.split("-")[0]) for member in members) else ()


@lru_cache(maxsize=2000)
def classes_of(name: str) -> tuple[str, ...]:
    """Return the names of the classes that a medicine belongs to."""
    small = {form.lower() for form in writings(name)}
    return tuple(of for of, members in _classes().items() if small & {member.lower() for member in members})


@lru_cache(maxsize=4000)
def writings(name: str) -> tuple[str, ...]:
    """Return a name and the other ways of writing the same thing."""
    lexicon = house_lexicon()
    found = [name]
    for key, same in lexicon.same(lexicon.key(name)).items():
        if same.kind in SAME_NAME and not same.needs:
            found.append(" ".join(key))
    found += _illnesses().get(name.lower(), ())
    found += [short for short, long in SHORT_FORMS.items() if long == name.lower()]
    found += [short.upper() for short, long in SHORT_FORMS.items() if _is_narrower(short, long, name)]
    if (insulin := INSULIN.fullmatch(name)) and insulin["kind"].lower() in INSULINS:
        found.append(insulin["kind"])
    return tuple(dict.fromkeys(form for form in found if len(form) >= SHORTEST))


@lru_cache(maxsize=8000)
def same_medicine(one: str, other: str) -> bool:
    """Return whether two lines or words are of one medicine: Topamax and topiramate, degludec and insulin degludec."""
    first, second = drug_key(one), drug_key(other)
    if first == second:
        return True
    return bool({form.lower() for form in writings(first)} & {form.lower() for form in writings(second)})


def _is_narrower(short: str, long: str, name: str) -> bool:
    """Say whether a short form is of a kind of the illness named: CHF, HFrEF of heart failure."""
    return len(short) >= LONG_ENOUGH and " " in name and name.lower() in long and name.lower() != long


@lru_cache(maxsize=8000)
def pattern_of(form: str) -> re.Pattern[str]:
    """Return an expression for one writing: an acronym as it is, words in any case, plural or not."""
    words = BETWEEN.join(re.escape(word) for word in re.split(r"[\s/-]+", form) if word)
    plain = re.sub(r"[^A-Za-z]", "", form)
    acronym = form.isupper() and len(form) <= LONGEST_ACRONYM
    if acronym or plain.lower() in AMBIGUOUS:
        return re.compile(rf"(?<![A-Za-z/]){words.upper()}s?(?![A-Za-z])")
    if len(plain) <= LONGEST_ACRONYM - 2 and form.lower() in SHORT_FORMS:
        return re.compile(rf"(?<![A-Za-z/])(?:{words}|{words.upper()})(?![A-Za-z])")
    if len(plain) > LONGEST_ACRONYM and PLURAL.search(form):
        words = words[:-1]
    return re.compile(rf"(?<![A-Za-z])(?i:{words}(?:e?s)?)(?![A-Za-z])")


def named_in(text: str, names: Iterable[str], *, classes: bool = False) -> Iterator[Named]:
    """Yield where a text names one of the names, the name as the policy has it; ``classes``: members count too."""
    for name in names:
        forms = writings(name)
        if classes:
            forms = (*forms, *(form for member in members_of(name) for form in writings(member)))
        for form in forms:
            for match in pattern_of(form).finditer(text):
                if _is_meant(form, text):
                    yield Named(name, *match.span())


def _is_meant(form: str, text: str) -> bool:
    """An abbreviation of several meanings is taken only where the words beside it tell this one."""
    needs = AMBIGUOUS.get(form.lower())
    if needs is None:
        return True
    if form.lower() == "ra" and ABOUT_SATURATION.search(text) and not re.search(r"(?i)arthrit|seropos|DMARD", text):
        return False
    return bool(needs.search(text))


def first_named(text: str, names: Iterable[str], *, classes: bool = False) -> Named | None:
    """Return the first place where a text names one of the names."""
    return min(named_in(text, names, classes=classes), key=lambda one: one.start, default=None)


@lru_cache(maxsize=4000)
def roots(text: str) -> frozenset[str]:
    """Return the stems of a text with "rheumatologist" and "rheumatology" made one word."""
    return stems(SPECIALIST.sub(lambda match: f"{match[1]}ology", text))


def says_all(text: str, phrase: str) -> bool:
    """Return whether a text holds every word of a phrase, in any order and form."""
    asked = roots(phrase)
    return bool(asked) and asked <= roots(text)
