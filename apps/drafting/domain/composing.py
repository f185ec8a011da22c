"""Building claims: words out of quotes, nothing else."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from apps.drafting.domain.claims import CitedSpan, ClaimType, ProposedClaim, Severity
from apps.drafting.domain.facts.quotes import Quote
from apps.drafting.domain.knowledge import SEMANTIC_TAG
from apps.drafting.domain.labels import SHORT_KINDS
from apps.drafting.domain.language.dates import written
from apps.drafting.domain.language.ucum import plain_units

HIGH_BY_NATURE = frozenset(
    {
        ClaimType.IDENTITY,
        ClaimType.DIAGNOSIS,
        ClaimType.MEDICATION,
        ClaimType.ALLERGY,
        ClaimType.CRITERION,
        ClaimType.CONFLICT,
    }
)


INNER_CAPITAL = re.compile(r"[a-z]{1,2}[A-Z]")  # eGFR, pH, hCG, mTOR
NAMED_AFTER = re.compile(
    r"[A-Z][\w-]+['\u2019]s\b|(?:Addison|Alzheimer|Barrett|Beh[cç]et|Bell|Chagas|Charcot|Churg|Crohn|Cushing|Down|Duchenne|"
    r"Dupuytren|Ehlers|Ewing|Fabry|Fanconi|Friedreich|Gaucher|Graves|Guillain|Hashimoto|Hirschsprung|Hodgkin|Huntington|"
    r"Kaposi|Kawasaki|Klinefelter|Lambert|Lewy|Lyme|Lynch|Marfan|M[eé]ni[eè]re|Merkel|Noonan|Paget|Parkinson|Peyronie|"
    r"Pompe|Prader|Raynaud|Reiter|Rett|Sjogren|Sj[oö]gren|Takayasu|Tourette|Turner|Waldenstr[oö]m|Wegener|Wilms|Wilson|"
    r"Wolff|Zollinger)\b"
)
STOP_INSIDE = re.compile(r"\.+([;:])")  # of a name that came with its full stop
DOUBLE_STOP = re.compile(r"(?<!\.)\.\.(?!\.)")


@dataclass(frozen=True, slots=True)
class Weighed:
    """A claim and how much it would be missed: the highest number goes first when the page is full.

    ``brief``: the same in fewer words, for a full page; ``shortened`` is the rank at which they take its place.
    """

    claim: ProposedClaim
    expendable: int = 0
    brief: ProposedClaim | None = None
    shortened: int = 0


def claim(
    section: str,
    text: str,
    kind: ClaimType,
    quotes: Iterable[Quote],
    *,
    citations: tuple[CitedSpan, ...] = (),
    severity: Severity | None = None,
    criterion_id: str = "",
) -> ProposedClaim:
    """Return a claim over its quotes, each quote cited once. High severity goes with what it speaks of."""
    spans = tuple(dict.fromkeys((*(quote.cite() for quote in quotes), *citations)))
    weight = severity or (Severity.HIGH if kind in HIGH_BY_NATURE else Severity.MODERATE)
    return ProposedClaim(section, sentence_case(text), kind, weight, spans, criterion_id)


def sentence_case(text: str) -> str:
    """Return a text that begins with a capital and ends with a full stop; what it quotes stays as it is."""
    text = SEMANTIC_TAG.sub("", " ".join(text.split())).strip()
    parts = text.split('"')
    parts[::2] = [STOP_INSIDE.sub(r"\1", plain_units(part)) for part in parts[::2]]
    text = '"'.join(parts)
    text = DOUBLE_STOP.sub(".", text if INNER_CAPITAL.match(text) else text[:1].upper() + text[1:])
    return text if text.endswith((".", "?", "!", '."', '?"')) else f"{text}."


def inside(text: str) -> str:
    """Return a name as it stands inside a sentence: ``Heart failure`` -> ``heart failure``, ``CKD 3b`` unchanged.

    Whoever a disease is named after keeps the capital.
    """
    first = re.match(r"[A-Z][a-z]+", text)
    if NAMED_AFTER.match(text):
        return text
    return text[0].lower() + text[1:] if first else text


def said_in(quote: Quote, part: str = "") -> str:
    """Return where a quotation stands: ``8 Apr 2026 (consult, plan)``. The day first: no kind reads as an order."""
    kind = inside(SHORT_KINDS.get(quote.passage.document_kind, "Note"))
    return f"{written(quote.day)} ({kind}{f', {part}' if part else ''})"


def listed(parts: list[str], last: str = "and") -> str:
    """Return ``a, b and c``."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} {last} {parts[-1]}" if parts else ""


def words_in(claims: Iterable[ProposedClaim]) -> int:
    """Return the number of words a reader reads."""
    return sum(len(one.text.split()) for one in claims)
