"""The ladder's first rung: what each belt does on material it has not seen, through the doors production uses.

Each module holds one bench; ``manage.py bench NAME`` imports it when it is asked for.
"""

BENCHES = {
    "audit": "apps.evaluation.benches.audit:bench_audit",
    "intake": "apps.evaluation.benches.intake:bench_intake",
    "redaction": "apps.evaluation.benches.redaction:bench_redaction",
    "sections": "apps.evaluation.benches.sections:bench_sections",
    "retrieval": "apps.evaluation.benches.retrieval:bench_retrieval",
    "permissions": "apps.evaluation.benches.permissions:bench_permissions",
    "embed": "apps.evaluation.benches.embed:bench_embed",
    "labels": "apps.evaluation.benches.labels:bench_labels",
    "misfiled": "apps.evaluation.benches.misfiled:bench_misfiled",
    "abstention": "apps.evaluation.benches.abstention:bench_abstention",
    "reference": "apps.evaluation.benches.reference:bench_reference",
    "injection": "apps.evaluation.benches.injection.bench:bench_injection",
    "questions": "apps.evaluation.benches.questions:bench_questions",
    "draft": "apps.evaluation.benches.draft:bench_draft",
    "support": "apps.evaluation.benches.support:bench_support",
    "criteria": "apps.evaluation.benches.criteria:bench_criteria",
    "summary": "apps.evaluation.benches.summary:bench_summary",
    "refusal": "apps.evaluation.benches.refusal:bench_refusal",
    "random_model": "apps.evaluation.benches.random_model:bench_random_model",
    "halt": "apps.evaluation.benches.halt:bench_halt",
    "pages": "apps.evaluation.benches.pages:bench_pages",
    "pdf": "apps.evaluation.benches.pdf:bench_pdf",
}
