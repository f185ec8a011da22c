"""Why something was refused, failed or ended, as the log says it."""

from collections.abc import Mapping

PROVIDER_REASONS = {
    "unreachable": "it did not answer",
    "denied": "they did not sign in there",
    "error": "it answered with an error",
    "expired": "its answer was too old, or its clock is off",
    "stale": "it did not have them sign in anew",
    "single": "it did not say that two factors were shown",
    "unlinked": "their account there is not linked",
    "late": "more than two minutes had passed",
    "changed": "the text was changed meanwhile",
    "unused": "what they wanted to sign could not be signed any more",
    "unanswered": "nothing was answered",
    "not_begun": "nobody here had asked for it",
    "not_confirmed": "it did not confirm its own answer",
    "other_provider": "it came from another provider",
    "signature": "it was not signed by the provider",
    "audience": "it was meant for another application",
    "nonce": "it was given to another question",
    "other_person": "somebody else had signed in there",
    "replayed": "it was used before",
}

REASONS: Mapping[str, str] = PROVIDER_REASONS | {
    "wrong_email_or_password": "wrong e-mail address or password",
    "too_many_attempts": "too many attempts",
    "deactivated": "the account is deactivated",
    "passkey": "a passkey that is not set up here",
    "second_factor": "the second factor was not shown",
    "provider_only": "their organization has them sign in at the identity provider",
    "provider_unknown": "the account at the identity provider is nobody's here",
    "no_role": "the groups of the identity provider bring no role here",
    "asked_themselves": "they had asked for it themselves",
    "not_found": "nobody has this record number and date of birth",
    "reason_names_somebody": "the reason named somebody",
    "too_many": "they had asked too often within an hour",
    "legal_hold": "a legal hold covers it",
    "nothing_to_destroy": "there is no such record",
    "no_agreement": "no agreement with its host is on record",
    "public_address": "its host was said to stand inside, and has a public address",
    "agreement_not_yet": "the agreement with its host does not count yet",
    "agreement_ended": "the agreement with its host has ended",
    "agreement_withdrawn": "the agreement with its host was withdrawn",
    "not_covered": "the agreement with its host covers no document of the chart",
    "not_taken": "the payer's system took nothing",
    "not_known": "the payer's system does not know it",
    "unreadable": "it was no answer that can be read",
    "not_ours": "it was about another request or patient",
    "known_work": "known work on the database",
    "fault_handed_on": "a fault, handed to those who run the server",
    "handled_as_incident": "it is handled as an incident",
}
WRONG: Mapping[str, str] = {
    "webauthn": "no answer of a security key of theirs",
    "totp": "a wrong code",
    "password": "a wrong password",
    "recovery": "a wrong recovery code",
    "oidc": "what the identity provider answered was not theirs, or not for this",
}
OWN_FACTORS: Mapping[str, str] = {
    "webauthn": "a security key",
    "totp": "an authenticator app",
    "oidc": "an account at the identity provider",
}
ENDS: Mapping[str, str] = {
    "idle": "was signed out: nobody used the session",
    "absolute": "was signed out: the session had lasted as long as one may",
    "elsewhere": "was signed out where they were: they signed in on another device",
    "revoked": "ended a session of theirs from another one",
}
