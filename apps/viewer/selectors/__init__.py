"""Reads for the pages of the reading room. Each asks the patient's grant, or says that its caller has."""

from apps.redaction.domain.boundary import Purpose
from apps.redaction.reidentify import Sight
from apps.viewer.selectors.documents import DocumentHeader, DocumentView, document_view
from apps.viewer.selectors.evidence import (
    Quote,
    cited_quote,
    evidence_quotes,
    evidence_view,
    quoted_words,
    source_places,
    spans_resolve,
)
from apps.viewer.selectors.letters import (
    EnclosedSpan,
    Enclosure,
    LetterRecord,
    enclosures,
    letter_record,
    plans_on_record,
)
from apps.viewer.selectors.members import MemberRecord, member_record
from apps.viewer.selectors.misfiled import Doubt, LeftOut, doubt_of, pages_left_out, pages_unread, why_not_settle
from apps.viewer.selectors.patients import (
    DOCUMENTS_ON_A_PAGE,
    Banner,
    Identity,
    Timeline,
    chart_rows,
    charts_page,
    keys_at_hand,
    pairs_restored,
    patient_age,
    patient_banner,
    patient_identity,
    patient_label,
    texts_restored,
    timeline,
)
from apps.viewer.selectors.questions import (
    QuestionRow,
    access_question,
    question_rows,
    questions_open,
    questions_page,
)
from apps.viewer.selectors.record import BANNER_RESOURCES, RecordRead, record_read

__all__ = [
    "BANNER_RESOURCES",
    "DOCUMENTS_ON_A_PAGE",
    "Banner",
    "DocumentHeader",
    "DocumentView",
    "Doubt",
    "EnclosedSpan",
    "Enclosure",
    "Identity",
    "LeftOut",
    "LetterRecord",
    "MemberRecord",
    "Purpose",
    "QuestionRow",
    "Quote",
    "RecordRead",
    "Sight",
    "Timeline",
    "access_question",
    "chart_rows",
    "charts_page",
    "cited_quote",
    "document_view",
    "doubt_of",
    "enclosures",
    "evidence_quotes",
    "evidence_view",
    "keys_at_hand",
    "letter_record",
    "member_record",
    "pages_left_out",
    "pages_unread",
    "pairs_restored",
    "patient_age",
    "patient_banner",
    "patient_identity",
    "patient_label",
    "plans_on_record",
    "question_rows",
    "questions_open",
    "questions_page",
    "quoted_words",
    "record_read",
    "source_places",
    "spans_resolve",
    "texts_restored",
    "timeline",
    "why_not_settle",
]
