"""Who may read what, told from the acts of the run alone: the code under test is never asked."""

from collections.abc import Mapping
from dataclasses import dataclass, field

Pair = tuple[str, str]
# Which labels of a sender (v3-ActCode) each role may see: our reading of the policy, written down a second time.
TREATING = frozenset({"HIV", "PSY", "SDV"})
SEES: Mapping[str, frozenset[str]] = {
    "physician": TREATING,
    "resident": TREATING,
    "nurse": TREATING,
    "behavioral_health": TREATING,
    "pharmacist": TREATING - {"SDV"},
    "social_worker": TREATING - {"HIV"},
    "psychotherapist": TREATING | {"PSYTHPN"},
    "part2_staff": TREATING | {"42CFRPart2"},
    "privacy_officer": TREATING | {"42CFRPart2"},
}  # any other role reads no document, whatever it was granted
IN_EMERGENCY = TREATING | {"42CFRPart2"}
MAY_DECLARE_ONE = frozenset({"physician", "resident", "nurse", "behavioral_health"})
LABELS = sorted(TREATING | {"PSYTHPN", "42CFRPart2"})


@dataclass
class Truth:
    """The rights as they are now, in plain sets of ids. Each act of the run changes it in the same breath."""

    home: dict[str, str] = field(default_factory=dict)  # person -> organization
    role: dict[str, str] = field(default_factory=dict)  # of persons
    belongs: dict[str, str] = field(default_factory=dict)  # patient -> organization
    left: set[str] = field(default_factory=set)  # persons
    destroyed: set[str] = field(default_factory=set)  # patients
    own: set[Pair] = field(default_factory=set)  # (person, patient)
    by_team: set[Pair] = field(default_factory=set)  # (team, patient)
    members: set[Pair] = field(default_factory=set)  # (person, team)
    emergencies: set[Pair] = field(default_factory=set)  # (person, patient)
    labels: dict[str, set[str]] = field(default_factory=dict)  # document -> as its sender labelled it
    gone: set[str] = field(default_factory=set)  # documents that were replaced or withdrawn
    about: dict[str, str] = field(default_factory=dict)  # document -> patient
    part_of: dict[str, str] = field(default_factory=dict)  # passage -> document

    def opens(self, person: str, patient: str, *, emergency: bool = False) -> bool:
        """Say whether the person may read in the patient's chart; ``emergency``: or opened it in one."""
        opened = emergency and (person, patient) in self.emergencies
        return self._is_there(person, patient) and (opened or self._granted(person, patient))

    def _is_there(self, person: str, patient: str) -> bool:
        here = self.home.get(person) == self.belongs.get(patient)
        return here and person not in self.left and patient not in self.destroyed and self.role.get(person) in SEES

    def _granted(self, person: str, patient: str) -> bool:
        teams = {team for member, team in self.members if member == person}
        return (person, patient) in self.own or any((team, patient) in self.by_team for team in teams)

    def reads(self, person: str, passage: str, *, emergency: bool = False) -> bool:
        """Say whether the person may read a passage, one of a replaced document too. Nobody reads an unknown one."""
        document = self.part_of.get(passage, "")
        patient = self.about.get(document, "")
        if not self._is_there(person, patient):
            return False
        labels = self.labels.get(document, set())
        in_emergency = emergency and (person, patient) in self.emergencies and labels <= IN_EMERGENCY
        return in_emergency or (self._granted(person, patient) and labels <= SEES[self.role[person]])

    def finds(self, person: str, passage: str, *, emergency: bool = False) -> bool:
        """Say whether a search of the person may answer with the passage."""
        return self.part_of.get(passage) not in self.gone and self.reads(person, passage, emergency=emergency)

    def finds_any(self, person: str, patient: str) -> bool:
        """Say whether there is anything of the patient that a search of the person may answer with."""
        return any(self.finds(person, passage) for passage in self.passages_of(patient))

    def passages_of(self, patient: str) -> list[str]:
        """Return the passages of a patient, in a fixed order."""
        return sorted(passage for passage, document in self.part_of.items() if self.about[document] == patient)
