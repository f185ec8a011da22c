"""Names whose letters say nothing: in a text all in capitals, or in small letters with an age and a sex behind."""

from apps.redaction.domain.allow_list import is_clinical_word
from apps.redaction.domain.kinds import IdentifierKind
from apps.redaction.domain.words import NAME_WORDS
from apps.redaction.patterns.gazetteer import COMMON, GIVEN
from apps.redaction.patterns.recognizer import Shape, shape

_AGES = " ".join(map(str, range(1, 120)))
_NOT_SHOUTED = (
    r"(?!(?:IS|WAS|HAS|HAD|WILL|WITH|WHO|AND|THE|FOR|FROM|NOT|BUT|SEEN|TODAY|NONE|UNKNOWN|PENDING|PRESENT(?:S|ED)?|REPORTS"
    r"|DENIES|STATES|CAME|CALLED|ADMITTED|DISCHARGED|EVALUATED|DATE|DOB|MRN|AGE|SEX|MALE|FEMALE|NAME|ADDRESS|PHONE"
    r"|HISTORY|EXAM|PATIENT|MEDICATIONS?|ALLERG(?:Y|IES)|ASSESSMENT|PLAN|TEST|DRUG|ACCOUNT|PROVIDER)\b)"
)


def shouted_shapes() -> list[Shape]:
    """Return the shapes of names in capitals and in small letters."""
    return [*_shouted(), *_headed(), *_small()]


def _shouted() -> list[Shape]:
    """Return the shapes of names in capitals: behind a label, behind "patient", or with what people alone do."""
    name = rf"{_NOT_SHOUTED}(?=\p{{Lu}}*[AEIOUY])\p{{Lu}}{{3,}}(?:['’\-]\p{{Lu}}{{2,}})?"
    full = rf"{name}(?:[ ]\p{{Lu}}\.?(?=[ ]))?(?:[ ]{name}){{0,2}}"
    return [
        shape(
            IdentifierKind.PERSON,
            rf"(?<!(?i:drug|test|lab|study|device|trade|brand|generic|medication|product|file|plan|user)[ ])"
            rf"\b(?i:name)"
            rf"[ \t]*:[ \t]*\K(?:{name},[ ]{full}|{full})(?![\p{{L}}:])",
            words="name",
            cased=True,
            check=_is_shouted_name,
        ),
        shape(
            IdentifierKind.PERSON,
            rf"\b(?:PATIENT|PT)[ ]\K{full}(?=[ ](?:WAS|IS|HAS|SEEN|PRESENT(?:S|ED)|REPORTS|DENIES|STATES|CAME|CALLED"
            rf"|ADMITTED|DISCHARGED|EVALUATED)\b)",
            words="PATIENT PT",
            cased=True,
            doubtful=True,
            check=_is_shouted_name,
        ),
        shape(
            IdentifierKind.PERSON,
            rf"\b{full}(?=[ ](?:IS|WAS)[ ]AN?[ ](?:[A-Z]+[ ]){{0,2}}"
            rf"(?:\d{{1,3}}[ \-]?(?:YO|Y/O|YEAR)|LADY|WOMAN|GENTLEMAN)\b)",
            words="LADY WOMAN GENTLEMAN YO Y YEAR",
            cased=True,
            doubtful=True,
            check=_is_shouted_name,
            reach=(80, 12),
        ),
        shape(
            IdentifierKind.PERSON,
            rf"\b{full}(?=,?[ ](?:(?:IS|WAS)[ ](?:AN?[ ](?:[A-Z]+[ ]){{0,2}}(?:LADY|WOMAN|MAN|GENTLEMAN|MALE|FEMALE"
            rf"|GIRL|BOY|PERSON|PATIENT|\d{{1,3}})|SEEN|ADMITTED|DISCHARGED|BROUGHT|HERE)|REPORTS|DENIES|STATES"
            rf"|(?:A[ ])?\d{{1,3}}[ \-]?(?:YO|Y/O|YEAR))\b)",
            words="IS WAS REPORTS DENIES STATES YO YEAR",
            cased=True,
            doubtful=True,
            check=_is_given_first,
            reach=(60, 60),
        ),
    ]


def _headed() -> list[Shape]:
    """Return the shape of a name that begins a page's head: "RAVEN, ODA   61 F", "RAVEN O (F, 1949)"."""
    name = rf"{_NOT_SHOUTED}(?=\p{{Lu}}*[AEIOUY])\p{{Lu}}{{3,}}(?:['’\-]\p{{Lu}}{{2,}})?"
    return [
        shape(
            IdentifierKind.PERSON,
            rf"^[ \t]{{0,8}}\K{name},?[ ](?:{name}|\p{{Lu}}\b\.?)(?:[ ]\p{{Lu}}\b\.?(?![ ]?[,)]))?"
            r"(?=[ \t]{1,12}\(?(?:\d{1,3}[ ]?(?:YO?|Y/O|YRS?)?[ ]?[MF]\b|[MF],?[ ](?:\d{1,3}\b|(?:19|20)\d\d\b)))",
            words="M F Y YO YR YRS",
            digits=1,
            cased=True,
            check=_is_shouted_name,
            reach=(80, 24),
        ),
    ]


def _small() -> list[Shape]:
    """Return the shape of a name in small letters with the age and the sex behind it: "maria gonzalez, 54F"."""
    return [
        shape(
            IdentifierKind.PERSON,
            r"\b\p{Ll}{3,}(?:[ ]\p{Ll}\.?)?[ ]\p{Ll}{3,}(?:-\p{Ll}{3,})?"
            r"(?=,?[ ]\(?\d{1,3}[ ]?(?:[FM]\b|y/?o\b|yr|year))",
            words=_AGES,
            digits=1,
            cased=True,
            check=_is_small_name,
            reach=(50, 12),
        ),
    ]


def _is_shouted_name(text: str) -> bool:
    """Say whether none of the words is one of prose or of the clinic, or the first is a known given name."""
    words = text.replace(".", " ").replace(",", " ").casefold().split()
    return words[0] in GIVEN or not any(word in COMMON or (len(word) > 1 and is_clinical_word(word)) for word in words)


def _is_given_first(text: str) -> bool:
    """Say whether the first word is a given name and no word of prose."""
    first = text.casefold().split()[0]
    return first in GIVEN and first not in NAME_WORDS and not is_clinical_word(first)


def _is_small_name(text: str) -> bool:
    """Say whether the first word is a given name and the last no word of prose or of the clinic."""
    first, *_, last = text.split()
    return first in GIVEN and first not in NAME_WORDS and not (last in COMMON or is_clinical_word(last))
