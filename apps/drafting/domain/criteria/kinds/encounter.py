"""Whether a visit took place: its specialty or type, in the same room where asked, in the window, about what is "
"asked."""

import re
from collections.abc import Sequence

from apps.drafting.domain.criteria.case import Case, Test
from apps.drafting.domain.criteria.encounters import REMOTE, Visit
from apps.drafting.domain.criteria.findings import Datum, Finding, met, not_met, open_finding
from apps.drafting.domain.criteria.kinds.common import named_words, names_of, outside_words
from apps.drafting.domain.criteria.kinds.seen import seen_since
from apps.drafting.domain.criteria.names import roots
from apps.drafting.domain.criteria.openness import is_preliminary
from apps.drafting.domain.criteria.performers import is_role, performed_by
from apps.drafting.domain.criteria.periods import Interval, Window, on
from apps.drafting.domain.criteria.sayings import is_patient_written
from apps.drafting.domain.criteria.topics import subject_of, topics
from apps.drafting.domain.facts.notes import NoteLine
from apps.drafting.domain.facts.quotes import Quote

ROLE = re.compile(r"\(([^()]+)\)")  # what somebody is, after the name
ENOUGH = 0.6  # of the words of what a visit must be about, in one sentence
IN_THE_ROOM = re.compile(
    r"\b(?:in[- ]person|office visit|seen in (?:clinic|the office|person)|clinic visit|face[- ]to[- ]face|"
    r"in clinic today|"
    r"on exam(?:ination)?|physical exam|presents? (?:today|to (?:the )?(?:clinic|office)))\b",
    re.IGNORECASE,
)
BY_WIRE = re.compile(
    r"\b(?:audio[- ]only|audio visit|video (?:visit|call|encounter)|tele-?(?:health|visit|medicine|phone (?:visit|"
    r"call|encounter))|"
    r"virtual visit|by (?:phone|telephone|video)|phone (?:visit|call)|via (?:zoom|video|doxy))\b",
    re.IGNORECASE,
)
LAST_SEEN = re.compile(
    r"(?i)\b(?:not (?:been )?(?:seen |examined )?(?:in (?:the )?(?:office|clinic|person)|in-person)\b.{0,20}\bsince|"
    r"last (?:seen |visit |time )?(?:here |was )?in (?:the )?(?:office|clinic|person)|"
    r"first (?:time|visit) (?:seen |here )?in (?:the )?(?:office|clinic|person))\b"
)
MISSED = re.compile(
    r"(?i)\b(?:no[- ]?show(?:ed)? (?:today|for|to)|"
    r"did not (?:attend|come|show|present)(?! (?:in|since|last|on)\b)|left without being seen|LWBS|"
    r"not seen today|visit (?:was )?(?:cancell?ed|not kept)|patient not present)\b"
)
# What a visit left out, although a sentence names it.
PUT_OFF = re.compile(
    r"(?i)\bnot (?:examined|discussed|addressed|evaluated|assessed|looked at|reviewed|covered|talked about)\b|"
    r"\b(?:deferred|postponed|put off) (?:to|until|till|for)\b|\b(?:another|next|separate|later) (?:visit|appointment|"
    r"time)\b|\bno time (?:for|to|left)\b|\bran out of time\b|\bdid not (?:examine|discuss|address|look at|evaluate)\b"
)
OF_BODY = re.compile(
    r"(?i)\b(?:legs?|arms?|limbs?|knees?|hips?|foot|feet|hands?|shoulders?|back|neck|spine|skin|joints?|ankles?|"
    r"wrists?|eyes?|ears?|chest|abdomen|breasts?)\b"
)
OF_VISITS = frozenset({"progress_note", "consult_note", "history_and_physical", "discharge_summary", "procedure_note"})
# Where a note says what a visit was for; a list of old problems does not.
OF_REASONS = frozenset(
    {
        "chief_complaint",
        "history_of_present_illness",
        "interval_history",
        "assessment",
        "assessment_and_plan",
        "plan",
        "impression",
        "diagnoses",
        "other",
        "indications",
        "consultations",
        "physical_exam",
    }
)


def encounter(case: Case, test: Test) -> Finding:
    """Return whether a visit of the kind asked for took place in the window."""
    window = case.window(test.get("within"))
    if window is None:
        return open_finding("The chart does not say on which day the window of this criterion ends.",
                            wanted="The day of the order or of the event itself.")  # fmt: skip
    visits = [
        visit
        for visit in case.visits
        if _is_kind(visit, test) and (visit.when is None or visit.when.first <= case.as_of)
    ]
    kept = [visit for visit in visits if visit.kept and not _was_missed(case, visit)]
    timely = [visit for visit in kept if window.holds(_end(visit))]
    right = [visit for visit in timely if _in_mode(case, visit, test) is True and _by(case, visit, test) is True]
    about = [(visit, _about(case, visit, test)) for visit in right]
    if good := [(visit, quotes) for visit, quotes in about if quotes is not None]:
        return met(
            _told([visit for visit, _ in good]),
            [Datum((visit.quote, *(quotes or _heading(case, visit))), _end(visit)) for visit, quotes in good[:1]],
        )
    left = [(visit, quotes) for visit in right if (quotes := _left_for_later(case, visit, _subject(test)))]
    if right and len(left) == len(right):
        return not_met(f"It was not about {test.get('about')}: {left[0][1][0].plain[:160]}",
                       [quote for visit, quotes in left for quote in (visit.quote, *quotes[:1])],
                       f"A visit about {test.get('about')}.")  # fmt: skip
    if right:
        return _not_about(case, test, timely, right)
    if noted := _noted(case, test):
        return noted
    return _none(case, test, visits, kept, timely)


def _was_missed(case: Case, visit: Visit) -> bool:
    """Say whether all that the notes of a day tell is that nobody came."""
    return any(
        MISSED.search(line.text) and roots(visit.title) & roots(f"{line.quote.passage.author_role} {line.text}")
        for line in _notes_of(case, visit) if not line.copied
    )  # fmt: skip


def _heading(case: Case, visit: Visit) -> tuple[Quote, ...]:
    """Return the line in which the note of a visit says how the patient was seen."""
    told = [line for line in _notes_of(case, visit) if BY_WIRE.search(line.text) or IN_THE_ROOM.search(line.text)]
    return tuple(line.quote for line in told[:1])


def _since_when(case: Case, window: Window) -> list[Quote]:
    """Return where notes say when the patient was last, or first, seen in the same room."""
    return [
        line.quote for line in case.notes
        if LAST_SEEN.search(line.text) and line.day and (window.first is None or line.day >= window.first)
        and not is_patient_written(line.quote.passage)
    ][:2]  # fmt: skip


def _end(visit: Visit) -> Interval | None:
    return on(visit.when.last) if visit.when else None


def _is_kind(visit: Visit, test: Test) -> bool:
    """Say whether a visit is of a kind or a specialty: by its title, or by what those are whom it was with."""
    people = ROLE.findall(visit.people) or [""]  # each by themselves: the nurse beside a physician hides nobody
    return any(is_role(f"{visit.title} {who}", name) for who in people for name in names_of(test) if roots(name))


def _in_mode(case: Case, visit: Visit, test: Test) -> bool | None:
    if test.get("mode") != "in_person":
        return True
    if visit.remote or any(BY_WIRE.search(line.text[:160]) for line in _notes_of(case, visit)):
        return False
    if visit.in_person:
        return True
    return True if any(IN_THE_ROOM.search(line.text) for line in _notes_of(case, visit)) else None


def _by(case: Case, visit: Visit, test: Test) -> bool | None:
    by = test.get("performed_by")
    return True if by is None else performed_by(case, by, visit.quote, _end(visit))


def _notes_of(case: Case, visit: Visit) -> list[NoteLine]:
    if visit.when is None:
        return []
    return [line for line in case.notes if line.day and visit.when.first <= line.day <= visit.when.last]


def _subject(test: Test) -> frozenset[str]:
    return subject_of(str(test.get("about") or ""))


def _about(case: Case, visit: Visit, test: Test) -> tuple[Quote, ...] | None:
    """Return what shows that a visit was about what is asked: nothing more is needed where nothing is asked."""
    asked = _subject(test)
    if not asked or len(asked & topics(f"{visit.reason} {visit.title}")) >= max(1, ENOUGH * len(asked)):
        return ()
    for line in () if visit.is_stay else _notes_of(case, visit):
        if REMOTE.search(line.quote.passage.document_title) or line.section_kind not in OF_REASONS or line.copied:
            continue
        if PUT_OFF.search(line.text) or _left_for_later(case, visit, asked):
            continue
        if len(asked & topics(line.text)) >= max(1, ENOUGH * len(asked)):
            return (line.quote,)
    return None


def _left_for_later(case: Case, visit: Visit, asked: frozenset[str]) -> tuple[Quote, ...]:
    """Return where the note of a visit says that what is asked about, or a part of the body, was left for later."""
    return tuple(
        line.quote for line in _notes_of(case, visit)
        if PUT_OFF.search(line.text) and (asked & topics(line.text) or OF_BODY.search(line.text))
    )  # fmt: skip


def _not_about(case: Case, test: Test, timely: Sequence[Visit], right: Sequence[Visit]) -> Finding:
    """Return what visits come to that are right in all but what they were about."""
    about = test.get("about")
    if by_wire := _only_by_wire(case, test, timely, right):
        return not_met(f"The visit about {about} was not in person: {by_wire[0].quote.plain[:160]}",
                       [*(visit.quote for visit in by_wire[:2]), *_heading(case, by_wire[0])],
                       f"A visit in person about {about}.")  # fmt: skip
    return open_finding(
        f"{right[0].quote.plain[:160]}: that it was about {about} is not shown.",
        (visit.quote for visit in right[:3]), wanted=f"The note of that visit, about {about}.",
    )  # fmt: skip


def _only_by_wire(case: Case, test: Test, timely: Sequence[Visit], right: Sequence[Visit]) -> list[Visit]:
    """Return the visits by wire about what is asked, where each in person was for something else."""
    asked = _subject(test)
    remote = [visit for visit in timely if _in_mode(case, visit, test) is False]
    about = [visit for visit in remote if _about(case, visit, test) is not None]
    other = all(
        visit.reason and not asked & topics(visit.reason)
        and not any(len(asked & topics(line.text)) > 1 for line in _notes_of(case, visit))
        for visit in right
    )  # fmt: skip
    return about if other else []


def _told(visits: Sequence[Visit]) -> str:
    return f"It took place: {visits[0].quote.plain[:200]}"


def _noted(case: Case, test: Test) -> Finding | None:
    """Return what a signed note of a visit shows, where the list of encounters has none."""
    window = case.window(test.get("within"))
    for line in case.notes:
        passage = line.quote.passage
        if (
            passage.document_kind not in OF_VISITS
            or not passage.author_role
            or is_patient_written(passage)
            or line.copied
        ):
            continue
        said = roots(f"{passage.author_role} {passage.document_title}")
        if not any(roots(name) <= said for name in names_of(test)) or not (window and window.holds(on(line.day))):
            continue
        day = [other for other in case.notes if other.quote.passage.document_id == passage.document_id]
        text = " ".join(other.text for other in day)
        shown = IN_THE_ROOM.search(text) and not BY_WIRE.search(text) and not REMOTE.search(passage.document_title)
        asked = roots(str(test.get("about") or ""))
        about = (
            next((one for one in day if len(asked & roots(one.text)) >= max(1, ENOUGH * len(asked))), line)
            if asked
            else line
        )
        if is_preliminary(passage) or (test.get("mode") == "in_person" and not shown):
            continue
        if asked and not asked & roots(about.text):
            continue
        if test.get("performed_by") and performed_by(case, test["performed_by"], line.quote, on(line.day)) is not True:
            continue
        return met(f"A signed note tells of the visit: {about.text[:160]}", [Datum((about.quote,), on(line.day))])
    return None


def _none(case: Case, test: Test, visits: Sequence[Visit], kept: Sequence[Visit], timely: Sequence[Visit]) -> Finding:
    window = case.window(test.get("within"))
    name = named_words(test)
    if window is None or not visits:
        return open_finding(f"The chart has no visit of this kind ({name}).", wanted=f"The note of the visit: {name}.")
    remote = [visit for visit in timely if _in_mode(case, visit, test) is False]
    others = [visit for visit in timely if visit not in remote and _by(case, visit, test) is False]
    if timely and not remote and len(others) == len(timely):
        earlier = [visit.quote for visit in kept if visit not in timely]
        return not_met(f"It was not with whom the policy asks for: {others[0].quote.plain[:160]}",
                       [*(visit.quote for visit in others[:2]), *earlier],
                       f"A visit with whom the policy asks for: {name}.")  # fmt: skip
    if timely and len(remote) + len(others) == len(timely):
        last = next((one for one in kept if one not in others and _in_mode(case, one, test)), None)
        return not_met(
            f"In {window.words} there was no visit in person: {remote[0].quote.plain[:160]}",
            [*(visit.quote for visit in (*remote[:2], *([last] if last else []), *others[:1])),
             *_heading(case, remote[0]),
             *_since_when(case, window)], f"A visit in person: {name}.",
        )  # fmt: skip
    if timely:
        return open_finding(
            f"{timely[0].quote.plain[:160]}: the chart does not show that it was of the kind asked for.",
            (visit.quote for visit in timely[:3]), wanted=f"The note of the visit: {name}.",
        )  # fmt: skip
    dated = [visit for visit in kept if window.holds(_end(visit)) is False]
    if dated and len(dated) == len(kept):
        return _outside(case, test, dated[0], window)
    missed = [visit for visit in visits if not visit.kept]
    return open_finding(f"No visit of this kind that was kept is in the chart ({name}).", (),
                        (visit.quote for visit in missed[:2]), f"The note of the visit: {name}.")  # fmt: skip


def _outside(case: Case, test: Test, last: Visit, window: Window) -> Finding:
    """Return that the newest visit lies outside the window, unless the chart speaks of one that is not listed."""
    name = named_words(test)
    if seen := seen_since(case, names_of(test), window):
        return open_finding(
            f"No visit of this kind is listed in {window.words}, but the chart speaks of one: {seen[0].plain[:160]}",
            seen, [last.quote], f"The note of the visit: {name}.",
        )  # fmt: skip
    return not_met(f"{outside_words(last.quote.plain[:160], _end(last), window)}.",
                   [last.quote, *_since_when(case, window)], f"A visit in {window.words}: {name}.")  # fmt: skip
