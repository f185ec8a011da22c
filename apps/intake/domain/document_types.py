"""Which kind of document a note is: by its LOINC type, else by its category, else by its words."""

from collections.abc import Mapping
from typing import Any

from apps.chart.domain import fhir
from apps.chart.domain.documents import DocumentKind

K = DocumentKind
LOINC = "http://loinc.org"
# F65 and the document ontology codes that real systems send most.
CODES: Mapping[DocumentKind, str] = {
    K.PROGRESS_NOTE: """
        11506-3 11507-1 11508-9 11509-7 11510-5 11512-1 15507-7 18733-6 28569-2 28575-9 28627-8 28656-7 34124-8
        34126-3 34131-3 34746-8 34904-3
    """,
    K.CONSULT_NOTE: """
        11488-4 34099-2 34100-8 34101-6 34102-4 34103-2 34104-0 34749-2 34756-7 34758-3 34760-9 34761-7 34764-1
        34776-5 34777-3 34779-9 34781-5 34785-6 34788-0 34791-4 34795-5 34797-1 34798-9 34800-3 34803-7 34805-2
        34807-8 34810-2 34812-8 34814-4 34816-9 34820-1 34822-7 34824-3 34831-8 34839-1 34841-7 34845-8 34847-4
        34849-0 34851-6 34853-2 34855-7 34879-7 51845-6
    """,
    K.HISTORY_AND_PHYSICAL: """
        34117-2 11492-6 28626-0 28636-9 34094-3 34115-6 34116-4 34763-3 34774-0 47039-3 51849-8
    """,
    K.DISCHARGE_SUMMARY: """
        18842-5 8648-8 11490-0 28574-2 28655-9 29761-4 34105-7 34106-5 34745-0 59258-4 59259-2
    """,
    K.OPERATIVE_NOTE: """
        11504-8 34137-0 34868-0 34870-6 34874-8 34877-1
    """,
    K.PROCEDURE_NOTE: """
        28570-0 11505-5 18751-8 18753-4 28577-5 34896-1 34899-5
    """,
    K.REFERRAL: """
        57133-1 42349-1 57134-9 57135-6 57136-4 57137-2 57140-6 57141-4 57144-8 57146-3 57147-1 57149-7 57150-5
        57151-3 57152-1 57170-3
    """,
    K.TELEPHONE_ENCOUNTER: """
        34748-4 34139-6 34844-1
    """,
    K.IMAGING_REPORT: """
        18748-4 18726-0 18745-0 18747-6 18755-9 18757-5 18758-3 18760-9 18782-3 24531-6 24558-9 24590-2 24604-1
        24606-6 24627-2 24968-0 30746-2 36643-5 38268-5 38269-3 42148-7 68604-8 83311-1
    """,
    K.PATHOLOGY_REPORT: """
        11526-1 11529-5 22634-0 22637-3 33717-0 33718-8 47526-9 47527-7 47528-5 60567-5 60568-3
    """,
    K.LABORATORY_REPORT: """
        11502-2 18719-5 18723-7 18725-2 18727-8 18728-6 26436-6
    """,
    K.OTHER_NOTE: """
        34109-9 34133-9 42348-3 51847-2 60591-5 84095-9
    """,
}
KIND_OF_CODE: Mapping[str, DocumentKind] = {code: kind for kind, codes in CODES.items() for code in codes.split()}
KIND_OF_CATEGORY: Mapping[str, DocumentKind] = {
    "RAD": K.IMAGING_REPORT, "imaging": K.IMAGING_REPORT, "LP29684-5": K.IMAGING_REPORT, "CUS": K.IMAGING_REPORT,
    "NMR": K.IMAGING_REPORT,
    "PAT": K.PATHOLOGY_REPORT, "SP": K.PATHOLOGY_REPORT, "CP": K.PATHOLOGY_REPORT, "LP7839-6": K.PATHOLOGY_REPORT,
    "LAB": K.LABORATORY_REPORT, "laboratory": K.LABORATORY_REPORT, "LP29693-6": K.LABORATORY_REPORT,
}  # fmt: skip
# Read in this order: the first phrase that stands in the type's words decides.
KIND_OF_WORDS: tuple[tuple[str, DocumentKind], ...] = (
    ("discharge", K.DISCHARGE_SUMMARY), ("telephone", K.TELEPHONE_ENCOUNTER), ("phone", K.TELEPHONE_ENCOUNTER),
    ("portal", K.TELEPHONE_ENCOUNTER),
    ("operative", K.OPERATIVE_NOTE), ("surgical note", K.OPERATIVE_NOTE), ("pathology", K.PATHOLOGY_REPORT),
    ("cytology", K.PATHOLOGY_REPORT),
    ("radiology", K.IMAGING_REPORT), ("imaging", K.IMAGING_REPORT), ("mri ", K.IMAGING_REPORT), ("ct ",
    K.IMAGING_REPORT),
    ("x-ray", K.IMAGING_REPORT), ("ultrasound", K.IMAGING_REPORT), ("echocardiogra", K.IMAGING_REPORT), ("mammogra",
    K.IMAGING_REPORT),
    ("laboratory", K.LABORATORY_REPORT), ("lab report", K.LABORATORY_REPORT), ("history and physical",
    K.HISTORY_AND_PHYSICAL),
    ("h&p", K.HISTORY_AND_PHYSICAL), ("consult", K.CONSULT_NOTE), ("referral", K.REFERRAL), ("procedure",
    K.PROCEDURE_NOTE),
    ("progress", K.PROGRESS_NOTE), ("office visit", K.PROGRESS_NOTE), ("clinic note", K.PROGRESS_NOTE), ("nurs",
    K.PROGRESS_NOTE),
)  # fmt: skip


def loinc_of(concept: Any) -> str:
    """Return the first LOINC code of a document type, or an empty text."""
    return fhir.code_of(concept, LOINC)


def kind_of_document(concept: Any, categories: Any = None) -> DocumentKind:
    """Return the kind of a note or report; what nothing tells is another note."""
    codings = concept.get("coding") or [] if isinstance(concept, dict) else []
    coded = (KIND_OF_CODE.get(str(coding.get("code"))) for coding in codings)
    known = [kind for kind in coded if kind]
    specific = next((kind for kind in known if kind is not K.OTHER_NOTE), None)
    by_category = (KIND_OF_CATEGORY.get(code) for code in sorted(fhir.codes_of(categories)))
    words = f"{fhir.words_of(concept)} {fhir.all_words(categories)} ".lower()
    by_words = next((kind for phrase, kind in KIND_OF_WORDS if phrase in words), None)
    return specific or next(filter(None, by_category), None) or (known[0] if known else by_words) or K.OTHER_NOTE
