"""Building the prompt of one request."""

import re
from collections.abc import Callable, Iterable, Sequence

from apps.drafting.domain.claims import DraftKind
from apps.drafting.domain.errors import BackendError
from apps.drafting.domain.facts.quotes import Quote
from apps.drafting.domain.prompting.prompt import Prompt, Unit, sections_of
from apps.drafting.domain.prompting.rendering import asked, heading, record, rough_tokens, shown
from apps.drafting.domain.prompting.selection import Candidates, candidates_of, in_order
from apps.drafting.domain.prompting.texts import PromptText, prompt_text
from apps.drafting.domain.tasks import DraftInput, PassageView
from apps.redaction.domain.tokens import tokens_in

MARKER = re.compile(r"[0-9a-f]{16,64}")
LINE_NUMBER = "99.99 \n"  # counted for each line, with what separates it
MOST_LINES = 2000  # however large the budget: an answer cites from a list a person could still read

Count = Callable[[str], int]


def prompt_for(draft_input: DraftInput, *, marker: str, budget: int, count: Count = rough_tokens) -> Prompt:
    """Return the prompt of a request: of the record, as much as fits into ``budget`` tokens as ``count`` counts them.

    ``marker`` is 16 to 64 hexadecimal digits that nobody who writes into a chart can know beforehand. The record stands
    between two of them. Raises BackendError (bucket budget) when not one line fits, ValueError for another marker.
    """
    if not MARKER.fullmatch(marker):
        raise ValueError("A marker is 16 to 64 hexadecimal digits.")
    task, text = draft_input.task, prompt_text(draft_input.task.kind)
    about = asked(task, marker)
    room = budget - count(text.system) - count(_user(text, about, "", marker))
    chosen, left_out = _chosen(candidates_of(draft_input), room, marker, count)
    if not chosen:
        raise BackendError(
            "The request leaves no room for any of the record in what this model can read at once.",
            bucket="budget",
            permanent=True,
        )
    passages = in_order(chosen)
    criteria = tuple(leaf.node_id for leaf in task.policy.leaves) if task.policy else ()
    words = record(passages, marker)
    return Prompt(
        kind=task.kind,
        system=text.system,
        user=_user(text, about, words, marker),
        units=tuple(_units(passages)),
        version=text.name,
        sha256=text.sha256,
        marker=marker,
        sections=sections_of(task.kind, criteria if task.kind is DraftKind.PRIOR_AUTH_LETTER else ()),
        tokens=tuple(sorted(set(tokens_in(f"{about}\n{words}")))),
        left_out=left_out,
    )


def _user(text: PromptText, about: str, words: str, marker: str) -> str:
    return text.user.substitute(task=about, record=words, marker=marker)


def _chosen(candidates: Candidates, room: int, marker: str, count: Count) -> tuple[list[Quote], int]:
    """Return the lines that fit, and how many did not."""
    chosen: dict[Quote, None] = {}
    opened: set[str] = set()
    used, skipped = 0, set[Quote]()
    for share, quotes in candidates.groups:
        limit = min(room, used + int(room * share))
        for quote in dict.fromkeys(quotes):
            if quote in chosen:
                continue
            cost = _cost(quote, opened, marker, count)
            if used + cost > limit or len(chosen) >= MOST_LINES:
                skipped.add(quote)
                continue
            used += cost
            opened.add(quote.passage.passage_id)
            chosen[quote] = None
    return list(chosen), len(skipped - chosen.keys())


def _cost(quote: Quote, opened: set[str], marker: str, count: Count) -> int:
    cost = count(f"{LINE_NUMBER}{shown(quote.text, marker)}")
    if quote.passage.passage_id not in opened:
        cost += count(f"\n{heading(99, quote.passage, marker)}\n")
    return cost


def _units(passages: Sequence[tuple[PassageView, Sequence[Quote]]]) -> Iterable[Unit]:
    for number, (passage, quotes) in enumerate(passages, start=1):
        for line, quote in enumerate(quotes, start=1):
            yield Unit(f"{number}.{line}", quote.cite(), passage.document_kind)
