"""What a session holds of the second factor that its person showed, and what opens with it (S02, 6.3.4)."""

from collections.abc import MutableMapping
from typing import Any

from apps.access.domain.factors import Factor, SigningAct

SECOND = "second"
RECOVERY = "recovery"
COUNTS = frozenset({Factor.WEBAUTHN.value, Factor.TOTP.value, Factor.OIDC.value})
NOT_SIGNED_IN = "you are not signed in"
SIGN_IN = "sign_in"


def sign_in_act(person_id: str) -> SigningAct:
    """Return what a second factor is asked for at the door: no record."""
    return SigningAct(SIGN_IN, person_id, "", SIGN_IN)


def at_the_door(sentence: str) -> str:
    """Return a refusal of a proof as one reads it at sign-in, where nothing was to be signed."""
    for signed, here in (("nothing was signed", NOT_SIGNED_IN), ("Nothing was signed", "You are not signed in")):
        sentence = sentence.replace(signed, here)
    return sentence


def in_an_emergency(sentence: str) -> str:
    """Return a refusal of a proof as one reads it who breaks the glass: there is nothing to sign."""
    sentence = sentence.replace("This is your first signature since you signed in: type your", "Type your")
    return sentence.replace("nothing was signed", "nothing was opened").replace(
        "Nothing was signed", "Nothing was opened"
    )


def remember_second(session: MutableMapping[str, Any], person_id: object, by: str) -> None:
    """Remember by what a person showed the second time that it is they, for this session alone."""
    session[SECOND] = {"person": str(person_id), "by": by}


def second_of(session: MutableMapping[str, Any], person_id: object) -> str:
    """Return by what this person showed it in this session; empty where they did not."""
    held = session.get(SECOND) or {}
    return str(held.get("by", "")) if held.get("person") == str(person_id) else ""


def opens_everything(session: MutableMapping[str, Any], person_id: object) -> bool:
    """Return whether a session leads further than to one's own account: a recovery code does not."""
    return second_of(session, person_id) in COUNTS
