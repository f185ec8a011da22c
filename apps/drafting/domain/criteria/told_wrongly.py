"""What a note quotes from the record only to say that it is wrong: "chart says full code -> please fix"."""

import re

# The words belong to the record that is quoted, not to the writer.
QUOTED_FROM = re.compile(
    r"(?i)\b(?:chart|EHR|EMR|banner|header|problem list|med(?:ication)? list|list|record|system|flow ?sheet|wristband|"
    r"face ?sheet|order|note|H&P|h and p|d/c summary|discharge summary|summary|report|epic|snapshot|storyboard)\b"
    r"[^.;\n]{0,30}?"
    r"\b(?:says?|said|states?|stated|shows?|showed|reads?|has|had|lists?|listed|still|carries|gives|displays?)\b"
)
CARRIED = re.compile(
    r"(?i)\b(?:still )?(?:listed|charted|documented|recorded|entered|carried (?:forward|over)?|flagged|coded|labell?ed|"
    r"marked) (?:in (?:the )?\w+ )?as\b"
)
# What says that it is wrong, in the same sentence or the one that follows it.
IS_WRONG = re.compile(
    r"(?i)\b(?:please|pls|plz|needs? to be|must be|should be|asked (?:\w+ ){0,3}to) "
    r"(?:fix(?:ed)?|correct(?:ed)?|updated?|changed?|amend(?:ed)?|removed?|deleted?)\b|"
    r"\b(?:day team|IT|HIM|records?) (?:please |to )(?:fix|correct|update|amend|remove)\b|"
    r"\b(?:which|this|that|it) (?:is|was) (?:wrong|incorrect|an? (?:error|mistake)|"
    r"not (?:right|correct|true|accurate|so)|"
    r"outdated|out of date|inaccurate)\b|"
    r"\b(?:wrong(?:ly)?|incorrect(?:ly)?|erroneous(?:ly)?|inaccurate(?:ly)?|mistaken(?:ly)?|in error|by mistake|"
    r"outdated|out of date|not (?:correct|accurate|true|right)|mis-?(?:charted|coded|entered|labell?ed|stated))\b|"
    r"\bneeds? (?:correct(?:ion|ing)|fixing|updating|amend(?:ing|ment))\b|"
    r"(?:->|=>|→) ?(?:please |pls )?(?:fix|correct|update|amend)\b"
)
WRONG_BEFORE = re.compile(
    r"(?i)\b(?:wrongly|incorrectly|erroneously|mistakenly|mis-?(?:charted|coded|entered|labell?ed|stated)(?: as)?|"
    r"in error(?: as)?|not (?:really|actually)|rather than|instead of|and not|contrary to)\b[^.;:\n]{0,24}$"
)
HARMLESS = re.compile(r"(?i)\b(?:nothing|none of (?:it|this)|not) (?:is |was )?(?:wrong|incorrect|in error)\b")
FAR = 100  # characters after the words within which the remark stands


def is_told_wrong(text: str, start: int, end: int, following: str = "") -> bool:
    """Return whether the words at [start, end) of a sentence are repeated as what wrongly stands in the record.

    ``following`` is what stands after the sentence.
    """
    if WRONG_BEFORE.search(text[:start]):
        return True
    said = text[:end]
    quoted = QUOTED_FROM.search(said) or CARRIED.search(said)
    if quoted is None and not CARRIED.search(text[end:]):
        return False
    if quoted and re.search(r"[.;]\s", said[quoted.end() :]):
        return False  # a sentence ends between the record that is named and the words
    after = f"{text[end:]} {following}"[:FAR]
    return any(IS_WRONG.search(HARMLESS.sub(" ", part)) for part in (after, said))
