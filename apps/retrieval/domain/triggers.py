"""Words that turn what stands beside them: denied, of the past, of a relative, not yet so. Data for ``assertion``.

After NegEx and ConText (Chapman 2001; Harkema 2009): triggers that look forward or back, pseudo-triggers that turn
nothing, and terminations that end a trigger's reach. Each entry is a regular expression, tried in
the order given; no case.
"""

import re

# What ends any trigger's reach.
CLAUSE_END = re.compile(
    r"[.;:()\[\]\n·](?!\d)|\bbut\b|\bhowever\b|\balthough\b|\bexcept\b|\bthough\b|→|->| – | - ", re.IGNORECASE
)
# A new statement after a comma, or words that lead away from what was denied: "no fever, has cough".
TURNS_BACK = re.compile(
    r",\s*(?:and|but) (?:I|he|she|they|we|the patient|patient|pt)\b|"
    r",\s*(?:and |he |she |they |patient |pt )*(?:has|have|had|is|was|are|were|does|did|reports?|reported|"
    r"endorses?|endorsed|complains?|complained|admits?|admitted|states?|stated|notes|noted|presents|positive|pos|continues|"
    r"takes|taking|call|return|start|restart|begin|follow|recheck|will|plan)\b|"
    r"\b(?:cannot|can't|could not) (?:exclude|rule out)\b|"
    r"\b(?:aside from|apart from|other than|besides|nevertheless|secondary to|because of|due to|"
    r"who presents?|presenting)\b",
    re.IGNORECASE,
)


def _any(*words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)", re.IGNORECASE)


# Denied: what follows.
DENIES = _any(
    r"no (?:new |acute |obvious |clear |radiographic |definite |significant )?"
    r"(?:evidence|sign|signs|suggestion|indication) (?:of|for|that)",
    r"no (?:prior |previous |past |known |personal )?(?:hx|history) of",
    r"no (?:complaints?|findings?|mention|report) of", r"negative for", r"neg for", r"free of", r"absence of",
    r"absent for",
    r"(?<!not )(?<!yet )(?<!be )(?<!fully )ruled out(?: for)?", r"fail(?:s|ed) to (?:reveal|show|demonstrate)",
    r"rather than", r"instead of", r"resolution of",
    r"(?:does not|doesn't|do not|did not|didn't|never) (?:currently )?meet (?:the |full |diagnostic |DSM\S* )*"
    r"criteria (?:for|of)",
    r"not?", r"nor", r"denies", r"denied", r"denying", r"deny", r"without", r"w/o", r"never",
    r"none", r"cannot", r"can't",
    r"doesn't", r"didn't", r"isn't", r"wasn't", r"aren't", r"weren't", r"hasn't", r"haven't", r"non",
)  # fmt: skip
# Of these, what reaches only over so many words; the others reach through their list.
SHORT_REACH = {
    **dict.fromkeys(
        ("not", "without", "w/o", "never", "cannot", "can't", "doesn't", "didn't", "isn't", "wasn't", "aren't",
         "weren't", "hasn't", "haven't", "none", "rather than", "instead of"), 3,
    ),
    "non": 1,
}  # fmt: skip
# Denied: what stands before.
DENIED_BEFORE = _any(
    r"(?:is |was |were |are |has been |have been )?(?:ruled out|not seen|not present|not found|not felt|not identified|"
    r"not appreciated|absent|excluded)",
    r"neg(?:ative)?",
)
# A "no" that denies nothing.
DENIES_NOTHING = re.compile(
    r"(?:no|not|without) (?:change|changes|longer|only|more than|less than|later than|increase|decrease|"
    r"interval change|significant change|difficulty|difficulties|problems? with|issues? with|necessarily|certain|"
    r"sure|clear|apply|limited to|just|least|cause|(?:be |entirely |fully |reliably )*(?:exclude|rule out|r/o)|"
    r"(?:yet |entirely |fully |reliably )*(?:excluded|ruled out))\b|"
    r"(?:cannot|can't|could not) (?:be )?(?:entirely |fully |reliably )*(?:exclude|excluded|rule out|ruled out|r/o)\b",
    re.IGNORECASE,
)
NEGATIVE_BY_NAME = re.compile(r"\b(?:gram|coag(?:ulase)?|rh|triple|hormone|receptor)[ -]?neg", re.IGNORECASE)

# A doubt that is to be settled or cannot be: what follows, up to the next comma. It denies nothing.
DOUBTS = _any(
    r"(?:cannot|can't|can not|could not|couldn't|unable to|not|does not|doesn't) (?:be |entirely |fully |reliably )*"
    r"(?:exclude|rule out|r/o)",
    r"(?<!not )(?:to )?(?:rule out|r/o)(?! by)",
)
DOUBT_BEFORE = _any(
    r"(?:cannot|can't|can not|could not|couldn't) be (?:entirely |fully |reliably )?(?:excluded|ruled out)",
    r"not (?:yet |entirely |fully |reliably )?(?:excluded|ruled out)",
)
DOUBT_END = re.compile(r",(?!\d)|\b(?:and|with|on|given|since|until|so)\b", re.IGNORECASE)
# What ends the reach of a "not" over the next words: "do NOT start until the test is back".
ENDS_BRIEFLY = r"and|until|till|unless|before|if|when|while|because|since|w/o|pending"

# Of the past: what follows, through its list.
PAST = _any(
    r"(?:past |prior |previous |remote |personal |known |long |longstanding )*(?:medical |surgical )?(?:history|hx)"
    r"(?: is| was)?(?: significant| notable| remarkable| pertinent| positive)? (?:of|for)(?! present)",
    r"h/o",
    r"(?<!family )(?<!fam )(?<!social )(?<!soc )hx(?= [A-Za-z])"
    r"(?! (?:of|for|taken|obtained|reviewed|as|per|from|pt|patient))",
)  # fmt: skip
# Of the past: the next words only.
PAST_BRIEFLY = _any(
    r"s/p",
    r"status[ -]post",
    r"previous",
    r"previously",
    r"prior(?! to| auth)",
    r"former",
    r"formerly",
    r"remote",
    r"old(?= (?:mi|infarct\w*|fractures?|strokes?|cva|injur\w+|scars?|tb)\b)",
    r"childhood",
)
PAST_REACHED = 5
# Of the past: what stands before.
PAST_BEFORE = _any(
    r"in the past", r"in (?:his|her|their) (?:childhood|youth|teens|twenties|thirties|forties)",
    r"as a (?:child|teenager)",
    r"(?:\d+|an?|a few|a couple of|two|three|four|five|six|seven|eight|nine|ten|several|many|some|few) "
    r"(?:y|yrs?|years?|months?|mos?|decades?) ago",
    r"years ago", r"long ago", r"resolved",
)  # fmt: skip

# Not yet so: what follows.
SUPPOSES = _any(
    r"(?<!as )(?<!even )if", r"in case(?: of)?", r"in the event(?: of)?", r"unless",
    r"should (?=he|she|they|there|you|the|any|symptoms|it)",
    r"(?:return|come back|call|go to)(?: back)?"
    r"(?: (?:to|us|the|your|ed|er|clinic|office|doctor|immediately|sooner)){0,4}"
    r" (?:for|with|if)",
    r"(?:watch|watching|monitor|monitoring|look|looking|check)(?: out)? for",
    r"(?:at |increased |high |higher |low )?risk (?:of|for|factors for)",
    r"prevent", r"prevention of", r"prevents", r"prophylaxis (?:for|against)",
    r"as needed for", r"prn for",
    r"(?:signs|symptoms|signs and symptoms|precautions|warning signs) (?:of|for) "
    r"(?=.{0,80}\b(?:reviewed|discussed|given)\b)",
    r"(?:may|might|could|would) (?:need|require|develop|consider|benefit from)", r"precautions for",
)  # fmt: skip

# Of a relative.
RELATIVE = re.compile(
    r"\b(?:mother|father|mom|dad|sister|brother|aunt|uncle|cousin|grandmother|grandfather|grandson|granddaughter|"
    r"maternal|paternal|sibling|niece|nephew|half-sister|half-brother|FHx?|family history|family hx)\b|"
    # Who lives with the patient, where what they do is told: "the boy smokes".
    r"\b(?:son|daughter|wife|husband|spouse|partner|boyfriend|girlfriend|roommate|boy|girl|kids|children|friend)"
    r"(?: \w+)?,? (?:also |still )?(?:smokes?|smoked|drinks?|vapes?|is a smoker|"
    r"(?:is|was) on(?! the)|was diagnosed)(?= )",
    re.IGNORECASE,
)
# Where a short note goes on, under the history of the family, with the patient's own.
OTHER_HISTORY = re.compile(
    r"(?im)^[ \t]*(?:soc(?:ial)?(?: ?(?:hx|history))?|s\.?h|habits|p\.?m\.?h\w*|p\.?s\.?h\w*|meds?|"
    r"all(?:ergies)?|ros|exam|pe)[ \t]*[:\-–]"
)
# A relative's name or role that only says who came along or who spoke.
COMPANION = re.compile(
    r"\b(?:with|w/|by|from|here w/|accompanied by|lives with|per|to|and)\s+(?:her |his |the |the patient'?s )?"
    r"(?:son|daughter|mother|father|sister|brother|wife|husband)\b|"
    r"\b(?:mother|father|mom|dad|sister|brother|son|daughter|wife|husband) (?:notes?|noted|reports?|reported|states?|"
    r"stated|says?|said|told|thinks?|calls?|called|provided|brought|asks?|asked|confirms?|requests?|requested)\b|"
    r"\b(?:family history|family hx|FHx?) (?:is |was |has been )?(?:not |non-?)(?:contributory|relevant|pertinent)\b",
    re.IGNORECASE,
)
# A relative who is the subject: what stands before the last comma is not theirs.
RELATIVE_HAS = re.compile(r"\s*(?:has|had|have|with|w/|is|was|died|on|also|dx|:|-)(?!\w)", re.IGNORECASE)
# The patient's own finding, told with a relative who shares it: "a variant was found, the one her aunt carries".
BESIDE = re.compile(r",\s*(?:the (?:one|same)|as|like|which|whom?|that)\b[^,.;\n]*$", re.IGNORECASE)
# Where a sentence about relatives comes back to the patient.
PATIENT_AGAIN = re.compile(r"[,;]?\s*\b(?:the patient|patient|pt|she herself|he himself)\b", re.IGNORECASE)
STATEMENT_END = re.compile(r"[.;\n](?!\d)")

# A doubt: likely, suspected, cannot exclude.
HEDGES = re.compile(
    r"\b(?:possibl[ey]|probabl[ey]|presum\w+|suspect\w*|suspicio\w+|likely|unlikely|may be|might|could be|"
    r"rule out|r/o|(?:cannot|can't|could not|not) (?:be |yet |entirely |fully )*(?:excluded?|ruled? out|r/o)|"
    r"appears?|suggest\w*|"
    r"question of|concern for|vs\.?|versus|provisional|differential|equivocal)\b|\?",
    re.IGNORECASE,
)
# Intended, ordered or advised, not done.
PLANS = re.compile(
    r"\b(?:plan(?:s|ned|ning)?|will|to start|to begin|consider\w*|discuss\w*|if ok|refer(?:ral|red)?|order(?:ed|"
    r"s)?|schedul\w+|"
    r"awaiting|pending|propos\w+|would|recommend\w*|options?|intend\w*|request(?:ed)?|to be done|due|not yet|"
    r"once approved)\b",
    re.IGNORECASE,
)
