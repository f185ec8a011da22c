"""Codes a policy speaks of: one code, every code with a prefix, or a range from one to another."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from apps.coverage.domain.errors import PolicyInvalid

SERVICE_SYSTEMS = frozenset({"HCPCS", "CPT", "NDC"})
RANGE_SYSTEMS = frozenset({*SERVICE_SYSTEMS, "ICD-10-CM"})
PLAIN = re.compile(r"[A-Z0-9]+")
PROCEDURE = re.compile(r"[A-Z][0-9]{4}|[0-9]{4}[A-Z0-9]")
# How a code is written plainly (see ``plain``). HCPCS level I is CPT, so that either system may name either.
SHAPES = {
    "HCPCS": PROCEDURE,
    "CPT": PROCEDURE,
    "NDC": re.compile(r"[0-9]{9,11}"),
    "ICD-10-CM": re.compile(r"[A-Z][0-9][A-Z0-9]{1,5}"),
}
NDC_PARTS = (5, 4, 2)  # labeler, product, package in the 11-digit form that claims carry


@dataclass(frozen=True, slots=True)
class PolicyCode:
    """One code the policy speaks of."""

    system: str
    code: str
    display: str = ""


@dataclass(frozen=True, slots=True)
class CodeRange:
    """Several codes of one system: ``M05*`` (each that begins so) or ``L1800-L1999`` (each from one to the other)."""

    system: str
    range: str
    display: str = ""

    def holds(self, code: str) -> bool:
        """Return whether a plain code (see ``plain``) lies in it."""
        low, high = bounds(self)
        return len(code) >= len(low) and low <= code[: len(low)] <= high


def plain(system: str, code: str) -> str:
    """Return a code as two writings of it are compared: upper case, no dots, an NDC with hyphens in its 11 digits."""
    code = code.strip().upper()
    if system == "NDC" and "-" in code:
        parts = filter(None, code.split("-"))
        return "".join(part.zfill(width) for part, width in zip(parts, NDC_PARTS, strict=False))
    return code.replace(".", "").replace("-", "")


def why_no_code(system: str, code: str) -> str:
    """Return why a code of a system known here cannot be one, in a sentence; an empty text where it can."""
    shape = SHAPES.get(system)
    if shape is None or shape.fullmatch(plain(system, code)):
        return ""
    return f"The code {code!r} of the policy is none of {system}. Several codes at once stand in 'code_ranges'."


def bounds(entry: CodeRange) -> tuple[str, str]:
    """Return the first and the last plain prefix that count. Raises PolicyInvalid with a sentence."""
    where = f"The code range {entry.range!r} of the policy"
    if entry.system not in RANGE_SYSTEMS:
        raise PolicyInvalid(f"{where} is of system {entry.system!r}; ranges are known of {sorted(RANGE_SYSTEMS)}.")
    text = entry.range.strip()
    if text.endswith("*"):
        prefix = plain(entry.system, text.removesuffix("*"))
        low = high = prefix
    elif entry.system == "NDC":
        raise PolicyInvalid(f"{where} must be a prefix that ends with '*', such as '00074-*': NDC has no order.")
    else:
        first, _, last = text.partition("-")
        low, high = plain(entry.system, first), plain(entry.system, last)
    if not (PLAIN.fullmatch(low) and PLAIN.fullmatch(high)):
        raise PolicyInvalid(f"{where} must look like 'L1800-L1999' or 'M05*'.")
    if len(low) != len(high) or low > high:
        raise PolicyInvalid(f"{where} must go from a lower code to a higher one of the same length.")
    return low, high


def covers(codes: Iterable[PolicyCode], ranges: Iterable[CodeRange], code: str, system: str = "") -> bool:
    """Return whether a policy speaks of a code; without a system each system of services is tried."""
    systems = {system} if system else SERVICE_SYSTEMS
    exact = any(row.system in systems and plain(row.system, row.code) == plain(row.system, code) for row in codes)
    return exact or any(row.system in systems and row.holds(plain(row.system, code)) for row in ranges)


def split_service(service: str) -> tuple[str, str]:
    """Return (system, code) of a service as it was typed: ``HCPCS J0139``, ``72148``. The system may be empty."""
    *before, code = service.split() or [""]
    system = " ".join(before).upper()
    return (system if system in SERVICE_SYSTEMS else ""), code
