"""What an organization's desk asks of its reviewers: data that an administrator sets, within bounds set here."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum

from apps.access.domain.factors import FACTOR_WORDS, Factor

MOST_INDEPENDENT_PERCENT = 20
MOST_SEEDED_PERCENT = 5
MOST_NEW_RELEASE_DRAFTS = 1000
FEWEST_PAUSE_DECISIONS, FEWEST_PAUSE_MINUTES = 5, 15


StepUpFactor = Factor  # with what a person may show, at each signature, that it is they who sign


class HighRisk(StrEnum):
    """Of which drafts an organization may want a second signature (requirement A13)."""

    CONTROLLED = "controlled"
    NEW_RELEASE = "new_release"
    BREAK_GLASS = "break_glass"


HIGH_RISK_WORDS: Mapping[str, str] = {
    HighRisk.CONTROLLED.value: "Letters for a controlled substance",
    HighRisk.NEW_RELEASE.value: "The first drafts of a new release",
    HighRisk.BREAK_GLASS.value: "Drafts on a chart that somebody opened in an emergency since",
}


RULE_WORDS: Mapping[str, str] = {
    "step_up": "Shows who signs",
    "second_signature": "Second signature",
    "new_release_drafts": "Drafts for which a release counts as new",
    "tempo_check": "Look again where a draft is decided too fast",
    "pause_after_decisions": "Pause after decisions",
    "pause_after_minutes": "Pause after minutes",
    "independent_percent": "Own judgement first, per cent",
    "seeded_percent": "Drafts known to be wrong, per cent",
    "learning_export": "Edits may be taken out to train a model",
}


TEMPO_TOLD = (
    "Where a draft is decided faster than it can be read, you are asked to look at one claim once more, and sign after "
    "that look."
)
INDEPENDENT_TOLD = (
    "Of {percent} % of letters you are asked what you think of the criteria before the machine's answers show."
)
SEEDED_TOLD = (
    "Now and then this desk shows a draft that is known to be wrong. It is about no patient of yours, can never be "
    "sent, and says what it was right after you decided."
)


@dataclass(frozen=True, slots=True)
class ReviewRules:
    """The rules of one organization's desk. What is worth measuring but costs attention is off until it is wanted."""

    step_up: tuple[StepUpFactor, ...] = (StepUpFactor.WEBAUTHN, StepUpFactor.TOTP, StepUpFactor.PASSWORD)
    second_signature: tuple[HighRisk, ...] = ()
    new_release_drafts: int = 20  # how many drafts a release counts as new for
    tempo_check: bool = True
    pause_after_decisions: int = 20
    pause_after_minutes: int = 45
    independent_percent: int = 0  # of drafts whose criteria a reviewer judges before the machine's answers show
    seeded_percent: int = 0  # of drafts that are known to be wrong and never leave
    learning_export: bool = False

    def told(self) -> dict[str, object]:
        """Return the rules as the audit log keeps them."""
        return {key: list(value) if isinstance(value, tuple) else value for key, value in asdict(self).items()}


def changed(before: ReviewRules, after: ReviewRules) -> dict[str, list[object]]:
    """Return each rule that differs with its old and its new value."""
    old, new = before.told(), after.told()
    return {name: [old[name], new[name]] for name in old if old[name] != new[name]}


def changes_told(before: ReviewRules, after: ReviewRules) -> tuple[str, ...]:
    """Return what changed between two versions, a sentence each."""
    return tuple(
        f"{RULE_WORDS[name]}: {_value_words(name, old)}, now {_value_words(name, new)}"
        for name, (old, new) in changed(before, after).items()
    )


def _value_words(name: str, value: object) -> str:
    if isinstance(value, list):
        words = FACTOR_WORDS if name == "step_up" else HIGH_RISK_WORDS
        return ", ".join(words[one].lower() for one in value) or "none"
    if isinstance(value, bool):
        return "on" if value else "off"
    return str(value) if value or not name.startswith("pause") else "never"


NO_PROVIDER = (
    "No identity provider is set up here (WORKBENCH_OIDC_ISSUER): leave signing in there out, and choose another way."
)


def why_not(rules: ReviewRules, *, has_provider: bool = False) -> str:
    """Return why rules cannot be set, in a sentence, or an empty text."""
    bounds = (
        (bool(rules.step_up), "Choose at least one way to show who signs: without one nothing could be signed."),
        (has_provider or StepUpFactor.OIDC not in rules.step_up, NO_PROVIDER),
        (
            0 <= rules.independent_percent <= MOST_INDEPENDENT_PERCENT,
            f"Own judgement first can be asked of 0 to {MOST_INDEPENDENT_PERCENT} % of letters.",
        ),
        (
            0 <= rules.seeded_percent <= MOST_SEEDED_PERCENT,
            f"Drafts that are known to be wrong may be 0 to {MOST_SEEDED_PERCENT} % of all.",
        ),
        (
            1 <= rules.new_release_drafts <= MOST_NEW_RELEASE_DRAFTS,
            f"A release counts as new for 1 to {MOST_NEW_RELEASE_DRAFTS} drafts.",
        ),
        (
            rules.pause_after_decisions == 0 or rules.pause_after_decisions >= FEWEST_PAUSE_DECISIONS,
            f"Suggest a pause after {FEWEST_PAUSE_DECISIONS} decisions or more, or after 0 for never.",
        ),
        (
            rules.pause_after_minutes == 0 or rules.pause_after_minutes >= FEWEST_PAUSE_MINUTES,
            f"Suggest a pause after {FEWEST_PAUSE_MINUTES} minutes or more, or after 0 for never.",
        ),
    )
    return next((sentence for holds, sentence in bounds if not holds), "")


def left_out(rules: ReviewRules, signers: int, without: int) -> str:
    """Return who could sign nothing under rules, in a sentence, or an empty text. They set it up on their own page."""
    if not without:
        return ""
    ways = " or ".join(FACTOR_WORDS[factor].lower() for factor in rules.step_up)
    who = "The one person who signs" if signers == 1 else f"{without} of the {signers} people who sign"
    return (
        f"{who} here {'has' if without == 1 else 'have'} set up nothing of what is asked for ({ways}) and can sign "
        "nothing. Each sets it up on their own page, What you sign with: tell them first."
    )


def told_in_advance(rules: ReviewRules) -> tuple[str, ...]:
    """Return what the rules mean to whoever reviews, a sentence each: nobody is measured without having been told."""
    told = [f"Each signature asks for: {' or '.join(FACTOR_WORDS[factor].lower() for factor in rules.step_up)}."]
    if rules.second_signature:
        risks = ", ".join(HIGH_RISK_WORDS[risk].lower() for risk in rules.second_signature)
        told.append(f"A second physician, who neither signed first nor asked for the draft, signs, too: {risks}.")
    if rules.tempo_check:
        told.append(TEMPO_TOLD)
    if pauses := _pauses(rules):
        told.append(f"A pause is suggested after {pauses}; you may go on.")
    if rules.independent_percent:
        told.append(INDEPENDENT_TOLD.format(percent=rules.independent_percent))
    if rules.seeded_percent:
        told.append(SEEDED_TOLD)
    if rules.learning_export:
        told.append("What you edit may be used, without names, to make drafts better.")
    return tuple(told)


def _pauses(rules: ReviewRules) -> str:
    parts = ((rules.pause_after_decisions, "decisions"), (rules.pause_after_minutes, "minutes at work"))
    return " or ".join(f"{number} {noun}" for number, noun in parts if number)
