"""The shapes of the codes a request carries. A shape says that a code can exist, not that it is the right one."""

import re
from dataclasses import dataclass

# ICD-10-CM Official Guidelines: letter, digit, alphanumeric; a point; one to four more. HCPCS level II: A-V and four
# digits. CPT: four digits and a digit, or F, M, T, U for its special categories.
ICD_10_CM = re.compile(r"[A-Z][0-9][0-9AB](?:\.[0-9A-Z]{1,4})?")
HCPCS = re.compile(r"[A-V][0-9]{4}")
CPT = re.compile(r"[0-9]{4}[0-9FMTU]")
# 21 CFR 207.33: labeler, product, package in ten digits (4-4-2, 5-3-2, 5-4-1), or in the eleven of billing (5-4-2).
NDC = re.compile(r"[0-9]{4}-[0-9]{4}-[0-9]{2}|[0-9]{5}-(?:[0-9]{3}-[0-9]{2}|[0-9]{4}-[0-9]{1,2})|[0-9]{11}")
SERVICE_SYSTEMS = {"HCPCS": HCPCS, "CPT": CPT, "NDC": NDC}


class CodeMalformed(ValueError):
    """A code that cannot exist in its code system; the message is a sentence."""


@dataclass(frozen=True, slots=True)
class Code:
    system: str
    code: str

    def __str__(self) -> str:
        return f"{self.system} {self.code}"


def service_code(text: str) -> Code:
    """Return a HCPCS, CPT or NDC code from ``J0135``, ``HCPCS J0135`` or ``HCPCS|J0135``. Raises CodeMalformed."""
    named, _, rest = text.strip().upper().replace("|", " ").rpartition(" ")
    for system, shape in SERVICE_SYSTEMS.items():
        if named.strip() in {"", system} and shape.fullmatch(rest):
            return Code(system, rest)
    raise CodeMalformed(
        f"{text.strip()!r} is not a service code: HCPCS is a letter and four digits (J0135), CPT five digits (72148), "
        "NDC three groups of digits (12345-6789-01)."
    )


def diagnosis_code(text: str) -> Code:
    """Return an ICD-10-CM code from ``M05.79``, ``M0579`` or ``ICD-10-CM|M05.79``. Raises CodeMalformed."""
    bare = text.strip().upper().removeprefix("ICD-10-CM").lstrip("| ")
    dotted = bare if "." in bare or len(bare) <= 3 else f"{bare[:3]}.{bare[3:]}"  # noqa: PLR2004
    if not ICD_10_CM.fullmatch(dotted):
        raise CodeMalformed(
            f"{text.strip()!r} is not an ICD-10-CM code: a letter, two characters, a point and up to four "
            f"more (M05.79)."
        )
    return Code("ICD-10-CM", dotted)
