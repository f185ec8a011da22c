"""Which signatures follow one another in one sitting (21 CFR 11.200(a)(1); decision 0045).

What is remembered stands in the session, which ends with signing out and with the time in which nothing was done.
"""

from collections.abc import MutableMapping
from typing import Any

SIGNED = "signed_as"


def is_continued(session: MutableMapping[str, Any], person_id: object) -> bool:
    """Return whether the person has signed in this sitting, having shown all that the first signature asks for."""
    return bool(session.get(SIGNED) == str(person_id))


def remember_signed(session: MutableMapping[str, Any], person_id: object) -> None:
    """Remember that the person signed in this sitting."""
    session[SIGNED] = str(person_id)


def forget_signed(session: MutableMapping[str, Any]) -> None:
    """Let the next signature be a first one again."""
    session.pop(SIGNED, None)
