"""The acts by kind and in plain words, for who looks for one of them in a list.

``Action`` declares them kind by kind, so each belongs to the last kind begun before it: none can be left out.
"""

from collections.abc import Mapping, Sequence

from apps.audit.domain.actions import Action

BEGINS: Mapping[Action, str] = {
    Action.SIGNED_IN: "Signing in",
    Action.ACCOUNT_PROVISIONED: "People, teams and letterhead",
    Action.GRANT_GIVEN: "Who may see what",
    Action.EMERGENCY_CHOICE_SHOWN: "Emergencies",
    Action.LOOKS_VIEWED: "Requests of patients, reads refused",
    Action.KILL_SWITCH_SET: "Stops, models and releases",
    Action.LEGAL_HOLD_PLACED: "Retention, destruction and keys",
    Action.MESSAGE_RECEIVED: "Messages and the record",
    Action.DOCUMENT_REDACTED: "Redaction",
    Action.DOCUMENT_INDEXED: "Search and reference texts",
    Action.BOUNDARY_CROSSED: "What crosses the wall",
    Action.POLICY_LOADED: "Payer policies",
    Action.DRAFT_REQUESTED: "Making drafts",
    Action.CHART_VIEWED: "Reading charts",
    Action.QUEUE_VIEWED: "Reviewing drafts",
    Action.DRAFT_APPROVED: "Decisions and signatures",
    Action.DOCUMENT_REQUESTED: "Missing documents",
    Action.AUTHORIZATION_VIEWED: "Authorizations and the payer",
    Action.LEDGER_VIEWED: "Ledger and trace",
    Action.REPORT_VIEWED: "Quality",
    Action.AUDIT_VIEWED: "The log itself",
}
# Where the name in the program is a word of the trade.
PLAIN: Mapping[Action, str] = {
    Action.STEP_UP_PROVEN: "Identity proven to sign",
    Action.STEP_UP_FAILED: "Identity not proven to sign",
    Action.STEP_UP_CLOSED: "Signing closed after wrong attempts",
    Action.ACCOUNT_PROVISIONED: "Account at the identity provider linked",
    Action.PERSON_DEPROVISIONED: "Employment ended",
    Action.BREAK_GLASS_OPENED: "Chart opened in an emergency",
    Action.BREAK_GLASS_REPEATED: "Another reason given in an emergency",
    Action.BREAK_GLASS_ENDED: "Emergency ended",
    Action.BREAK_GLASS_REFUSED: "Emergency declared, nothing opened",
    Action.BREAK_GLASS_REVIEWED: "Emergency judged",
    Action.KILL_SWITCH_SET: "Drafting stopped or resumed",
    Action.SHRED_ASKED: "Destruction of a record asked",
    Action.SHRED_REFUSED: "Destruction of a record refused",
    Action.SHRED_WITHDRAWN: "Destruction of a record withdrawn",
    Action.PATIENT_SHREDDED: "Record of a patient destroyed",
    Action.SHRED_COUNTED: "Destroyed records counted",
    Action.REIDENTIFIED: "Names and numbers put back",
    Action.REIDENTIFICATION_REFUSED: "Names and numbers not put back",
    Action.CROSSING_REFUSED: "Nothing sent to a model outside",
    Action.BOUNDARY_CROSSED: "Redacted passages handed to a model",
    Action.LOG_RECONCILED: "Kept acts compared with the log",
    Action.LOG_CHECKED: "Whole log read and compared with its heads",
    Action.REFUSED: "Page refused",
}


def plain_words(action: Action) -> str:
    """Return an act in a few words."""
    return PLAIN.get(action) or action.value.replace("_", " ").capitalize()


def by_kind() -> Mapping[str, Sequence[tuple[Action, str]]]:
    """Return every act with its words under its kind, by the alphabet within it."""
    kinds: dict[str, list[tuple[Action, str]]] = {}
    kind = ""
    for action in Action:
        kind = BEGINS.get(action, kind)
        kinds.setdefault(kind, []).append((action, plain_words(action)))
    return {kind: sorted(acts, key=lambda act: act[1].casefold()) for kind, acts in kinds.items()}
