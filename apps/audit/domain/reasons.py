"""Why an answer of the identity provider counted for nothing, as the log says it."""

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
