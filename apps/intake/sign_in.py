"""How a sending system proves who it is: HTTP Basic (RFC 7617) over the workbench's accounts, without a session."""

import base64
import binascii
from typing import TYPE_CHECKING, cast

from allauth.account.adapter import get_adapter
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from apps.core.errors import WorkbenchError

if TYPE_CHECKING:
    from apps.access.models import Person

WHO_ARE_YOU = "Sign in with the e-mail address and password of an integration account (HTTP Basic)."
WRONG = "The e-mail address or the password is not correct, or the account was deactivated."
TOO_MANY = "Too many wrong passwords. Wait five minutes, then try again."


class NotSignedIn(WorkbenchError):
    """Nobody, or nobody known (HTTP 401)."""


class TooManyAttempts(WorkbenchError):
    """The door is closed for a while (HTTP 429)."""


def sender_of(request: HttpRequest) -> "Person":
    """Return who sends this request, by its Authorization header alone: a browser's cookie counts for nothing here.

    Failures are recorded and limited as at the sign-in page. Raises NotSignedIn, TooManyAttempts.
    """
    email, password = _credentials(request.headers.get("Authorization", ""))
    try:
        person = get_adapter(request).authenticate(request, email=email, password=password)
    except ValidationError:
        raise TooManyAttempts(TOO_MANY) from None
    if person is None or not person.is_active:
        raise NotSignedIn(WRONG)
    return cast("Person", person)


def _credentials(header: str) -> tuple[str, str]:
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "basic":
        raise NotSignedIn(WHO_ARE_YOU)
    try:
        email, colon, password = base64.b64decode(token.strip(), validate=True).decode().partition(":")
    except (binascii.Error, ValueError):
        raise NotSignedIn(WHO_ARE_YOU) from None
    if not colon or not email or "\x00" in email:
        raise NotSignedIn(WHO_ARE_YOU)
    return email, password
