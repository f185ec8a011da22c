"""Out of the bytes of one message: its resources one by one, each with what makes it unfit, if anything."""

import codecs
import gzip
import io
import json
import math
import re
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from apps.intake.errors import Unreadable

GZIP_MAGIC = b"\x1f\x8b"
NDJSON = "ndjson"
CHARSETS = frozenset({"utf-8", "ascii", "iso8859-1", "iso8859-15", "cp1252", "utf-16", "utf-16-le", "utf-16-be"})
DEEPEST = 64  # levels; the deepest FHIR resources we know have about 20
LONGEST_NUMBER = 16  # digits of a whole number that JSON carries exactly
LARGEST_NUMBER = 2**53
REPEATED = "\x00repeated"  # cannot be a FHIR element: marks an object that names one element twice

NOT_JSON = "It is not valid JSON ({detail}). Send it again as FHIR JSON."
TRUNCATED = "It is cut off: the JSON ends in the middle, after {count} characters. Send it again whole."
TYPE_NAME = re.compile(r"[A-Z][A-Za-z]{1,63}")
NAMED_TWICE = "It names one element twice, so nobody can say which value is meant. Have the sender correct it."
TOO_DEEP = f"It is nested more than {DEEPEST} levels deep, which no FHIR resource is. Have the sender check it."


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry or line of a message. ``problem`` is a sentence when it can be read no further."""

    position: int  # entry or line number, from 1
    raw: bytes
    resource: Mapping[str, Any] | None = None
    full_url: str = ""
    problem: str = ""


def unpacked(body: bytes, largest: int) -> bytes:
    """Return the bytes of a message, gunzipped when they are gzip. Raises Unreadable for a broken or bloated one."""
    if body.startswith(GZIP_MAGIC):
        try:
            with gzip.GzipFile(fileobj=io.BytesIO(body)) as packed:
                body = packed.read(largest + 1)
        except (OSError, EOFError, zlib.error):
            raise Unreadable("The gzip file is damaged or cut off. Send it again whole.") from None
    if len(body) > largest:
        raise Unreadable(f"It is larger than {largest // 2**20} MB unpacked. Send it in smaller parts.")
    if not body.strip():
        raise Unreadable("It is empty. Send it again with its content.")
    return body


def charset_of(media_type: str) -> str:
    """Return the charset a media type declares, UTF-8 without one. Raises Unreadable for one that is not known."""
    for parameter in media_type.split(";")[1:]:
        name, _, value = parameter.strip().partition("=")
        if name.strip().lower() == "charset":
            try:
                charset = codecs.lookup(value.strip().strip("\"'")).name
            except LookupError:
                charset = ""
            if charset not in CHARSETS:
                raise Unreadable("It declares a character set that is not known here. Send it as UTF-8.")
            return charset
    return "utf-8"


def _decoded(body: bytes, charset: str) -> str:
    try:
        return body.decode("utf-8-sig" if charset == "utf-8" else charset)
    except UnicodeDecodeError as error:
        raise Unreadable(
            f"It is not {charset.upper()} text (at byte {error.start}). "
            "Send it as UTF-8, or declare the character set it is in."
        ) from None


def _whole_number(digits: str) -> float:
    # A number with thousands of digits would stop the parser, and with it every other resource of the message.
    return int(digits) if len(digits) <= LONGEST_NUMBER else math.inf


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        made[REPEATED] = True
    return made


def _parsed(text: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_object, parse_int=_whole_number)
    except json.JSONDecodeError as error:
        rest = text[error.pos :].strip()
        if not rest or error.msg.startswith("Unterminated string"):
            raise Unreadable(TRUNCATED.format(count=len(text))) from None
        detail = f"{error.msg} at line {error.lineno}, column {error.colno}"
        raise Unreadable(NOT_JSON.format(detail=detail)) from None
    except RecursionError:
        raise Unreadable(TOO_DEEP) from None


def read_message(body: bytes, media_type: str, largest: int) -> list[Entry]:
    """Return the entries of a Bundle, the lines of an NDJSON file, or the one resource. Raises Unreadable."""
    body, charset = unpacked(body, largest), charset_of(media_type)
    if NDJSON in media_type.lower():
        return list(_lines(body, charset))
    if body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        raise Unreadable("It is XML, which is not read here. Send it as FHIR JSON.")
    return list(_entries(_parsed(_decoded(body, charset))))


def _lines(body: bytes, charset: str) -> Iterator[Entry]:
    for position, line in enumerate(body.split(b"\n"), start=1):
        if not line.strip():
            continue
        try:
            value = _parsed(_decoded(line, charset))
        except Unreadable as error:
            yield Entry(position, line, problem=error.sentence)
        else:
            yield _entry(position, value, line)


def _entries(value: Any) -> Iterator[Entry]:
    if not isinstance(value, dict) or not isinstance(value.get("resourceType"), str):
        raise Unreadable("It is JSON, but not FHIR: there is no resourceType. Send a FHIR R4 Bundle or resource.")
    if value["resourceType"] != "Bundle":
        yield _entry(1, value)
        return
    entries = value.get("entry", [])
    if not isinstance(entries, list):
        raise Unreadable("It is a Bundle whose entry is not a list. Send it again as a FHIR R4 Bundle.")
    for position, entry in enumerate(entries, start=1):
        yield _bundle_entry(position, entry)


def _bundle_entry(position: int, entry: Any) -> Entry:
    if not isinstance(entry, dict):
        return Entry(position, _raw(entry), problem="The entry is not an object.")
    request = entry.get("request")
    if isinstance(request, dict) and request.get("method") == "DELETE":
        return Entry(
            position,
            _raw(entry),
            problem="It asks for a deletion, which a message cannot do here. Send the record as entered in error.",
        )
    full_url = entry.get("fullUrl")
    return _entry(position, entry.get("resource"), full_url=full_url if isinstance(full_url, str) else "")


def _entry(position: int, resource: Any, raw: bytes = b"", full_url: str = "") -> Entry:
    if not isinstance(resource, dict) or not resource:
        return Entry(position, raw or _raw(resource), problem="It holds no resource.")
    if not TYPE_NAME.fullmatch(str(resource.get("resourceType") or "")):
        return Entry(position, raw or _raw(resource), problem="It does not say what it is: resourceType is missing.")
    return Entry(position, raw, resource, full_url, _unstorable(resource))


def raw_of(entry: Entry) -> bytes:
    """Return the entry's bytes: its line as it came, or its resource written again."""
    return entry.raw or _raw(entry.resource)


def _raw(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=True).encode()


def _bad_text(value: str) -> str:
    if "\x00" in value:
        return "It holds a null character (U+0000), which no record can keep. Have the sender remove it."
    if not value.isascii() and any("\ud800" <= character <= "\udfff" for character in value):
        return "It holds half of a character (a lone surrogate), which is no text. Have the sender correct it."
    return ""


def _bad_number(value: float) -> str:
    if not math.isfinite(value) or abs(value) > LARGEST_NUMBER:
        return "It holds a number too large to be kept exactly. Have the sender correct it."
    return ""


CHECKS: Mapping[type, Callable[[Any], str]] = {str: _bad_text, float: _bad_number, int: _bad_number}


def _unstorable(resource: Mapping[str, Any]) -> str:
    """Return why a resource could not be kept as it is, whatever it means; empty when it can."""
    level: list[Any] = [resource]
    for _ in range(DEEPEST):
        following: list[Any] = []
        for value in level:
            if isinstance(value, dict):
                if REPEATED in value:
                    return NAMED_TWICE
                following.extend(value)
                following.extend(value.values())
            elif isinstance(value, list):
                following.extend(value)
            elif (check := CHECKS.get(type(value))) and (sentence := check(value)):
                return sentence
        if not following:
            return ""
        level = following
    return TOO_DEEP
