"""How a note says something: as so, as not so, of a relative, as a plan, as a doubt, or as what the patient "
"claims."""

import re
from dataclasses import dataclass
from functools import lru_cache

from apps.drafting.domain.criteria.subjects import is_of_another
from apps.drafting.domain.criteria.told_wrongly import FAR, is_told_wrong
from apps.drafting.domain.criteria.unanswered import is_unanswered
from apps.drafting.domain.facts.notes import NoteLine
from apps.drafting.domain.tasks import PassageView
from apps.retrieval.domain.assertion import Assertion, assertions, clauses, is_hedged, is_planned

DUE_TO = re.compile(
    r"\bdue to\b|\bin order to\b|\bin short order\b|\bas ordered\b|\bwill(?:ing|ingly)\b", re.IGNORECASE
)
REFUSED = re.compile(
    r"\b(?:declin\w+|refus\w+|not interested|does(?: not|n't) want|do(?: not|n't) want|did(?: not|n't) want|"
    r"against (?:it|taking)|opted (?:out|against)|would rather not|prefers? not)\b",
    re.IGNORECASE,
)
# Never taken, never attended, never done, although it stands in the record as ordered.
NOT_DONE = re.compile(
    r"\bnever (?:took|taken|tried|started|filled|picked|attended|went|used|did|done|had|got|received|began|"
    r"completed)\b|"
    r"\b(?:not|n't) (?:yet )?(?:taken|take|started|start|filled|fill|picked up|pick up|attended|attend|gone|worn|"
    r"used|done|"
    r"received|begun|completed|show(?:ed)? up|scheduled|happen(?:ed)?|dispensed)\b|\bno[- ]show(?:ed|s)?\b|"
    r"\bcancell?ed\b|\breturned to stock\b|\bnot dispensed\b|\bunfilled\b|\bleft unfilled\b|\bdid not go\b",
    re.IGNORECASE,
)
TOLD = re.compile(
    r"\b(?:pt|patient|she|he|they|wife|husband|son|daughter|mother|father|spouse|family|caregiver|partner|"
    r"vendor|supplier|sales(?:man|person|woman)|rep(?:resentative)?|employer|lawyer|attorney|neighbou?r|friend|roommate|"
    r"aide|school|coach)"
    r"(?: \[[A-Z-]+-\d+[a-z]*\])? (?:also |now |still )?(?:says?|said|states?|stated|reports?|reported|claims?|"
    r"claimed|"
    r"believes?|believed|thinks?|thought|feels? (?:that|like)|told|tells|recalls?|recalled|swears?|insists?|wrote|"
    r"writes|"
    r"is (?:sure|certain|convinced))\b|"
    r"\b(?:was|been) told (?:by|that|she|he)\b|"
    r"\b(?:per|according to) (?:the )?(?:pt|patient|wife|husband|son|daughter|family|spouse)\b|"
    r"\bby (?:his|her|their|patient(?:'s)?|self)[- ]?(?:own )?(?:report|account|recollection|history)\b|"
    r"\bself[- ]report\w*|\bin (?:his|her|their) (?:own )?(?:words|view|opinion)\b|\bon (?:his|her) own account\b",
    re.IGNORECASE,
)
QUOTED = re.compile(r"[\"“][^\"”\n]*[\"”]")
PATIENT_WROTE = re.compile(
    r"\b(?:patient|portal|mychart|secure|incoming)[- ](?:portal )?(?:message|submitted|written|entered|letter|diary|"
    r"questionnaire|statement|e-?mail|intake)\b|\bmessage from (?:the )?patient\b|"
    r"\bpatient'?s? (?:own )?(?:statement|"
    r"letter|message)\b|\bintake form\b|\bself[- ]assessment\b",
    re.IGNORECASE,
)
# "Not on erenumab, galcanezumab or atogepant" denies all three.
DENIED_LIST = re.compile(
    r"\b(?:not (?:on|taking|using|currently on)|never (?:tried|taken|used|had|on)|has not (?:tried|taken|used|had))\b"
    r"(?:(?!\bbut\b|\bexcept\b|\bother than\b)[^.;:()])*$",
    re.IGNORECASE,
)
# Pages that tell what a payer asks or what patients should know: nothing in them is said of this patient.
NO_RECORD = re.compile(
    r"\b(?:coverage polic\w+|medical polic\w+|payer polic\w+|policy (?:bulletin|criteria|excerpt)|guidelines?|"
    r"patient education|"
    r"handout|brochure|after[- ](?:your |the )?visit|(?:discharge|patient|visit) instructions|leaflet|template|"
    r"denial|adverse determination|coverage determination|"
    r"explanation of benefits|criteria sheet)\b",
    re.IGNORECASE,
)
SUPPLIER = re.compile(
    r"\b(?:DME|supplier|durable medical equipment|home oxygen company|equipment company|vendor|delivery tech\w*|"
    r"medical supply|from the store|(?:i am |is )?employ(?:ed by|ee of)|ATP|on behalf of the manufacturer)\b",
    re.IGNORECASE,
)
NO_AFTER = re.compile(
    r"\W{0,2}\s*[:=?-]\s*(?:no|none|n|neg(?:ative)?|denies|denied|absent|never|false|criteria not met|not "
    r"(?:present|met|found|seen))\b"
    r"(?! (?:change|longer|claims?|fills?|refills?|records?|issues?|problems?|side|trouble|difficult\w*|complaints?))",
    re.IGNORECASE,
)
NOT_WITHOUT = re.compile(r"(?i)\b(?:not (?:without|free of|negative for)|never without)(?: \w+){0,3} ?$")
# "ABPA out.", "PE r/o'd": thought of, and found not to be so.
IS_OUT = re.compile(
    r"\W{0,2}(?:is |was |now |has been |have been )?(?:(?:out|r/o)(?=\s*(?:[.;,()]|$))|(?:r/o'?e?d|ruled[- ]out|"
    r"excluded|disproven|disproved|refuted|off the (?:table|list))\b)",
    re.IGNORECASE,
)
# "Neuropathy: monofilament intact, so no": the answer stands at the end of what follows the colon.
SO_NOT = re.compile(
    r"^\s*[:?=-][^.;?]*(?:[,;-]|->|=>|→)\s?(?:(?:so|thus|hence|therefore|then|which means|i\.?e\.?|meaning|->|=>|→),? )"
    r"?(?:it is |this is |there is |she has |he has )?(?:no(?:ne|pe)?|not(?: present| so| this| the case)?|"
    r"neg(?:ative)?|"
    r"absent|excluded|ruled out|never)\W*(?:$|[.;])",
    re.IGNORECASE,
)
DISBELIEF = re.compile(
    r"\b(?:do(?:es)?(?: not|n't)|did(?: not|n't)|hardly|doubt(?:s|ed)?) (?:\w+ )?(?:think|believe|feel|suspect|"
    r"see|that|if|she|he)\b"
    r"[^.;]*$",
    re.IGNORECASE,
)
EMPTY_BOX = re.compile(r"(?:\[\s?\]|\(\s?\)|☐|□)\s*$")  # a form's answer that nobody ticked
# A form's question with its boxes after it: which of them is ticked.
NO_TICKED = re.compile(r"^[^\n\[(☐☒☑]{0,12}(?:\[\s?\]|☐) ?y(?:es)?\b.{0,6}(?:\[[xX✓]\]|☒|☑) ?no?\b", re.IGNORECASE)
YES_EMPTY = re.compile(r"^[^\n\[(☐☒☑]{0,12}(?:\[\s?\]|☐) ?y(?:es)?\b", re.IGNORECASE)
# A first look that somebody else has yet to confirm, or has corrected: it neither asserts nor denies.
PROVISIONAL = re.compile(
    r"\bprelim(?:inary)?\b|\bmy (?:own )?read\b|\bwet read\b|\bdiscrepan\w+|\binitial (?:read(?:ing)?|"
    r"interpretation)\b|"
    r"\bmachine (?:read(?:ing)?|interpretation)\b|\bdisputed\b|\bin (?:question|doubt|dispute)\b|\bunconfirmed\b|"
    r"\bover-?read (?:to follow|pending)\b",
    re.IGNORECASE,
)
# "no benefit? she is not sure she took it": asked, and not answered.
UNSURE = re.compile(
    r"\?\s+(?:she|he|pt|patient|they) (?:is|are|was) (?:not|un)[ -]?(?:sure|certain)\b|"
    r"\b(?:not|un)[ -]?(?:sure|certain) (?:if |whether |that )?(?:she|he|they|pt|patient) (?:ever |really |actually |"
    r"has |had )*(?:took|taken|tried|used|had|filled|finished)\b|"
    r"\b(?:can(?:not|'t)|could(?: not|n't)|does(?: not|n't)|did(?: not|n't)) (?:recall|remember|say) (?:if|whether|"
    r"(?:ever )?(?:taking|having|trying|using))\b",
    re.IGNORECASE,
)
# "BMI 41 stated by pt": the patient's word behind it.
TOLD_BY = re.compile(
    r"^[^.;]{0,40}?\b(?:(?:as )?(?:stated|reported|claimed|told|given|estimated|recalled) by (?:the )?(?:pt|patient|"
    r"her|"
    r"him|self|family|spouse|husband|wife|daughter|son|mother|father|caregiver)\b|\(?(?:self[- ]report\w*|by (?:her|"
    r"his|pt|patient)(?:'s)? (?:own )?(?:report|account|memory|recollection)|per (?:the )?(?:pt|patient)\b|from "
    r"memory))",
    re.IGNORECASE,
)
QUESTION = re.compile(r"\?\s*[\"”)]?\s*$")


@dataclass(frozen=True, slots=True)
class Stance:
    """What is said with the words at one place of a sentence."""

    denied: bool
    relative: bool
    supposed: bool
    past: bool
    hedged: bool
    planned: bool
    refused: bool
    not_done: bool
    told: bool

    @property
    def asserted(self) -> bool:
        """Whether it is said outright of this patient: past or present, by whoever."""
        return not (self.denied or self.relative or self.supposed or self.hedged)

    @property
    def done(self) -> bool:
        """Whether it is said outright and as done, not as planned, declined or left undone."""
        return self.asserted and not (self.planned or self.refused or self.not_done)


@lru_cache(maxsize=8000)
def _spans(text: str, section_kind: str) -> tuple[tuple[int, int, Assertion], ...]:
    return tuple((one.start, one.end, one.kind) for one in assertions(text, section_kind))


def stance(line: NoteLine, start: int, end: int) -> Stance:
    """Return how the words at [start, end) of a line are said."""
    text = line.text
    kinds = {kind for first, last, kind in _spans(text, line.section_kind) if first < end and start < last}
    clause = clause_around(text, start, end)
    before_colon = text[:start].rpartition(":")[0][-40:]
    planned = plans(clause) or plans(before_colon) or line.section_kind in {"plan", "planned_procedure"}
    return Stance(
        denied=Assertion.NEGATED in kinds
        or bool(
            DENIED_LIST.search(text[:start])
            or NO_AFTER.match(text[end:])
            or IS_OUT.match(text[end:])
            or NO_TICKED.match(text[end:])
            or SO_NOT.match(text[end:])
        ),
        relative=line.relative or Assertion.FAMILY in kinds or is_of_another(text, start, end),
        supposed=Assertion.HYPOTHETICAL in kinds
        or bool(EMPTY_BOX.search(text[:start]) or (YES_EMPTY.match(text[end:]) and not NO_TICKED.match(text[end:])))
        or is_told_wrong(text, start, end, _following(line)),
        past=Assertion.HISTORICAL in kinds,
        hedged=is_hedged(clause)
        or is_unanswered(text, end)
        or bool(NOT_WITHOUT.search(text[:start]))
        or bool(PROVISIONAL.search(text) or QUESTION.search(text))
        or bool(DISBELIEF.search(text[:start]) or UNSURE.search(text[end:])),
        planned=planned,
        refused=bool(REFUSED.search(text)),
        not_done=bool(NOT_DONE.search(text)),
        told=is_told(line, start, end),
    )


def _following(line: NoteLine) -> str:
    """Return what stands on the page after a sentence, as far as a remark on it reaches."""
    return line.quote.passage.text[line.quote.end : line.quote.end + FAR]


def plans(text: str) -> bool:
    """Return whether words speak of something intended or ordered; "due to" does not."""
    return is_planned(DUE_TO.sub(" ", text))


@lru_cache(maxsize=8000)
def _clauses(text: str) -> tuple[tuple[int, int], ...]:
    return tuple(clauses(text))


def clause_around(text: str, start: int, end: int) -> str:
    """Return the clause of a text in which [start, end) stands."""
    for first, last in _clauses(text):
        if first <= start < last:
            return text[first : max(last, end)]
    return text


def is_told(line: NoteLine, start: int, end: int) -> bool:
    """Return whether it is the patient or somebody with them who says so, and not the writer of the note."""
    if is_patient_written(line.quote.passage):
        return True
    if any(match.start() < end and start < match.end() for match in QUOTED.finditer(line.text)):
        return True
    return bool(TOLD.search(line.text[:end]) or TOLD_BY.match(line.text[end:]))


@lru_cache(maxsize=8000)
def is_patient_written(passage: PassageView) -> bool:
    """Return whether a document is the patient's own message, form or diary."""
    return bool(PATIENT_WROTE.search(passage.document_title)) or bool(PATIENT_WROTE.search(passage.text[:60]))


def is_no_record(passage: PassageView) -> bool:
    """Return whether a page is a payer's letter or policy, or a text for patients in general."""
    return bool(NO_RECORD.search(passage.document_title)) or bool(NO_RECORD.search(passage.text[:60]))


@lru_cache(maxsize=8000)
def is_suppliers(passage: PassageView) -> bool:
    """Return whether a page that no clinician signed is an equipment supplier's."""
    return not passage.author_role and bool(SUPPLIER.search(f"{passage.document_title} {passage.text}"))
