"""Which payers' systems may be sent to: one file (WORKBENCH_PAYERS), read strictly. Without it nothing is sent.

{"payers": [{"organization": "cedar", "payer": "Northfield", "address": "https://pas.northfield.example/fhir",
             "perimeter": "outside", "key_file": "/run/secrets/northfield", "payer_id": "NF1",
             "callback": "https://workbench.cedar.example", "ca_file": "", "reasons": {"0V": "step_therapy"}}]}
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from apps.core.domain.perimeter import address_of, is_inside_address, is_inside_name
from apps.core.errors import WorkbenchError
from apps.review.domain.denials import denial_reasons

SETTING = "WORKBENCH_PAYERS"
INSIDE, OUTSIDE = "inside", "outside"
NEEDED = ("organization", "payer", "address", "perimeter")
TEXTS = (*NEEDED, "key_file", "ca_file", "payer_id", "callback")
KNOWN = frozenset({*TEXTS, "reasons", "seconds"})
SECONDS, MOST_SECONDS = 20, 60  # the guide asks for an answer within 15


class PayersWrong(WorkbenchError):
    """The file of payers is not exactly right; the sentence says where, and holds no secret."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One payer's system, for one organization. ``reasons``: the payer's codes (HCR03) as ours."""

    organization: str
    payer: str
    address: str
    host: str
    inside: bool
    key_file: str = ""
    ca_file: str = ""
    payer_id: str = ""
    callback: str = ""
    seconds: int = SECONDS  # that an answer may take
    reasons: Mapping[str, str] = field(default_factory=dict)

    def key(self) -> str:
        """Return the key that the payer gave us, read anew at each call; empty where it asks for none."""
        return Path(self.key_file).read_text(encoding="utf-8").strip() if self.key_file else ""


def endpoint_of(organization: str, payer: str) -> Endpoint | None:
    """Return the system of a payer for an organization (its slug), or None where none is on record."""
    found = (one for one in endpoints() if (one.organization, one.payer) == (organization, payer))
    return next(found, None)


def endpoints() -> tuple[Endpoint, ...]:
    """Return every system of the installation's file. Raises PayersWrong."""
    return _read(settings.WORKBENCH_PAYERS, tuple(settings.WORKBENCH_PERIMETER)) if settings.WORKBENCH_PAYERS else ()


@lru_cache(maxsize=4)
def _read(path: str, perimeter: tuple[str, ...]) -> tuple[Endpoint, ...]:
    try:
        body = json.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise PayersWrong(f"{SETTING}: the file cannot be read as JSON.") from None
    return parse_payers(body, perimeter)


def parse_payers(body: Any, perimeter: Iterable[str]) -> tuple[Endpoint, ...]:
    """Return the systems of a file's content. Raises PayersWrong with a sentence that names the row."""
    rows = body.get("payers") if isinstance(body, dict) else None
    if not isinstance(rows, list):
        raise PayersWrong(f"{SETTING} needs a list in 'payers'.")
    found = tuple(_endpoint(row, f"{SETTING}, row {number}", perimeter) for number, row in enumerate(rows, start=1))
    if len({(one.organization, one.payer) for one in found}) < len(found):
        raise PayersWrong(f"{SETTING} names a payer of an organization twice.")
    return found


def _endpoint(row: Any, where: str, perimeter: Iterable[str]) -> Endpoint:
    if not isinstance(row, dict) or not set(row) <= KNOWN:
        raise PayersWrong(f"{where} holds something unknown. Known are {', '.join(sorted(KNOWN))}.")
    if lacking := [name for name in NEEDED if not row.get(name)]:
        raise PayersWrong(f"{where} lacks {lacking[0]}.")
    texts = {name: row.get(name, "") for name in TEXTS}
    if not all(isinstance(text, str) for text in texts.values()):
        raise PayersWrong(f"{where}: every field but 'reasons' and 'seconds' is a text.")
    inside = _is_inside(texts["perimeter"], where)
    host = _host(texts["address"], where, inside=inside, perimeter=perimeter)
    given = {name: text for name, text in texts.items() if name != "perimeter"} | {"host": host, "inside": inside}
    return Endpoint(
        **{**given, "address": texts["address"].rstrip("/")}, seconds=_seconds(row, where), reasons=_reasons(row, where)
    )


def _seconds(row: Mapping[str, Any], where: str) -> int:
    seconds = row.get("seconds", SECONDS)
    if not isinstance(seconds, int) or not 1 <= seconds <= MOST_SECONDS:
        raise PayersWrong(f"{where}: 'seconds' is a whole number from 1 to {MOST_SECONDS}.")
    return seconds


def _is_inside(perimeter: str, where: str) -> bool:
    if perimeter not in {INSIDE, OUTSIDE}:
        raise PayersWrong(f"{where}: perimeter is inside or outside.")
    return perimeter == INSIDE


def _host(address: str, where: str, *, inside: bool, perimeter: Iterable[str]) -> str:
    parts = urlsplit(address)
    host = parts.hostname or ""
    if parts.scheme not in {"http", "https"} or not host or parts.query or parts.fragment or parts.username is not None:
        raise PayersWrong(f"{where}: address looks like https://HOST/fhir, without a name, a key, ? or #.")
    if parts.scheme == "http" and not inside:
        raise PayersWrong(f"{where} would send requests outside over plain http. Use https.")
    known = address_of(host)
    if inside and ((known and not is_inside_address(known)) or not is_inside_name(host, perimeter)):
        raise PayersWrong(f"{where} says that {host} stands inside the perimeter, and nothing else says so.")
    return host


def _reasons(row: Mapping[str, Any], where: str) -> Mapping[str, str]:
    reasons = row.get("reasons", {})
    if not isinstance(reasons, dict) or not set(reasons.values()) <= set(denial_reasons()):
        raise PayersWrong(f"{where}: 'reasons' leads from the payer's codes to those of data/denial_reasons.json.")
    return reasons
