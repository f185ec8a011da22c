"""What one kill switch stops: everything, one organization's drafts, one kind of draft, one release of the machine."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

SHORT = 12  # of a digest, as pages show it
DIGEST = re.compile(r"[0-9a-f]{64}")
ORGANIZATION_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")

# Kinds of draft, as a sentence names many of them.
WORKFLOWS: Mapping[str, str] = {
    "chart_summary": "chart summaries",
    "prior_auth_letter": "prior-authorization letters",
}


class ScopeKind(StrEnum):
    """The widest first."""

    ALL = "all"
    ORGANIZATION = "organization"
    WORKFLOW = "workflow"
    RELEASE = "release"

    @property
    def breadth(self) -> int:
        """Return the place among the kinds, 0 for the widest."""
        return list(ScopeKind).index(self)


@dataclass(frozen=True, slots=True)
class Scope:
    """What a switch is about: an organization's id, a kind of draft, a release's digest; empty for everything."""

    kind: ScopeKind = ScopeKind.ALL
    subject: str = ""

    def __post_init__(self) -> None:
        """Refuse a scope that stops nothing, or not what it says."""
        if (self.kind is ScopeKind.ALL) != (self.subject == ""):
            raise ValueError("Only the scope of all drafting goes without a subject.")

    @property
    def key(self) -> str:
        """Return the scope in one word, as forms carry it: "workflow:chart_summary"."""
        return f"{self.kind}:{self.subject}" if self.subject else str(self.kind)


ALL_DRAFTING = Scope()


@dataclass(frozen=True, slots=True)
class Act:
    """What is about to be done, as far as a stop may concern it. Empty: that part is not known, or plays no part."""

    organization_id: str = ""
    workflow: str = ""  # a kind of draft: "chart_summary"
    release: str = ""  # digest of the release that would do it


def of_act(act: Act) -> tuple[Scope, ...]:
    """Return every scope that concerns an act: it may go on only where none of them is stopped."""
    parts = (
        (ScopeKind.ORGANIZATION, act.organization_id),
        (ScopeKind.WORKFLOW, act.workflow),
        (ScopeKind.RELEASE, act.release),
    )
    return (ALL_DRAFTING, *(Scope(kind, subject) for kind, subject in parts if subject))


def scope_from(key: str) -> Scope:
    """Return the scope that a form carried. Raises ValueError for a word that names none."""
    kind, _, subject = key.partition(":")
    scope = Scope(ScopeKind(kind), subject)
    if scope.kind is ScopeKind.WORKFLOW and subject not in WORKFLOWS:
        raise ValueError("There is no such kind of draft.")
    if scope.kind is ScopeKind.RELEASE and not DIGEST.fullmatch(subject):
        raise ValueError("No release is called this.")
    if scope.kind is ScopeKind.ORGANIZATION and not ORGANIZATION_ID.fullmatch(subject):
        raise ValueError("No organization is called this.")
    return scope


def in_words(scope: Scope) -> str:
    """Return the subject of a sentence: "Drafting of chart summaries"."""
    match scope.kind:
        case ScopeKind.ALL:
            return "Drafting"
        case ScopeKind.ORGANIZATION:
            return "Drafting for this organization"
        case ScopeKind.WORKFLOW:
            return f"Drafting of {WORKFLOWS.get(scope.subject, scope.subject.replace('_', ' '))}"
        case ScopeKind.RELEASE:
            return f"Drafting by release {scope.subject[:SHORT]}"


def name_of(scope: Scope) -> str:
    """Return what a switch is called in a list of them."""
    return "All drafting" if scope.kind is ScopeKind.ALL else in_words(scope)


def may_turn(scope: Scope, *, organization_id: str, everywhere: bool) -> bool:
    """Return whether who runs an organization's control room may stop this scope, and let it go on again.

    ``everywhere``: they hold the right to stop what other organizations draft with, too.
    """
    if scope.kind is ScopeKind.ORGANIZATION:
        return scope.subject == organization_id
    return everywhere
