"""What a person is told of their account on the next page they see, since no mail leaves this workbench (S03)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum, auto
from typing import Generic, Protocol, TypeVar

MOST_SHOWN = 3  # under each heading; the rest waits behind how many more there are
MOST_LISTED = 100


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
    WATCHER_MADE = auto()
    DIGEST_MADE = auto()


class About(StrEnum):
    """What notices are about, the weightiest first: each has its heading on the page."""

    EMERGENCIES = auto()
    ACCOUNTS = auto()
    ACCOUNT = auto()
    FIGURES = auto()


ABOUT: Mapping[str, About] = {
    Notice.GLASS_BROKEN: About.EMERGENCIES,
    Notice.EMERGENCY_USED: About.ACCOUNTS,
    Notice.LINK_MADE_FOR_ANOTHER: About.ACCOUNTS,
    Notice.LINK_USED_FOR_ANOTHER: About.ACCOUNTS,
    Notice.WATCHER_MADE: About.ACCOUNTS,
    Notice.DIGEST_MADE: About.FIGURES,
}
# What nobody hides behind many of another kind: an emergency, and an account that may be in other hands.
WEIGHTY: Sequence[Notice] = (
    Notice.GLASS_BROKEN, Notice.EMERGENCY_USED, Notice.WATCHER_MADE, Notice.LINK_USED_FOR_ANOTHER,
    Notice.PASSWORD_LINK_USED, Notice.FACTORS_RESET, Notice.RECOVERY_USED, Notice.ACCOUNT_PROVISIONED,
)  # fmt: skip
HEADINGS: Mapping[About, str] = {
    About.ACCOUNT: "About your account",
    About.EMERGENCIES: "About an emergency",
    About.ACCOUNTS: "About accounts of your organization",
    About.FIGURES: "About the figures of the desk",
}
WHAT_TO_DO: Mapping[About, str] = {
    About.ACCOUNT: "If one of these was not you, end your other sessions and tell your privacy officer at once.",
    About.EMERGENCIES: "While it is open you see there how long it still is; afterwards it waits for your review.",
    About.FIGURES: "It stays as it was made, and can be read there at any time.",
    About.ACCOUNTS: "If nobody can say why, take access from the account and end its sessions.",
}
WORDS: Mapping[str, str] = {
    Notice.NEW_PLACE: "Somebody signed in to your account from a browser or network not used before.",
    Notice.FACTOR_ADDED: "A key, app or account was set up for you to sign in and sign with.",
    Notice.FACTOR_REMOVED: "A key, app or account you signed in with was removed.",
    Notice.FACTORS_RESET: "An administrator removed everything you sign in with, for you to set it up anew.",
    Notice.PASSWORD_CHANGED: "Your password was changed.",
    Notice.PASSWORD_LINK: "An administrator made a code by which a new password can be chosen for your account.",
    Notice.PASSWORD_LINK_USED: (
        "Since you last signed in from here, a new password was chosen for your account by a code that an "
        "administrator made."
    ),
    Notice.LINK_MADE_FOR_ANOTHER: (
        "An administrator made a code by which a password can be chosen for {whom}. Ask them whether they wanted it."
    ),
    Notice.LINK_USED_FOR_ANOTHER: (
        "A password was chosen for {whom} by a code that an administrator had made. Ask them whether it was them."
    ),
    Notice.WATCHER_MADE: (
        "{whom} has the role {role} from now on, which watches or runs the workbench. The log says who gave it: ask "
        "why."
    ),
    Notice.DIGEST_MADE: "The digest of last week is there.",
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


class Kept(Protocol):
    """What a notice has to say for itself."""

    @property
    def kind(self) -> str: ...

    @property
    def whom(self) -> str: ...

    @property
    def role_given(self) -> str: ...


Row = TypeVar("Row", bound=Kept)


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

    @property
    def shown(self) -> Sequence[tuple[Row, str]]:
        """Return what stands on the page at once."""
        return self.rows[:MOST_SHOWN]

    @property
    def more(self) -> Sequence[tuple[Row, str]]:
        """Return what is listed when somebody asks for it; it is taken note of by itself."""
        return self.rows[MOST_SHOWN:]


def under_headings(rows: Iterable[Row]) -> list[Told[Row]]:
    """Return notices under their headings, the weightiest heading first, in the order in which they come."""
    found: dict[About, list[tuple[Row, str]]] = {}
    for row in rows:
        found.setdefault(about(row.kind), []).append((row, notice_words(row)))
    return [Told(what, found[what]) for what in About if what in found]


def notice_words(row: Kept) -> str:
    """Return what a notice says, in a sentence or two."""
    return WORDS[row.kind].format(whom=row.whom or "somebody of your organization", role=row.role_given)
