"""Roles as data: what each may do, in words an administrator can read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from apps.access.domain.labels import EMERGENCY, TREATING, Label


class Permission(StrEnum):
    """Rights that come with a role. Rights on one patient come as grants (see ``PatientPermission``)."""

    OPEN_DESK = "open_desk"
    OPEN_CHARTS = "open_charts"
    REQUEST_DRAFT = "request_draft"
    REVIEW_DRAFT = "review_draft"
    SIGN_DRAFT = "sign_draft"
    VIEW_QUALITY = "view_quality"
    EXPORT_LEARNING = "export_learning"
    ALLOW_ROWS = "allow_rows"
    VIEW_AUDIT = "view_audit"
    REVIEW_REDACTION = "review_redaction"
    RUN_CONTROL_ROOM = "run_control_room"
    STOP_EVERYWHERE = "stop_everywhere"
    MANAGE_RETENTION = "manage_retention"
    SEND_RECORDS = "send_records"
    VIEW_CONTRACT = "view_contract"
    BREAK_GLASS = "break_glass"
    REVIEW_EMERGENCIES = "review_emergencies"
    REVIEW_AUDIT = "review_audit"
    REVEAL_IDENTITY = "reveal_identity"
    WRITE_POLICIES = "write_policies"
    VALIDATE_POLICIES = "validate_policies"
    HANDLE_REQUESTS = "handle_requests"
    SUBMIT_LETTER = "submit_letter"
    VIEW_ACCESS = "view_access"
    DELEGATE_REVIEW = "delegate_review"
    REPLAY_RUN = "replay_run"
    READ_EVIDENCE = "read_evidence"
    ADJUDICATE = "adjudicate"


class PatientPermission(StrEnum):
    """Rights on one patient, granted to a person or a care team."""

    VIEW_CHART = "view_chart"
    REVIEW_DRAFT = "review_draft"
    SIGN_DRAFT = "sign_draft"
    VIEW_EVIDENCE = "view_evidence"


class DocumentClass(StrEnum):
    """What a role may read of a chart it holds a grant on; the chart says which kinds of documents belong to each."""

    CLINICAL_NOTES = "clinical_notes"
    REPORTS = "reports"  # imaging, pathology, laboratory
    RECORDS = "records"  # structured: problems, medications, allergies, results ...
    ADMINISTRATIVE = "administrative"  # demographics, coverage


EVERY_CLASS = frozenset(DocumentClass)


# A right on a patient counts only with the right of the role beside it.
TAKES: Mapping[PatientPermission, Permission] = {
    PatientPermission.VIEW_CHART: Permission.OPEN_CHARTS,
    PatientPermission.REVIEW_DRAFT: Permission.REVIEW_DRAFT,
    PatientPermission.SIGN_DRAFT: Permission.SIGN_DRAFT,
    PatientPermission.VIEW_EVIDENCE: Permission.READ_EVIDENCE,
}


@dataclass(frozen=True, slots=True)
class RoleDefinition:
    """A role. ``documents`` and ``labels`` count only on patients on whom the person holds a grant."""

    name: str
    description: str
    permissions: frozenset[Permission]
    documents: frozenset[DocumentClass] = frozenset()
    labels: frozenset[Label] = frozenset()


ROLES: Mapping[str, RoleDefinition] = {
    "physician": RoleDefinition(
        "Physician",
        "Reads the charts of their own patients, asks for drafts, reviews and signs them, submits what they signed and "
        "records what the payer answered; lets a colleague review in their absence; reads drafts that colleagues "
        "decided a second time, without what they decided; validates the coverage policies that others wrote.",
        frozenset(
            {
                Permission.VALIDATE_POLICIES,
                Permission.OPEN_DESK,
                Permission.OPEN_CHARTS,
                Permission.REQUEST_DRAFT,
                Permission.REVIEW_DRAFT,
                Permission.SIGN_DRAFT,
                Permission.SUBMIT_LETTER,
                Permission.DELEGATE_REVIEW,
                Permission.ADJUDICATE,
                Permission.BREAK_GLASS,
            }
        ),
        EVERY_CLASS,
        TREATING,
    ),
    "resident": RoleDefinition(
        "Resident",
        "Reads the charts of their team's patients, asks for drafts and reviews them, but does not sign.",
        frozenset(
            {
                Permission.OPEN_DESK,
                Permission.OPEN_CHARTS,
                Permission.REQUEST_DRAFT,
                Permission.REVIEW_DRAFT,
                Permission.BREAK_GLASS,
            }
        ),
        EVERY_CLASS,
        TREATING,
    ),
    "nurse": RoleDefinition(
        "Nurse",
        "Reads the charts of their team's patients, what treating needs of sensitive records included, and asks for "
        "drafts that a physician reviews; sees to every document that was asked for, other patients masked.",
        frozenset(
            {
                Permission.OPEN_DESK,
                Permission.OPEN_CHARTS,
                Permission.REQUEST_DRAFT,
                Permission.HANDLE_REQUESTS,
                Permission.REVEAL_IDENTITY,
                Permission.BREAK_GLASS,
            }
        ),
        EVERY_CLASS,
        TREATING,
    ),
    "pharmacist": RoleDefinition(
        "Pharmacist",
        "Reads the charts of the patients they dispense for, with what makes a medication unsafe; nothing of violence.",
        frozenset({Permission.OPEN_CHARTS}),
        EVERY_CLASS,
        TREATING - {Label.VIOLENCE, Label.CELEBRITY},
    ),
    "social_worker": RoleDefinition(
        "Social worker",
        "Reads the charts of the patients they help: mental health, substance use and violence, no HIV or genetics.",
        frozenset({Permission.OPEN_CHARTS}),
        EVERY_CLASS,
        frozenset({Label.MENTAL_HEALTH, Label.SUBSTANCE_USE, Label.VIOLENCE}),
    ),
    "behavioral_health": RoleDefinition(
        "Behavioral health clinician",
        "Treats mental health and substance use; psychotherapy notes of others stay closed.",
        frozenset({Permission.OPEN_CHARTS, Permission.BREAK_GLASS}),
        EVERY_CLASS,
        TREATING,
    ),
    "psychotherapist": RoleDefinition(
        "Psychotherapist",
        "A behavioral health clinician who also writes and reads psychotherapy notes.",
        frozenset({Permission.OPEN_CHARTS}),
        EVERY_CLASS,
        TREATING | {Label.PSYCHOTHERAPY},
    ),
    "part2_staff": RoleDefinition(
        "Substance use program staff",
        "Works in a substance use program (42 CFR Part 2): reads its records and counselling notes.",
        frozenset({Permission.OPEN_CHARTS}),
        EVERY_CLASS,
        TREATING | {Label.PART2, Label.PART2_COUNSELLING},
    ),
    "biller": RoleDefinition(
        "Prior-authorization staff",
        "Sees which drafts are due, with the patient masked until they say why they need the name; of the patients "
        "they work for reads the letter, its criteria and the very words these cite, and nothing else of the chart; "
        "sees to the documents that were asked for, submits signed letters, records what payers answer, and writes "
        "coverage policies; asks for no draft, changes none, and signs nothing.",
        frozenset(
            {
                Permission.OPEN_DESK,
                Permission.HANDLE_REQUESTS,
                Permission.REVEAL_IDENTITY,
                Permission.SUBMIT_LETTER,
                Permission.WRITE_POLICIES,
                Permission.READ_EVIDENCE,
            }
        ),
    ),
    "quality": RoleDefinition(
        "Quality analyst",
        "Sees override figures and the trace of a draft, without any patient; has decided drafts read a second time; "
        "takes signed edits out, de-identified, "
        "to train a model where the organization allows it; reads no chart.",
        frozenset({Permission.VIEW_QUALITY, Permission.EXPORT_LEARNING, Permission.REPLAY_RUN}),
    ),
    "privacy_officer": RoleDefinition(
        "Privacy officer",
        "Reads the audit log of their organization and signs it off week by week, signs off who may see what, reads "
        "the data contract, reviews how documents were redacted and why charts were opened in an emergency, answers "
        "patients who ask who looked, allows files of single decisions, holds and destroys records; reads no chart "
        "otherwise.",
        frozenset(
            {
                Permission.ALLOW_ROWS,
                Permission.VIEW_AUDIT,
                Permission.VIEW_ACCESS,
                Permission.REPLAY_RUN,
                Permission.VIEW_CONTRACT,
                Permission.REVIEW_REDACTION,
                Permission.REVIEW_EMERGENCIES,
                Permission.REVIEW_AUDIT,
                Permission.MANAGE_RETENTION,
            }
        ),
        EVERY_CLASS,
        EMERGENCY,
    ),
    "admin": RoleDefinition(
        "Administrator",
        "Runs the control room and the kill switch, says who may see what, reads the audit log and "
        "the data contract, holds and destroys records, writes coverage policies; reads no chart and signs nothing.",
        frozenset(
            {
                Permission.WRITE_POLICIES,
                Permission.RUN_CONTROL_ROOM,
                Permission.STOP_EVERYWHERE,
                Permission.VIEW_ACCESS,
                Permission.REPLAY_RUN,
                Permission.VIEW_AUDIT,
                Permission.VIEW_CONTRACT,
                Permission.MANAGE_RETENTION,
            }
        ),
    ),
    "auditor": RoleDefinition(
        "Auditor",
        "Reads the audit log of their organization, who may see what, and the trace of a draft without its words; "
        "changes nothing and reads no chart.",
        frozenset({Permission.VIEW_AUDIT, Permission.VIEW_ACCESS}),
    ),
    "integration": RoleDefinition(
        "Integration",
        "A sending system: delivers records by POST and can do nothing else.",
        frozenset({Permission.SEND_RECORDS}),
    ),
}


def role_may(role: str, permission: Permission) -> bool:
    """Return whether a role brings a right; a role nobody knows brings none."""
    definition = ROLES.get(role)
    return definition is not None and permission in definition.permissions


def watches_or_runs(role: str) -> bool:
    """Return whether a role watches others or runs the workbench: who comes to one is told to the officers."""
    return any(role_may(role, right) for right in (Permission.VIEW_AUDIT, Permission.RUN_CONTROL_ROOM))


def role_documents(role: str) -> frozenset[DocumentClass]:
    """Return the classes of documents a role may read where there is a grant; none for a role nobody knows."""
    definition = ROLES.get(role)
    return definition.documents if definition else frozenset()


def role_labels(role: str) -> frozenset[Label]:
    """Return the sensitivity labels a role may see where there is a grant; none for a role nobody knows."""
    definition = ROLES.get(role)
    return definition.labels if definition else frozenset()


def role_uses(role: str, right: str) -> bool:
    """Return whether a right on a patient opens anything to a role."""
    return any(right == held and role_may(role, needed) for held, needed in TAKES.items())


# What a person reads who lacks the right: "Your role (…) ends here: …". One sentence per right, and none is missing.
NEEDED_FOR: Mapping[Permission, str] = {
    Permission.OPEN_DESK: "open the desk",
    Permission.OPEN_CHARTS: "open charts",
    Permission.REQUEST_DRAFT: "ask for a draft",
    Permission.REVIEW_DRAFT: "review drafts",
    Permission.SIGN_DRAFT: "sign drafts",
    Permission.VIEW_QUALITY: "see the quality figures",
    Permission.EXPORT_LEARNING: "take signed edits out to train a model",
    Permission.ALLOW_ROWS: "allow files of single decisions",
    Permission.VIEW_AUDIT: "read the audit log",
    Permission.REVIEW_REDACTION: "review the redaction of documents",
    Permission.RUN_CONTROL_ROOM: "run the control room",
    Permission.STOP_EVERYWHERE: "stop what every organization drafts with",
    Permission.MANAGE_RETENTION: "hold or destroy records",
    Permission.SEND_RECORDS: "send records",
    Permission.VIEW_CONTRACT: "read the data contract",
    Permission.BREAK_GLASS: "open a chart in an emergency",
    Permission.REVIEW_EMERGENCIES: "review charts that were opened in an emergency, or who looked at a chart",
    Permission.REVIEW_AUDIT: "sign off the audit log",
    Permission.REVEAL_IDENTITY: "see whom a masked draft is about",
    Permission.WRITE_POLICIES: "write coverage policies",
    Permission.VALIDATE_POLICIES: "validate coverage policies",
    Permission.HANDLE_REQUESTS: "see to document requests",
    Permission.SUBMIT_LETTER: "submit letters and record what payers answer",
    Permission.VIEW_ACCESS: "read who may see what",
    Permission.DELEGATE_REVIEW: "let a colleague review in their absence",
    Permission.REPLAY_RUN: "have a run made once more",
    Permission.READ_EVIDENCE: "read letters with the words that they cite",
    Permission.ADJUDICATE: "read decided drafts a second time",
}


# Where a person begins who may do this: the first right that their role brings decides.
LANDING: Sequence[tuple[Permission, str]] = (
    (Permission.OPEN_DESK, "review:queue"),
    (Permission.VIEW_QUALITY, "quality:overrides"),
    (Permission.RUN_CONTROL_ROOM, "governance:control"),
    (Permission.VIEW_AUDIT, "audit:log"),
    (Permission.OPEN_CHARTS, "viewer:charts"),
)


def refusal(role: str, permission: Permission, act: str = "") -> str:
    """Return the sentence for someone whose role does not bring a right: who has it, and whom to ask.

    ``act`` is what they may not do, where that is not what the right is named for.
    """
    own = ROLES[role].name if role in ROLES else "unknown"
    holders = " or ".join(holder.name.lower() for holder in ROLES.values() if permission in holder.permissions)
    return (
        f"Your role ({own}) may not {act or NEEDED_FOR[permission]}. That takes the role of {holders}; "
        "an administrator of your organization can change roles."
    )
