"""The log in words: who did what, with people by name and patients and drafts by opaque short ids only."""

from collections.abc import Mapping
from typing import Any, Protocol

from apps.audit.domain.log_words import found_words, gap_words
from apps.audit.domain.reasons import ENDS, OWN_FACTORS, REASONS, WRONG
from apps.audit.domain.sentence_forms import PURPOSES, RIGHTS, SENTENCES

SHORT = 8


class Event(Protocol):
    """What a sentence needs of an audit event."""

    actor_kind: str
    actor_id: str
    action: str
    patient_id: str
    object_type: str
    object_id: str
    details: dict[str, Any]


def draft_of(event: Event) -> str:
    """Return the id of the draft that an event is about, or part of; empty for any other event."""
    return event.object_id if event.object_type == "draft" else str(event.details.get("draft_id") or "")


def people_of(event: Event) -> set[str]:
    """Return the ids of the people an event names."""
    person = event.object_id if event.object_type == "person" else str(event.details.get("person_id") or "")
    holder = "" if event.details.get("holder_kind") == "team" else str(event.details.get("holder_id") or "")
    return {person, holder, event.actor_id if event.actor_kind == "person" else ""} - {""}


def teams_of(event: Event) -> set[str]:
    """Return the ids of the care teams an event names."""
    team = event.object_id if event.object_type == "care_team" else ""
    holder = str(event.details.get("holder_id") or "") if event.details.get("holder_kind") == "team" else ""
    return {team, holder} - {""}


def sentence(event: Event, names: Mapping[str, str]) -> str:
    """Return an event as a sentence. ``names`` gives the people and teams it may name, by id; nobody else is."""
    actor = f"The workbench ({event.actor_id})" if event.actor_kind == "service" else _person(event.actor_id, names)
    others = people_of(event) - {event.actor_id}
    form = SENTENCES.get(event.action, "{actor} did something this version has no words for.")  # type: ignore[call-overload]
    return str(form).format(
        actor=actor,
        person=_person(next(iter(others), ""), names) if others else "nobody we know",
        patient=_named("patient", event.patient_id),
        draft=_named("draft", draft_of(event)),
        object=event.object_id[:SHORT],
        page=_page(event),
        team=_team(next(iter(teams_of(event)), ""), names),
        document=_named("document", event.object_id if event.object_type == "document" else ""),
        settled=_settled(event),
        signed_out=ENDS.get(str(event.details.get("reason")), "signed out"),
        key=event.details.get("key_id", ""),
        switched="stopped" if event.details.get("stopped") else "resumed",
        drafting=_drafting(str(event.details.get("scope", ""))),
        count=event.details.get("count", 0),
        rule=str(event.details.get("rule", "")).replace("_", " "),
        place=_named("draft", draft_of(event)) if draft_of(event) else "the lists of the desk",
        identifiers=_identifiers(event),
        purposes=" and ".join(PURPOSES.get(purpose, purpose) for purpose in _put_back(event)) or "an act of theirs",
        factor=WRONG.get(str(event.details.get("factor")), WRONG["password"]),
        because=_because(event),
        own_factor=OWN_FACTORS.get(str(event.details.get("factor")), "something"),
        emergency="set aside" if event.details.get("emergency") else "no longer keeps",
        whose=_person(next(iter(others), ""), names) if others else "their own, but the one they used",
        as_role=f" as {_words(event, 'role')}" if event.details.get("role") else "",
        holder=_holder(event, names),
        right=RIGHTS.get(str(event.details.get("permission")), "a right"),
        until=_until(event),
        old=str(event.details.get("old", "")).replace("_", " "),
        new=str(event.details.get("new", "")).replace("_", " "),
        reason=REASONS.get(str(event.details.get("reason")), "refused"),
        gap=gap_words(event.details),
        found=found_words(event.action, event.details),
    )


def _words(event: Event, name: str) -> str:
    return str(event.details.get(name) or "").replace("_", " ")


def _holder(event: Event, names: Mapping[str, str]) -> str:
    holder = str(event.details.get("holder_id") or "")
    if event.details.get("holder_kind") == "team":
        return _team(holder, names)
    return _person(holder, names) if holder else "somebody"


def _team(team: str, names: Mapping[str, str]) -> str:
    return f"the care team {names[team]}" if team in names else _named("care team", team)


def _page(event: Event) -> str:
    """Return which page was asked for, by its name in the addresses: never by what stood in one."""
    name = str(event.object_id if event.object_type == "page" else event.details.get("page") or "")
    room, _, page = name.replace("_", " ").rpartition(":")
    return f" ({room}: {page})" if room else f" ({page})" if page else ""


def _until(event: Event) -> str:
    """Return till when a grant stands, and that it was only moved where it stood already."""
    day, moved = str(event.details.get("expires_at") or "")[:10], "expired_at_before" in event.details
    return f", {'now ' if moved else ''}{f'until {day}' if day else 'without an end'}"


def _because(event: Event) -> str:
    reason = REASONS.get(str(event.details.get("reason")), "")
    return f" ({reason})" if reason else ""


def _drafting(scope: str) -> str:
    """Return what a switch is about; events of before the scopes were about everything."""
    kind, _, subject = scope.partition(":")
    return {
        "organization": "the organization's drafting",
        "workflow": f"drafting of the kind {subject.replace('_', ' ')}",
        "release": f"drafting by release {subject[:SHORT]}",
    }.get(kind, "all drafting")


def _settled(event: Event) -> str:
    if "belongs" not in event.details:
        return "does or does not belong to"
    return "belongs to" if event.details["belongs"] else "is set aside again in the chart of"


def _put_back(event: Event) -> Mapping[str, Mapping[str, int]]:
    told = event.details.get("reidentified")
    return told if isinstance(told, Mapping) else {}


def _identifiers(event: Event) -> str:
    number = sum(sum(kinds.values()) for kinds in _put_back(event).values())
    return "1 identifier" if number == 1 else f"{number} identifiers"


def _person(person_id: str, names: Mapping[str, str]) -> str:
    return names.get(person_id) or f"Person {person_id[:SHORT]}"


def _named(noun: str, identifier: str) -> str:
    return f"{noun} {identifier[:SHORT]}" if identifier else f"a {noun}"
