"""What the words of a header say it is: in full or in short, with a date, a bracket or a qualifier around them."""

import re
from collections.abc import Iterator, Mapping

from apps.chart.domain.documents import SectionKind
from apps.chart.domain.sections.spellings import SPELLINGS

__all__ = ["BARE_TITLES", "SOAP", "SPELLINGS", "WEAK_TITLES", "is_weak", "kind_of_title", "known_title", "plain_title"]

K = SectionKind


def _words(spellings: str) -> list[str]:
    return [" ".join(title.split()) for title in spellings.split(";") if title.strip()]


def plain_title(title: str) -> str:
    """Return a header's words in lower case, without the marks around them."""
    return " ".join(title.lower().replace("\u2019", "'").split()).strip(" :.-\u2013\u2014=*_#|>;~")


KIND_OF_TITLE: Mapping[str, SectionKind] = {
    plain_title(title): kind for kind, spelled in SPELLINGS.items() for title in _words(spelled)
}
# Too short or too common to stand for a header unless a colon or a marker says so and nothing follows on the line.
WEAK_TITLES = frozenset(
    _words("""
        a; abg; activity; adr; admissions; advice; alerts; all; ambulation; antibiotics; ap; attending; author;
        background; benefits; chemotherapy; code; cognition; comment; comments; communication; comparison;
        complication; concerns; condition; consent; consult; consultation; contrast; course; ct; data; date;
        description; devices; diet; disability; discussion; doppler; drain; drains; drips; drug use; drugs; echo;
        ecog; education; eeg; emg; employment; encounter; equipment; evaluation; events; exercise; facility; family;
        feeding; fluids; function; gait; genetics; goal; goals; gross; growth; habits; hardware; heredity; historian;
        history; holter; id; immunosuppression; implant; implants; indication; indications; infusions; interval;
        intervention; interventions; ivf; lab; labs; lifestyle; management; mar; measurements; message; micro;
        mobility; mri; note; nutrition; o; occupation; opinion; orthostatics; otc; outcome; outcomes; p; pain;
        participants; patient; pending; precautions; pregnancy; prescription; prevention; prognosis; prophylaxis;
        provider; referral; regimen; reliability; remarks; request; restrictions; result; rx; s; screening; sedation;
        serology; service; signed; social; source; specimen; specimens; staff; study; summary; supervision; supplies;
        surgery; technique; test; tests; toxicology; treatment; ultrasound; update; updates; urinalysis; visits;
        workup; work-up
    """)
)
LONGEST_TITLE = 60
LONGEST_WRITTEN = 130  # with a date or a bracket
# Titles that stand in capitals before their text without any mark between them: "FH mother RA", "HPI. 44M ...".
BARE_TITLES = frozenset(
    _words("""
        a/p; a&p; allergies; assessment; cc; data; dispo; exam; fh; hpi; impression; imp; labs; meds; home meds;
        plan; pmh; pmhx; psh; rec; recs; ros; sh; vitals; vs
    """)
)
SOAP = {"o": ("s", "subj", "subjective"), "a": ("o", "obj", "objective"), "p": ("a", "assessment", "imp", "impression")}
# What may stand around a title: "Labs (2 Nov, outside)", "Labs 3/5", "2026-03-05 Labs", "Meds per pt", "Hospital labs".
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DATE = rf"(?:\d{{1,4}}[/.-]\d{{1,2}}(?:[/.-]\d{{2,4}})?|(?:\d{{1,2}}\s+)?{_MONTH}\s+\d{{1,4}}(?:,?\s+\d{{4}})?)"
QUALIFIERS = (
    re.compile(r"\s*[\(\[][^)\]]{0,60}[\)\]]$"),
    re.compile(r"(?:\s+at|\s*@)?\s+\d{1,2}:\d{2}\s*(?:[ap]m|hrs?)?$"),
    re.compile(rf"(?:\s+on|\s*[-\u2013\u2014,]|\s+dated)?\s+{_DATE}$"),
    re.compile(rf"^{_DATE}\s*[-\u2013\u2014:,]?\s+"),
    re.compile(r"\s+(?:per|from|as of|today|reviewed|on admission|at discharge|by|obtained|continued|cont'd)\b.*$"),
    re.compile(r"\s*[-\u2013\u2014,]\s*(?:active|inactive|resolved|current|chronic|most recent|updated|final)$"),
    re.compile(r"\s+(?:sections?|follows?|narrative|administered|given|prescribed)$"),
    re.compile(
        r"^(?:today's|recent|relevant|pertinent|brief|updated|additional|detailed|interim|patient's|focused|other|the"
        r"|hospital|procedure|surgical|operative note|operative|current|past|prior|previous|initial|complete"
        r"|comprehensive|full|physician|provider|outside|new|my|significant|abbreviated|admission|discharge"
        r"|clinical|future|upcoming|prescribed|active|chronic)\s+"
    ),
)
ASIDE = re.compile(r"[(\[][^)\]]*[)\]]|\d{1,2}:\d{2}")
# What a whole document is, and no section of it, though parts of the words would say so.
DOCUMENTS = frozenset(
    _words("""
        discharge summary; admission note; history and physical; history & physical; progress note; consultation note;
        hospital discharge summary; consultation report; emergency department note; history and physical examination;
        summary of care; patient summary; visit summary; clinical summary note
    """)
)
SPELLED_OUT = (
    (re.compile(r"_"), " "),
    (re.compile(r"\bhx\b\.?"), "history"),
    (re.compile(r"\bpt\b\.?(?:'s)?(?= \w)"), "patient"),
    (re.compile(r"\bmed(?=\.? history)\.?"), "medical"),
    (re.compile(r"\bsurg(?=\.? history)\.?"), "surgical"),
    (re.compile(r"\bsoc(?=\.? history)\.?"), "social"),
    (re.compile(r"\bfam(?=\.? history)\.?"), "family"),
    (re.compile(r"\bpsych(?=\.? history)\.?"), "psychiatric"),
    (re.compile(r"\(s\)"), "s"),
    (re.compile(r"\s*/\s*"), "/"),
    (re.compile(r"^h/o(?= )"), "history of"),
)
JOINT = re.compile(r"\s*(?:/|,|&|\+|;|\band\b|\bwith\b)\s*(?:and\s+)?")
ASSESSED = frozenset({K.ASSESSMENT, K.IMPRESSION, K.DIAGNOSES, K.PROBLEMS, K.ASSESSMENT_AND_PLAN})
PLANNED = frozenset({K.PLAN, K.INSTRUCTIONS, K.ASSESSMENT_AND_PLAN})


def kind_of_title(title: str) -> SectionKind | None:
    """Return the kind of a section by its header's words, or None for words that are no known header."""
    return KIND_OF_TITLE.get(known := known_title(title)) or (_kind_of_parts(known) if known else None)


def is_weak(title: str) -> bool:
    """Say whether a title is too common to stand for a header by itself; "Labs 3/5" and "Goals section" are not."""
    words = plain_title(title)
    if any(c.isdigit() for c in words) or words.endswith((" section", " sections")):
        return False
    inflected = words not in KIND_OF_TITLE and words.isalpha()
    return known_title(title) in WEAK_TITLES or inflected


def known_title(title: str) -> str:
    """Return the title that a header's words come down to: "labs" for "Pertinent Labs (3/5)"; empty for no title."""
    words = plain_title(title)
    if words in KIND_OF_TITLE:
        return words
    if len(words) > LONGEST_WRITTEN or words in DOCUMENTS or ":" in ASIDE.sub("", words):
        return ""
    words = _spelled_out(words)
    for qualifier in (None, *QUALIFIERS):
        words = qualifier.sub("", words).strip(" :,-\u2013\u2014") if qualifier else words
        if len(words) > LONGEST_TITLE:
            return ""
        for tried in _inflected(words):
            if tried in KIND_OF_TITLE:
                return tried
        if _kind_of_parts(words):
            return words
    return ""


def _spelled_out(words: str) -> str:
    for short, full in SPELLED_OUT:
        words = short.sub(full, words)
    return words.strip()


def _inflected(words: str) -> Iterator[str]:
    yield words
    if not words.endswith("s"):
        yield f"{words}s"
    elif len(words) > len("abcd"):
        yield words[:-1]


def _kind_of_parts(words: str) -> SectionKind | None:
    """Read "allergies, adverse reactions & alerts": every part a title, the first one says what it is."""
    kinds = [
        next((KIND_OF_TITLE[tried] for tried in _inflected(part) if tried in KIND_OF_TITLE), None)
        for part in JOINT.split(words)
    ]
    known = [kind for kind in kinds if kind]
    if len(known) < len(kinds) or len(known) == 1:
        return None
    if known[0] in ASSESSED and any(kind in PLANNED for kind in known[1:]):
        return K.ASSESSMENT_AND_PLAN
    return known[0]
