"""What is said of a page whose header names another person: which part differs, and never what stands there."""

from collections.abc import Sequence

from apps.chart.domain.identity import Part

SETTLE = "settle whose page this is, which is for whoever may sign drafts"


def header_sentence(parts: Sequence[str]) -> str:
    """Return which parts of a header differ from the chart, in a sentence."""
    words = [Part(part).label for part in parts]
    if not words:
        return "The header of this page names another person."
    said = words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
    verb = "differs" if len(words) == 1 else "differ"
    return f"The header of this page names another person: {said} {verb} from this chart."


def unread_sentence(pages: int) -> str:
    """Return what an answer says of documents of which no word can be found yet; empty for none."""
    if not pages:
        return ""
    if pages == 1:
        return "1 document came in and is not read yet:"
    return f"{pages} documents came in and are not read yet:"


def left_out_sentence(pages: int) -> str:
    """Return what an answer says of pages that would have been looked at; empty for none."""
    if not pages:
        return ""
    if pages == 1:
        return "One page was left out: its header names another person."
    return f"{pages} pages were left out: their headers name another person."
