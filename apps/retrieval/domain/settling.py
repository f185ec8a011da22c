"""Which document would settle a question that the chart leaves open, and the reason in words."""

import re
from collections.abc import Sequence

from apps.retrieval.domain.answerability import Verdict
from apps.retrieval.domain.asking import Asked, is_stand_in, unspoken

# The first line with a word of the question decides: from the particular to the general.
SETTLES = (
    ("A procedure report or endoscopy note", "colonoscop endoscop bronchoscop cystoscop gastroscop polyp biopsy"),
    ("A pathology report", "patholog histolog cytolog tumor tumour margin stage grade gleason her2 metasta"),
    ("An echocardiogram report", "echocardiogra ejection lvef valve"),
    ("A cardiology report, such as an ECG or stress test", "ecg ekg electrocardiogra stress holter angiogra pacemaker"),
    ("A sleep study report", "sleep apnea cpap polysomnogra"),
    ("A pulmonary function report", "spirometr fev1 pulmonary dlco"),
    ("A neurophysiology report", "emg electromyogra eeg nerve"),
    ("A bone density report", "dxa dexa osteoporos density"),
    ("A radiology report", "mri ct scan x-ray xray radiogra ultrasound imaging mammogra pet nodule"),
    ("An oxygen saturation record or blood gas", "oxygen saturation spo2 pao2 oximetr"),
    ("An allergy list, or the note of the reaction", "allerg anaphyla intoleran reaction"),
    ("An immunization record", "vaccin immuniz immunis shot booster"),
    ("An operative report", "surger surgical operat replac transplant implant remov resect fusion amputat stent"),
    ("An advance directive or a code status order", "code resuscitat directive polst proxy dnr"),
    ("A history that asks for the family", "family mother father sister brother sibling relative hereditar"),
    ("A social history", "smok tobacco alcohol drink occupation job work marital lives"),
    ("A behavioral health note or questionnaire", "depress anxiet suicid phq gad psychiatr counsel therapist mood"),
    ("A therapy note with the visits attended", "physiotherap rehabilitat exercise therapy"),
    ("An eye examination", "visual acuity retinopath glaucoma eye"),
    ("A current medication list or a pharmacy record",
     "dose dosage medication medicine drug tablet mg insulin inhaler taking takes prescri antibiotic statin opioid"),
    ("A laboratory report",
     "lab laborator level test hemoglobin a1c creatinin potassium sodium inr tsh psa cholesterol ldl culture antibod"),
    ("A vital signs record", "weight height bmi pressure pulse temperature"),
    ("A discharge summary", "admi discharg hospital emergency inpatient"),
    ("A visit note", "visit appointment seen follow-up exam"),
)  # fmt: skip
_ALLERGY = re.compile(r"(?i)allerg|intoleran")
SHOWN = 8  # words
WHOLE = 3  # letters: a shorter beginning would begin too many words


def would_settle(question_words: Sequence[str]) -> str:
    """Return the document that would settle a question with these words."""
    for document, stems in SETTLES:
        if any(_begins(word, stem) for word in question_words for stem in stems.split()):
            return document
    return "A note that speaks of it" if question_words else ""


def _begins(word: str, stem: str) -> bool:
    return word.startswith(stem) if len(stem) > WHOLE else word == stem


def looked_for(asked: Sequence[Asked]) -> tuple[str, ...]:
    """Return the words that were looked for, and what else they may be called."""
    return tuple(dict.fromkeys(name for one in asked for name in (one.shown, *one.called)))


def reason(
    verdict: Verdict,
    asked: Sequence[Asked],
    held: Sequence[Asked],
    *,
    of_relative: bool = False,
    intended: bool = False,
    unmeasured: bool = False,
    denied: bool = False,
    on_hold: bool = False,
) -> str:
    """Say in a sentence why the verdict is what it is; ``held`` are the words that the best passage holds.

    ``of_relative``: the chart speaks of it, but of nobody else than a relative. ``intended``: it speaks of it as
    planned, pending or not done, and holds no result. ``unmeasured``: no passage tells the score or amount that is
    asked for. ``denied``: all that is told of an amount is that there is none. ``on_hold``: a later order holds it.
    """
    if not asked:
        return (
            "The question holds no word that can be looked for: name a condition, a medicine, a test or an event, "
            'for example "Why was methotrexate stopped?".'
        )
    if verdict is Verdict.NOT_ENOUGH and of_relative:
        return f"The chart speaks of it only for a relative; looked for: {_listed(looked_for(asked), ', ')}."
    if verdict is Verdict.NOT_ENOUGH and intended:
        planned = "The chart speaks of it as planned, pending or not done, and holds no result"
        return f"{planned}; looked for: {_listed(looked_for(asked), ', ')}."
    if verdict is Verdict.ENOUGH and (on_hold or denied):
        told = "It was put on hold: a list from before that is overtaken" if on_hold else "The chart denies it"
        return f"{told}; looked for: {_listed(looked_for(asked), ', ')}."
    if verdict is Verdict.NOT_ENOUGH and unmeasured and not unspoken(asked):
        return f"No passage tells the measure that is asked for; looked for: {_listed(looked_for(asked), ', ')}."
    return f"{_why(verdict, asked, held)}; looked for: {_listed(looked_for(asked), ', ')}."


def _why(verdict: Verdict, asked: Sequence[Asked], held: Sequence[Asked]) -> str:
    if verdict is Verdict.CONTRADICTORY:
        return "The chart says opposite things of this"
    if verdict is Verdict.ENOUGH:
        return f"A passage speaks of {_listed(_words(held or asked))}"
    absent = unspoken(asked) or [one for one in asked if one.is_absent and one not in held]
    absent = [one for one in absent if not _ALLERGY.match(one.word)]  # its list stands below, under another form
    if absent:
        return f"No passage speaks of {_listed(_words(absent), ' or ')}"
    missing = [one for one in asked if one not in held and not _ALLERGY.match(one.word)]
    if not missing:
        return "Passages hold these words, but none comes near enough to an answer"
    found = f"The best passage speaks of {_listed(_words(held))}, not" if held else "No passage that was found speaks"
    return f"{found} of {_listed(_words(missing), ' or ')}"


def _words(asked: Sequence[Asked]) -> tuple[str, ...]:
    named = tuple(one.shown for one in asked if not is_stand_in(one.word))
    return named or ("that name",)


def _listed(words: Sequence[str], last: str = " and ") -> str:
    shown = list(words[:SHOWN])
    if len(words) > SHOWN:
        return ", ".join(shown) + f" and {len(words) - SHOWN} more"
    return last.join([", ".join(shown[:-1]), shown[-1]]) if len(shown) > 1 else "".join(shown)
