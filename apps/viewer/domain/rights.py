"""Who may see what as rows: the table of roles in words, and what each person holds; a file that computes nothing."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from apps.access.domain.labels import LABEL_WORDS, Label
from apps.access.domain.roles import (
    NEEDED_FOR,
    ROLES,
    TAKES,
    DocumentClass,
    PatientPermission,
    Permission,
    role_uses,
)
from apps.core.canonical import sha256_hex

CLASS_WORDS = {
    DocumentClass.CLINICAL_NOTES: "clinical notes",
    DocumentClass.REPORTS: "reports",
    DocumentClass.RECORDS: "structured records",
    DocumentClass.ADMINISTRATIVE: "administrative records",
}
MOST_NAMED = 5
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
HEADER = ("row", "who", "account", "role", "right", "on", "how", "from", "until", "reason", "remark")


@dataclass(frozen=True, slots=True)
class RoleRow:
    """A role of the table, in words."""

    key: str
    name: str
    description: str
    rights: tuple[str, ...]
    documents: str
    labels: str
    people: int

    def has(self, right: Permission) -> bool:
        return right in ROLES[self.key].permissions


def role_rows(people_of: dict[str, int]) -> list[RoleRow]:
    """Return every role in words, with how many people have it."""
    return [
        RoleRow(
            key, role.name, role.description, tuple(NEEDED_FOR[it] for it in Permission if it in role.permissions),
            ", ".join(CLASS_WORDS[it] for it in DocumentClass if it in role.documents) or "no documents",
            ", ".join(LABEL_WORDS[it] for it in Label if it in role.labels) or "nothing restricted",
            people_of.get(key, 0),
        )
        for key, role in ROLES.items()
    ]  # fmt: skip


def cannot_use(role: str, right: str) -> str:
    """Return why a right on a patient opens nothing to a role, or an empty text."""
    if right not in TAKES or role_uses(role, right):
        return ""
    return f"opens nothing: the role may not {use_words(right)}"


def opens_nothing_to(members: Iterable[tuple[str, str]], right: str) -> str:
    """Return to whom of a care team a right of the team opens nothing, in a sentence, or an empty text.

    ``members`` are names with their roles.
    """
    left = [f"{name} ({ROLES[role].name.lower()})" for name, role in members if cannot_use(role, right)]
    if not left:
        return ""
    told = left[:MOST_NAMED] if len(left) <= MOST_NAMED else [*left[:MOST_NAMED], f"{len(left) - MOST_NAMED} more"]
    names = " and ".join(filter(None, (", ".join(told[:-1]), told[-1])))
    return f"Opens nothing to {names}: {'that role' if len(left) == 1 else 'their roles'} may not {use_words(right)}."


def use_words(right: str) -> str:
    """Return what a right on a patient is used for."""
    return NEEDED_FOR[TAKES[PatientPermission(right)]]


@dataclass(frozen=True, slots=True)
class AccessLine:
    """One row of the file: a right of a role, or of a person on a patient."""

    row: str
    who: str
    role: str
    right: str
    on: str = ""
    how: str = ""
    since: str = ""
    until: str = ""
    reason: str = ""
    remark: str = ""
    account: str = ""  # two people may have one name

    @property
    def cells(self) -> tuple[str, ...]:
        return (self.row, self.who, self.account, self.role, self.right, self.on, self.how, self.since, self.until,
                self.reason, self.remark)  # fmt: skip


def role_lines(roles: Iterable[RoleRow]) -> list[AccessLine]:
    """Return each right of each role as a row, and which documents and restricted records it reads."""
    return [
        AccessLine(row, role.name, role.key, right)
        for role in roles
        for row, right in (
            *(("role", right) for right in role.rights), ("reads", role.documents), ("restricted records", role.labels),
        )
    ]  # fmt: skip


def safe_cell(cell: str) -> str:
    """Return a cell that a spreadsheet shows and does not compute."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell


def as_csv(lines: Sequence[AccessLine]) -> str:
    """Return the rows as a file; the same rows are the same bytes."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEADER)
    writer.writerows([safe_cell(cell) for cell in line.cells] for line in lines)
    return out.getvalue()


def hash_of(lines: Sequence[AccessLine]) -> str:
    """Return the hash of what somebody was shown: of the very bytes of the file."""
    return sha256_hex(as_csv(lines))
