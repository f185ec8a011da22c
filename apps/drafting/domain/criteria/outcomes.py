"""How a course of a medicine ended: without enough effect, for side effects, as planned; or why it must not be "
"given."""

import re
from collections.abc import Mapping

from apps.retrieval.domain.assertion import readings

INADEQUATE = "inadequate_response"
INTOLERANCE = "intolerance"
CONTRAINDICATED = "contraindicated"
COMPLETED = "completed"
WORDS: Mapping[str, re.Pattern[str]] = {
    INADEQUATE: re.compile(
        r"\b(?:fail(?:ed|s|ing|ure)\b(?! to (?:attend|show|pick|fill|return|tolerate))|inadequate(?:ly)?|"
        r"insufficient(?:ly)?|"
        r"ineffective|refractory|suboptimal|unsatisfactory|"
        r"(?:no|little|minimal|without|poor|lack of|lacked|not enough|limited|partial|incomplete) (?:\w+ ){0,2}"
        r"(?:response|relief|benefit|effect|efficacy|improvement|help|control|change)|"
        r"(?:did|does|do)(?: not|n't) (?:help|work|respond|improve|control)|not (?:effective|helpful|helping|working|"
        r"controlled|improved)|non-?respon\w+|loss of response|still (?:active|uncontrolled)|no better|unresponsive)",
        re.IGNORECASE,
    ),
    INTOLERANCE: re.compile(
        r"\b(?:intoleran\w+|not tolerat\w+|(?:could|can|did|does)(?: not|n't) tolerate|unable to tolerate|"
        r"poorly tolerated|"
        r"failed to tolerate|side[- ]?effects?|adverse|toxicity|nause\w*|vomit\w*|emesis|diarrh\w*|rash|hives|"
        r"urticaria|"
        r"angio-?edema|anaphyla\w*|paresthesia\w*|dizz\w*|sedat\w*|drows\w*|somnolen\w*|fatigue|heart ?burn|"
        r"dyspepsia|"
        r"gastritis|hepatotox\w*|(?:raised|elevated|rising|high) (?:ALT|AST|LFTs?|transaminases|liver enzymes|"
        r"creatinine)|"
        r"transaminitis|ALT \d+|cough|bradycardia|hypotension|syncope|hair loss|alopecia|cytopenia|"
        r"leukopenia|neutropenia|mouth sores|stomatitis|mucositis|weight gain|edema|myalgia\w*|cramps|insomnia|"
        r"palpitation\w*|bleeding|hypoglyc\w*|can't keep "
        r"food down|abdominal pain|GI upset|upset stomach|"
        r"word[- ]finding)\b",
        re.IGNORECASE,
    ),
    CONTRAINDICATED: re.compile(
        r"\b(?:is |are |was )?(?:not (?:allowed|permitted|to be (?:restarted|given|used|taken))|forbidden|prohibited)\b"
        r"(?! (?:on|before|with|until|after|during|for \d|by (?:insurance|plan))\b)|"
        r"\bno \w+(?: \w+)? in any form\b|\bcontra-?indicat\w*|\bmust not (?:take|be given|receive|have|use)\b|"
        r"\bshould not (?:take|be given|"
        r"receive|use)\b|"
        r"\bnot a candidate for\b|\bcannot (?:take|be given|receive|use)\b|\bcan't (?:take|be given)\b|\bunsafe\b|"
        r"\bprecludes?\b|\bprecluded\b|\bis absolutely not\b|\bavoid(?:ed)? (?:because|due|given|since|as)\b",
        re.IGNORECASE,
    ),
    COMPLETED: re.compile(r"\bcomplet\w+|\bfinished\b|\bfull course\b", re.IGNORECASE),
}  # fmt: skip
NOT_SO = re.compile(
    r"\b(?:not|never|no|without|denies|n't) (?:\w+ ){0,2}(?:fail\w*|contra-?indicat\w*|intoleran\w*|"
    r"side[- ]?effects?|adverse|"
    r"nausea|rash|reaction|toxicity|complet\w*)|\btolerat(?:ed|es|ing) (?:it )?well\b|\bwell[- ]tolerated\b|"
    r"\btol ok\b|"
    r"\bno (?:\w+ )?contra-?indications?\b|\b(?:would|could|may|might|can) (?:still )?be (?:possible|given|used|an "
    r"option)\b|"
    r"\bis (?:possible|allowed|an option|safe)\b",
    re.IGNORECASE,
)
GOOD = re.compile(
    r"(?<!no )(?<!not )(?<!without )(?<!lack of )(?<!inadequate )\b(?:good|excellent|great|adequate|marked|clear|"
    r"complete|full|sustained) (?:response|relief|effect|control|benefit)\b|"
    r"\b(?:works|worked|working|helps|helped|responded|responding) (?:well|a lot|nicely)\b|\bwell controlled\b|"
    r"\bin remission\b",
    re.IGNORECASE,
)
SEVERE = re.compile(
    r"\banaphyla\w*|\bangio-?edema|\bstevens|\bnecrolysis|\bDRESS\b|\bhives\b|\burticaria|\bbronchospasm|"
    r"\bgeneralized rash|"
    r"\bhepatotox\w*|\bsevere\b|\bagranulocyt\w*",
    re.IGNORECASE,
)
# As the coded reason of a stop, an illness is what the medicine did: "acute pancreatitis", "ulcer at endoscopy".
HARMS = re.compile(
    r"\b(?:pancreatitis|(?:o?esophag|gastr|hepat|col|pneumon|nephr|myos)itis|ulcer\w*|erosi\w+|perforation|"
    r"h(?:a)?emorrhage|seizures?|neuropathy|(?:renal|kidney|liver) (?:injury|failure|damage)|jaundice|psychosis|"
    r"hallucinat\w+|suicidal\w*|tinnitus|tremor|dystonia|dyskinesia|hyponatremia|hyperkal(?:a)?emia|lactic acidosis|"
    r"ketoacidosis|vasculitis|demyelinat\w+|constipat\w+|bloating|flushing|dyspn(?:o)?ea|wheez\w+|arrhythmia|"
    r"QT prolong\w+|thrombo\w+)\b",
    re.IGNORECASE,
)
OTHER_REASON = re.compile(
    r"\b(?:cost|insurance|coverage|formulary|afford\w*|moved|pregnan\w*|(?:own|patient'?s?) choice|own decision|"
    r"preference|(?:quit|stopped)(?: it)? (?:(?:by )?(?:herself|himself|themselves)|on (?:her|his|their) own)|"
    r"self-?(?:discontinued|stopped)|(?:\[[A-Z]+-\d+[a-z]*\]|patient|pt) (?:stopped|quit|cancell?ed)|no side[- "
    r"]?effects|"
    r"hates?|needles?|lost interest|non-?adheren\w*|non-?complian\w*|forgot|travel|did not like|surgery|lost to follow|"
    r"ran out|supply|not refilled|backorder|dose (?:increased|changed|reduced)|changed to|switched)\b",
    re.IGNORECASE,
)


CAUSED = re.compile(
    r"\b(?:stop\w*|d/c\w*|discontinu\w*|because|due to|owing|caus\w+|held|quit|developed|secondary to|2/2|from|"
    r"gave (?:her|him)|"
    r"made (?:her|him)|led to|after|limit\w+|intolera\w+|tolerat\w+|side[- ]?effects?|adverse|reaction|toxicity|"
    r"off|with|but)\b|"
    r"[-(:=,]",
    re.IGNORECASE,
)
OUTRIGHT = re.compile(r"\bintoleran\w+|\btolerat\w+|\bside[- ]?effects?\b|\badverse\b|\btoxicity\b", re.IGNORECASE)


def outcomes_told(segment: str) -> frozenset[str]:
    """Return the outcomes that a note tells of a medicine: a symptom counts as a side effect only with what "
    "joins the two."""
    found = outcomes_in(segment)
    if INTOLERANCE in found and not OUTRIGHT.search(segment):
        symptom = WORDS[INTOLERANCE].search(segment)
        if symptom is None or not CAUSED.search(segment[: symptom.start()]):
            return found - {INTOLERANCE}
    return found


def outcomes_in(text: str) -> frozenset[str]:
    """Return the outcomes that a reason or a clause about one medicine tells; what it denies is left out."""
    plain = NOT_SO.sub(" ", text)
    found = {name for name, words in WORDS.items() if words.search(plain)}
    if INTOLERANCE in found and _is_all_denied(plain):
        found.discard(INTOLERANCE)
    if GOOD.search(plain):
        found.discard(INADEQUATE)
    return frozenset(found)


def _is_all_denied(text: str) -> bool:
    """Return whether every side effect that a text names is one that it denies: "no nausea, no mouth sores"."""
    denied = [(one.start, one.end) for one in readings(text) if one.negated]
    return all(
        any(start <= match.start() < end for start, end in denied) for match in WORDS[INTOLERANCE].finditer(text)
    )


def harmed(reason: str, indication: str) -> bool:
    """Return whether the coded reason of a stop is an illness that the medicine was not given for."""
    harm = HARMS.search(NOT_SO.sub(" ", reason))
    return harm is not None and harm.group().lower() not in indication.lower()


def tells_other_reason(text: str) -> bool:
    """Return whether a reason is neither a lack of effect nor a side effect: cost, a move, a change of dose."""
    return bool(OTHER_REASON.search(text)) and not outcomes_in(text)
