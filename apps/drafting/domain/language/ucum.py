"""Units as people write them, from the codes of UCUM (https://ucum.org/ucum, sections 2.1 and 2.4)."""

import re
from collections.abc import Mapping

# Codes in square brackets that a reader would not write so. Tokens of the wall have capitals and a number.
PLAIN: Mapping[str, str] = {
    "mm[Hg]": "mmHg", "cm[H2O]": "cmH2O", "[lb_av]": "lb", "[oz_av]": "oz", "[in_i]": "in", "[ft_i]": "ft",
    "[degF]": "°F", "[iU]": "IU", "[IU]": "IU", "[drp]": "drops",
}  # fmt: skip
_CODE = re.compile("|".join(map(re.escape, PLAIN)))
_BESIDE_SLASH = re.compile(r"\{([\w.*-]+)\}(?=/)|(?<=/)\{([\w.*-]+)\}")
_ANNOTATION = re.compile(r"(?<=\d) ?\{[^{}\s]+\}|(?<=[\w%])\{[^{}\s]+\}")


def plain_units(text: str) -> str:
    """Return a text with the units that people write: ``mm[Hg]`` -> ``mmHg``, ``2.4 {INR}`` -> ``2.4``.

    An annotation in braces says what was counted, and measures nothing: beside a stroke its word stays
    (``72 {beats}/min`` -> ``72 beats/min``), elsewhere it goes.
    """
    text = _CODE.sub(lambda code: PLAIN[code.group()], text)
    text = _BESIDE_SLASH.sub(lambda note: (note[1] or note[2]).replace("_", " "), text)
    return _ANNOTATION.sub("", text)
