"""Telephones, faxes, e-mail, web and network addresses."""

import ipaddress
import re

from apps.redaction.domain.kinds import IdentifierKind
from apps.redaction.patterns.recognizer import Shape, shape

_EXTENSION = r"(?:[ ]*(?:x|ext\.?|extension)[ ]*\d{2,6})?"
_US = r"(?:\+?1[\s.\-]?)?(?:\(\d{3}\)[ ]?|\d{3}[\s.\-/–])\d{3}[ .\-–]\d{4}" + _EXTENSION
# Any grouping of seven to fifteen digits, for where a label says what it is.
_ANY = r"\+?(?=(?:\D{0,2}\d){7})\(?\d{1,5}\)?(?:[ .\-–/]{0,2}\(?\d{2,8}\)?){1,5}" + _EXTENSION
_LABEL = (
    r"\b(?:tele)?(?:phone|ph|cell|mobile|pager|beeper|tel|call(?:ed|back|s|ing)?|contact(?:ed)?"
    r"|reach(?:ed)?|text(?:ed)?|dial(?:ed)?|message[sd]?"
    r"|home|work|office|whatsapp|ring|(?:hot)?line|desk|switchboard|landline)\b(?:[ ]+(?:me|him|her|them|us"
    r"|back|number|no|num"
    r"|info(?:rmation)?|is|at|on|to|my|registered|directly))*"
)
_NUMBER_LABELS = (
    "phone telephone ph cell mobile pager beeper tel call called callback calls calling"
    " contact contacted reach reached text"
)
_NUMBER_WORDS = (
    f"{_NUMBER_LABELS} texted dial dialed message messages messaged home work office whatsapp ring line hotline"
    f" desk switchboard landline"
)
_SPOKEN = r"(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|double|triple)"
_SHORTEST_SPOKEN, _LONGEST_SPOKEN = 7, 15
_DATE = re.compile(r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[/.\-]\d{1,2}[/.\-]\d{2,4}")
# No telephone is written 4-4-2 or 5-3-2, as the codes of drugs and goods are.
_NO_GOODS = r"(?<!\b(?:NDC|UPC|GTIN|CAS)\W{0,3})(?!\d{4,5}-\d{3,4}-\d{1,2}(?!\d))"
_MESSENGERS = (
    "skype telegram instagram insta snapchat tiktok twitter facetime discord venmo zelle cashapp wechat facebook"
    " messenger handle username gamertag linkedin"
)
_DOMAINS = "com|org|net|edu|gov|mil|info|biz|health|clinic|io|us|ca|uk|de|fr|eu|int"


def _is_number(text: str) -> bool:
    return not _DATE.fullmatch(text.strip())


def _is_spoken_number(text: str) -> bool:
    """Say whether a number is said at least in part with words, and has as many digits as a telephone."""
    words = re.findall(r"[A-Za-z]+|\d", text)
    return _SHORTEST_SPOKEN <= len(words) <= _LONGEST_SPOKEN and any(word.isalpha() for word in words)


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text.partition("/")[0])
    except ValueError:
        return False
    return True


def contact_shapes() -> list[Shape]:
    """Return the shapes of contacts."""
    return [*_telephones(), *_addresses()]


def _telephones() -> list[Shape]:
    return [
        shape(
            IdentifierKind.FAX,
            rf"\b(?:fax(?:ed)?|facsimile|fx(?=[ ]*[:#]))\b[^\w(+]{{0,6}}(?:number|no|num|is|to|at|it"
            rf"|us|line)?[^\w(+]{{0,3}}(?:is|to|at)?[^\w(+]{{0,2}}\K{_ANY}(?!\d)",
            words="fax faxed facsimile fx",
            digits=7,
            check=_is_number,
        ),
        shape(
            IdentifierKind.FAX, rf"(?<![\d\-.]){_ANY}(?=[ ]*[\-(][ ]*fax\b)", words="fax", digits=7, check=_is_number
        ),
        shape(IdentifierKind.PHONE, rf"(?<![\d\-.]){_US}(?![\d\-])", digits=10),
        shape(
            IdentifierKind.PHONE,
            rf"{_LABEL}[^\w+(\n]{{0,4}}\K{_ANY}(?![\d%])",
            words=_NUMBER_WORDS,
            digits=7,
            check=_is_number,
        ),
        shape(
            IdentifierKind.PHONE,
            rf"(?<![\d\-.]){_ANY}(?=[ ]*[\-(][ ]*(?:office|cell|home|work|mobile)\b)",
            words="office cell home work mobile",
            digits=7,
        ),
        shape(
            IdentifierKind.PHONE,
            r"(?<![\w+])\+\d{1,3}[ .\-]?(?:\(?\d{1,4}\)?[ .\-]?){2,5}\d{2,4}(?!\d)" + _EXTENSION,
            marks=("+",),
            digits=7,
        ),
        shape(
            IdentifierKind.PHONE,
            r"(?<![\w.\-/])\(0?\d{2,5}\)[ ]?\d{2,5}[ \-]\d{3,5}"
            r"(?![\d\-])",
            marks=("(",),
            digits=7,
        ),
        *_abbreviated(),
        shape(
            IdentifierKind.PHONE,
            rf"(?<![\w.\-/]){_NO_GOODS}(?=(?:\D?\d){{9,12}}(?!\D?\d))0\d{{1,4}}(?:[ .\-]\d{{2,4}}){{2,4}}(?![\d\-])",
            digits=7,
        ),
        shape(IdentifierKind.PHONE, r"(?<![\d\-.])555[-. ]\d{4}(?![\d\-])", marks=("555",), digits=7),
        shape(
            IdentifierKind.PHONE,
            r"(?<![\w+])(?:(?:ext\.?|extension|xtn|extn)[ ]?#?[ ]?\K\d{3,6}|x[ ]?\K\d{4,5}|x\K\d-\d{4})"
            r"(?![\w.%/\-]*\d|[ ]*(?:mg|ml|g|iu|cells|copies|doses?|units?)\b)",
            words="ext extension xtn extn x",
            digits=3,
            reach=(2, 16),
        ),
        shape(
            IdentifierKind.PHONE,
            r"\b(?:pager|beeper|vocera|spectralink)\b[\s:#]*(?:(?:number|no|is)\b[\s.:#]*)?\K\d{3,7}\b",
            words="pager beeper vocera spectralink",
            digits=3,
            reach=(2, 30),
        ),
        shape(
            IdentifierKind.PHONE,
            rf"{_LABEL}[^\w+(\n]{{0,4}}\K(?:(?:{_SPOKEN}|\d{{1,4}})[ ,.\-]{{1,3}}){{2,10}}(?:{_SPOKEN}|\d{{1,4}})\b",
            words=_NUMBER_WORDS,
            check=_is_spoken_number,
        ),
        shape(
            IdentifierKind.PHONE,
            rf"(?<![\d.\-]){_NO_GOODS}(?:00|011)[ \-]?\d{{1,3}}(?:[ .\-]?\d{{2,4}}){{2,4}}" + _EXTENSION,
            marks=("00", "011"),
            digits=7,
            check=lambda t: "-" in t or "x" in t,
        ),
    ]


def _abbreviated() -> list[Shape]:
    """Return the shapes of numbers that one letter, or a word somewhat before them, says are telephones."""
    ten = r"(?:\+?1[ .\-]?)?(?:\([2-9]\d{2}\)|[2-9]\d{2})[ .\-]?[2-9]\d{2}[ .\-]?\d{4}(?![\d\-])" + _EXTENSION
    return [
        shape(IdentifierKind.FAX, rf"(?<![\w.])F[:.][ ]?\K{ten}", words="F", digits=10, cased=True, reach=(2, 30)),
        shape(
            IdentifierKind.PHONE,
            rf"(?<![\w.])[PTCOHWM][:.][ ]?\K{ten}",
            words="P T C O H W M",
            digits=10,
            cased=True,
            reach=(2, 30),
        ),
        shape(
            IdentifierKind.PHONE,
            rf"{_LABEL}[^\d\n]{{0,40}}(?<![\w.\-#])\K{ten}",
            words=_NUMBER_WORDS,
            digits=10,
        ),
    ]


def _addresses() -> list[Shape]:
    return [
        shape(
            IdentifierKind.EMAIL,
            r"(?<![\w.+\-])[\w.+%'\-]+[ ]?@[ ]?[\w\-]+(?:\.[\w\-]+)+"
            r"(?<![.\-])",
            marks=("@",),
        ),
        shape(
            IdentifierKind.EMAIL,
            r"\b(?:[\w\-]+[ ](?:\[dot\]|\(dot\)|dot)[ ])*[\w.\-]+[ ]*(?:\[at\]|\(at\)|[ ]at[ ])[ ]*"
            r"[\w\-]+[ ]*(?:\[dot\]|\(dot\)|[ ]dot[ ])[ ]*(?:com|org|net|edu|gov)\b",
            words="dot",
        ),
        shape(IdentifierKind.URL, r"\b(?:https?|ftp)://[^\s<>\"'|]+[\w/]", marks=("://",)),
        shape(IdentifierKind.URL, r"(?<![\w@.])www\d{0,2}\.[^\s<>\"']+[\w/]", marks=("www",)),
        shape(
            IdentifierKind.URL,
            rf"(?<![\w@.\-/])(?:[a-z0-9\-]+\.)+(?:(?:{_DOMAINS})\b(?:/[^\s<>\"']*[\w/])?"
            rf"|[a-z]{{2,}}/[^\s<>\"']*[\w/])(?![\w@])",
            words=_DOMAINS.replace("|", " "),
        ),
        # What someone is called in a messenger: a point, a digit or a stroke makes a name of the word.
        shape(
            IdentifierKind.URL,
            rf"\b(?:{_MESSENGERS.replace(' ', '|')})\b(?:[ ](?:id|handle|name|user(?:name)?|account))?"
            r"(?:[ ]?[:=][ ]?|[ ](?:is|as|under)[ ])@?\K(?=[a-z\-]*[\d._][\w\-])[a-z][\w.\-]{2,38}\w",
            words=_MESSENGERS,
            reach=(2, 70),
        ),
        shape(IdentifierKind.URL, r"(?<![\w@])@(?=\w*[a-z])[A-Za-z0-9_]{4,30}\b(?!\.\w)", marks=("@",)),
        shape(
            IdentifierKind.IP_ADDRESS,
            r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?:/\d{1,2})?(?![\d.]*\d)",
            digits=4,
            check=_is_address,
        ),
        shape(
            IdentifierKind.IP_ADDRESS,
            r"(?<![\w:.])(?=[0-9a-f:]*[0-9a-f]*::?[0-9a-f]+:)(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{1,4}(?![\w:])",
            marks=("::", ":"),
            digits=2,
            check=_is_address,
        ),
    ]
