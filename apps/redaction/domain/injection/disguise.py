"""Orders written so that a person does not read them: spaced out, in digits, backwards, rotated or encoded."""

import base64
import binascii
import codecs
import re
from collections.abc import Iterator
from urllib.parse import unquote_to_bytes

Span = tuple[int, int]

# Every expression reads a long run of letters once: it begins where the run does, or ends after so many.
SPACED = re.compile(r"(?<!\w)(?:[^\W_][ .\-_*|/]{1,3}){9,300}[^\W_](?!\w)")
DIGITS = str.maketrans("013457@$!|", "oieastasil")
MIXED = re.compile(r"(?=[\w@$!|]*[A-Za-z])(?=[\w@$!|]*[013457@$!|])[A-Za-z013457@$!|]{4,}")
FEWEST_MIXED = 2  # words of letters and digits: one is a drug, a unit or an id
BASE64 = re.compile(r"(?<![\w+/=-])[A-Za-z0-9+/_-]{24,}+={0,2}+(?![\w+/=])")
HEXADECIMAL = re.compile(r"(?<![0-9A-Fa-f])(?:(?:0x|\\x)?[0-9A-Fa-f]{2}[ :,]?){16,}(?![0-9A-Fa-f])")
PERCENT = re.compile(r"(?<![\w.~-])(?:[\w.~-]*+%[0-9A-Fa-f]{2}){3,}+[\w.~%-]*+")
BINARY = re.compile(r"(?:[01]{8}[ ]?){8,}+")
READABLE = re.compile(r"(?<![A-Za-z])(?:[A-Za-z]{2,}+[ ,.:;'!?\s-]++){2}[A-Za-z]{2,}")
UNBROKEN = re.compile(r"[\w+/=-]{400,}+", re.ASCII)  # neither a word, nor a code that a person reads
BACKWARDS = re.compile(r"(?i)snoitcurtsni|tpmorp|erongi|drageria?sid|etirw|etats|evorppa|noitnem")
ROTATED = re.compile(r"(?i)\b(?:vafgehpgvbaf?|vtaber|qvfertneq|cebzcg|fgngr gung|nccebir)\b")
# Common words rotated by 13 and backwards, none of them a word or a clinical short form.
FOREIGN_SPELLING = re.compile(
    r"(?i)\b(?:gur|naq|gung|nyy|abg|jevgr|jvgu|guvf|gurfr|cngvrag|unir|fnl|fgngr|ercbeg|fhzznel|nccebir|erdhrfg|pevgrevn|"
    r"vtaber|cerivbhf|ehyrf?|lbhe?|zhfg|zrag?vba|yvfg|abgr|nafjre|nyyretvrf|"
    r"eht|taht|siht|htiw|eseht|tneitap|etirw|etats|erongi|evorppa|tseuqer|yrammus|airetirc|selur|ruoy|tsum|rewsna|"
    r"seton|seigrella|esaelp)\b"
)
FEWEST_FOREIGN = 2  # different ones: such a sentence was written so that people do not read it
TWO_SCRIPTS = re.compile(r"[A-Za-z][\u0400-\u04ff]|[\u0400-\u04ff][A-Za-z]")
FEWEST_IN_TWO_SCRIPTS = 2  # words with letters of both: one is a slip of a keyboard
# The letters alone of an order that was spaced out.
RUN_TOGETHER = re.compile(
    r"(?i)(?:ignore|disregard|forget|override)\w{0,20}(?:instruction|prompt|rule|note|record|allerg)|systemprompt|"
    r"(?:state|say|write|report|conclude)that|donot(?:mention|cite|include|list|flag)|"
    r"(?:approve|authorize)(?:this|the|all)|mark\w{0,30}asmet|youarenow"
)
FEWEST_TOGETHER = 12


def decoded(text: str) -> Iterator[tuple[Span, str]]:
    """Yield [start, end) of each stretch that is a readable text in another code, with that text."""
    for pattern, reads in (
        (BASE64, _base64),
        (HEXADECIMAL, _hexadecimal),
        (PERCENT, unquote_to_bytes),
        (BINARY, _binary),
    ):
        for found in pattern.finditer(text):
            said = _readable(reads(found.group()))
            if said:
                yield found.span(), said


def spaced_out(text: str) -> Iterator[tuple[Span, str]]:
    """Yield [start, end) of letters set apart, with the letters put together."""
    for found in SPACED.finditer(text):
        together = re.sub(r"[^A-Za-z]", "", found.group())
        if len(together) >= FEWEST_TOGETHER and RUN_TOGETHER.search(together):
            yield found.span(), together


def unbroken(text: str) -> Iterator[Span]:
    """Yield [start, end) of the runs of letters and digits that nobody reads, and that no sign is sought in whole."""
    for found in UNBROKEN.finditer(text):
        yield found.span()


def is_respelled(sentence: str) -> bool:
    """Return whether a sentence is written backwards or rotated, whatever it says."""
    return len({word.lower() for word in FOREIGN_SPELLING.findall(sentence)}) >= FEWEST_FOREIGN


def in_two_scripts(text: str) -> Iterator[Span]:
    """Yield [start, end) of the lines whose words mix Latin letters with Cyrillic ones that look the same."""
    for line in re.finditer(r"[^\n]+", text) if TWO_SCRIPTS.search(text) else ():
        words = [word for word in re.finditer(r"\w+", line.group()) if TWO_SCRIPTS.search(word.group())]
        if len(words) >= FEWEST_IN_TWO_SCRIPTS:
            yield line.start() + words[0].start(), line.start() + words[-1].end()


def other_spellings(sentence: str) -> Iterator[str]:
    """Yield a sentence with its digits read as letters, backwards or rotated by 13, where it looks written so."""
    if len(MIXED.findall(sentence)) >= FEWEST_MIXED:
        yield sentence.translate(DIGITS)
    if BACKWARDS.search(sentence):
        yield sentence[::-1]
    if ROTATED.search(sentence):
        yield codecs.decode(sentence, "rot13")
    if "_" in sentence or re.search(r"\w-\w+-\w", sentence):
        yield re.sub(r"[_-]+", " ", re.sub(r"\.\w{2,4}$", "", sentence))


def _readable(raw: bytes) -> str:
    try:
        said = raw.decode("utf-8")
    except UnicodeDecodeError:
        return ""
    return said if re.sub(r"[\t\r\n]", " ", said).isprintable() and READABLE.search(said) else ""


def _base64(written: str) -> bytes:
    body = written.rstrip("=").replace("-", "+").replace("_", "/")
    try:
        return base64.b64decode(body + "=" * (-len(body) % 4), validate=True)
    except (binascii.Error, ValueError):
        return b""


def _hexadecimal(written: str) -> bytes:
    digits = re.sub(r"0x|\\x|[ :,]", "", written)
    return bytes.fromhex(digits) if len(digits) % 2 == 0 else b""


def _binary(written: str) -> bytes:
    bits = written.replace(" ", "")
    return bytes(int(bits[at : at + 8], 2) for at in range(0, len(bits) - 7, 8))
