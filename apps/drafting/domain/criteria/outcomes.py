"""How a course of a medicine ended: without enough effect, for side effects, as planned; or why it must not be "
"given."""

import re
from collections.abc import Mapping

from apps.drafting.domain.criteria.harms import BETTER, is_given_for, told_harm
from apps.retrieval.domain.assertion import readings

INADEQUATE = "inadequate_response"
INTOLERANCE = "intolerance"
CONTRAINDICATED = "contraindicated"
COMPLETED = "completed"
WORDS: Mapping[str, re.Pattern[str]] = {
    INADEQUATE: re.compile(
        r"\b(?:fail(?:ed|s|ing|ures?)\b(?! to (?:attend|show|pick|fill|return|tolerate|appear|come|keep|call))|"
        r"inadequate(?:ly)?|insufficient(?:ly)?|inefficacy|ineffective(?:ness)?|refractory|recalcitrant|"
        r"suboptimal(?:ly)?|"
        r"sub-optimal(?:ly)?|unsatisfactory|unsuccessful(?:ly)?|disappointing|useless|of no (?:use|help|value|"
        r"benefit)|no use|no good|"
        r"(?:no|little|minimal|minor|marginal|negligible|slight|modest|scant|without|w/o|poor|lack of|lacked|"
        r"lacking|not "
        r"enough|not much|hardly any|barely any|zero|limited|partial|incomplete|only some|transient|short-?lived|"
        r"temporary|brief|mild) "
        r"(?:\w+ ){0,2}(?:response|relief|benefits?|effect|efficacy|improvement|help|control|change|difference|"
        r"reduction|"
        r"gain|drug action|success|progress(?= (?:on|with)))|"
        r"(?:did|does|do|has|have|had|is|was)(?: not|n't) (?:really |much |been |at all |fully |adequately |"
        r"sufficiently )?"
        r"(?:help(?:ed|ing)?|work(?:ed|ing)?|respond(?:ed|ing)?|improv(?:e|ed|ing)|control(?:led|ling)?|effective|"
        r"enough|adequate|sufficient|touch(?:ed)?|hold(?:ing)?|held|change[d]? (?:anything|the|her|his|their|much)|do "
        r"(?:much|anything|a thing|enough)|done (?:much|anything|enough)|make a difference|made a difference|budge[d]?|"
        r"better|relieve[d]?|last(?:ed)?|hit (?:goal|target)|reach(?:ed)? (?:goal|target|remission))|"
        r"not (?:effective|helpful|helping|working|controlled|improved|improving|enough|adequate|sufficient|better|"
        r"responding|responsive|at (?:goal|target)|to (?:goal|target)|in remission|successful|useful|holding|relieved|"
        r"adequately \w+|well[- ]controlled|under control)|"
        r"(?:did|does|doing|done|do) (?:nothing|little|squat|zilch)|nothing helped|"
        r"non-?respon\w+|non-?efficacious|unrespon\w+|un-?controlled|poorly controlled|"
        r"loss of (?:response|effect|efficacy|benefit|control)|lost (?:response|effect|efficacy|benefit|its effect)|"
        r"(?:stopped|quit|ceased|no longer) (?:working|helping|works|helps|effective|holding|holds|controlling|"
        r"controls|"
        r"controlled|responding|enough)|(?:wore|wears|wearing) off|waning|waned|breaking through|broke through|"
        r"still (?:active|uncontrolled|symptomatic|severe|flaring|flares|wak\w+|inflamed|positive|elevated|above|over|"
        r"high|in pain|in flare|not|poor\w*|limited|swollen|tender|has|having|gets|getting|with|\d+)|"
        r"(?:remain\w*|stay\w*) (?:active|uncontrolled|symptomatic|severe|high|elevated|poor\w*|inflamed|swollen|above|"
        r"unchanged|disabled|limited|the same|flared|in flare)|"
        r"persist(?:ent|ing) (?:\w+ ){0,2}(?:symptoms?|pain|activity|disease|synovitis|inflammation|flares?|headaches?|"
        r"migraines?|exacerbations?|plaques?|swelling)|(?:symptoms?|pain|disease|synovitis|headaches?|migraines?|itch|"
        r"plaques?) (?:persist(?:s|ed)?|continue[sd]?|unchanged|recurred|returned|came back)|"
        r"no better|no improvement|no different|unchanged|same as before|plateau\w*|unrelieved|"
        r"(?:disease |tumou?r |radiographic |radiologic |clinical |biochemical |PSA )?progress(?:ion|"
        r"ed)\b(?! (?:note|free))|"
        r"progressive disease|PD (?=on\b|at\b|by\b|per\b|in\b)|relaps(?:e|ed|ing) (?:on|while|during|despite|under)|"
        r"recurr(?:ed|ence) (?:on|while|during|despite|under)|flar(?:e|es|ed|ing) (?:on|while|through|despite|during|"
        r"under)|(?:above|off|short of|not meeting|never reached|never hit|missed) (?:goal|target)|"
        r"inadequate disease control|escape[d]? (?:on|from))\b|\bPD$",
        re.IGNORECASE,
    ),
    INTOLERANCE: re.compile(
        r"\b(?:intoleran\w+|not tolerat\w+|(?:could|can|did|does)(?: not|n't) tolerate|unable to tolerate|"
        r"poorly tolerated|bad(?:ly)? tolerated|(?:could|can|did|does|do)(?: not|n't|not) (?:stand|handle|stomach|"
        r"take it)|"
        r"(?:did|does)(?: not|n't) agree with|(?:bothered|sickened) (?:her|him|them)|intolerable|unbearable|"
        r"failed to tolerate|side[- ]?effects?|adverse|toxicit(?:y|ies)|reaction to|nause\w*|vomit\w*|emesis|"
        r"diarrh\w*|rash|hives|"
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
OTHER_REASON = re.compile(
    r"\b(?:cost|insurance|coverage|formulary|afford\w*|moved|pregnan\w*|(?:own|patient'?s?) choice|own decision|"
    r"preference|(?:quit|stopped)(?: it)? (?:(?:by )?(?:herself|himself|themselves)|on (?:her|his|their) own)|"
    r"self-?(?:discontinued|stopped)|(?:\[[A-Z]+-\d+[a-z]*\]|patient|pt) (?:stopped|quit|cancell?ed)|no side[- "
    r"]?effects|"
    r"hates?|needles?|lost interest|non-?adheren\w*|non-?complian\w*|forgot|travel|did not like|surgery|lost to follow|"
    r"ran out|supply|not refilled|backorder|dose (?:increased|changed|reduced)|changed to|switched)\b",
    re.IGNORECASE,
)


# Right before a medicine's name: it was taken, and the illness went on.
DESPITE = re.compile(
    r"\b(?:despite|in spite of|even (?:on|with)|while (?:on|taking)|notwithstanding) (?:(?:an?|the|her|his|their|"
    r"adequate|"
    r"trials?|of|courses?|months?|weeks?|wks?|mos?|years?|good|full|high|max\w*|optimal|optimi[sz]ed|dose[sd]?|dosing|"
    r"adherence|compliance|to|on|being|use|using|taking|continued|daily|regular|treatment|therapy|with|two|three|four|"
    r"five|six|several|\d+[-\w]*|mg|bid)[ -]+){0,9}$",
    re.IGNORECASE,
)
UNTOLERATED = re.compile(
    r"\b(?:(?:could|can|did|does|do|was|is|has|have|would)(?: not|n't) (?:been )?(?:able to )?(?:tolerat\w+|stand|"
    r"handle|"
    r"stomach|stay on|continue)|(?:unable|not able) to (?:tolerate|continue|stay on)|not tolerat\w+|"
    r"intoleran\w+ (?:to|of)|"
    r"reaction to|allergic to|poor tolerance (?:of|to)|side effects? (?:from|on|with|of|to)|sick (?:from|on))\s"
    r"(?:(?:the|a|an|any|her|his|more|trial|of|course|oral|even|low[- ]dose|both|either) )*$",
    re.IGNORECASE,
)
# A denial that takes the medicine for granted: no relief from it, could not tolerate it.
TAKEN_THOUGH = re.compile(
    r"\b(?:no|not|without|never|n't|minimal|little|lack of)\b[^.;]{0,40}\b(?:relief|benefit|response|respond(?:ed)?|"
    r"improvement|help(?:ed)?|effect|success|change|luck|control(?:led)?|tolerat\w+|continue|better|improved?)\b"
    r"(?: \w+){0,3}? (?:from|with|on|to|by|after|of|despite)?\s?(?:(?:the|a|an|her|his|trial|course|of|\d+|weeks?|"
    r"months?|"
    r"wks?|mos?|oral|daily|both) )*$|\b(?:n't|not|unable to) tolerate ?$",
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
    if told_harm(segment):
        return found | {INTOLERANCE}
    if INTOLERANCE in found and not OUTRIGHT.search(segment):
        symptoms = [one for one in WORDS[INTOLERANCE].finditer(segment) if CAUSED.search(segment[: one.start()])]
        if all(is_given_for(segment[: one.start()]) or BETTER.match(segment[one.end() :]) for one in symptoms):
            return found - {INTOLERANCE}
    return found


def outcomes_before(text: str) -> frozenset[str]:
    """Return the outcomes that the words before a medicine's name tell of it: "failed", "could not tolerate"."""
    found = outcomes_in(text) & {INADEQUATE, INTOLERANCE, COMPLETED}
    if DESPITE.search(text):
        found |= {INADEQUATE}
    if UNTOLERATED.search(text):
        found |= {INTOLERANCE}
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


def tells_other_reason(text: str) -> bool:
    """Return whether a reason is neither a lack of effect nor a side effect: cost, a move, a change of dose."""
    return bool(OTHER_REASON.search(text)) and not outcomes_in(text)
