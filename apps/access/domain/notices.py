"""What a person is told of their account on the next page they see, since no mail leaves this workbench (S03)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum, auto
from typing import Generic, TypeVar

MOST_SHOWN = 5
Row = TypeVar("Row")


class Notice(StrEnum):
    NEW_PLACE = "new_place"
    FACTOR_ADDED = "factor_added"
    FACTOR_REMOVED = "factor_removed"
    FACTORS_RESET = "factors_reset"
    PASSWORD_CHANGED = auto()
    PASSWORD_LINK = auto()
    PASSWORD_LINK_USED = auto()
    LINK_MADE_FOR_ANOTHER = auto()
    LINK_USED_FOR_ANOTHER = auto()
    RECOVERY_MADE = "recovery_made"
    RECOVERY_USED = "recovery_used"
    ROLE_CHANGED = "role_changed"
    ACCOUNT_PROVISIONED = "account_provisioned"
    EMERGENCY_USED = "emergency_used"
    GLASS_BROKEN = "glass_broken"


class About(StrEnum):
    """What notices are about: each has its heading on the page, and is taken note of by itself."""

    ACCOUNT = auto()
    EMERGENCIES = auto()
    ACCOUNTS = auto()


ABOUT: Mapping[str, About] = {
    Notice.GLASS_BROKEN: About.EMERGENCIES,
    Notice.EMERGENCY_USED: About.ACCOUNTS,
    Notice.LINK_MADE_FOR_ANOTHER: About.ACCOUNTS,
    Notice.LINK_USED_FOR_ANOTHER: About.ACCOUNTS,
}
HEADINGS: Mapping[About, str] = {
    About.ACCOUNT: "About your account",
    About.EMERGENCIES: "About an emergency",
    About.ACCOUNTS: "About accounts of your organization",
}
WHAT_TO_DO: Mapping[About, str] = {
    About.ACCOUNT: "If one of these was not you, end your other sessions and tell your privacy officer at once.",
    About.EMERGENCIES: "While it is open you see there how long it still is; afterwards it waits for your review.",
    About.ACCOUNTS: "If nobody can say why, take access from the account and end its sessions.",
}
WORDS: Mapping[str, str] = {
    Notice.NEW_PLACE: "Somebody signed in to your account from a browser or network not used before.",
    Notice.FACTOR_ADDED: "A key, app or account was set up for you to sign in and sign with.",
    Notice.FACTOR_REMOVED: "A key, app or account you signed in with was removed.",
    Notice.FACTORS_RESET: "An administrator removed everything you sign in with, for you to set it up anew.",
    Notice.PASSWORD_CHANGED: "Your password was changed.",
    Notice.PASSWORD_LINK: "An administrator made a link by which a new password can be chosen for your account.",
    Notice.PASSWORD_LINK_USED: (
        "Since you last signed in from here, a new password was chosen for your account by a link that an "
        "administrator made."
    ),
    Notice.LINK_MADE_FOR_ANOTHER: (
        "An administrator made a link by which a password can be chosen for somebody of your organization. The log "
        "says for whom: ask that person whether they wanted it."
    ),
    Notice.LINK_USED_FOR_ANOTHER: (
        "A password was chosen by a link that an administrator had made. The log says for whom: ask that person "
        "whether it was them."
    ),
    Notice.RECOVERY_MADE: "New recovery codes were made for your account; the older ones count no more.",
    Notice.RECOVERY_USED: "A recovery code opened your account.",
    Notice.ROLE_CHANGED: "Your role was changed; your sessions of before were ended with it.",
    Notice.ACCOUNT_PROVISIONED: "An administrator linked an account at the identity provider with yours.",
    Notice.EMERGENCY_USED: "An emergency account of your organization was used to sign in. Find out by whom, and why.",
    Notice.GLASS_BROKEN: "A chart was opened in an emergency. By whom, why and for how long stands under Emergencies.",
}


def about(kind: str) -> About:
    """Return what a notice is about: the person's own account, unless it says otherwise."""
    return ABOUT.get(kind, About.ACCOUNT)


def kinds_about(what: About) -> list[str]:
    """Return the kinds of notices under one heading."""
    return [kind.value for kind in Notice if about(kind) is what]


@dataclass(frozen=True, slots=True)
class Told(Generic[Row]):
    """The notices under one heading, with what to do about them."""

    about: About
    rows: Sequence[tuple[Row, str]]

    @property
    def heading(self) -> str:
        return HEADINGS[self.about]

    @property
    def what_to_do(self) -> str:
        return WHAT_TO_DO[self.about]


def under_headings(rows: Iterable[tuple[str, Row]]) -> list[Told[Row]]:
    """Return notices, each with its kind, under their headings: one's own account first."""
    found: dict[About, list[tuple[Row, str]]] = {}
    for kind, row in rows:
        found.setdefault(about(kind), []).append((row, notice_words(kind)))
    return [Told(what, found[what]) for what in About if what in found]


def notice_words(kind: str) -> str:
    """Return what a notice says, in a sentence or two."""
    return WORDS[kind]
