"""What a person types in the forms of a draft before it is sent: which forms, which of their fields hold words."""

from collections.abc import Mapping
from enum import StrEnum

LONGEST = 4000  # characters of one field: more than any of these forms takes


class TypedAct(StrEnum):
    EDIT = "edit"
    REMOVE = "remove"
    WAIVE = "waive"
    STATEMENT = "statement"
    DECIDE = "decide"
    SECOND = "second"  # why somebody does not sign second
    AMEND = "amend"
    RETURN = "return"  # the answer to a reviewer
    TAKE_OVER = "take_over"
    # A whole form that waits while its signer is at the identity provider.
    SHEET = "sheet"
    SECOND_SHEET = "sheet_2"
    AMEND_SHEET = "sheet_add"


AWAY = frozenset({TypedAct.SHEET, TypedAct.SECOND_SHEET, TypedAct.AMEND_SHEET})
SECRET = frozenset({"password", "code", "assertion", "username"})  # never kept of a form
OF_A_CLAIM = frozenset({TypedAct.EDIT, TypedAct.REMOVE, TypedAct.WAIVE})
# Never a judgement, a tick or a password: only what would have to be typed again.
FIELDS: Mapping[TypedAct, tuple[str, ...]] = {
    TypedAct.EDIT: ("text",),
    TypedAct.REMOVE: ("reason_code", "reason"),
    TypedAct.WAIVE: ("reason_code", "reason"),
    TypedAct.STATEMENT: ("where", "text"),
    TypedAct.DECIDE: ("comment",),
    TypedAct.SECOND: ("reason_code", "words"),
    TypedAct.AMEND: ("reason_code", "text"),
    TypedAct.RETURN: ("words",),
    TypedAct.TAKE_OVER: ("reason",),
}


def act_named(name: str, *, of_a_claim: bool) -> TypedAct | None:
    """Return the form of this name whose words are kept while they are typed, or None where there is none."""
    acts = {act.value: act for act in FIELDS if (act in OF_A_CLAIM) == of_a_claim}
    return acts.get(name)


def away_named(name: str) -> TypedAct | None:
    """Return the form of this name that waits for its signer, or None where there is none."""
    return next((act for act in AWAY if act.value == name), None)


def words_of(act: TypedAct, posted: Mapping[str, str]) -> dict[str, str]:
    """Return what was typed in a form, field by field."""
    return {name: posted.get(name, "") for name in FIELDS[act]}


def why_not_kept(words: Mapping[str, str]) -> str:
    """Return why words are not kept, or an empty text."""
    if any(len(text) > LONGEST for text in words.values()):
        return f"More than {LONGEST} characters are not kept. Shorten what you typed, or send it."
    return ""


def says_nothing(words: Mapping[str, str]) -> bool:
    return not any(text.strip() for text in words.values())
