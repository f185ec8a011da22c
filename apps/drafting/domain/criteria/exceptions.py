"""What a criterion leaves out of what it names: "cancer other than that of the skin", "another GLP-1 agonist"."""

import re
from collections.abc import Sequence

from apps.drafting.domain.criteria.case import Case, Test
from apps.drafting.domain.criteria.names import first_named, roots
from apps.drafting.domain.facts.lines import line_of

BUT = re.compile(
    r"(?i)\b(?:other than|except(?:ing)?(?: for)?|excluding|excludes?|apart from|aside from|but not|not counting|"
    r"not including|besides|with the exception of)\b(?P<what>[^.;)]+)"
)
NOT_COUNTED = re.compile(
    r"(?i)(?P<what>[^.;:(]+?) (?:(?:do|does|will|shall) not count|(?:is|are) not (?:counted|included)|"
    r"(?:is|are) excluded|"
    r"(?:need|does|do) not (?:be counted|apply))\b"
)
PARTS = re.compile(r"(?i),|/|\band\b|\bor\b")
SKIN_ASKED = re.compile(r"(?i)non-?melanoma|basal|squamous|\bskin\b|keratinocyte")
OF_SKIN = re.compile(
    r"(?i)\bbasal[- ]cell|\bBCCa?\b|\bc?SCC(?:is|a)?\b(?=[^.;]*\b(?:skin|nose|ear|face|scalp|hand|lip|forehead|cheek|"
    r"temple|arm|leg|back|neck|shoulder|mohs|excis\w+|removed)\b)|\bsquamous[- ]cell (?:ca\w*|cancer)[^.;]*\b(?:skin|"
    r"nose|ear|face|scalp|hand|lip|forehead|cheek|temple|mohs)\b|\bskin (?:ca|cancers?|malignan\w+)\b|"
    r"\b(?:cancer|carcinoma|neoplasm|malignancy) of (?:the )?skin\b|\bnon-?melanoma\w*|\bNMSC\b|\bkeratinocyte|"
    r"\bbowen'?s?\b"
)
MELANOMA = re.compile(r"(?i)(?<!non)(?<!non-)\bmelanoma")
ANOTHER = re.compile(
    r"(?i)\b(?:another|(?:any |an |no |with )?other|additional|second|different|concurrent(?:ly)?|concomitant(?:ly)?|"
    r"in combination with|together with|alongside|besides|duplicate)\b"
)


def leaves_out(test: Test, text: str) -> bool:
    """Return whether what an entry or a clause tells of is something that the criterion says does not count."""
    said = roots(text)
    return any(
        (SKIN_ASKED.search(one) and OF_SKIN.search(text) and not MELANOMA.search(text)) or _is_in(one, said)
        for one in left_out(test)
    )


def left_out(test: Test) -> list[str]:
    """Return what a criterion leaves out, in the payer's words."""
    told = f"{test.get('sentence') or ''}. {test.get('note') or ''}"
    found = [match["what"] for pattern in (BUT, NOT_COUNTED) for match in pattern.finditer(told)]
    return [part.strip() for what in found for part in PARTS.split(what) if part.strip()]


def _is_in(one: str, said: frozenset[str]) -> bool:
    asked = roots(one)
    return bool(asked) and asked <= said


def is_requested(case: Case, test: Test, head: str) -> bool:
    """Return whether a medicine is the very one asked for, where the criterion speaks of another beside it."""
    if not ANOTHER.search(str(test.get("sentence") or "")):
        return False
    name = head.partition(",")[0].split()
    heads: Sequence[str] = [line_of(quote).head for quote in case.request.lines]
    return bool(name) and any(first_named(one, [name[0]]) for one in heads)
