"""Of whom a sentence speaks: of the patient, or of somebody who lives with, or is treated beside, the patient."""

import re
from dataclasses import replace

from apps.drafting.domain.facts.notes import NoteLine
from apps.retrieval.domain.assertion import FAMILY_HISTORY, is_about_relative

# "No personal or family history of it" speaks of the patient too.
BOTH_HISTORIES = re.compile(r"\b(personal)( ?(?:or|and|/) ?family)( (?:history|hx))\b", re.IGNORECASE)
BRACKETS = re.compile(r"\([^()]*\)")
KIN = (
    r"(?:wife|husband|spouse|partner|fianc[eé]e?|girlfriend|boyfriend|mother|father|mom|dad|mum|parents?|stepmother|"
    r"stepfather|brothers?|sisters?|siblings?|sons?|daughters?|child|children|kids?|twins?|baby|infant|fetus|aunts?|"
    r"uncles?|cousins?|nieces?|nephews?|grand(?:mother|father|parents?|son|daughter|child)|in-laws?|"
    r"(?:mother|father|sister|brother|son|daughter)[- ]in[- ]law|family members?|relatives?|household(?: members?)?|"
    r"room-?mates?|house-?mates?|neighbou?rs?|friends?|co-?workers?|colleagues?|boss|landlord|donors?|care-?givers?|"
    r"carers?|aides?|(?:another|other|different) (?:patient|user|person|member|client|resident)s?|dog|cat|pets?)"
)
_NAME = r"(?: \[[A-Z-]+-\d+[a-z]*\]| [A-Z][a-z]+(?= ))?"
OWNED = re.compile(rf"\b{KIN}{_NAME}(?:'s|’s|s'|s’) (?:\w+[ -]){{0,3}}$", re.IGNORECASE)
# Somebody else as the subject of the words that follow, up to where the patient is named again.
SUBJECT = re.compile(
    rf"\b(?P<who>{KIN}){_NAME}(?:,? (?:who|age \d+|\d+),?)?(?: also| still| both| has been)? "
    r"(?!(?:also |still |now )?(?:says?|said|states?|stated|reports?|reported|notes?|noted|thinks?|believes?|confirms?|"
    r"tells?|told|asks?|asked|calls?|called|brought|brings?|helps?|helped|drives?|drove|hears?|heard|sees?|saw|"
    r"watch\w*|"
    r"witness\w*|observ\w*|describ\w*|complain\w*|worr\w*|insists?|wants?|gave|gives|found|present|here|on screen|"
    r"agrees?|understands?|"
    r"accompan\w*|at bedside|to |in the room|and (?:he|she|patient|pt)))(?=[a-z(:-])",
    re.IGNORECASE,
)
# "Lives with his wife": the patient is the subject still.
BESIDE = re.compile(
    r"\b(?:with|w/|by|from|per|to|for|of|via|and|between|without|by way of|through|thanks to|like)\s+"
    r"(?:(?:his|her|their|the|a|an|own|adult|elderly|late)\s+){0,3}$",
    re.IGNORECASE,
)
APART = re.compile(r";\s|\.\s(?=[A-Z])")
KIN_NAMED = re.compile(rf"\b{KIN}\b", re.IGNORECASE)
AGAIN = re.compile(
    r"[,;:]? ?\b(?:the patient|patient|pt|he himself|she herself|\[PATIENT-\d+[a-z]*\])\b", re.IGNORECASE
)
CLAUSE = re.compile(r"[;.](?!\d)|,? (?:but|while|whereas|and) (?=(?:he|she|the patient|patient|pt)\b)", re.IGNORECASE)
NOW_OWN = re.compile(r"(?:,|\band\b|\bbut\b) (?:he|she|they|i)\b", re.IGNORECASE)
# The illness first, and then whose it is: "asthma in his son", "smoker (wife)", "diabetes runs in the family".
AFTER = re.compile(
    rf"^\W{{0,2}}(?:in|belongs? to|is) (?:(?:his|her|their|the|both|late|own)\s+){{1,2}}{KIN}\b|"
    rf"^ ?\((?:(?:his|her|the) )?{KIN}\b|^\W{{0,2}}(?:\w+ ){{0,2}}?(?:runs )?in (?:the|his|her) family\b",
    re.IGNORECASE,
)
# A form, a sheet or a template that is not filled in speaks of nobody.
TEMPLATE = re.compile(
    r"\btemplate\b|\*\*\*\s*$|\b(?:dot|smart) ?phrase\b|@[A-Z]{3,}@|\{[A-Za-z ,:/]{3,}\}|\bdefault (?:text|value)s?\b|"
    r"\bcirc?le one\b|\bselect (?:one|all)\b|\byes ?/ ?no\b(?![^.;]*:\s*(?:yes|no))",
    re.IGNORECASE,
)


THEIR_LIST = re.compile(
    rf"^\W*{KIN}(?:'s|’s|s') (?:own )?(?:profile|med(?:ication)?s?|medicines?|list|record|chart|prescriptions?|"
    rf"rx|bottles?|pills)\b",
    re.IGNORECASE,
)


def is_of_another(text: str, start: int, end: int) -> bool:
    """Return whether the words at [start, end) are said of somebody else than the patient."""
    before, after = text[:start], text[end:]
    if OWNED.search(before) or AFTER.match(after) or (THEIR_LIST.match(text) and start > 0):
        return True
    begin = max((match.end() for match in CLAUSE.finditer(before)), default=0)
    for match in SUBJECT.finditer(text, begin, end):
        if match.start() >= start or BESIDE.search(text[: match.start()]):
            continue
        between = text[match.end() : start]
        if not AGAIN.search(between) and not NOW_OWN.search(between):
            return True
    return False


def of_patient(line: NoteLine) -> NoteLine:
    """Return a sentence that names a relative only in brackets, "Manual chair (his father's)", without the brackets."""
    if not line.relative or line.section_kind == FAMILY_HISTORY:
        return line
    text = BRACKETS.sub(lambda match: " " * len(match.group()), line.text)
    text = _without_clauses_on_kin(text)
    text = BOTH_HISTORIES.sub(lambda match: match[1] + " " * len(match[2]) + match[3], text)
    if text == line.text or is_about_relative(text) or re.search(rf"\b{KIN}\b", text, re.IGNORECASE):
        return line
    return replace(line, text=text, relative=False)


def _without_clauses_on_kin(text: str) -> str:
    """Return a sentence with the clauses that speak of a relative blanked, where others speak of the patient."""
    ends = [*(match.end() for match in APART.finditer(text)), len(text)]
    parts = [text[start:end] for start, end in zip([0, *ends], ends, strict=False)]
    theirs = [is_about_relative(part) or bool(KIN_NAMED.search(part)) for part in parts]
    if all(theirs):
        return text
    return "".join(" " * len(part) if is_kin else part for part, is_kin in zip(parts, theirs, strict=True))


def is_template(text: str) -> bool:
    """Return whether a sentence is the text of a form or a template and says nothing of this patient."""
    return bool(TEMPLATE.search(text))
