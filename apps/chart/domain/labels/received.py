"""Security labels as senders write them: FHIR meta.security and DocumentReference.securityLabel (F13, F14)."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from apps.access.domain.labels import Label
from apps.chart.domain import fhir

CONFIDENTIALITY = "ULMNRV"  # v3-Confidentiality, from the lowest to the highest
NORMAL, RESTRICTED, VERY_RESTRICTED = "N", "R", "V"
# v3-ActCode. SUD and ETH are both valid, and both mean substance use.
SENSITIVITY: Mapping[str, Label] = {
    "HIV": Label.HIV,
    "PSY": Label.MENTAL_HEALTH, "MH": Label.MENTAL_HEALTH, "BH": Label.MENTAL_HEALTH,
    "PSYTHPN": Label.PSYCHOTHERAPY,
    "SUD": Label.SUBSTANCE_USE, "ETH": Label.SUBSTANCE_USE, "ETHUD": Label.SUBSTANCE_USE,
    "OPIOIDUD": Label.SUBSTANCE_USE,
    "42CFRPART2": Label.PART2,
    "SEX": Label.SEXUAL_HEALTH, "STD": Label.SEXUAL_HEALTH,
    "SDV": Label.VIOLENCE, "VIO": Label.VIOLENCE,
    "GDIS": Label.GENETIC, "SICKLE": Label.GENETIC,
    "TBOO": Label.TABOO,
    "CEL": Label.CELEBRITY,
}  # fmt: skip
TEST = "HTEST"
# Known, recorded, and no reason to keep a clinician out: duties of whoever passes it on, purposes, integrity.
HANDLING = frozenset({
    TEST, "DELAU", "NOREUSE", "NORDSCLCD", "NORDSCLW", "NORDSLCD", "NODSCLCD", "NOAUTH", "NOCOLLECT", "NOINTEGRATE",
    "NOLIST", "NOMOU", "NOORGPOL", "NOPAT", "NOPERSISTP", "NOVIP", "PERSISTLABEL", "PRIVMARK", "CUIMARK", "ENCRYPT",
    "TREAT", "HPAYMT", "HOPERAT", "HRESCH", "ETREAT", "BTG", "PUBHLTH", "PATRQT", "CAREMGT", "COC",
    "SUBSETTED", "ANONYED", "MASKED", "PSEUDED", "REDACTED", "PROCESSINLINELABEL",
})  # fmt: skip
PLAIN_CODE = re.compile(r"[A-Za-z0-9_.-]{1,40}")


def codes_in(body: Mapping[str, Any]) -> Iterator[str]:
    """Yield the codes of every security label of a resource, in upper case; "?" for a label without a plain code."""
    codings = [*fhir.items((body.get("meta") or {}).get("security"))]
    for concept in fhir.items(body.get("securityLabel")):
        codings += concept.get("coding") or [concept]
    for coding in codings:
        code = str(coding.get("code") or "")
        yield code.upper() if PLAIN_CODE.fullmatch(code) else "?"


def is_test(body: Mapping[str, Any]) -> bool:
    """Return whether a resource says that it is test data (F16)."""
    return TEST in codes_in(body)
