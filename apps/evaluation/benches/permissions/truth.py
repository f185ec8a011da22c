"""Who may read what, told from the acts of the run alone: the code under test is never asked."""

from dataclasses import dataclass, field

Pair = tuple[str, str]


@dataclass
class Truth:
    """The rights as they are now, in plain sets of ids. Each act of the run changes it in the same breath."""

    home: dict[str, str] = field(default_factory=dict)  # person -> organization
    belongs: dict[str, str] = field(default_factory=dict)  # patient -> organization
    left: set[str] = field(default_factory=set)  # persons
    destroyed: set[str] = field(default_factory=set)  # patients
    own: set[Pair] = field(default_factory=set)  # (person, patient)
    by_team: set[Pair] = field(default_factory=set)  # (team, patient)
    members: set[Pair] = field(default_factory=set)  # (person, team)
    gone: set[str] = field(default_factory=set)  # documents that were replaced or withdrawn
    about: dict[str, str] = field(default_factory=dict)  # document -> patient
    part_of: dict[str, str] = field(default_factory=dict)  # passage -> document

    def opens(self, person: str, patient: str) -> bool:
        """Say whether the person may read in the patient's chart."""
        if person in self.left or patient in self.destroyed or self.home.get(person) != self.belongs.get(patient):
            return False
        teams = {team for member, team in self.members if member == person}
        return (person, patient) in self.own or any((team, patient) in self.by_team for team in teams)

    def reads(self, person: str, passage: str) -> bool:
        """Say whether the person may read a passage, one of a replaced document too. Nobody reads an unknown one."""
        patient = self.about.get(self.part_of.get(passage, ""), "")
        return self.opens(person, patient)

    def finds(self, person: str, passage: str) -> bool:
        """Say whether a search of the person may answer with the passage."""
        return self.part_of.get(passage) not in self.gone and self.reads(person, passage)

    def passages_of(self, patient: str) -> list[str]:
        """Return the passages of a patient, in a fixed order."""
        return sorted(passage for passage, document in self.part_of.items() if self.about[document] == patient)
