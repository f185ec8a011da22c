"""What happens during a run: each act is done through its front door and told to the truth in the same breath.

An act returns the (person, patient) it touched, who is asked about at once, or None when there was nothing to do.
"""

import base64
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from apps.access.services import break_glass_end, break_glass_open, person_active_set
from apps.chart.services import patient_grant, patient_grant_remove
from apps.evaluation.benches.permissions.stage import ACTOR, Stage
from apps.evaluation.benches.permissions.truth import LABELS, MAY_DECLARE_ONE, Pair
from apps.governance.services import shred_ask, shred_confirm

VIEW = "view_chart"
ACT_CODES = "http://terminology.hl7.org/CodeSystem/v3-ActCode"
MOST_DESTROYED = 1  # in each run: its twin in the other organization stays
MOST_LEFT = 4
Act = Callable[[Stage], Pair | None]
One = TypeVar("One", str, Pair)


def grants_at_the_start(stage: Stage) -> None:
    """Let people and teams read about half of their organization's charts, and everybody the empty one."""
    for slug, empty in stage.empty.items():
        for person, home in stage.truth.home.items():
            if home == slug and person in stage.people:
                _give_person(stage, person, empty)
    for _ in range(3 * len(stage.patients)):
        person_granted(stage)
    for _ in range(len(stage.patients)):
        team_granted(stage)


def person_granted(stage: Stage) -> Pair | None:
    """Give somebody a grant on a patient of their organization."""
    person = _any(stage, stage.people)
    patient = _any(stage, _at(stage, stage.truth.home[person]))
    if patient in stage.truth.destroyed:
        return None
    _give_person(stage, person, patient)
    return person, patient


def _give_person(stage: Stage, person: str, patient: str) -> None:
    patient_grant(patient=stage.patients[patient], permission=VIEW, person=stage.people[person], actor=ACTOR)
    stage.truth.own.add((person, patient))


def person_revoked(stage: Stage) -> Pair | None:
    """Take a grant from a person."""
    held = [pair for pair in stage.truth.own if pair[1] not in stage.truth.destroyed | set(stage.empty.values())]
    if not held:
        return None
    person, patient = _any(stage, held)
    patient_grant_remove(patient=stage.patients[patient], permission=VIEW, person=stage.people[person], actor=ACTOR)
    stage.truth.own.discard((person, patient))
    return person, patient


def team_granted(stage: Stage) -> Pair | None:
    """Give a care team a grant."""
    team = _any(stage, stage.teams)
    patient = _any(stage, _at(stage, stage.truth.home[team]))
    if patient in stage.truth.destroyed:
        return None
    patient_grant(patient=stage.patients[patient], permission=VIEW, team=stage.teams[team], actor=ACTOR)
    stage.truth.by_team.add((team, patient))
    return _member(stage, team), patient


def team_revoked(stage: Stage) -> Pair | None:
    """Take a grant from a care team."""
    held = [pair for pair in stage.truth.by_team if pair[1] not in stage.truth.destroyed]
    if not held:
        return None
    team, patient = _any(stage, held)
    patient_grant_remove(patient=stage.patients[patient], permission=VIEW, team=stage.teams[team], actor=ACTOR)
    stage.truth.by_team.discard((team, patient))
    return _member(stage, team), patient


def person_leaves(stage: Stage) -> Pair | None:
    """Take all access from somebody who could read a chart."""
    reading = [pair for pair in stage.truth.own if pair[0] not in stage.truth.left | _officers(stage)]
    if len(stage.truth.left) >= MOST_LEFT or not reading:
        return None
    person, patient = _any(stage, reading)
    person_active_set(person=stage.people[person], active=False, actor=ACTOR)
    stage.truth.left.add(person)
    return person, patient


def person_returns(stage: Stage) -> Pair | None:
    """Give somebody who left their access again."""
    if not stage.truth.left:
        return None
    person = _any(stage, stage.truth.left)
    person_active_set(person=stage.people[person], active=True, actor=ACTOR)
    stage.truth.left.discard(person)
    return person, _any(stage, _at(stage, stage.truth.home[person]))


def note_replaced(stage: Stage) -> Pair | None:
    """Let the sender of a note send it again in other words."""
    found = _standing_note(stage)
    if found is None:
        return None
    patient, series = found
    note = stage.notes[found]
    attachment = note["content"][0]["attachment"]
    words = base64.b64decode(attachment["data"]).decode() + f"\n\nAddendum {stage.random.randrange(10**6)}: corrected."
    changed = {**attachment, "data": base64.b64encode(words.encode()).decode()}
    _send(stage, patient, series, {**note, "content": [{**note["content"][0], "attachment": changed}]})
    return _reader(stage, patient), patient


def note_withdrawn(stage: Stage) -> Pair | None:
    """Let the sender of a note take it back as entered in error."""
    found = _standing_note(stage)
    if found is None:
        return None
    patient, series = found
    _send(stage, patient, series, {**stage.notes[found], "status": "entered-in-error"})
    stage.truth.gone |= _versions(stage, patient, series)
    del stage.notes[found]
    return _reader(stage, patient), patient


def record_destroyed(stage: Stage) -> Pair | None:
    """Destroy a patient's record: one officer asks, another confirms."""
    if len(stage.truth.destroyed) >= MOST_DESTROYED:
        return None
    patient = _any(stage, stage.patients.keys() - set(stage.empty.values()))
    asks, confirms = stage.officers[stage.truth.belongs[patient]]
    reader = _reader(stage, patient)
    request = shred_ask(patient_id=stage.patients[patient].pk, reason="Asked for.", person=asks, actor=ACTOR)
    shred_confirm(request_id=request.pk, person=confirms, actor=ACTOR)
    stage.truth.destroyed.add(patient)
    stage.notes = {key: note for key, note in stage.notes.items() if key[0] != patient}
    return reader, patient


def note_labelled(stage: Stage) -> Pair | None:
    """Let the sender of a note send it again, the same words under a sensitivity label. A standing label stays."""
    found = _standing_note(stage)
    if found is None:
        return None
    patient, series = found
    note, code = stage.notes[found], stage.random.choice(LABELS)
    meta = note.get("meta", {})
    labels = [*meta.get("security", []), {"system": ACT_CODES, "code": code}]
    stage.notes[found] = {**note, "meta": {**meta, "security": labels}}
    stage.send(patient, stage.notes[found])
    for document in _versions(stage, patient, series):
        stage.truth.labels.setdefault(document, set()).add(code)
    return _reader(stage, patient), patient


def emergency_declared(stage: Stage) -> Pair | None:
    """Let somebody open a chart in an emergency."""
    may = [p for p, role in stage.truth.role.items() if role in MAY_DECLARE_ONE and p not in stage.truth.left]
    person = _any(stage, may)
    patient = _any(stage, _at(stage, stage.truth.home[person]))
    if patient in stage.truth.destroyed:
        return None
    break_glass_open(
        person=stage.people[person], patient_id=stage.patients[patient].pk, reason_code="emergency_treatment",
        reason="Called at night.", actor=ACTOR,
    )  # fmt: skip
    stage.truth.emergencies.add((person, patient))
    return person, patient


def emergency_ended(stage: Stage) -> Pair | None:
    """Let somebody end the emergency that they declared."""
    if not stage.truth.emergencies:
        return None
    person, patient = _any(stage, stage.truth.emergencies)
    break_glass_end(person=stage.people[person], patient_id=stage.patients[patient].pk, actor=ACTOR)
    stage.truth.emergencies.discard((person, patient))
    return person, patient


# How often each happens, beside the others.
OFTEN: tuple[Act, ...] = (person_granted, person_revoked, team_granted, team_revoked)
SOMETIMES: tuple[Act, ...] = (person_leaves, person_returns, emergency_declared, emergency_declared, emergency_ended)
SELDOM: tuple[Act, ...] = (note_replaced, note_withdrawn, note_labelled, note_labelled)
SCENARIO: Sequence[Act] = (*OFTEN * 4, *SOMETIMES * 2, *SELDOM)


def _send(stage: Stage, patient: str, series: str, note: dict[str, object]) -> None:
    before = _versions(stage, patient, series)
    stage.send(patient, note)
    stage.truth.gone |= before
    stage.notes[patient, series] = note
    held = set().union(*(stage.truth.labels.get(document, set()) for document in before))
    for document in _versions(stage, patient, series):
        stage.truth.labels.setdefault(document, set()).update(held)


def _versions(stage: Stage, patient: str, series: str) -> set[str]:
    return {document for document, of in stage.series_of.items() if of == (patient, series)}


def _standing_note(stage: Stage) -> Pair | None:
    return _any(stage, stage.notes) if stage.notes else None


def _reader(stage: Stage, patient: str) -> str:
    """Return somebody who reads the patient's chart now, or just anybody of the house."""
    own = stage.truth.belongs[patient]
    house = [person for person in stage.people if stage.truth.home[person] == own]
    return _any(stage, [person for person in house if stage.truth.opens(person, patient)] or house)


def _member(stage: Stage, team: str) -> str:
    return _any(stage, [person for person, of in stage.truth.members if of == team])


def _officers(stage: Stage) -> set[str]:
    return {str(person.pk) for officers in stage.officers.values() for person in officers}


def _at(stage: Stage, slug: str) -> list[str]:
    return [patient for patient in stage.patients if stage.truth.belongs[patient] == slug]


def _any(stage: Stage, of: Iterable[One]) -> One:
    return stage.random.choice(sorted(of))
