"""Why an officer takes up what the nightly check of the log found: a word for the log, and one for the form."""

from collections.abc import Mapping

KNOWN_BECAUSE: Mapping[str, str] = {
    "known_work": "Known work on the database: a migration, a backup that was put back",
    "fault_handed_on": "A fault: handed to those who run the server",
    "handled_as_incident": "Nobody can explain it: it is handled as an incident",
}
NO_REASON = "Choose why you take it up: what was found goes from the other pages with it."
NEW_SINCE = "The log was checked again since you opened this page. Read what was found then, and take it up."
NOTHING_WAITS = "Nothing waits here: another officer took it up already."
