"""The words a composer may put around quotes. Any other word of a claim must stand in its quotes."""

import re

from apps.drafting.domain.language.stemming import plain_stem
from apps.redaction.domain.words import word_set

# Where and when something is said, never what: the label before a quote, the words between two facts.
FRAME_WORDS = """
    year years old older age aged since also says say said text note notes copied list listed record chart here
    earlier later day dated undated unknown code status unresolved plan assessment impression problem about as per says
    stated recorded seen more both further again date
"""
FRAME = frozenset(plain_stem(word) for word in FRAME_WORDS.split())
# What is said of a list and not out of it, where nothing but lines of lists is quoted.
ABOUT_THE_LIST = re.compile(
    r"\bno result in the chart\b|\bnone later in the chart\b|\bReported, not ordered here\b", re.IGNORECASE
)
# The template's own words around quotations of lists and notes alike, in their place and nowhere else: what they say
# is found by the search of the whole chart, not in a quote.
TEMPLATE = re.compile(
    r"^Before (?=[^:;.]+: \d{1,2} [A-Z][a-z]{2} \d{4})|(?<=; )no later note mentions it(?=\.$)|"
    r"(?<=; )none later in the chart(?=\.$)|(?<=; )(?:no result|not taken) yet(?=\.$)|^Family history(?=[,:])|"
    r"^Stated reason(?=, payer letter of )|^Older than the policy asks(?=: )|"
    r"(?<=\d{4}), as told above(?=: )|^Draft order(?= of )"
)
# A word of a claim -> the words of the record that say the same of a status. One direction: what stopped has ended,
# but what was completed did not stop.
SAID_FOR_WORDS = {
    "ended": "stopped completed cancelled discontinued stop ended",
    "stopped": "discontinued stop",
    "started": "begun initiated start starting on",
    "abnormal": "high low positive abnormal detected reactive",
    "planned": "proposed option drafted planned",
    "hold": "held",
    "current": "active current",
    "taken": "takes taking",
    "reported": "stated reported",
    "before": "prior preceding",
    "after": "following post",
    "prior": "before previous",
    "following": "after",
    "hospital": "hospitalized admission",
    "medicine": "medication drug",
    "medication": "medicine drug",
    "physician": "doctor",
    "doctor": "physician",
    "wkly": "weekly",
}
SAID_FOR = {
    plain_stem(word): frozenset(plain_stem(other) for other in others.split())
    for word, others in SAID_FOR_WORDS.items()
}
# Medicines of the ISMP list of high-alert medications in ambulatory and acute care, by the word that names them.
HIGH_RISK_MEDICINES = word_set(
    "apixaban rivaroxaban dabigatran edoxaban warfarin enoxaparin heparin fondaparinux dalteparin "
    "argatroban insulin methotrexate digoxin amiodarone dofetilide lithium morphine oxycodone hydrocodone "
    "hydromorphone fentanyl methadone buprenorphine tapentadol glyburide glipizide glimepiride tacrolimus "
    "cyclosporine mycophenolate azathioprine cyclophosphamide"
)
