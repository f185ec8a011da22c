"""What the codes of a test are called: charts are read by names, and a label may use one that the policy leaves out."""

from collections.abc import Iterable, Mapping
from typing import Any

# LOINC (https://loinc.org): quantities of coverage policies, by the labels of laboratories and devices.
NAMES: Mapping[str, tuple[str, ...]] = {
    "4548-4": ("hemoglobin A1c", "HbA1c", "A1c"), "17856-6": ("hemoglobin A1c", "HbA1c", "A1c"),
    "59261-8": ("hemoglobin A1c", "HbA1c", "A1c"), "39156-5": ("body mass index", "BMI"),
    "29463-7": ("body weight", "weight"), "3141-9": ("body weight", "weight"), "8302-2": ("body height", "height"),
    "59408-5": ("oxygen saturation", "SpO2"), "2708-6": ("oxygen saturation", "SaO2"),
    "2703-7": ("oxygen partial pressure", "PaO2", "pO2"), "2019-8": (
        "carbon dioxide partial pressure", "carbon dioxide partial pressure arterial", "PaCO2", "pCO2",
    ),
    "69990-0": ("apnea-hypopnea index", "AHI"), "10366-3": ("cotinine",), "4544-3": ("hematocrit",),
    "718-7": ("hemoglobin",), "2160-0": ("creatinine",), "33914-3": ("eGFR",), "62238-1": ("eGFR",),
    "98979-8": ("eGFR",),
    "1988-5": ("C-reactive protein", "CRP"), "30341-2": ("ESR", "sedimentation rate"), "4537-7": ("ESR",),
    "11572-5": ("rheumatoid factor",), "53027-9": ("anti-CCP", "cyclic citrullinated peptide antibody"),
    "71774-4": ("interferon gamma release assay", "QuantiFERON", "IGRA"), "13955-0": ("hepatitis C antibody",
    "anti-HCV"),
    "5196-1": ("hepatitis B surface antigen", "HBsAg"), "13952-7": ("hepatitis B core antibody", "anti-HBc"),
    "2106-3": ("pregnancy test", "hCG"), "2118-8": ("pregnancy test", "hCG"), "2276-4": ("ferritin",),
    "2502-3": ("transferrin saturation", "TSAT"), "13457-7": ("LDL cholesterol",), "18262-6": ("LDL cholesterol",),
    "2089-1": ("LDL cholesterol",), "2571-8": ("triglycerides",), "3016-3": ("TSH",), "10230-1": ("ejection fraction",
    "LVEF"),
    "33762-6": ("NT-proBNP",), "30934-4": ("BNP",), "1989-3": ("vitamin D",), "26515-7": ("platelets",),
    "777-3": ("platelets",), "26464-8": ("white blood cells", "WBC"), "6690-2": ("white blood cells", "WBC"),
    "1742-6": ("ALT",), "1920-8": ("AST",), "3084-1": ("uric acid", "urate"), "26449-9": ("eosinophils",),
    "711-2": ("eosinophils",), "19113-0": ("total IgE", "IgE"), "20150-9": ("FEV1",),
    "19868-9": ("forced vital capacity", "FVC"),
    "44261-6": ("PHQ-9",), "70274-6": ("GAD-7",), "72172-0": ("Montreal Cognitive Assessment", "MoCA"),
}  # fmt: skip


def names_of_codes(codes: Any) -> list[str]:
    """Return the names of the LOINC codes of a test, written "LOINC|4548-4"."""
    given = [codes] if isinstance(codes, str) else list(codes or []) if isinstance(codes, Iterable) else []
    found = (str(code).removeprefix("LOINC|") for code in given if str(code).startswith("LOINC|"))
    return list(dict.fromkeys(name for code in found for name in NAMES.get(code, ())))
