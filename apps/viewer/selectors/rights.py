"""Who may see what, for who answers for it: made of the table of roles and of every right that stands now."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils import timezone

from apps.access.domain.roles import NEEDED_FOR, ROLES, Permission, watches_or_runs
from apps.access.domain.usage import REVIEW_EVERY, UNUSED_AFTER, rights_unused
from apps.access.selectors import break_glass_standing, may, people_visible_to
from apps.access.selectors.usage import access_reviews, acts_by_person, patients_by_person
from apps.chart.selectors.rights import BY_TEAM, DELEGATED, DIRECT, HeldGrant, LiveGrant, grants_live, grants_on
from apps.core import clock
from apps.viewer.domain.rights import (
    AccessLine,
    RoleRow,
    as_csv,
    cannot_use,
    hash_of,
    opens_nothing_to,
    role_lines,
    role_rows,
)

if TYPE_CHECKING:
    from apps.access.models import AccessReview, BreakGlassGrant, Person
    from apps.chart.models import Patient

HOW_WORDS = {DIRECT: "their own grant", DELEGATED: "delegated"}


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person and what they hold, counted."""

    person: "Person"
    teams: tuple[str, ...]
    own: int  # patients
    by_team: int
    delegated: int
    emergencies: int
    unusable: tuple[str, ...]
    unused: tuple[str, ...]  # rights of the role
    untouched: int  # patients of their own grants about whom they did nothing lately

    @property
    def is_remarkable(self) -> bool:
        return bool(self.unusable or self.unused or self.untouched)


@dataclass(frozen=True, slots=True)
class AccessPage:
    """Everything the page says, and the rows of the file behind it."""

    roles: list[RoleRow]
    people: list[PersonRow]
    lines: list[AccessLine]
    sha256: str
    counted: dict[str, int]
    reviews: "list[AccessReview]"
    due: date | None
    is_overdue: bool
    why_not_sign: str
    days: int = UNUSED_AFTER.days
    every: int = REVIEW_EVERY.days

    @property
    def csv(self) -> str:
        return as_csv(self.lines)


def access_page(person: "Person") -> AccessPage:
    """Return who may see what in a person's organization now. A few statements, however many people there are."""
    since = clock.now() - UNUSED_AFTER
    people = list(people_visible_to(person))
    live = grants_live(person.organization_id)
    opened = break_glass_standing(person.organization_id)
    acts = acts_by_person(person.organization_id, since)
    touched = patients_by_person(person.organization_id, since)
    rows = [
        _person_row(one, [it for it in live if it.person_id == one.pk],
                    [it for it in opened if it.person_id == one.pk], acts.get(str(one.pk), frozenset()),
                    touched.get(str(one.pk), frozenset()), since)
        for one in people
    ]  # fmt: skip
    roles = role_rows(Counter(one.role for one in people if one.is_active))
    lines = role_lines(roles) + _watching_lines(people) + _grant_lines(people, live, opened) + _remark_lines(rows)
    reviews = access_reviews(person)
    due = reviews[0].next_due if reviews else None
    return AccessPage(
        roles, rows, lines, hash_of(lines), _counted(people, live, rows), reviews, due,
        due is None or due < clock.today(), why_not_sign_off(person),
    )  # fmt: skip


def why_not_sign_off(person: "Person") -> str:
    """Return why a person may not sign off who may see what, in a sentence, or an empty text."""
    if may(person, Permission.REVIEW_AUDIT):
        return ""
    return "A privacy officer signs this off: not who gives the rights. You read what they sign, and when."


def _person_row(
    person: "Person",
    live: list[LiveGrant],
    opened: "list[BreakGlassGrant]",
    acts: frozenset[str],
    touched: frozenset[str],
    since: datetime,
) -> PersonRow:
    own = {it.patient_id for it in live if it.how == DIRECT}
    settled = {it.patient_id for it in live if it.how == DIRECT and not (it.given_at and it.given_at > since)}
    others = {it.patient_id for it in live if it.how not in {DIRECT, DELEGATED}}
    is_new = person.created_at > since or not person.is_active
    return PersonRow(
        person,
        tuple(sorted(group.care_team.name for group in person.groups.all() if hasattr(group, "care_team"))),
        len(own), len(others), len([it for it in live if it.how == DELEGATED]), len(opened),
        tuple(sorted({f"{_held(it)}: {why}" for it in live if (why := cannot_use(person.role, it.right))})),
        () if is_new else tuple(NEEDED_FOR[right] for right in rights_unused(person.role, acts)),
        0 if is_new else len({patient for patient in settled if str(patient) not in touched}),
    )  # fmt: skip


def _held(it: LiveGrant) -> str:
    right = it.right.replace("_", " ")
    return f"{right}, by care team {it.holder}" if it.how == BY_TEAM else right


def grants_shown(viewer: "Person", patient: "Patient") -> "list[tuple[HeldGrant, str]]":
    """Return the grants on a patient, of each team's to whom in it it opens nothing, in a sentence."""
    held = grants_on(patient)
    members = team_members(viewer, {grant.holder_id for grant in held if grant.kind == "team"})
    return [
        (grant, opens_nothing_to(members.get(grant.holder_id, ()), grant.right) if grant.kind == "team" else "")
        for grant in held
    ]


def team_members(viewer: "Person", team_ids: Collection[UUID]) -> Mapping[UUID, Sequence[tuple[str, str]]]:
    """Return who is in care teams of the viewer's organization and has access, by team: names with their roles."""
    found: dict[UUID, list[tuple[str, str]]] = {team_id: [] for team_id in team_ids}
    if not team_ids:
        return found
    people = people_visible_to(viewer).filter(is_active=True, groups__care_team__in=team_ids).distinct()
    for person in people:
        for group in person.groups.all():
            if hasattr(group, "care_team") and group.care_team.pk in found:
                found[group.care_team.pk].append((person.formal_name, person.role))
    return found


def _grant_lines(people: "list[Person]", live: list[LiveGrant], opened: "list[BreakGlassGrant]") -> list[AccessLine]:
    named = {person.pk: person for person in people}
    found = []
    for it in live:
        person = named.get(it.person_id)
        if person is None or not person.is_active:
            continue
        how = HOW_WORDS.get(it.how) or f"care team {it.holder}"
        if it.how == DELEGATED and it.holder_id in named:
            how = f"delegated by {named[it.holder_id].formal_name}"
        found.append(AccessLine(
            "grant", person.formal_name, ROLES[person.role].name, it.right.replace("_", " "),
            str(it.patient_id or "every patient of theirs"), how, _day(it.given_at), _day(it.expires_at),
            it.reason.replace("_", " "), cannot_use(person.role, it.right), person.email,
        ))  # fmt: skip
    return found + [
        AccessLine(
            "emergency", named[grant.person_id].formal_name, named[grant.person_id].role_name, "view chart",
            str(grant.patient_id), "opened in an emergency", _moment(grant.opened_at), _moment(grant.expires_at),
            grant.reason_code.replace("_", " "), account=named[grant.person_id].email,
        )
        for grant in opened
        if grant.person_id in named
    ]  # fmt: skip


def _watching_lines(people: "list[Person]") -> list[AccessLine]:
    """Return who watches others or runs the workbench: they hold no grant, and stand in the file all the same."""
    return [
        AccessLine(
            "holds the role", person.formal_name, person.role_name, "watches others or runs the workbench",
            account=person.email,
        )
        for person in people
        if person.is_active and watches_or_runs(person.role)
    ]  # fmt: skip


def _remark_lines(rows: list[PersonRow]) -> list[AccessLine]:
    days = UNUSED_AFTER.days
    return [
        AccessLine(
            "unused", row.person.formal_name, row.person.role_name, right, remark=f"not used for {days} days",
            account=row.person.email,
        )
        for row in rows
        for right in row.unused
    ]  # fmt: skip


def _day(moment: datetime | None) -> str:
    return clock.day_of(moment).isoformat() if moment else ""


def _moment(moment: datetime) -> str:
    """Return a moment on the clock of the house, as its days are, with how far that clock is from UTC."""
    return timezone.localtime(moment).isoformat(timespec="seconds")


def _counted(people: "list[Person]", live: list[LiveGrant], rows: list[PersonRow]) -> dict[str, int]:
    return {
        "people": sum(person.is_active for person in people),
        "grants": len(live),
        "delegations": sum(it.how == DELEGATED for it in live),
        "emergencies": sum(row.emergencies for row in rows),
        "unusable": sum(len(row.unusable) for row in rows),
        "unused_rights": sum(len(row.unused) for row in rows),
        "untouched_patients": sum(row.untouched for row in rows),
    }
