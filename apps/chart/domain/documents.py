"""The classes of documents and sections a chart knows, and the span that points into one."""

from dataclasses import dataclass
from enum import StrEnum


class _Named(StrEnum):
    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        return [(kind.value, kind.label) for kind in cls]

    @property
    def label(self) -> str:
        return self.value.replace("_", " ").capitalize()


class DocumentKind(_Named):
    # notes
    PROGRESS_NOTE = "progress_note"
    CONSULT_NOTE = "consult_note"
    HISTORY_AND_PHYSICAL = "history_and_physical"
    DISCHARGE_SUMMARY = "discharge_summary"
    OPERATIVE_NOTE = "operative_note"
    PROCEDURE_NOTE = "procedure_note"
    REFERRAL = "referral"
    TELEPHONE_ENCOUNTER = "telephone_encounter"
    IMAGING_REPORT = "imaging_report"
    PATHOLOGY_REPORT = "pathology_report"
    LABORATORY_REPORT = "laboratory_report"
    PAYER_LETTER = "payer_letter"  # what a payer wrote: cited as its words, never as a finding about the patient
    OTHER_NOTE = "other_note"
    # renderings of structured resources
    DEMOGRAPHICS = "demographics"
    PROBLEM_LIST = "problem_list"
    MEDICATION_LIST = "medication_list"
    ALLERGY_LIST = "allergy_list"
    RESULTS = "results"
    VITAL_SIGNS = "vital_signs"
    PROCEDURES = "procedures"
    IMMUNIZATIONS = "immunizations"
    CARE_PLANS = "care_plans"
    COVERAGE = "coverage"
    ORDERS = "orders"
    ENCOUNTERS = "encounters"


class SectionKind(_Named):
    CHIEF_COMPLAINT = "chief_complaint"
    HISTORY_OF_PRESENT_ILLNESS = "history_of_present_illness"
    INTERVAL_HISTORY = "interval_history"
    PAST_MEDICAL_HISTORY = "past_medical_history"
    PAST_SURGICAL_HISTORY = "past_surgical_history"
    FAMILY_HISTORY = "family_history"
    SOCIAL_HISTORY = "social_history"
    REVIEW_OF_SYSTEMS = "review_of_systems"
    ALLERGIES = "allergies"
    MEDICATIONS = "medications"
    PROBLEMS = "problems"
    VITAL_SIGNS = "vital_signs"
    PHYSICAL_EXAM = "physical_exam"
    RESULTS = "results"
    IMAGING = "imaging"
    PROCEDURES = "procedures"
    PLANNED_PROCEDURE = "planned_procedure"
    INDICATIONS = "indications"
    ANESTHESIA = "anesthesia"
    COMPLICATIONS = "complications"
    BLOOD_LOSS = "blood_loss"
    FLUIDS = "fluids"
    SPECIMENS = "specimens"
    IMPLANTS = "implants"
    DRAINS = "drains"
    IMMUNIZATIONS = "immunizations"
    HOSPITAL_COURSE = "hospital_course"
    CONSULTATIONS = "consultations"
    ASSESSMENT = "assessment"
    PLAN = "plan"
    ASSESSMENT_AND_PLAN = "assessment_and_plan"
    DIAGNOSES = "diagnoses"
    INSTRUCTIONS = "instructions"
    FUNCTIONAL_STATUS = "functional_status"
    MENTAL_STATUS = "mental_status"
    MEDICAL_EQUIPMENT = "medical_equipment"
    GOALS = "goals"
    HEALTH_CONCERNS = "health_concerns"
    CARE_TEAM = "care_team"
    NUTRITION = "nutrition"
    ADVANCE_DIRECTIVES = "advance_directives"
    OUTCOMES = "outcomes"
    INTERVENTIONS = "interventions"
    PREGNANCY = "pregnancy"
    ENCOUNTERS = "encounters"
    IMPRESSION = "impression"
    FINDINGS = "findings"
    DEMOGRAPHICS = "demographics"
    COVERAGE = "coverage"
    ORDERS = "orders"
    CARE_PLAN = "care_plan"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Span:
    """[start, end) in code points of one document version's text."""

    document_id: str
    sha256: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class SectionSpan:
    """A titled part of a text: the body, [start, end) in code points, after its header."""

    kind: SectionKind
    title: str
    start: int
    end: int
