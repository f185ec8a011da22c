"""What a session holds of the second factor that its person showed, and what opens with it (S02, 6.3.4)."""

from collections.abc import MutableMapping
from typing import Any

from apps.access.domain.factors import Factor, SigningAct

SECOND = "second"
RECOVERY = "recovery"
COUNTS = frozenset({Factor.WEBAUTHN.value, Factor.TOTP.value, Factor.OIDC.value})
SHOWN_HERE = {
    RECOVERY: "A recovery code", Factor.TOTP.value: "The code of an app",
    Factor.OIDC.value: "Signing in at the identity provider",
}  # fmt: skip
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


KEY_WANTED = "Who signs comes in by a security key or passkey. "


def kept_out_words(by: str, *, has_factor: bool, has_key: bool, needs_key: bool) -> tuple[str, str]:
    """Return what is missing for somebody who gets no further than their own account: a heading, and what to do."""
    if needs_key:
        shown = f"{SHOWN_HERE[by]} leads here and no further. " if by in SHOWN_HERE else ""
        if has_key:
            return "Show your security key", f"{KEY_WANTED}{shown}Show yours, and everything else opens."
        return "Set up a security key", f"{KEY_WANTED}{shown}Set one up, and everything else opens."
    if by == RECOVERY:
        return "Set up another key or app", (
            "A recovery code leads here and no further. Set up what you lost anew, remove what is gone, and everything "
            "else opens."
        )
    if has_factor:
        return "Show your second factor", "Everything but your own account stays closed until you do."
    return "Set up a second factor", (
        "A password alone opens nothing here. Set up a security key, a passkey or an app with codes; from then on you "
        "sign in, and sign, with it."
    )


def counting(*, needs_key: bool, provider_resists: bool) -> frozenset[str]:
    """Return by what shown second a person gets further than their own account: a recovery code never counts.

    Who needs a key gets in by what no imitated page can pass on: a key, or a provider that asks for as much (S02).
    """
    if not needs_key:
        return COUNTS
    return frozenset({Factor.WEBAUTHN.value, Factor.OIDC.value} if provider_resists else {Factor.WEBAUTHN.value})
