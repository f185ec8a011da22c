"""The words of a sentence that state a fact of this patient: what is somebody's rule, goal, or taken back is none.

One order of questions for every kind of test, so that no kind has to ask them again:

1. Does the sentence repeat what a payer requires? Then it says nothing, up to where the patient is named.
2. Does a clause name a goal or a case that is only supposed, or is it said of somebody else? It is blanked.
3. Is a value taken back by its own bracket, its clause or the sentence that follows? It is blanked, and where the
   right one follows ("Hers: 5.9 %") that sentence is read with the name of the quantity.
4. Is a denial itself denied ("not without")? It is read as said.
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from apps.drafting.domain.criteria.not_facts import (
    ASKED,
    IN_TRUTH,
    MACHINE_SAID,
    RULE_TOLD,
    SPOILED,
    THE_LAB,
    THEIRS_TOO,
    VOID,
)
from apps.drafting.domain.criteria.subjects import KIN
from apps.drafting.domain.facts.notes import NoteLine
from apps.drafting.domain.facts.quotes import Quote

PAYER = (
    r"(?:payer|payor|insur(?:er|ance)(?: (?:company|plan|policy|carrier))?|(?:health|the|her|his|their|this) plan|"
    r"policy|carrier|coverage|medicare|medicaid|CMS|LCD|NCD|PPO|HMO|prior[- ]auth\w*|(?:the )?PA(?: form| request)?|"
    r"formulary|guidelines?|"
    r"(?:the |this |their )?form|\[ORGANIZATION-\d+[a-z]*\])"
)
RULES = (
    r"(?:(?:now |still |also )?(?:requires?|required|demands?|stipulates?|specif(?:y|ies)|mandates?|wants|insists on|"
    r"(?:will )?only (?:covers?|approves?|pays? for)|(?:covers?|approves?|pays? for) [\w ]{1,40}only (?:if|after|when)|"
    r"asks for|needs|calls for|says? (?:the )?(?:patient|member) "
    r"must)|(?:has|have) to (?:see|have)|criteria (?:are|is|include)|requirements? (?:are|is|include)|rules? (?:are|"
    r"is))"
)
# What a payer requires, quoted: "Northfield requires: ...", "per policy ...", "Coverage criteria: ...".
REQUIREMENT = re.compile(
    rf"(?i:\b{PAYER}'?s?(?: \w+){{0,3}}? {RULES}\b|\b(?:per|according to|under|as required by|to satisfy|to meet) "
    rf"(?:the |their |our |this )?(?:\w+ )?(?:payer|payor|insurer|insurance|plan|policy|LCD|NCD|coverage|PA)"
    r"(?:'s)?(?: (?:policy|criteria|rules?|requirements?|guidelines?))?\s*[:,]|"
    rf"\b(?:{PAYER}|approval|medical[- ]necessity|authori[sz]ation|step[- ]therapy|eligibility)(?:'s)? "
    r"(?:criteria|requirements?|rules?|conditions?|checklist)\s*(?:\([^()]*\))?\s*:|"
    r"\b(?:required|needed) (?:for (?:approval|coverage|authori[sz]ation|PA|the (?:PA|auth\w*))|by (?:the |her |his )?"
    r"(?:payer|insurer|insurance|plan|policy))\b(?: is| are)?\s*:|^\W*(?:criteria|requirements?|required)\s*:)|"
    r"^\W*(?!(?:Pt|Patient|She|He|They|Currently|Still|Now|Also|Often|Today|Rarely|Only|This|That|It|Work|Exam)\b)"
    r"(?:[A-Z][\w&-]+|\[(?:ORGANIZATION|PERSON|PLACE)-\d+[a-z]*\])(?: (?:[A-Z][\w&-]+|of|and)){0,3} "
    r"(?:requires?|demands|stipulates|specifies|mandates|wants|asks for|needs) ?:"
)
ANSWERED = re.compile(r"(?i)\b(?:met|meets|fulfil\w*|satisf\w*|yes|both present|all present|documented above)\b")
# From here the sentence speaks of the patient again.
OWN_AGAIN = re.compile(
    r"[;.]\s+(?=(?i:(?:in )?(?:she|he|pt|patient|the patient|our patient|this patient|her|his)\b|"
    r"\[PATIENT-\d))|[;,.]? ?\b(?:but|and) (?=(?i:she|he|pt|patient|the patient)\b)|\s(?=\[PATIENT-\d)"
)
CLAUSE = re.compile(r";\s+|\.\s+(?=[A-Z\[])|,? but |,? whereas |,? however,? ")
# A goal, and a case that is only supposed.
GOAL = re.compile(
    r"(?i)\b(?:is|are|was|would be|remains|as) (?:the|her|his|our|a|their)?\s?(?:\w+ )?(?:goal|target|aim|ideal|"
    r"objective|recommendation|expectation)\b(?! (?:that )?(?:was|is)? ?(?:met|reached|achieved))|"
    r"^\W*(?:(?:her|his|our|the|new|long[- ]term|short[- ]term|treatment|therapy|education)\s+)?"
    r"(?:goals?|targets?|aims?)\s*(?:is|are|:|=|for|to)\s?(?!.*\b(?:met|reached|achieved)\b)|"
    r"\b(?:has been |was |were )?(?:asked|instructed|told|advised|encouraged|supposed|expected|reminded) to "
    r"(?:check|test|wear|use|log|measure|monitor|do)\b"
)
NOW = re.compile(r"(?i)[,;-] ?(?=(?:today|now|currently|actual(?:ly)?|result|measured|she|he|pt)\b)")
SUPPOSED = re.compile(
    r"(?i)\b(?:relatively |absolutely |would be )?(?:contra-?indicated|c/i|CI|to be avoided|unsafe|not (?:an option|"
    r"allowed|suitable|advised))\s+(?:only )?(?:if|when|whenever|in case of|should|unless|(?:only )?with|in "
    r"(?:pregnan\w+|women|"
    r"patients|people|those|anyone|renal|hepatic|liver|kidney|breast-?feeding|lactat\w+|children|elderly))\b[^;.]*"
)
SO_IT_IS = re.compile(
    r"(?i)\b(?:which (?:she|he) (?:is|has)|(?:as|like) (?:she|he|this patient|here)|applies|is met)\b"
)
# What is somebody else's, wherever in the clause the person is named.
WHO = (
    rf"(?:(?:his|her|their|the|a|an|my|our|own|twin|late|older|younger|adult)\s+){{0,3}}(?:{KIN}|trainer|educator|"
    r"instructor|demonstrator|sales ?(?:person|rep)|rep(?:resentative)?|staff(?: member)?|nurse|technician|tech|"
    r"volunteer|mannequin|manikin|medical student|model|visitor|caller)"
)
THEIRS = re.compile(
    rf"(?i)\b(?:was|is|were|are|be|being|belong(?:s|ed)? to|may be|must be|turned out to be|proved to be) (?:actually |"
    rf"really |in fact |all |probably )?{WHO}(?:'s|’s|s'|s’)(?= ?(?:\W|$|and\b|not\b|too\b|own\b))|"
    rf"\b(?:was|is|were|are) (?:actually |really |in fact |all )?(?:of|from|for|about) {WHO}\b(?! (?:to|who helps))|"
    rf"\b(?:worn|used|demonstrated|modell?ed|tried on|taken|swallowed|held|blown) by {WHO}\b|"
    rf"\b(?:done|measured|performed|tested|taken|obtained|recorded|tried|drawn|checked|entered|meant|ordered|intended|"
    rf"placed) (?:on|for|from) (?:{WHO}(?!'s|’s)|(?:another|a different|somebody|someone|the wrong) "
    r"(?:patient|person|else))\b"
)
HIS_OR_HERS = {"f": r"he|his|him", "m": r"she|her|hers"}
KIN_OF = {
    "f": r"husband|father|dad|son|brother|uncle|nephew|grandson|grandfather|boyfriend|fianc[eé]|stepfather",
    "m": r"wife|mother|mom|mum|daughter|sister|aunt|niece|granddaughter|grandmother|girlfriend|fianc[eé]e|stepmother",
}
# Not a value of a patient at all: an exercise, a sample, somebody else's.
NO_FACT = (
    r"(?:printed|entered|filed|scanned|charted|pasted|recorded|posted|released|resulted|reported|typed|keyed|logged) "
    r"(?:here |there )?(?:in error|by mistake|in mistake|erroneously|wrongly|for (?:another|a different|the wrong) "
    r"(?:patient|person|chart))|(?:another|a different|the wrong|wrong) (?:patient|person|chart)(?:'s)?\b|"
    r"(?:test|dummy|demo(?:nstration)?|mock|sample|specimen|training|practice|example|placeholder|fictitious|"
    r"simulated) "
    r"(?:entry|entries|report|data|result|value|patient|page|record|chart|case|reading|print-?out|note|text|only)\b|"
    r"(?<!fire )\b(?:critical[- ]value |code |value )?drill\b(?! (?:holes?|bits?|team))|"
    r"not a (?:real|true|patient|actual|valid)(?:'s)? (?:result|value|reading|patient|entry|report)\b|"
    r"for (?:demonstration|illustration|training|teaching|calibration|quality control|QC)(?: purposes)?(?: only)?\b|"
    r"proficiency (?:test|sample)|\bQC (?:sample|material|run)\b"
)
# A value that was not measured rightly.
NOT_RIGHT = (
    r"(?:not|never|un)[ -]?calibrated|out of calibration|calibration (?:failed|error|off|overdue|due)|"
    r"(?:drawn|taken|collected) (?:from|above|proximal to|through) (?:the |her |his |an? )?(?:IV|line|PICC|infusion|"
    r"port|catheter|fistula)(?: (?:arm|line|site|side|fluid))?\b|(?:IV|line) (?:contaminat\w+|dilut\w+)|"
    r"dilut(?:ed|ional) (?:sample|specimen|draw)|probe (?:off|displaced|fell off|not on|slipped)|"
    r"(?:poor|bad|no|lost) (?:wave-?form|pleth|signal|trace)|(?:poor|bad|lost) contact|arte?ifact\w*|motion error|typo|"
    r"(?:wrong|incorrect) (?:cuff|probe|tube|scale|unit|units|height|arm)\b|cuff too (?:small|large|big)|mis-?typed|"
    r"transposed|(?:scale|machine|meter|device|oximeter|analy[sz]er|cuff) (?:is |was )?(?:broken|faulty|defective|"
    r"malfunction\w*|off|not working|out of order|inaccurate)"
)
TAKEN_BACK = re.compile(rf"(?i)\b(?:{NO_FACT}|{VOID}|{NOT_RIGHT}|{SPOILED})")
NOT_OF_ANYBODY = re.compile(rf"(?i)\b(?:{NO_FACT}|{VOID})")
# "That was printed in error": said of what the sentence before tells.
OF_BEFORE = re.compile(
    r"(?i)^\W*(?:(?:note|correction|addendum|edit)\W+)?(?:this|that|it|these|those|they|both|(?:the )?above|previous|"
    r"the (?:\w+ )?(?:value|result|reading|entry|number|figure|report|study|page))\b[^.;\n]{0,50}$"
)
DENIES_WRONG = re.compile(
    r"(?i)\b(?:no|not(?! calib| a )|never(?! calib)|without|nothing|rather than|ruled out|excluded)\b[^.;,]{0,24}$"
)
FIRST = re.compile(
    r"(?i)[,;(]? ?\b(?:the )?(?:first|initial|former|earlier)(?: (?:one|value|reading|sample|draw|"
    r"result))?\b[^.;,]{0,30}$"
)
LAST = re.compile(
    r"(?i)[,;(]? ?\b(?:the )?(?:second|repeat|latter|last)(?: (?:one|value|reading|sample|draw|result))?\b[^.;,]{0,30}$"
)
VALUE = re.compile(
    r"(?<![\w./-])[-+<>≤≥~]?\s?\d[\d.,]*(?:\s?(?:%|/|°|µ|[a-zA-Z]+/[a-zA-Z0-9.²]+|mg|kg|cm|mm|ng|pg|g|lb)\S*)?"
)
VALUE_LAST = re.compile(r"[-+<>≤≥~]?\s?\d[\d.,]*(?:\s?[%°µA-Za-z][\w/%²^.]*){0,2}\s*$")
BRACKET = re.compile(r"\([^()]*\)|\[(?![A-Z-]+-\d)[^\[\]]*\]")
# The machine's reading, which a person read over.
MACHINE = re.compile(
    r"(?i)\b(?:was|is|per|by|from) (?:only )?(?:the )?(?:(?:read(?:ing)?|interpretation|call|opinion|printout) (?:of|"
    r"by) "
    r"(?:the )?(?:machine|computer|device|software)|(?:machine|computer|automated|auto|software)(?:'s|-generated)? ?"
    r"(?:read(?:ing)?|interpretation|call|printout|opinion)?)\b|"
    r"\b(?:machine|computer|auto(?:mated)?|software)(?:'s)?[- ](?:read(?:s|ing)?|interpretation|says?|called|calls|"
    r"printed|flagged)\b"
)
OVER_READ = re.compile(
    r"(?i)\b(?:over-?read|re-?read|physician read|cardiology read|my read|read over|final read)\b[^:;.]{0,24}?[:;, ]"
    r"\s?(?:as |is |was |shows? )?(?:a |an )?(?:entirely |completely )?(?:normal|negative|unremarkable|benign|no\b|"
    r"not\b|"
    r"absent|sinus rhythm|nsr|wnl)"
)
TWICE_DENIED = re.compile(
    r"(?i)\b(?:(?:is |are |was |were )?(?:not|never|hardly|n't) (?:at all |entirely |completely |quite |been "
    r")?(?:without|"
    r"free (?:of|from)|negative for|devoid of|spared)|(?:does|did|do|can|could)(?: not|n't|not) (?:deny|rule out "
    r"having)|cannot deny|(?:denies|denied|denying) (?:no longer having|not having|lack of|absence of|being without|"
    r"being free (?:of|from))|no (?:lack|absence) of)\b"
)
# The right value after a wrong one: "Hers: 5.9 %".
RIGHT_ONE = re.compile(
    r"(?i)^\W*(?:(?:the )?(?:hers?|his|pt'?s|patient'?s|own|correct(?:ed)?|actual|true|real|right)(?: own)?"
    r"(?: (?:value|result|reading|one|figure|number))?(?: (?:is|was|reads?))?\s*[:=,]?\s*)(?=[-<>≤≥~]?\d)"
)
LABEL = re.compile(
    r"^\W*(?P<label>[A-Za-z][\w ./-]*?)\s*[:=]?\s*(?:of |was |is )?[-<>≤≥~]?(?<![\w-])\d+(?:\.\d+)?(?![\w-])"
)
LONGEST_LABEL = 40
BEFORE_PRONOUN = 160  # characters in which a relative stands whom a pronoun means


def own_facts(lines: Iterable[NoteLine], sex: str = "") -> list[NoteLine]:
    """Return sentences, in their order, without the words that state no fact of this patient; empty ones are left out.

    ``sex`` is the patient's, by its first letter: "he" beside a husband is not she.
    """
    found, before = [], None
    for line in lines:
        right = _right_one(before, line)
        text = right.text if right else _own(line, sex)
        if right or text.strip(" \t.,;:"):
            found.append(right or (line if text == line.text else replace(line, text=text)))
        before = line
    return found


def _own(line: NoteLine, sex: str) -> str:
    text = _without_requirement(line.text)
    if _is_taken_back_by_next(line):
        return ""
    for blank in (_without_machine, _without_taken_back, _without_goals, _without_others):
        text = blank(text)
    text = _without_pronoun_of_kin(line, text, sex)
    return TWICE_DENIED.sub(lambda match: "with".rjust(len(match.group())), text)


def _blanked(text: str, start: int, end: int) -> str:
    return text[:start] + " " * (end - start) + text[end:]


def _clauses(text: str) -> list[tuple[int, int]]:
    plain = BRACKET.sub(lambda match: "_" * len(match.group()), text)
    found, begin = [], 0
    for match in CLAUSE.finditer(plain):
        found.append((begin, match.start()))
        begin = match.end()
    return [*found, (begin, len(text))]


def _without_requirement(text: str) -> str:
    match = REQUIREMENT.search(text) or RULE_TOLD.search(text)
    if match is None or ANSWERED.search(text):
        return text
    again = OWN_AGAIN.search(text, match.end())
    start = next(first for first, last in reversed(_clauses(text)) if first <= match.start())
    return _blanked(text, start, again.start() if again else len(text))


def _without_goals(text: str) -> str:
    for start, end in _clauses(text):
        goal = GOAL.search(text, start, end) if start else GOAL.search(text[:end])
        if goal:
            now = NOW.search(text, goal.end(), end)
            text = _blanked(text, start, now.start() if now else end)
        if ASKED.search(text, start, end):
            text = _blanked(text, start, end)
    for supposed in list(SUPPOSED.finditer(text)):
        if not SO_IT_IS.search(text, supposed.start()):
            text = _blanked(text, *supposed.span())
    return text


def _without_others(text: str) -> str:
    for start, end in _clauses(text):
        if THEIRS.search(text, start, end) or THEIRS_TOO.search(text[:end], start):
            text = _blanked(text, start, end)
    return text


def _without_pronoun_of_kin(line: NoteLine, text: str, sex: str) -> str:
    """Blank what is said of the relative whom a pronoun means: "her husband called: he was diagnosed with it"."""
    own = sex[:1].lower()
    if own not in HIS_OR_HERS:
        return text
    page, start = line.quote.passage.text, line.quote.start
    earlier = page[max(0, start - BEFORE_PRONOUN) : start].rpartition("\n")[2]
    kin = re.compile(rf"(?i)\b(?:{KIN_OF[own]})\b")
    pronoun = re.compile(rf"(?i)\b(?:{HIS_OR_HERS[own].split('|')[0]})\b(?!/)")
    for first, last in _clauses(text):
        said = pronoun.search(text, first, last)
        if said and (kin.search(text[: said.start()]) or (kin.search(earlier) and not text[: said.start()].strip())):
            text = _blanked(text, said.start(), last)
    return text


def _without_machine(text: str) -> str:
    """Blank what a machine read where the same sentence says that a person read it as normal."""
    over = OVER_READ.search(text) or IN_TRUTH.search(text)
    if over and (MACHINE.search(text) or MACHINE_SAID.search(text)):
        return _blanked(text, 0, over.start())
    return text


def _without_taken_back(text: str) -> str:
    for match in list(TAKEN_BACK.finditer(text)):
        start, end = next((span for span in _clauses(text) if span[0] <= match.start() < span[1]), (0, len(text)))
        if DENIES_WRONG.search(text[start : match.start()]):
            continue
        bracket = next((one for one in BRACKET.finditer(text) if one.start() < match.start() < one.end()), None)
        text = _blanked(text, *_taken_back(text, match, bracket, (start, end)))
    return text


def _taken_back(
    text: str, match: re.Match[str], bracket: re.Match[str] | None, clause: tuple[int, int]
) -> tuple[int, int]:
    """Return the span that a remark takes back: the value before its bracket, the first of two, or its clause."""
    is_measured = not NOT_OF_ANYBODY.match(text, match.start())
    if bracket and is_measured and (value := VALUE_LAST.search(text, clause[0], bracket.start())):
        return value.start(), bracket.end()
    if bracket and is_measured:
        return bracket.span()
    values = list(VALUE.finditer(text, clause[0], match.start()))
    if len(values) > 1 and FIRST.search(text[clause[0] : match.start()]):
        return values[0].span()
    if len(values) > 1 and LAST.search(text[clause[0] : match.start()]):
        return values[-1].span()
    return clause


def _is_taken_back_by_next(line: NoteLine) -> bool:
    page, end = line.quote.passage.text, line.quote.end
    following = re.split(r"\n|\.(?=\s)", page[end : end + BEFORE_PRONOUN].lstrip(" .;"))[0]
    if OVER_READ.search(following) and (MACHINE.search(line.text) or MACHINE_SAID.search(line.text)):
        return True
    wrong = TAKEN_BACK.search(following)
    said = following[: wrong.start()] if wrong else ""
    if wrong is None or not (OF_BEFORE.match(said) or THE_LAB.match(said)):
        return False
    return not DENIES_WRONG.search(following[: wrong.start()])


def _right_one(before: NoteLine | None, line: NoteLine) -> NoteLine | None:
    """Return a sentence that gives the right value of what the one before took back, with the quantity's name."""
    match = RIGHT_ONE.match(line.text)
    if match is None or before is None or before.quote.passage is not line.quote.passage:
        return None
    label = LABEL.match(before.text)
    if label is None or len(label["label"]) > LONGEST_LABEL:
        return None
    if not (TAKEN_BACK.search(before.text) or THEIRS.search(before.text) or before.relative):
        return None
    quote = Quote(line.quote.passage, before.quote.start, line.quote.end)
    return replace(line, quote=quote, text=f"{label['label']}: {line.text[match.end() :]}", relative=False)
