"""What crosses a boundary of the house, and what the ledger says of it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from apps.redaction.domain.dates import CalendarDate
from apps.redaction.domain.kinds import BoundaryPolicy, IdentifierKind
from apps.redaction.domain.mapping import RedactionMap, Replacement
from apps.redaction.domain.tokens import TOKEN, kind_of, place_of, tokens_in

THIS_MACHINE = "this machine"
Counts = dict[str, dict[str, int]]  # {kind: {layer: how many}}


class Station(StrEnum):
    """Where text stands; a crossing goes from one to the next."""

    CHART = "chart"
    INDEX = "index"
    MODEL = "model"
    DESK = "desk"
    PERSON = "person"
    PAPER = "paper"


class Purpose(StrEnum):
    """What identifiers are put back for: every re-identification names one."""

    QUEUE = "queue"  # for what a draft at the desk was asked
    REVIEW = "review"  # a draft beside its sources
    DECISION = "decision"  # what would be signed
    SIGNED_DOCUMENT = "signed_document"  # what was signed, on screen or as a file
    CITED = "cited"  # a letter with the words that it cites, for who sees it to its payer
    LEDGER = "ledger"  # which identifiers were in the sources of a draft


@dataclass(frozen=True, slots=True)
class Receiver:
    """Who gets the text: the backend and its model. ``host`` is empty for a model inside this process."""

    backend: str
    model_name: str
    host: str = ""


@dataclass(frozen=True, slots=True)
class SourceIdentifier:
    """One stand-in in the sources of a draft: which kind, how often, and which layers found what it stands for."""

    kind: str
    token: str
    number: int
    layers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RedactedSource:
    """One redacted document that passages were cut from: its title in redacted words, and what proves its text."""

    title: str
    redacted_at: datetime
    redactor_version: str
    sha256: str
    identifiers: int  # concealed in the whole of it


@dataclass(frozen=True, slots=True)
class SourceIdentifiers:
    """Everything that was concealed in some passages, and the documents they are of."""

    replacements: tuple[Replacement, ...]
    documents: tuple[RedactedSource, ...]

    def counts(self) -> Counts:
        """Return how many identifiers of each kind each layer found."""
        return counted(self.replacements)

    def by_token(self) -> list[SourceIdentifier]:
        """Return every stand-in once, by kind and number."""
        groups: dict[tuple[str, str], list[Replacement]] = {}
        for found in self.replacements:
            groups.setdefault((found.kind.value, found.token), []).append(found)
        return [
            SourceIdentifier(kind, token, len(group), tuple(sorted({found.layer.value for found in group})))
            for (kind, token), group in sorted(groups.items(), key=lambda row: (row[0][0], place_of(row[0][1])))
        ]


@dataclass(frozen=True, slots=True)
class SentDate:
    """A date as it was shown on the other side of the boundary, and as the record means it."""

    shown: CalendarDate
    meant: CalendarDate
    shown_text: str
    meant_text: str


@dataclass(frozen=True, slots=True)
class Prepared:
    """Texts as they may cross, each with the map between the redacted text and the one that crosses.

    ``reference`` is the one name under which the other side may know the patient. ``sent_dates`` and ``stand_ins`` stay
    here: the dates that moved, and what each token that was made for this crossing alone stands for.
    """

    policy: BoundaryPolicy
    texts: tuple[str, ...]
    maps: tuple[RedactionMap, ...]
    days: tuple[date, ...]  # days that cross beside the texts, such as the day the draft speaks from
    about: date
    reference: str
    sent_dates: tuple[SentDate, ...] = field(default=(), repr=False)
    stand_ins: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def dates_shifted(self) -> int:
        """How many dates stand in the texts as other dates; what became a token is not among them."""
        replaced = (found for one in self.maps for found in one.replacements)
        return sum(found.kind is IdentifierKind.DATE and not TOKEN.fullmatch(found.token) for found in replaced)

    def counts(self) -> Counts:
        """Return what was concealed for this crossing beyond what already was, by kind and layer."""
        return counted(found for one in self.maps for found in one.replacements)

    def tokens(self) -> dict[str, int]:
        """Return how many tokens cross, by kind."""
        return tokens_by_kind(self.texts)


def counted(replacements: Iterable[Replacement]) -> Counts:
    """Return how many identifiers of each kind each layer found, both in alphabetical order."""
    number = Counter((found.kind.value, found.layer.value) for found in replacements)
    counts: Counts = {}
    for (kind, layer), many in sorted(number.items()):
        counts.setdefault(kind, {})[layer] = many
    return counts


def added(one: Mapping[str, Mapping[str, int]], other: Mapping[str, Mapping[str, int]]) -> Counts:
    """Return two counts as one."""
    return {
        kind: dict(sorted((Counter(one.get(kind, {})) + Counter(other.get(kind, {}))).items()))
        for kind in sorted({*one, *other})
    }


def tokens_by_kind(texts: Iterable[str]) -> dict[str, int]:
    """Return how many tokens of each kind stand in the texts."""
    number = Counter(kind_of(token).value for text in texts for token in tokens_in(text))
    return dict(sorted(number.items()))


def identifiers_in(counts: Mapping[str, Mapping[str, int]]) -> int:
    """Return how many identifiers there are; what merely looked like a token is none."""
    return sum(sum(layers.values()) for kind, layers in counts.items() if kind != IdentifierKind.LITERAL)
