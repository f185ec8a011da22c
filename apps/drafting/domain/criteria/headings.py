"""Lines that only say what a page is: its title, its date, who signs it. They are nobody's evidence alone."""

import re

from apps.drafting.domain.facts.quotes import Quote
from apps.drafting.domain.language.words import stems

HEAD = 200  # characters of a page in which its heading stands
MOST_WORDS = 10
TOKEN = re.compile(r"\[[A-Z]+-\d+[a-z]?\]")
# What stands in a heading beside the name of the page: of whom, by whom, of which day.
BESIDE = re.compile(
    r"\b(?:for|of|by|with|from|to|and|the|MD|DO|PA-C|NP|RN|APRN|FNP|DPT|PT|OT|LCSW|PhD|PsyD|Dr|Ms|Mr|Mrs|page|"
    r"Jan\w*|Feb\w*|Mar\w*|Apr\w*|May|Jun\w*|Jul\w*|Aug\w*|Sep\w*|Oct\w*|Nov\w*|Dec\w*)\b\.?|\d+",
    re.IGNORECASE,
)
LETTERS = re.compile(r"[^A-Za-z]+")
NAMES_A_PAGE = re.compile(
    r"\b(?:note|report|consult\w*|evaluation|visit|summary|letter|record|assessment|history|encounter|assignment|"
    r"clearance|test|study|exam\w*)\b",
    re.IGNORECASE,
)


def is_heading(quote: Quote) -> bool:
    """Say whether a quote is a line of names and tokens only, or the title line at the head of its page."""
    bare = BESIDE.sub(" ", TOKEN.sub(" ", quote.plain))
    words = LETTERS.sub(" ", bare).split()
    if not words:
        return bool(TOKEN.search(quote.plain))
    if quote.passage.structured or quote.passage.start + quote.start > HEAD or len(words) > MOST_WORDS:
        return False
    titled = stems(" ".join(words)) <= stems(f"{quote.passage.document_title} {quote.passage.section_title}")
    return titled or (" ".join(words).isupper() and bool(NAMES_A_PAGE.search(bare)))
