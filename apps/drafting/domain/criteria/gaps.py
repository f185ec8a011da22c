"""What may stand between the name of a quantity and its value."""

import re

# How much it changed is not what it is: "FEV1 rose 12 %"; "rose to 62 %" tells the value.
BY_SO_MUCH = re.compile(
    r"(?i)(?:\b(?:rose|fell|dropped|increased|decreased|improved|declined|gained|lost|reduced|up|down|lower|higher|"
    r"(?:in|de)creases?|rise|drop|change[sd]?|reduction)(?: (?:of|by))?"
    r"(?: (?:about|almost|nearly|around|roughly|another|only))?"
    r"|\bby|\bpercentile|\bz-?score|\bt-?score)\s*[:=]?\s*[+-]?$"
)
# Words that may stand between the name of a test and its value.
BETWEEN = re.compile(
    r"(?:total|score|index|level|value|result|reading|nadir|was|is|of|at|now|today|measured|came|back|about|approx\w*|"
    r"to|down|up|fell|dropped|rose|RA|on|room|air|rest(?:ing)?|awake|asleep|seated|sitting|exert\w*|walk\w*|ambulat\w*|"
    r"with|during|while|post\w*|pre\w*|overall|the|a|an|again|still|only|just|recorded|as|low|high|mean|average|in|clinic|"
    r"by|for|and|oximetry|pulse|saturation|days?|per|month|percent|predicted|grade|arterial|study|calculated|total|NC|L|"
    r"O2|oxygen|liters?|min|minutes?|breathing|after|sleep|worst|best|lowest|highest|latest|last|most|recent|current|"
    r"sleepiness|scale|questionnaire|disability|events?|m|weight|gold|plus|TB|test|screen|class|stage|category|remains?|"
    r"remained|around|roughly|currently|this|visit|morning|AM|lab|scored?|equals|returned|resulted|repeat(?:ed)?|random|"
    r"fasting|serum|plasma|blood|noted|found|documented|obtained|showed|shows|reads?|elevated|left|right|knees?|hips?|"
    r"femoral|neck|lumbar|spine|tumou?r|primary|cells?|staining|expression|positive|absolute|abs|count|office|fingerstick|"
    r"venous|capillary|h|hrs?|hours?|induration|estimated|visually|subscore|R|baseline|adjusted|corrected|manual\w*|titer|intact|final|has|been|exactly|nearly|almost|usage|use)",
    re.IGNORECASE,
)
WORD = re.compile(r"[A-Za-z][A-Za-z0-9']*")


def joins(gap: str) -> bool:
    """Return whether words join a name to the value behind them, and tell of nothing else."""
    if re.search(r"[;\n]|\.\s", gap) or BY_SO_MUCH.search(gap):
        return False
    words = WORD.findall(re.sub(r"\([^()]{0,60}\)|\d[\d.,]*", " ", gap))
    return all(BETWEEN.fullmatch(word) for word in words)
