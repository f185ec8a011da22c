"""Words of names: what hospitals are called, towns, given names, and the words that stand before a place."""

import regex

from apps.redaction.domain.folding import fold
from apps.redaction.domain.words import NAME_WORDS, phrases_of, word_set, words_of
from apps.redaction.patterns.vocabulary import STATE_NAMES
from apps.redaction.patterns.vocabulary import STATES as STATE_CODES

HEADS = word_set(
    "clinic clinics hospital hospitals hosp infirmary sanatorium health healthcare"
    " center centre ctr institute pharmacy medical"
    " laboratories university college hospice rehab rehabilitation presbyterian methodist lutheran"
    " adventist manor lodge foundation"
    " associates medicine practice orthopedics cardiology oncology pediatrics dermatology surgery"
    " school academy church med cntr general laboratory endocrinology rheumatology nephrology neurology"
    " gastroenterology"
    " urology radiology imaging diagnostics physicians dental psychiatry gynecology obstetrics ophthalmology podiatry"
)
HEAD_TAILS = word_set(
    "center centre ctr cntr care group clinic clinics hospital system systems"
    " associates campus partners network inc llc practice school college"
)
INSTITUTION_WORDS = words_of("institution_words.txt")
INNER = word_set("med senior memorial general children's women's hospice nursing regional cancer heart")
SEATS = word_set("general memorial county city community university children's childrens veterans regional central")
STARTERS = word_set(
    "new north south east west upper lower grand golden good green red blue white"
    " black great old long big silver holy our"
)
SEATED = word_set("hospital hosp infirmary")
WIDE = word_set(
    "world national american european international united federal joint british"
    " canadian mini medical the of and for at in a an"
    " global royal society association organization organisation foundation"
)
FIRMS = word_set("inc ltd llc corp corporation gmbh plc incorporated limited")
# What firms and other places of work, study and worship are called: a word of its own must stand before.
TRADES = word_set(
    "technologies technology systems solutions industries capital finance financial holdings bank insurance partners"
    " consulting consultants airlines airways motors movers media labs software ventures schools analytics logistics"
    " bakery cooperative co-op farms farm foods restaurant cafe hotel museum theatre theater library"
    " elementary temple"
    " mosque synagogue marine networks telecom pharmaceuticals pharma biotech energy electric construction builders"
    " realty properties enterprises group company agency studios gallery brewery winery services transit lines"
)
COMMON = words_of("common_words.txt")
LEGAL_TAIL = regex.compile(
    r",?[ ](?:P\.?C\.?|P\.A\.|PLLC|LLP|LLC|L\.L\.C\.|Inc\.?|Ltd\.?|Co\.|GmbH|S\.A\.|B\.V\.|PLC)(?!\w)"
)
SAINTS = frozenset({"st.", "saint", "mt.", "mount", "ft.", "fort", "santa", "san"})
GIVEN = words_of("given_names.txt")
# Clinical words and eponyms that are common family names too: after a given name they are one.
FAMILY_WORDS = words_of("words_people_are_called.txt") | words_of("eponyms.txt")
PARTICLES = frozenset({"van", "von", "de", "der", "la", "del", "den", "da", "dos"})
SHORT, ABBREVIATION = 3, 4
STATES = frozenset(STATE_CODES.split("|")) | frozenset(STATE_NAMES.split("|"))
CUES = word_set("at @ visited visiting attended attends to from in near outside for by resides lives")
AT = regex.compile(
    r"(?:\b(?:at|@|visited|visiting|attended|attends|enrolled\s+at|transferred\s+(?:to|from)"
    r"|admitted\s+to|presented\s+to|referred\s+to"
    r"|returned\s+to|discharged\s+from|moved\s+from|works?\s+(?:at|for)|worked\s+(?:at|for)"
    r"|employed\s+by|care\s+from)\s+(?:the\s+|our\s+|a\s+)?)$",
    regex.IGNORECASE,
)
IN = regex.compile(
    r"\b(?:resid(?:es|ing|ent)|liv(?:es|ed|ing)|born|raised|moved|relocated|originally|travell?(?:ed"
    r"|ing)?|flew|native|based|located|grew\s+up|home|outside|near)\b[\w\s,]{0,14}\b"
    r"(?:in|from|to|of|near|at|outside)?\s*(?:the\s+)?$|\b(?:in|from|near|outside)\s+(?:the\s+)?$",
    regex.IGNORECASE,
)
AFTER_SITE = regex.compile(
    r"(?:[Hh]ospital|[Hh]osp|[Cc]linic|[Cc]ent(?:er|re)|Health|Medical|Hopkins|Street|St|Ave|Avenue"
    r"|Road|Rd|Lane|Ln|Drive|Dr|Blvd|Court|Ct|Way|Place|Pl"
    r"|\d)\.?(?:,\s+|\s+|\s+(?:of|in|at)\s+)(?:the\s+)?$"
)
LOWER_HEAD = regex.compile(
    r"[ ](?:(?:downtown|main|north|south|east|west|satellite|outpatient|urgent care)[ ])?(?:clinic"
    r"|hospital|medical center|health system|nursing home|office|campus|branch|ED|ER)\b"
)
NOT_AFTER_IN = word_set(
    "english spanish french german chinese mandarin cantonese russian arabic"
    " portuguese vietnamese korean japanese italian polish hindi"
    " section table figure appendix part phase class group category stage level room bed unit clinic"
)


def _phrase_table(*names: str) -> dict[str, list[tuple[str, ...]]]:
    table: dict[str, list[tuple[str, ...]]] = {}
    for name in names:
        for phrase in phrases_of(name):
            parts = tuple(fold(phrase).text.casefold().split())
            table.setdefault(parts[0], []).append(parts)
    for rows in table.values():
        rows.sort(key=len, reverse=True)
    return table


PLACES = _phrase_table("cities.txt", "countries.txt")
COUNTRIES = frozenset(tuple(fold(c).text.casefold().split()) for c in phrases_of("countries.txt"))
INSTITUTIONS = _phrase_table("institutions.txt")
FIRST_OF_PLACES = frozenset(phrase[0] for rows in PLACES.values() for phrase in rows)
STARTS = GIVEN | SAINTS | SEATS | STARTERS | FIRST_OF_PLACES | frozenset(INSTITUTIONS)
# Given names that by themselves are as often a word, a town, a state or an eponym.
AMBIGUOUS = (
    NAME_WORDS
    | frozenset(phrase[0] for rows in PLACES.values() for phrase in rows if len(phrase) == 1)
    | frozenset(state.casefold() for state in STATES)
    | frozenset({"georgia", "carolina", "virginia", "dakota"})
)
