"""In which state something was measured: at rest, walking, asleep, on room air, on oxygen, stable, ill, on "
"treatment."""

import re
from collections.abc import Iterable, Mapping

from apps.drafting.domain.criteria.names import roots

STATES: Mapping[str, re.Pattern[str]] = {
    "rest": re.compile(r"\b(?:at rest|sit|rest(?:ing)?|seated|sitting|supine|awake)\b", re.IGNORECASE),
    "exertion": re.compile(
        r"\b(?:exert\w*|walk\w*|ambulat\w*|exercis\w*|6MWT|stairs?|flights?|treadmill|steps|activity|climbing)\b",
        re.IGNORECASE,
    ),
    "sleep": re.compile(r"\b(?:sleep\w*|asleep|overnight|nocturnal|noct)\b", re.IGNORECASE),
    "room air": re.compile(
        r"\b(?i:room[- ]air|r\.a\.|off (?:oxygen|o2)|without (?:supplemental )?(?:oxygen|o2)|"
        r"(?:on|breathing|at rest on|walking on|in) air|no (?:supplemental )?(?:oxygen|o2))\b|\bRA\b|"
        r"(?i:\bFiO2\W{0,3}(?:0?\.21|21 ?%|21\b))"
    ),
    "on oxygen": re.compile(
        r"\b(?:on|with|using) (?:supplemental |home |continuous )?(?:oxygen|O2)\b|\b\d(?:\.\d)?(?:-\d)? ?(?:L|LPM|"
        r"liters?|"
        r"litres?)(?:/min)?\b(?! (?:fluid|of fluid|saline|bolus))|\bnasal cannula\b|\bNC\b|"
        r"\bFiO2\b(?!\W{0,3}(?:0?\.21|21\b))|\bventuri\b",
        re.IGNORECASE,
    ),
    "stable": re.compile(r"\bstable\b(?! ?[?])|\bat (?:his |her |their )?baseline\b|\bsteady state\b", re.IGNORECASE),
    "acute": re.compile(
        r"\bacute\b|\bexacerbat\w*|\bemergency\b|\bED\b|\bdecompensat\w*|\bpneumonia\b|\bICU\b|\bsepsis\b|\bunstable\b",
        re.IGNORECASE,
    ),
    "on treatment": re.compile(
        r"\b(?:on|with|during|under|while (?:on|using|taking)) (?:\w+ ){0,2}(?:treatment|therapy|CPAP|PAP|"
        r"medication|statin|"
        r"insulin|levothyroxine)\b",
        re.IGNORECASE,
    ),
    "off treatment": re.compile(
        r"\b(?:off|without|before|prior to|pre-?|un)[ -]?(?:\w+ )?(?:treat(?:ment|ed)|therapy|CPAP|PAP|medication)\b|"
        r"\bbaseline\b|\bdiagnostic\b",
        re.IGNORECASE,
    ),
    "fasting": re.compile(r"\bfast(?:ing|ed)\b", re.IGNORECASE),
    "random": re.compile(r"\b(?:random|(?:non|not)[- ]?fast(?:ing|ed)|un-?fasted|post-?prandial)\b", re.IGNORECASE),
}
FASTING_OPEN = re.compile(r"(?i)\bfasting(?: status)?:? ?(?:unknown|not known|unclear|not stated|\?)")
USUAL_OXYGEN = re.compile(
    r"(?:the |his |her |their )?(?:usual|home|prescribed|habitual|current) (?:oxygen|o2)(?: flow)?"
)
FLOW = re.compile(r"(?<![\d.])(?P<litres>\d{1,2}(?:\.\d)?) ?(?:L(?:/min|PM)?|l/min|lpm|liters?|litres?)\b")
NEVER_TOGETHER = (
    frozenset({"rest", "exertion", "sleep"}), frozenset({"room air", "on oxygen"}), frozenset({"stable", "acute"}),
    frozenset({"on treatment", "off treatment"}), frozenset({"fasting", "random"}),
)  # fmt: skip


def states_of(text: str) -> frozenset[str]:
    """Return the states that a text names."""
    found = {state for state, pattern in STATES.items() if pattern.search(text)}
    if "sleep" in found and not re.search(r"\bat rest\b|\bseated\b|\bsitting\b", text, re.IGNORECASE):
        found.discard("rest")
    if "random" in found or FASTING_OPEN.search(text):
        found.discard("fasting")
    return frozenset(found)


def flows_of(text: str) -> str:
    """Return the litres of oxygen a minute that a text gives, or an empty text where it gives none, or several."""
    told = {match["litres"] for match in FLOW.finditer(text)}
    return told.pop() if len(told) == 1 else ""


def state_asked(setting: str) -> str:
    """Return the state that a policy's word for a setting means, or an empty text for one that is not known."""
    words = setting.lower().replace("_", " ").strip()
    if words in STATES:
        return words
    if "stable" in words:
        return "stable"
    if USUAL_OXYGEN.fullmatch(words):
        return "on oxygen"
    found = states_of(setting)
    return next(iter(found)) if len(found) == 1 else ""


def in_setting(text: str, settings: Iterable[str], around: str = "") -> bool | None:
    """Return whether a text says that something was measured in all of the settings.

    ``around`` is asked about what the text leaves open: the whole sentence, where it names one state alone. False: it
    names another state; None: it says nothing of one of them.
    """
    verdicts = [_in_one(text, part, around) for setting in settings for part in _parts(setting)]
    if False in verdicts:
        return False
    return None if None in verdicts else True


def _parts(setting: str) -> list[str]:
    """Return the states that one setting lists: "awake, at rest, on the usual oxygen" is three."""
    parts = [re.sub(r"^(?:and|on) (?=the |usual|home)", "", part.strip()) for part in setting.split(",")]
    return [part for part in parts if part] if all(state_asked(part) for part in parts if part) else [setting]


def _in_one(text: str, setting: str, around: str) -> bool | None:
    state = state_asked(setting)
    if not state:
        return True if roots(setting) <= roots(f"{text} {around}") else None
    others = next((group - {state} for group in NEVER_TOGETHER if state in group), frozenset())
    for words in (text, around):
        said = states_of(words)
        if state in said:
            return None if others & said else True
        if others & said:
            return False
    return None
