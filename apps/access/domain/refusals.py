"""Why an answer of the identity provider counts for nothing: what the person reads, and whether it was an attempt.

A wrong attempt is one that somebody could make who is not the person. What the provider did, what came late and what
changed meanwhile is none; nor is an answer nobody here asked for: any page could send a browser to it.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason. ``sentence`` names the provider and says what was left as it was."""

    sentence: str
    is_wrong: bool = False


REFUSALS: Mapping[str, Refusal] = {
    "unreachable": Refusal("{name} does not answer. {Left}: try again, or choose another way."),
    "unreadable": Refusal("{name} answered in a way that cannot be used here. {Left}: choose another way, and tell "
                          "your administrator."),
    "denied": Refusal("You did not sign in at {name}, or it did not let you. {Left}: try again, or choose another "
                      "way."),
    "error": Refusal("{name} answered with an error. {Left}: try again, or choose another way."),
    "not_confirmed": Refusal("{name} did not confirm its own answer, as if it had been used before. {Left}: sign in "
                             "there once more.", is_wrong=True),
    "other_provider": Refusal("The answer came from another identity provider than {name}. {Left}.", is_wrong=True),
    "signature": Refusal("The answer was not signed by {name}. {Left}: tell your administrator.", is_wrong=True),
    "audience": Refusal("The answer of {name} was meant for another application. {Left}.", is_wrong=True),
    "nonce": Refusal("The answer of {name} was given to another question. {Left}: sign in there once more.",
                     is_wrong=True),
    "expired": Refusal("The answer of {name} does not count at this moment: too old, or its clock is off. {Left}: sign "
                       "in there once more."),
    "stale": Refusal("{name} did not have you sign in anew: at each signature it has to, within the last minute. "
                     "{Left}: try again, or choose another way."),
    "single": Refusal("{name} does not say that you showed two factors, so its sign-in cannot sign here. {Left}: sign "
                      "in there with a second factor, or choose another way."),
    "other_person": Refusal("At {name} somebody else signed in than the account linked with yours. {Left}: sign in "
                            "there as yourself.", is_wrong=True),
    "unlinked": Refusal("Your account at {name} is not linked with yours here. {Left}: link it under What you sign "
                        "with, or choose another way."),
    "late": Refusal("You were led to {name} more than two minutes ago. {Left}: sign in there once more."),
    "changed": Refusal("The text was changed after you were led to {name}. Look at the differences once more, then "
                       "sign in there again. {Left}."),
    "unused": Refusal("What you signed in for at {name} could not be signed as it stands. {Left}."),
    "replayed": Refusal("This sign-in at {name} was used already. {Left}: sign in there once more.", is_wrong=True),
    "unanswered": Refusal("Sign in at {name} first. {Left}."),
    "not_begun": Refusal("This answer of {name} belongs to nothing that was begun here, or was given before. {Left}."),
}  # fmt: skip
SIGNED, CHANGED = "Nothing was signed", "Nothing was changed"


SIGN_IN_REFUSALS: Mapping[str, str] = {
    "unlinked": "The account at {name} is linked with nobody here. Ask your administrator to link it, or sign in "
    "with your password and link it yourself.",
    "deactivated": "An administrator took your access away. Ask them, if that is a mistake.",
    "no_role": "Your groups at {name} bring no role here. Ask whoever keeps the groups there; you are not signed in.",
}


def sign_in_refusal_words(code: str, name: str) -> str:
    """Return why somebody who came from the provider is not signed in, in a sentence."""
    if code in SIGN_IN_REFUSALS:
        return SIGN_IN_REFUSALS[code].format(name=name)
    return REFUSALS[code].sentence.format(name=name, Left="You are not signed in")


def refusal_words(code: str, name: str, *, signs: bool) -> str:
    """Return a refusal as the person reads it; ``signs``: a signature was wanted, and nothing else."""
    return REFUSALS[code].sentence.format(name=name, Left=SIGNED if signs else CHANGED)
