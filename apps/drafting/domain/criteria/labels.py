"""Whether the label of a result is the quantity that a policy names: "Hemoglobin A1c" is no hemoglobin."""

import re
from collections.abc import Iterable
from functools import lru_cache

from apps.drafting.domain.criteria.names import pattern_of, writings

# What may stand beside a name in a label without making it another quantity.
BESIDE = re.compile(
    r"(?:\d+-\d+|serum|plasma|blood|whole|total|mean|average|baseline|current|capillary|fingerstick|estimated|measured|"
    r"score|index|"
    r"result|level|value|test|assay|screen|quantitative|qualitative|quant|qual|final|gold|plus|tb|calculated|calc|"
    r"polysomnography|psg|overall|adult|self|reported|self-reported|the|of|in|by|at|from|on|for|and|or|point|care|poc|"
    r"glucometer|patient|diary|left|ventricular|arterial|oxygen|questionnaire|scale|ratio|a|ckd-epi|2021|2009|mdrd|"
    r"pulse|oximetry|westergren|high|sensitivity|body|percent|predicted|days|day|month|per|status|antibody|igg|disease|"
    r"activity|functional|severity|during|exert\w*|exercis\w*|walk\w*|ambulat\w*|rest(?:ing)?|awake|asleep|sleep\w*|"
    r"nocturnal|overnight|seated|sitting|standing|room|air|while|with|after|minutes?|lowest|nadir|minimum|automatic|"
    r"fasting|random|total|manual(?:ly)?|scored|home|study|collected|specimen|stool|urine|saliva|nasal|swab|pcr|rapid)",
    re.IGNORECASE,
)
# Of these, what only may stand there when the policy says it too.
TELLING = frozenset({
    "ratio", "antibody", "igg", "percent", "predicted", "index", "arterial", "ventricular", "left", "days", "day",
    "oxygen",
    "self-reported", "reported", "self", "disease", "activity", "severity", "functional", "high", "sensitivity",
    "body",
})  # fmt: skip
# What makes a value a part of the quantity, or one of another kind, unless the policy says the same.
PARTIAL = re.compile(
    r"\b(?:non-?supine|supine|lateral|N?REM|central|residual|obstructive only|on (?:CPAP|PAP|BiPAP|therapy)|"
    r"auto(?:mated|"
    r"matic)?(?:[- ]?scor\w+)?|pre-?dialysis|target|goal|ideal|expected|reference|maximum allowed|dry|post-?void|"
    r"estimated by (?:the )?(?:patient|family)|predicted normal|preoperative template|donor|fetal|maternal|previous)\b",
    re.IGNORECASE,
)
PARTS = re.compile(r"[()\[\],;]| - | by | in | at | from |: ")
MASKED_START = re.compile(r"\[[A-Z]+-\d+[a-z]*\] ")  # "Montreal Cognitive Assessment": the town was taken for a place
WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9.'-]*")


@lru_cache(maxsize=20_000)
def is_label_of(label: str, name: str) -> bool:
    """Return whether one part of a label (what stands in brackets, or before a comma) is the name and no more."""
    subject = label.rpartition(": ")[2] if ": " in label else label
    if masked_start := MASKED_START.match(subject):
        rest = subject[masked_start.end() :].split(",")[0].strip().lower()
        return len(rest.split()) > 1 and name.lower().split(" ", 1)[-1] == rest
    return any(
        _is_part_of(part, name)
        for part in (subject, subject.replace(",", ""), *PARTS.split(subject))
        if part and part.strip()
    )


def _is_part_of(part: str, name: str) -> bool:
    for form in writings(name):
        match = pattern_of(form).search(part)
        if match and not _touches(part, match) and _is_beside(part[: match.start()], part[match.end() :], form):
            return True
    return False


def _touches(part: str, match: re.Match[str]) -> bool:
    """Say whether the name is one side of a ratio, or the first half of a longer name."""
    before, after = part[: match.start()][-1:], part[match.end() :][:1]
    return before in {"/", "-"} or after == "/"


def _is_beside(before: str, after: str, form: str) -> bool:
    own = {word.lower() for word in WORD.findall(form)}
    words = [word.lower() for word in WORD.findall(f"{before} {_up_to_a_break(after)}")]
    return all(word in own or (BESIDE.fullmatch(word) and word not in TELLING) for word in words)


def _up_to_a_break(text: str) -> str:
    return PARTS.split(text)[0] if text else ""


def label_named(label: str, names: Iterable[str]) -> str:
    """Return the first name that a label is of, or an empty text."""
    return next((name for name in names if is_label_of(label, name)), "")


FOLLOWED = re.compile(
    r"^(?:[-\s]*(?:A1c|antibod\w*|clearance|ratio|kinase|transferase|surface|core|receptor)\b|/[A-Za-z])", re.IGNORECASE
)
CONDITIONAL = re.compile(
    r"\b(?:once|until|till|when|if|unless|whether|provided|as soon as|pending)\b[^.;]{0,40}$", re.IGNORECASE
)
PRECEDED = re.compile(
    r"(?:/|\b(?:anti|residual|expected|goal|target|free|reflex|transferrin|iron|venous|if|keep|aim|for|until|"
    r"below|above|"
    r"below an?)[- ]?)$",
    re.IGNORECASE,
)


# A change, a wish or a limit of a quantity, and what a rule says of it, are no value of the patient's.
WISHED = re.compile(
    r"\b(?:lost|los(?:e|ing)|gain(?:ed|ing)?|reach|achieve|attain|wants?|hopes?|wish\w*|desired?|capacity|chair|"
    r"allowed?|"
    r"limits?|must have|requires?|needs?|defined (?:as|by)|definition of|threshold|cut-?off|criteri(?:a|on))\b"
    r"[^.;,:]{0,30}$",
    re.IGNORECASE,
)
RULED = re.compile(
    r"^[^.;,\d]{0,20}\b(?:must|should|needs? to|has to|have to|(?:is|are) (?:required|to be)|to be|required|"
    r"capacity|limit|"
    r"threshold|cut-?off|goal|target)\b",
    re.IGNORECASE,
)
IN_BLOOD = re.compile(
    r"(?i)^(?:h(?:a)?emoglobin|hgb|hb|glucose|creatinine|protein|albumin|sodium|potassium|calcium|urea|uric acid|urate|"
    r"eosinophils?|leukocytes|white blood cells?|wbc|red blood cells?|rbc)$"
)
NOT_BLOOD = re.compile(
    r"(?i)\b(?:urine|urinary|CSF|cerebrospinal|stool|f(?:a)?ecal|saliva|sweat|synovial|pleural|ascit\w+|sputum|"
    r"24[- ]?h\w*)\b"
)
NOT_BLOOD_BEFORE = re.compile(r"(?i)\b(?:urine|urinary|CSF|stool|saliva|sweat|sputum|synovial|pleural)[ -]$")


def is_meant_in_prose(text: str, start: int, end: int) -> bool:
    """Return whether a name in a sentence is the quantity itself, no part, goal, wish or limit."""
    before = text[:start]
    if IN_BLOOD.match(text[start:end]) and NOT_BLOOD_BEFORE.search(before):
        return False
    return not (
        FOLLOWED.match(text[end:]) or PRECEDED.search(before) or CONDITIONAL.search(before) or WISHED.search(before)
        or RULED.match(text[end:])
    )  # fmt: skip


def says_part(label: str, asked: str) -> bool:
    """Return whether a label narrows the quantity to a part, or to another kind, which what is asked does not name."""
    if (
        NOT_BLOOD.search(label)
        and not NOT_BLOOD.search(asked)
        and IN_BLOOD.match(re.split(r"[,(]| in ", label)[0].strip())
    ):
        return True
    found = PARTIAL.search(label)
    return found is not None and found.group().lower() not in asked.lower()
