"""The LOINC codes of sections: one table, each kind with the codes that are read as it, its own code first."""

from collections.abc import Mapping

from apps.chart.domain.documents import SectionKind

__all__ = ["kind_of_loinc", "loinc_of"]

K = SectionKind

# C-CDA R2.1 and its companion guide; codes of imaging reports from DICOM PS3.20. What an admission, a discharge or an
# operation makes of a section is that section still: its code is read as the kind, and the title says which it was.
LOINC: Mapping[SectionKind, str] = {
    K.CHIEF_COMPLAINT: "10154-3 46239-0 29299-5 42349-1",
    K.HISTORY_OF_PRESENT_ILLNESS: "10164-2 61150-9",
    K.PAST_MEDICAL_HISTORY: "11329-0 11348-0",
    K.PAST_SURGICAL_HISTORY: "10167-5",
    K.FAMILY_HISTORY: "10157-6",
    K.SOCIAL_HISTORY: "29762-2",
    K.REVIEW_OF_SYSTEMS: "10187-3",
    K.ALLERGIES: "48765-2",
    K.MEDICATIONS: "10160-0 29549-3 42346-7 10183-2 75311-1",
    K.PROBLEMS: "11450-4",
    K.VITAL_SIGNS: "8716-3",
    K.PHYSICAL_EXAM: "29545-1 61149-1 10210-3 10184-0",
    K.RESULTS: "30954-2 11493-4",
    K.IMAGING: "18748-4 55111-9",
    K.PROCEDURES: "47519-4 29554-3 10223-6",
    K.PLANNED_PROCEDURE: "59772-4",
    K.INDICATIONS: "59768-2 121109",
    K.ANESTHESIA: "59774-0",
    K.COMPLICATIONS: "55109-3",
    K.BLOOD_LOSS: "59770-8",
    K.FLUIDS: "10216-0",
    K.SPECIMENS: "59773-2",
    K.IMPLANTS: "59771-6",
    K.DRAINS: "11537-8",
    K.IMMUNIZATIONS: "11369-6",
    K.HOSPITAL_COURSE: "8648-8",
    K.CONSULTATIONS: "18841-7",
    K.ASSESSMENT: "51848-0",
    K.PLAN: "18776-5",
    K.ASSESSMENT_AND_PLAN: "51847-2",
    K.DIAGNOSES: "29308-4 11535-2 46241-6 10219-4 10218-6 59769-0",
    K.INSTRUCTIONS: "69730-0 8653-8 59775-7 42344-2",
    K.FUNCTIONAL_STATUS: "47420-5",
    K.MENTAL_STATUS: "10190-7",
    K.MEDICAL_EQUIPMENT: "46264-8",
    K.GOALS: "61146-7",
    K.HEALTH_CONCERNS: "75310-3",
    K.CARE_TEAM: "85847-2",
    K.NUTRITION: "61144-2",
    K.ADVANCE_DIRECTIVES: "42348-3",
    K.OUTCOMES: "11383-7",
    K.INTERVENTIONS: "62387-6",
    K.PREGNANCY: "10162-6",
    K.ENCOUNTERS: "46240-8",
    K.IMPRESSION: "19005-8 121072",
    K.FINDINGS: "59776-5 18782-3 121070",
    K.COVERAGE: "48768-6",
}
KIND_OF_CODE: Mapping[str, SectionKind] = {code: kind for kind, codes in LOINC.items() for code in codes.split()}


def loinc_of(kind: SectionKind) -> str:
    """Return the LOINC code of a kind of section: "10164-2"; empty for a kind without one, such as orders."""
    return LOINC.get(kind, "").partition(" ")[0]


def kind_of_loinc(code: str) -> SectionKind | None:
    """Return the kind that a section's code stands for (LOINC, or DICOM in an imaging report), or None."""
    return KIND_OF_CODE.get(code)
