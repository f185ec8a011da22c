"""The section templates of C-CDA R2.1 by their object identifiers, for sections whose code says nothing."""

from collections.abc import Mapping

from apps.chart.domain.documents import SectionKind

__all__ = ["kind_of_template"]

K = SectionKind
C_CDA, IHE, CDA_PROCEDURE = "2.16.840.1.113883.10.20.22.2.", "1.3.6.1.4.1.19376.1.5.3.1.", "2.16.840.1.113883.10.20."

# After the prefix; "entries required" is the same section: 2.6.1 is 2.6.
OF_C_CDA: Mapping[str, SectionKind] = {
    "1": K.MEDICATIONS, "2": K.IMMUNIZATIONS, "3": K.RESULTS, "4": K.VITAL_SIGNS, "5": K.PROBLEMS, "6": K.ALLERGIES,
    "7": K.PROCEDURES, "8": K.ASSESSMENT, "9": K.ASSESSMENT_AND_PLAN, "10": K.PLAN, "11": K.MEDICATIONS,
    "12": K.CHIEF_COMPLAINT, "13": K.CHIEF_COMPLAINT, "14": K.FUNCTIONAL_STATUS, "15": K.FAMILY_HISTORY,
    "16": K.RESULTS, "17": K.SOCIAL_HISTORY, "18": K.COVERAGE, "20": K.PAST_MEDICAL_HISTORY,
    "21": K.ADVANCE_DIRECTIVES, "22": K.ENCOUNTERS, "23": K.MEDICAL_EQUIPMENT, "24": K.DIAGNOSES, "25": K.ANESTHESIA,
    "27": K.PROCEDURES, "28": K.FINDINGS, "29": K.INDICATIONS, "30": K.PLANNED_PROCEDURE, "31": K.SPECIMENS,
    "34": K.DIAGNOSES, "35": K.DIAGNOSES, "36": K.DIAGNOSES, "37": K.COMPLICATIONS, "38": K.MEDICATIONS,
    "39": K.PAST_MEDICAL_HISTORY, "40": K.IMPLANTS, "41": K.INSTRUCTIONS, "42": K.CONSULTATIONS, "43": K.DIAGNOSES,
    "44": K.MEDICATIONS, "45": K.INSTRUCTIONS, "56": K.MENTAL_STATUS, "57": K.NUTRITION, "58": K.HEALTH_CONCERNS,
    "60": K.GOALS, "61": K.OUTCOMES, "64": K.HOSPITAL_COURSE, "500": K.CARE_TEAM,
}  # fmt: skip
OF_IHE: Mapping[str, SectionKind] = {
    "1.13.2.1": K.CHIEF_COMPLAINT, "3.1": K.CHIEF_COMPLAINT, "3.4": K.HISTORY_OF_PRESENT_ILLNESS,
    "3.5": K.HOSPITAL_COURSE, "3.6": K.PROBLEMS, "3.13": K.ALLERGIES, "3.18": K.REVIEW_OF_SYSTEMS,
    "3.19": K.MEDICATIONS, "3.23": K.IMMUNIZATIONS, "3.26": K.PHYSICAL_EXAM, "3.28": K.RESULTS,
    "3.33": K.INSTRUCTIONS,
}  # fmt: skip
OF_CDA_PROCEDURE: Mapping[str, SectionKind] = {
    "2.5": K.PHYSICAL_EXAM, "2.10": K.PHYSICAL_EXAM, "6.1.2": K.FINDINGS, "7.12": K.FLUIDS, "7.13": K.DRAINS,
    "7.14": K.PROCEDURES, "18.2.9": K.BLOOD_LOSS, "18.2.12": K.INSTRUCTIONS, "21.2.1": K.PHYSICAL_EXAM,
    "21.2.2": K.HISTORY_OF_PRESENT_ILLNESS, "21.2.3": K.INTERVENTIONS,
}  # fmt: skip


def kind_of_template(root: str) -> SectionKind | None:
    """Return the kind of a section by the root of a templateId, or None for one that is not known."""
    if root.startswith(C_CDA):
        number = root.removeprefix(C_CDA)
        return OF_C_CDA.get(number) or OF_C_CDA.get(number.removesuffix(".1"))
    if root.startswith(IHE):
        return OF_IHE.get(root.removeprefix(IHE))
    return OF_CDA_PROCEDURE.get(root.removeprefix(CDA_PROCEDURE)) if root.startswith(CDA_PROCEDURE) else None
