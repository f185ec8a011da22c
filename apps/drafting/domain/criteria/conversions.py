"""Published conversions between units of one analyte, from a data file with their sources."""

import json
import re
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files
from typing import Any

IFCC, NGSP = "mmol/mol", "%"


@lru_cache(maxsize=1)
def _data() -> Mapping[str, Any]:
    text = files("apps.drafting").joinpath("data").joinpath("conversions.json").read_text("utf-8")
    loaded: Mapping[str, Any] = json.loads(text)
    return loaded


def molar_mass(analyte: str) -> float | None:
    """Return the molar mass of an analyte in g/mol by its name, or None for one that is not known."""
    masses = _data()["molar_mass"]["values"]
    known = (
        float(mass) for name, mass in masses.items() if re.search(rf"(?<![a-z]){re.escape(name)}", analyte.lower())
    )
    return next(known, None)


def glycated(value: Decimal, unit: str, asked: str, analyte: str) -> Decimal | None:
    """Return a hemoglobin A1c in the other of its two units, as laboratories round it; None for anything else."""
    equation = _data()["glycated_hemoglobin"]
    if {unit, asked} != {IFCC, NGSP} or not any(name in analyte.lower() for name in equation["names"]):
        return None
    slope, intercept = Decimal(equation["slope"]), Decimal(equation["intercept"])
    if asked == NGSP:
        return round(value * slope + intercept, int(equation["decimals"]))
    return round((value - intercept) / slope, 0)
