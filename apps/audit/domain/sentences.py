"""The log in words: who did what, with people by name and patients and drafts by opaque short ids only."""

from collections.abc import Mapping
from typing import Any, Protocol

from apps.audit.domain.actions import Action
from apps.audit.domain.reasons import ENDS, OWN_FACTORS, REASONS, WRONG

SHORT = 8

SENTENCES: Mapping[Action, str] = {
    Action.SIGNED_IN: "{actor} signed in.",
    Action.SIGN_IN_FAILED: "Someone failed to sign in as {person}: {reason}.",
    Action.STEP_UP_PROVEN: "{actor} showed who they are, to sign.",
    Action.STEP_UP_FAILED: "{actor} did not prove who they are when asked to: {factor}{because}.",
    Action.STEP_UP_CLOSED: "Signing was closed to {actor} for five minutes, after five wrong attempts.",
    Action.PROVIDER_SIGN_IN_REFUSED: "{actor} was shown by no sign-in at the identity provider: {reason}.",
    Action.SIGNING_FACTOR_ADDED: "{actor} set up {own_factor} to sign with.",
    Action.SIGNING_FACTOR_REMOVED: "{actor} removed {own_factor} they signed with.",
    Action.SIGNING_FACTORS_RESET: "{actor} removed everything {person} signs with, for it to be set up anew.",
    Action.SIGNING_KEY_HALTED: "A security key of {person} was halted: it may have been copied.",
    Action.SIGNED_OUT: "{actor} {signed_out}.",
    Action.SIGNED_IN_NEW_PLACE: "{actor} signed in from a browser or network that they had not used before.",
    Action.EMERGENCY_ACCOUNT_USED: "{actor} signed in with an emergency account: find out why.",
    Action.EMERGENCY_ACCOUNT_SET: "{actor} {emergency} the account of {person} for emergencies.",
    Action.RECOVERY_CODES_MADE: "{actor} made new recovery codes; the older ones count no more.",
    Action.RECOVERY_CODE_USED: "{actor} used a recovery code to set up anew what they sign in with.",
    Action.PASSWORD_CHANGED: "{actor} chose a new password.",
    Action.PASSWORD_LINK_MADE: "{actor} made a link by which {person} can choose a password.",
    Action.PASSWORD_LINK_USED: "A password was chosen for {person} by a link that an administrator had made.",
    Action.SESSIONS_ENDED: "{actor} ended the sessions of {whose}.",
    Action.NOTICES_READ: "{actor} said that they know of the changes to their account.",
    Action.ACCOUNT_PROVISIONED: "{actor} linked an account at the identity provider with {person}, to sign in with.",
    Action.ROLE_CHANGED: "{actor} changed the role of {person} from {old} to {new}.",
    Action.PERSON_DEPROVISIONED: "{actor} ended the employment of {person} here: access, grants, teams and factors.",
    Action.ORGANIZATION_CREATED: "{actor} added the organization.",
    Action.LETTERHEAD_CHANGED: "{actor} changed what stands on the organization's letters.",
    Action.PERSON_CREATED: "{actor} added {person}.",
    Action.PERSON_ACTIVATED: "{actor} gave {person} access again.",
    Action.PERSON_DEACTIVATED: "{actor} took all access from {person}.",
    Action.TEAM_CREATED: "{actor} added a care team.",
    Action.TEAM_MEMBER_ADDED: "{actor} put {person} into a care team.",
    Action.TEAM_MEMBER_REMOVED: "{actor} took {person} out of a care team.",
    Action.GRANT_GIVEN: "{actor} gave a grant on {patient}.",
    Action.GRANT_REMOVED: "{actor} took back a grant on {patient}.",
    Action.SIGN_IN_TRACES_PURGED: "{actor} deleted {count} traces of sign-ins that nobody needs any more.",
    Action.EMERGENCY_CHOICE_SHOWN: "{actor} was shown who shares one record number and birth date, to open one chart.",
    Action.GRANTS_CLEANED: "{actor} removed {count} grants that nobody can use any more.",
    Action.DELEGATION_GIVEN: "{actor} let {person} review in their absence.",
    Action.DELEGATION_ENDED: "{actor} ended a delegation of reviewing with {person}.",
    Action.DELEGATIONS_VIEWED: "{actor} read who reviews in whose absence.",
    Action.ACCESS_VIEWED: "{actor} read who may see what.",
    Action.ACCESS_EXPORTED: "{actor} exported who may see what.",
    Action.ACCESS_REVIEWED: "{actor} signed off who may see what.",
    Action.BREAK_GLASS_OPENED: "{actor} opened the chart of {patient} in an emergency.",
    Action.BREAK_GLASS_REPEATED: "{actor} gave another reason for the emergency in which {patient} stands open.",
    Action.BREAK_GLASS_ENDED: "{actor} closed the chart of {patient} that was opened in an emergency.",
    Action.BREAK_GLASS_REFUSED: "{actor} declared an emergency and nothing was opened: {reason}.",
    Action.BREAK_GLASS_REVIEWED: "{actor} judged the emergency in which {person} opened the chart of {patient}.",
    Action.EMERGENCIES_LISTED: "{actor} opened the list of charts that were opened in an emergency.",
    Action.LOOKS_VIEWED: "{actor} read who looked at the chart of {patient}.",
    Action.DISCLOSURES_VIEWED: "{actor} read what of {patient} was disclosed to whom.",
    Action.DISCLOSURES_EXPORTED: "{actor} took the accounting of disclosures of {patient} out as a file.",
    Action.DISCLOSURE_RECORDED: "{actor} recorded that something of {patient} was disclosed outside the workbench.",
    Action.READ_DENIED: "{actor} asked for a record that is not theirs to see, or that does not exist.",
    Action.PATIENT_FOUND: "{actor} looked a patient up by record number and date of birth, for a privacy request.",
    Action.IDENTITY_REVEALED: "{actor} had the identity of {patient} shown, which their list masks.",
    Action.IDENTITY_NOT_REVEALED: "{actor} was not shown the identity of {patient}: {reason}.",
    Action.KILL_SWITCH_SET: "{actor} {switched} {drafting}.",
    Action.RESUME_ASKED: "{actor} asked that {drafting} may go on.",
    Action.RESUME_WITHDRAWN: "{actor} withdrew the request that {drafting} may go on.",
    Action.RESUME_CONFIRMED: "{actor} confirmed that {drafting} may go on.",
    Action.MODEL_REGISTERED: "{actor} registered a model file.",
    Action.CARD_FEEDBACK_GIVEN: "{actor} gave feedback on the model card of release {object}.",
    Action.CARD_VIEWED: "{actor} read the model card of release {object}.",
    Action.TOUCHED_EXPORTED: "{actor} exported which drafts a part of the machine touched.",
    Action.RELEASE_REGISTERED: "{actor} registered release {object}.",
    Action.AGREEMENT_RECORDED: "{actor} put an agreement with a model's host on record.",
    Action.AGREEMENT_WITHDRAWN: "{actor} withdrew an agreement with a model's host.",
    Action.LEGAL_HOLD_PLACED: "{actor} placed a legal hold.",
    Action.LEGAL_HOLD_LIFTED: "{actor} lifted a legal hold.",
    Action.RECORDS_PURGED: "{actor} purged {count} records whose time was up ({rule}).",
    Action.SHRED_ASKED: "{actor} asked for the record of {patient} to be destroyed.",
    Action.SHRED_REFUSED: "{actor} was refused when they wanted to destroy the record of {patient}: {reason}.",
    Action.SHRED_WITHDRAWN: "{actor} withdrew the request to destroy the record of {patient}.",
    Action.PATIENT_SHREDDED: "{actor} confirmed that the record of {patient} is destroyed, and it was.",
    Action.SHRED_COUNTED: "{actor} counted what was destroyed of {patient}.",
    Action.RETENTION_VIEWED: "{actor} read what is kept for how long.",
    Action.KEY_DESTROYED: "{actor} destroyed keys: what they sealed can never be read again.",
    Action.KEY_ROTATED: "{actor} gave a record a new key for what is written from now on.",
    Action.KEY_ADDED: "{actor} added key {key} to the keyring and made it the active one.",
    Action.KEY_REMOVED: "{actor} took key {key} out of the keyring.",
    Action.KEYS_REWRAPPED: "{actor} wrapped data keys with the active key.",
    Action.MESSAGE_RECEIVED: "{actor} received a message.",
    Action.MESSAGE_NOT_TAKEN: "{actor} did not take a message again that was destroyed with a patient's record.",
    Action.MESSAGE_QUARANTINED: "{actor} quarantined a message.",
    Action.RECORD_STORED: "{actor} stored a record of {patient}.",
    Action.LABEL_NOT_KNOWN: "{actor} restricted a record of {patient}: it carries a security label nobody here knows.",
    Action.DOCUMENTS_RELABELLED: "{actor} changed the sensitivity labels of documents of {patient}.",
    Action.DOCUMENT_SET_ASIDE: "{actor} set {document} of {patient} aside: its header names another person.",
    Action.DOCUMENT_SETTLED: "{actor} settled that {document} {settled} {patient}.",
    Action.PATIENT_CONSENT_RECORDED: "{actor} recorded what {patient} agreed in writing may leave of their record.",
    Action.PATIENT_CONSENT_REVOKED: "{actor} recorded that {patient} took a consent back.",
    Action.DOCUMENT_REDACTED: "{actor} redacted a document of {patient}.",
    Action.REDACTION_LISTED: "{actor} opened the list of redactions to review.",
    Action.REDACTION_VIEWED: "{actor} opened a document of {patient} to review its redaction.",
    Action.REDACTION_CHECKED: "{actor} found the redaction of a document of {patient} right.",
    Action.REDACTION_CORRECTED: "{actor} corrected the redaction of a document of {patient}.",
    Action.REDACTION_CASE_ACCEPTED: "{actor} accepted a correction as a regression case.",
    Action.REDACTION_CASES_EXPORTED: "{actor} exported regression cases of the redaction.",
    Action.DOCUMENT_INDEXED: "{actor} indexed a document of {patient}.",
    Action.PASSAGES_SEARCHED: "{actor} searched the passages of {patient}.",
    Action.QUESTION_REFUSED: "{actor} asked about {patient} what needs a clinician, and was not answered.",
    Action.REFERENCE_ADDED: "{actor} added a text to the reference corpus.",
    Action.REFERENCE_SEARCHED: "{actor} searched policies and protocols.",
    Action.REFERENCE_VIEWED: "{actor} read a policy or protocol.",
    Action.INDEX_STARTED: "{actor} began to build another version of the index.",
    Action.INDEX_READY: "Another version of the index holds every document.",
    Action.INDEX_SWITCHED: "{actor} put another version of the index into use.",
    Action.INDEX_DROPPED: "{actor} dropped a version of the index.",
    Action.BOUNDARY_CROSSED: "{actor} handed redacted passages to a model for {draft}.",
    Action.CROSSING_REFUSED: "{actor} sent nothing of {draft} to a model outside: {reason}.",
    Action.REIDENTIFIED: "{actor} had {identifiers} put back in {place}, for the purpose of {purposes}.",
    Action.REIDENTIFICATION_REFUSED: "{actor} asked for the identifiers in {draft} and was refused, without a grant.",
    Action.POLICY_LOADED: "{actor} loaded a coverage policy.",
    Action.POLICY_UPLOADED: "{actor} began a draft version of a coverage policy.",
    Action.POLICY_EDITED: "{actor} changed a draft version of a coverage policy.",
    Action.POLICY_SUBMITTED: "{actor} asked for a version of a coverage policy to be validated.",
    Action.POLICY_SENT_BACK: "{actor} sent a version of a coverage policy back to whoever wrote it.",
    Action.POLICY_VALIDATED: "{actor} validated a version of a coverage policy: letters may argue from it.",
    Action.POLICY_RETIREMENT_ASKED: "{actor} asked that a version of a coverage policy be retired.",
    Action.POLICY_KEPT: "{actor} kept a version of a coverage policy that was to be retired.",
    Action.POLICY_RETIRED: "{actor} retired a version of a coverage policy.",
    Action.POLICY_DISCARDED: "{actor} discarded a draft version of a coverage policy.",
    Action.POLICY_SOURCE_ATTACHED: "{actor} attached the payer's own document to a version of a coverage policy.",
    Action.POLICY_EXPORTED: "{actor} exported a version of a coverage policy.",
    Action.CODES_LOADED: "{actor} loaded a table of diagnosis codes.",
    Action.DRAFT_REQUESTED: "{actor} asked for {draft}.",
    Action.DRAFT_REQUEST_REFUSED: "{actor} was refused a draft on {patient}: its words ask for more than a draft says.",
    Action.DRAFT_RETRIEVED: "{actor} retrieved the passages for {draft}.",
    Action.DRAFT_GENERATED: "{actor} wrote the text of {draft}.",
    Action.DRAFT_REPLAYED: "{actor} made a run of {draft} once more, to see whether it answers the same.",
    Action.DRAFT_READY: "{actor} finished checking {draft}: it is ready for review.",
    Action.DRAFT_BLOCKED: "{actor} blocked {draft}.",
    Action.DRAFT_FAILED: "{actor} could not finish {draft}.",
    Action.DRAFT_HALTED: "{actor} halted {draft}, because drafting was stopped.",
    Action.DRAFT_PURGED: "{actor} purged the text of {draft}.",
    Action.CHART_VIEWED: "{actor} opened the chart of {patient}.",
    Action.DOCUMENT_VIEWED: "{actor} opened a document of {patient}.",
    Action.EVIDENCE_OPENED: "{actor} opened evidence of {draft}.",
    Action.CITED_LETTER_VIEWED: "{actor} read {draft}, to see it to the payer.",
    Action.CITED_WORDS_VIEWED: "{actor} read the very words that {draft} cites.",
    Action.QUESTION_HANDED_OVER: "{actor} handed a question about {patient} to the people who care for them.",
    Action.QUESTION_TAKEN: "{actor} took up a question about {patient}.",
    Action.QUESTION_CLOSED: "{actor} noted that a question about {patient} was answered elsewhere.",
    Action.QUESTIONS_LISTED: "{actor} opened the list of questions for a clinician.",
    Action.QUEUE_VIEWED: "{actor} opened the desk.",
    Action.DRAFT_VIEWED: "{actor} opened {draft}.",
    Action.DRAFT_CLAIMED: "{actor} claimed {draft}.",
    Action.CLAIM_CONFIRMED: "{actor} confirmed a claim of {draft}.",
    Action.CLAIM_EDITED: "{actor} edited a claim of {draft}.",
    Action.CLAIM_REMOVED: "{actor} removed a claim of {draft}.",
    Action.CLAIM_WAIVED: "{actor} waived a claim of {draft}.",
    Action.CLAIM_UNDONE: "{actor} undid what they did to a claim of {draft}.",
    Action.CONSENT_RECORDED: "{actor} recorded a patient's consent to send restricted records with {draft}.",
    Action.CONSENT_WITHDRAWN: "{actor} took back a recorded consent of {draft}.",
    Action.WORDS_KEPT: "What {actor} sent for {draft} after their session was over is kept for them.",
    Action.HAND_OVER_ASKED: "{actor} asked {person} to hand {draft} over.",
    Action.HAND_OVER_WITHDRAWN: "{actor} no longer asks {person} to hand {draft} over.",
    Action.HAND_OVER_DECLINED: "{actor} did not hand {draft} over to {person}.",
    Action.DRAFT_HANDED_OVER: "{actor} handed {draft} over to {person}.",
    Action.DRAFT_TAKEN_OVER: "{actor} took {draft} over from {person}, who was away.",
    Action.SPAN_CITED: "{actor} cited the chart for a sentence of {draft}.",
    Action.SPAN_TAKEN_OFF: "{actor} took a citation of a clinician's own off {draft}.",
    Action.STATEMENT_ADDED: "{actor} added a sentence of their own to {draft}.",
    Action.STATEMENT_UNDONE: "{actor} took back a clinician's own sentence of {draft}.",
    Action.SPOT_CHECK_ASKED: "{actor} was asked to look once more at a claim of {draft} before signing.",
    Action.SPOT_CHECK_ANSWERED: "{actor} looked once more at a claim of {draft} and said whether it is right.",
    Action.PAUSE_SUGGESTED: "{actor} was offered a pause after a long run at the desk.",
    Action.PAUSE_DECLINED: "{actor} went on without the pause that was offered.",
    Action.OWN_JUDGEMENT_GIVEN: "{actor} judged criteria of {draft} before the machine's answers were shown.",
    Action.OWN_JUDGEMENT_SKIPPED: "{actor} saw the machine's answers to {draft} without judging first.",
    Action.SEEDED_DRAFT_MADE: "{actor} made a draft of a test patient that is known to be wrong.",
    Action.SEEDED_DRAFT_REVEALED: "{actor} decided a draft that is known to be wrong, and was told so.",
    Action.SEEDED_DRAFT_VIEWED: "{actor} read what was wrong with a draft that they decided.",
    Action.DRAFT_APPROVED: "{actor} approved {draft}.",
    Action.DRAFT_EDITED: "{actor} accepted {draft} with edits.",
    Action.DRAFT_REJECTED: "{actor} rejected {draft}.",
    Action.DRAFT_NOT_JUDGED: "{actor} could not judge {draft}.",
    Action.DRAFT_RETURNED: "{actor} returned {draft} to the desk.",
    Action.DRAFT_SENT_TO_REQUESTER: "{actor} returned {draft} to who asked for it.",
    Action.RETURN_ANSWERED: "{actor} answered why {draft} was returned.",
    Action.RETURN_SENT_BACK: "{actor} answered, and sent {draft} back to review.",
    Action.DRAFT_WITHDRAWN: "{actor} withdrew the request for {draft}.",
    Action.DRAFT_SIGNED: "{actor} signed {draft}.",
    Action.SECOND_SIGNED: "{actor} signed {draft} as its second signer.",
    Action.SECOND_SIGNATURE_REFUSED: "{actor} refused to sign {draft} as its second signer.",
    Action.DRAFT_AMENDED: "{actor} signed an addendum to {draft}.",
    Action.DRAFT_ENTERED_IN_ERROR: "{actor} signed that {draft} was entered in error.",
    Action.DOCUMENT_VERIFIED: "{actor} verified the signed document of {draft}.",
    Action.FILE_COMPARED: "{actor} compared a file with the signed one of {draft}.",
    Action.REVIEW_RULES_SET: "{actor} changed the house rules of the desk.",
    Action.DOCUMENT_EXPORTED: "{actor} exported the document of {draft}.",
    Action.DOCUMENT_REQUESTED: "{actor} asked for a document that {draft} lacks.",
    Action.DOCUMENT_REQUEST_ASSIGNED: "{actor} assigned a document request of {draft}.",
    Action.DOCUMENT_REQUEST_RECEIVED: "{actor} noted that a document asked for with {draft} came in.",
    Action.DOCUMENT_REQUEST_CANCELLED: "{actor} cancelled a document request of {draft}.",
    Action.DOCUMENT_REQUESTS_LISTED: "{actor} opened the list of document requests.",
    Action.DRAFT_SET_WAITING: "{actor} let {draft} wait for documents.",
    Action.DRAFT_GOES_ON: "{actor} let {draft} go on without waiting for documents.",
    Action.AUTHORIZATION_VIEWED: "{actor} opened what the payer answered to {draft}.",
    Action.AUTHORIZATION_SUBMITTED: "{actor} recorded that {draft} was submitted to the payer.",
    Action.AUTHORIZATION_RECEIVED: "{actor} recorded that the payer confirmed receipt of {draft}.",
    Action.AUTHORIZATION_PENDED: "{actor} recorded that the payer pended {draft}.",
    Action.AUTHORIZATION_DISCUSSED: "{actor} recorded a peer-to-peer conversation about {draft}.",
    Action.AUTHORIZATION_APPROVED: "{actor} recorded that the payer approved {draft}.",
    Action.AUTHORIZATION_PARTLY_APPROVED: "{actor} recorded that the payer approved {draft} in part.",
    Action.AUTHORIZATION_DENIED: "{actor} recorded that the payer denied {draft}.",
    Action.AUTHORIZATION_WITHDRAWN: "{actor} recorded that {draft} was withdrawn from the payer.",
    Action.AUTHORIZATION_CORRECTED: "{actor} corrected what was recorded as the payer's answer to {draft}.",
    Action.RECEIPT_CORRECTED: "{actor} corrected when the payer confirmed receipt of {draft}.",
    Action.PAYER_LETTER_STORED: "{actor} stored the payer's letter about {draft} in the chart of {patient}.",
    Action.PAYER_REQUEST_PREPARED: "{actor} prepared {draft} as a request for the payer's system.",
    Action.PAYER_REQUEST_DOWNLOADED: "{actor} took the request made of {draft} out as a file.",
    Action.PAYER_REQUEST_SENT: "{actor} sent the request made of {draft} to the payer's system.",
    Action.PAYER_REQUEST_NOT_SENT: "The request made of {draft} was not sent, or was not taken: {reason}.",
    Action.PAYER_ASKED: "{actor} asked the payer's system how {draft} stands.",
    Action.PAYER_NOTIFIED: "A payer's system told of an answer.",
    Action.PAYER_SUBSCRIBED: "{actor} asked a payer's system to tell of answers.",
    Action.PAYER_REPLY_TAKEN: "{actor} took in what the payer's system answered to {draft}.",
    Action.PAYER_REPLY_REFUSED: "{actor} took in nothing of what came back for {draft}: {reason}.",
    Action.APPEAL_ASKED: "{actor} asked for {draft} as an appeal.",
    Action.LEDGER_VIEWED: "{actor} read what left the building for {draft}.",
    Action.TRACE_VIEWED: "{actor} read the trace of {draft}.",
    Action.TRACE_EXPORTED: "{actor} exported the trace of {draft}.",
    Action.REPORT_VIEWED: "{actor} read a quality report.",
    Action.REPORT_EXPORTED: "{actor} exported the override report.",
    Action.LEARNING_EXPORTED: "{actor} took signed edits out as a file to train a model.",
    Action.LEARNING_COUNTED: "{actor} counted the signed edits that could train a model.",
    Action.AUDIT_VIEWED: "{actor} read the audit log.",
    Action.AUDIT_EXPORTED: "{actor} took a part of the audit log out as a file.",
    Action.AUDIT_WEEK_VIEWED: "{actor} looked at a week of the audit log as a whole.",
    Action.AUDIT_REVIEWED: "{actor} signed off a week of the audit log.",
    Action.LOG_GAP_SIGNED: "{actor} signed a gap in the log: up to {count} events that were witnessed are not here.",
    Action.LOG_SEGMENTS_VIEWED: "{actor} read how old the log is, and what of it was destroyed.",
    Action.LOG_DESTRUCTION_ASKED: "{actor} asked for the oldest part of the log to be destroyed.",
    Action.LOG_DESTRUCTION_CONFIRMED: "{actor} confirmed that the oldest part of the log is destroyed.",
    Action.LOG_DESTRUCTION_REFUSED: "{actor} was refused when they wanted to destroy a part of the log: {reason}.",
    Action.LOG_DESTRUCTION_WITHDRAWN: "{actor} withdrew the request to destroy a part of the log.",
    Action.LOG_DESTRUCTION_FINISHED: "{actor} finished destroying the part of the log that two people had asked for.",
    Action.LOG_SEGMENT_DESTROYED: "{actor} destroyed {count} events of the log whose time was over; a tombstone stays.",
    Action.LOG_RECONCILED: "{actor} compared what is kept of people's acts with the log.",
    Action.REFUSED: "{actor} was refused a page that their role does not open.",
}

PURPOSES: Mapping[str, str] = {
    "queue": "seeing what waits at the desk",
    "review": "reviewing it",
    "decision": "deciding and signing",
    "signed_document": "reading what was signed",
    "ledger": "seeing which identifiers were in its sources",
}


class Event(Protocol):
    """What a sentence needs of an audit event."""

    actor_kind: str
    actor_id: str
    action: str
    patient_id: str
    object_type: str
    object_id: str
    details: dict[str, Any]


def draft_of(event: Event) -> str:
    """Return the id of the draft that an event is about, or part of; empty for any other event."""
    return event.object_id if event.object_type == "draft" else str(event.details.get("draft_id") or "")


def people_of(event: Event) -> set[str]:
    """Return the ids of the people an event names."""
    person = event.object_id if event.object_type == "person" else str(event.details.get("person_id") or "")
    return {person, event.actor_id if event.actor_kind == "person" else ""} - {""}


def sentence(event: Event, names: Mapping[str, str]) -> str:
    """Return an event as a sentence. ``names`` gives the people it may name, by id; nobody else is named."""
    actor = f"The workbench ({event.actor_id})" if event.actor_kind == "service" else _person(event.actor_id, names)
    others = people_of(event) - {event.actor_id}
    form = SENTENCES.get(event.action, "{actor} did something this version has no words for.")  # type: ignore[call-overload]
    return str(form).format(
        actor=actor,
        person=_person(next(iter(others), ""), names) if others else "nobody we know",
        patient=_named("patient", event.patient_id),
        draft=_named("draft", draft_of(event)),
        object=event.object_id[:SHORT],
        document=_named("document", event.object_id if event.object_type == "document" else ""),
        settled=_settled(event),
        signed_out=ENDS.get(str(event.details.get("reason")), "signed out"),
        key=event.details.get("key_id", ""),
        switched="stopped" if event.details.get("stopped") else "resumed",
        drafting=_drafting(str(event.details.get("scope", ""))),
        count=event.details.get("count", 0),
        rule=str(event.details.get("rule", "")).replace("_", " "),
        place=_named("draft", draft_of(event)) if draft_of(event) else "the lists of the desk",
        identifiers=_identifiers(event),
        purposes=" and ".join(PURPOSES.get(purpose, purpose) for purpose in _put_back(event)) or "an act of theirs",
        factor=WRONG.get(str(event.details.get("factor")), WRONG["password"]),
        because=_because(event),
        own_factor=OWN_FACTORS.get(str(event.details.get("factor")), "something"),
        emergency="set aside" if event.details.get("emergency") else "no longer keeps",
        whose=_person(next(iter(others), ""), names) if others else "their own, but the one they used",
        old=str(event.details.get("old", "")).replace("_", " "),
        new=str(event.details.get("new", "")).replace("_", " "),
        reason=REASONS.get(str(event.details.get("reason")), "refused"),
    )


def _because(event: Event) -> str:
    reason = REASONS.get(str(event.details.get("reason")), "")
    return f" ({reason})" if reason else ""


def _drafting(scope: str) -> str:
    """Return what a switch is about; events of before the scopes were about everything."""
    kind, _, subject = scope.partition(":")
    return {
        "organization": "the organization's drafting",
        "workflow": f"drafting of the kind {subject.replace('_', ' ')}",
        "release": f"drafting by release {subject[:SHORT]}",
    }.get(kind, "all drafting")


def _settled(event: Event) -> str:
    if "belongs" not in event.details:
        return "does or does not belong to"
    return "belongs to" if event.details["belongs"] else "is set aside again in the chart of"


def _put_back(event: Event) -> Mapping[str, Mapping[str, int]]:
    told = event.details.get("reidentified")
    return told if isinstance(told, Mapping) else {}


def _identifiers(event: Event) -> str:
    number = sum(sum(kinds.values()) for kinds in _put_back(event).values())
    return "1 identifier" if number == 1 else f"{number} identifiers"


def _person(person_id: str, names: Mapping[str, str]) -> str:
    return names.get(person_id) or f"Person {person_id[:SHORT]}"


def _named(noun: str, identifier: str) -> str:
    return f"{noun} {identifier[:SHORT]}" if identifier else f"a {noun}"
