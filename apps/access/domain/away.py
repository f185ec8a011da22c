"""Who is at the identity provider at the moment, for what: kept in the session that began it, and taken out once.

Only that session holds the state and the verifier, so no other one can bring the answer back (login CSRF, PKCE).
"""

import base64
import hashlib
import secrets
from collections.abc import MutableMapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from apps.core.canonical import digest

AWAY = "away"
MOST = 3  # questions of one session that wait for their answers, as of several windows


@dataclass(frozen=True, slots=True)
class Away:
    """One question that waits for its answer. ``back`` is our own page that goes on with it."""

    asked: str  # the id of the challenge
    state: str
    verifier: str = field(repr=False)
    redirect_uri: str
    address: str = field(default="", repr=False)  # where the person signs in
    back: str = ""
    nonce: str = field(default="", repr=False)  # of a sign-in to the workbench, which nobody has a row for yet
    ends: float = 0.0

    def leading_to(self, address: str) -> "Away":
        return replace(self, address=address)

    def back_at(self, page: str) -> "Away":
        return replace(self, back=page)

    def for_sign_in(self, nonce: str, ends: float) -> "Away":
        return replace(self, nonce=nonce, ends=ends)

    @property
    def code_challenge(self) -> str:
        """Return what the provider is told of the verifier (PKCE, S256)."""
        hashed = hashlib.sha256(self.verifier.encode()).digest()
        return base64.urlsafe_b64encode(hashed).rstrip(b"=").decode()


def away_for(*, asked: str, challenge: str, redirect_uri: str) -> Away:
    """Return a new question; its state is bound to the challenge, and so to record, meaning, person and end."""
    state = digest({"challenge": challenge, "secret": secrets.token_hex(32)})
    return Away(asked=asked, state=state, verifier=secrets.token_urlsafe(64), redirect_uri=redirect_uri)


def remember(session: MutableMapping[str, Any], away: Away) -> None:
    """Keep a question in the session, and of the older ones the last few."""
    waiting = [*session.get(AWAY, []), asdict(away)]
    session[AWAY] = waiting[-MOST:]


def waiting_for(session: MutableMapping[str, Any], asked: str) -> Away | None:
    """Return the question of a challenge, left where it is."""
    return next((Away(**one) for one in session.get(AWAY, []) if one["asked"] == asked), None)


def take(session: MutableMapping[str, Any], state: str) -> Away | None:
    """Take the question with this state out of the session: each is answered once."""
    waiting = session.get(AWAY, [])
    fits = [secrets.compare_digest(one["state"].encode(), state.encode()) for one in waiting]
    if True not in fits:
        return None
    session[AWAY] = [one for one, fit in zip(waiting, fits, strict=True) if not fit]
    return Away(**waiting[fits.index(True)])
