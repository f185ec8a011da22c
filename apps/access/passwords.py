"""The password policy as Django asks for it: the rules stand in ``domain/passwords.py``."""

from functools import cache
from typing import Any

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from apps.access.domain.passwords import SHORTEST, why_not


@cache
def _common() -> frozenset[str]:
    return frozenset(CommonPasswordValidator().passwords)


def password_refusal(password: str, person: Any = None) -> str:
    """Return why a password is not taken for a person, or an empty text. Nothing is asked outside this machine."""
    names = (person.display_name, person.email, person.organization.name) if person is not None else ()
    return why_not(password, names, _common().__contains__)


class PasswordPolicy:
    """Long, no composition, never one that everybody tries."""

    def validate(self, password: str, user: Any = None) -> None:
        if sentence := password_refusal(password, user):
            raise ValidationError(sentence)

    def get_help_text(self) -> str:
        return f"{SHORTEST} characters or more. Four or five words that do not belong together are easy to keep."
