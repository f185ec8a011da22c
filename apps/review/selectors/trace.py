"""The trace of a draft: questions, passages, runs, checks and the acts of people, joined by their ids."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from apps.access.domain.factors import provider_told
from apps.access.domain.roles import ROLES
from apps.access.selectors import people_named
from apps.audit.selectors import log_destroyed_since
from apps.drafting.domain.buckets import BROKEN_OFF
from apps.drafting.domain.claims import DraftKind
from apps.drafting.selectors import claims_bare, findings_of, queries_asked_for, runs_of
from apps.retrieval.domain.provenance import PassageCard, StoredAnswer, StoredQuery
from apps.retrieval.domain.tasks import SearchTask
from apps.retrieval.domain.why import name_of
from apps.retrieval.selectors import passages_gone, passages_shown, queries_of, queries_without_words
from apps.review.domain import trace as it
from apps.review.models import ClaimReview, EvidenceOpening, ReviewDecision, Signature
from apps.review.selectors.attention import dwell_of
from apps.review.selectors.chosen_citations import chosen_traced
from apps.review.selectors.naming import Naming, naming_for
from apps.review.selectors.page import KINDS
from apps.review.selectors.statements import statements_traced
from apps.review.selectors.trace_criteria import criteria_traced
from apps.review.selectors.why import holds_rights_of, name_line, why_line

if TYPE_CHECKING:
    from apps.access.models import Person
    from apps.drafting.models import Citation, Claim, Draft, Finding, InferenceRun


@dataclass(frozen=True, slots=True)
class _Found:
    """Everything the rooms below know of one draft, by id."""

    role: str  # of the reader
    cards: Mapping[str, PassageCard]
    gone: frozenset[str]  # passages that were purged
    names: Mapping[str, str]
    opened: Mapping[str, tuple[it.Act, ...]]  # by citation
    decided: Mapping[str, it.Act]  # by claim
    used: Mapping[str, tuple[it.Use, ...]]  # by passage
    with_words: bool

    def opened_by(self, cited: "Citation") -> tuple[it.Act, ...]:
        return self.opened.get(str(cited.pk), ())

    def withholds(self, query: StoredQuery) -> bool:
        """Say whether figures about a question may tell this reader of what they may not read."""
        return self.with_words and not holds_rights_of(query.filter, self.role)

    def shows(self, passage_id: str, *, withheld: bool) -> bool:
        """Say whether the reader may know that there was this passage: what they may not read has no row."""
        if not self.with_words or passage_id in self.cards:
            return True
        return passage_id in self.gone and not withheld


def trace_of(draft: "Draft", person: "Person", *, granted: bool) -> it.Trace:
    """Return the trace of a draft that ``access_ledger`` let in; without a grant on the patient: no text.

    As many statements for a long draft as for a short one.
    """
    asked, named = queries_asked_for(draft), naming_for(person, granted=granted)
    claims = claims_bare(draft)
    queries = _queries(asked, draft, person, granted=granted)
    found = _found(draft, claims, queries, person, granted=granted)
    withheld = any(map(found.withholds, queries))
    traced = tuple(_query(row, asked[row.id], found) for row in queries)
    numbers = {str(claim.pk): claim.ordinal for claim in claims}
    findings = findings_of(draft)
    return it.Trace(
        draft_id=str(draft.pk),
        kind=KINDS[DraftKind(draft.kind)],
        status=draft.status,
        subject=draft.subject if granted else "",
        policy=f"{draft.policy.policy_id}, version {draft.policy.version}" if draft.policy else "",
        asked_by=named(draft.requested_by),
        asked_at=draft.created_at,
        with_words=granted,
        queries=_with_citations(_with_unranked(traced, found), claims),
        claims=tuple(_claim(claim, queries, asked, findings, found) for claim in claims),
        runs=tuple(_run(run, withheld=withheld) for run in runs_of(draft)),
        checks=tuple(
            it.CheckTrace(row.rule, row.severity, numbers.get(str(row.claim_id)), row.sentence if granted else "")
            for row in findings
        ),
        decisions=_decisions(draft, named),
        criteria=criteria_traced(draft, claims, found.decided, with_words=granted),
        statements=statements_traced(draft, named, with_words=granted),
        chosen=chosen_traced(draft, named, with_words=granted),
        log_destroyed_to=log_destroyed_since(draft.created_at),
    )


def _queries(asked: Iterable[str], draft: "Draft", person: "Person", *, granted: bool) -> list[StoredQuery]:
    if granted:
        return queries_of(asked, patient_id=draft.patient_id, requester=person)
    return queries_without_words(asked)


def _found(
    draft: "Draft", claims: "list[Claim]", queries: Iterable[StoredQuery], person: "Person", *, granted: bool
) -> _Found:
    reviews = list(ClaimReview.objects.filter(item__draft=draft))
    openings = list(EvidenceOpening.objects.filter(item__draft=draft).order_by("created_at"))
    people = {str(row.person_id) for row in reviews} | {str(row.person_id) for row in openings}
    people |= {query.requester_id for query in queries}
    names = people_named(people, naming_for(person, granted=granted), organization_id=draft.organization_id)
    dwell = dwell_of(draft)
    opened: dict[str, tuple[it.Act, ...]] = {}
    for row in openings:
        stood = dwell.get((str(row.person_id), str(row.citation_id)))
        act = it.Act("opened", names.get(str(row.person_id), ""), row.created_at, stood)
        opened[str(row.citation_id)] = (*opened.get(str(row.citation_id), ()), act)
    decided = {str(r.claim_id): it.Act(r.state, names.get(str(r.person_id), ""), r.created_at) for r in reviews}
    used = _used(claims, opened, decided)
    wanted = {answer.passage_id for query in queries for answer in query.answers} | set(used)
    cards = passages_shown(wanted, patient_id=draft.patient_id, requester=person) if granted else {}
    gone = frozenset(passages_gone(wanted - cards.keys())) if granted else frozenset[str]()
    return _Found(person.role, cards, gone, names, opened, decided, used, granted)


def _used(
    claims: "list[Claim]", opened: Mapping[str, tuple[it.Act, ...]], decided: Mapping[str, it.Act]
) -> dict[str, tuple[it.Use, ...]]:
    """Return where the draft uses each passage, in the order of the draft."""
    used: dict[str, tuple[it.Use, ...]] = {}
    for claim in claims:
        for cited in claim.citations.all():
            acts = opened.get(str(cited.pk), ())
            use = it.Use(claim.ordinal, cited.ordinal, cited.stance, acts, decided.get(str(claim.pk)))
            if cited.passage_id:
                used[str(cited.passage_id)] = (*used.get(str(cited.passage_id), ()), use)
    return used


def _query(row: StoredQuery, criterion: str, found: _Found) -> it.QueryTrace:
    withheld = found.withholds(row)
    answers = [answer for answer in row.answers if found.shows(answer.passage_id, withheld=withheld)]
    channels = tuple(dict.fromkeys(name for answer in answers for name in answer.channels))
    traced = [_candidate(answer, channels, found, withheld=withheld) for answer in answers]
    return it.QueryTrace(
        id=row.id,
        at=row.at,
        task=row.task,
        criterion=criterion,
        text=row.text,
        is_purged=row.is_purged,
        expansion=tuple(it.ExpansionTrace(e.asked, e.added, e.kind, e.source) for e in row.expansion),
        index_version=row.index_version,
        ranker=row.ranker,
        limits=_limits(row, found, withheld=withheld),
        candidates=None if withheld else row.candidates,
        verdict="" if withheld else row.verdict,
        verdict_reason="" if withheld else row.verdict_reason,
        channels=channels,
        answers=tuple(candidate for candidate in traced if candidate.returned),
        left_out=tuple(candidate for candidate in traced if not candidate.returned),
        withheld=it.WITHHELD if withheld else "",
    )


def _limits(row: StoredQuery, found: _Found, *, withheld: bool) -> tuple[str, ...]:
    if withheld and row.filter:
        return ()
    role = ROLES.get(str(row.filter.get("role", "")))
    reader = found.names.get(row.requester_id, "the requester")
    return it.limits_in_words(row.filter, reader, role.name.lower() if role else "")


def _candidate(answer: StoredAnswer, channels: Iterable[str], found: _Found, *, withheld: bool) -> it.CandidateTrace:
    # A rank, and the score made of ranks, would tell by its gaps what stood between.
    card = found.cards.get(answer.passage_id)
    return it.CandidateTrace(
        passage_id=answer.passage_id,
        rank=None if withheld else answer.rank,
        returned=answer.returned,
        score=None if withheld else answer.score,
        channels=tuple((name, answer.channels.get(name)) for name in channels),
        matched=answer.matched if card else (),
        name=name_of(card.origin) if card else "",
        text=card.text if card and answer.returned else "",
        is_gone=found.with_words and card is None,
        used=found.used.get(answer.passage_id, ()),
    )


def _with_citations(queries: tuple[it.QueryTrace, ...], claims: "list[Claim]") -> tuple[it.QueryTrace, ...]:
    """Put beside each question of a criterion how often the draft cites under it, as the review page counts."""
    cited = Counter(claim.criterion_id for claim in claims for _ in claim.citations.all())
    return tuple(replace(query, cited=cited[query.criterion]) if query.criterion else query for query in queries)


def _with_unranked(queries: tuple[it.QueryTrace, ...], found: _Found) -> tuple[it.QueryTrace, ...]:
    """Put what the draft cites and no question ranked under the reading of the whole chart: it is from there."""
    ranked = {candidate.passage_id for query in queries for candidate in (*query.answers, *query.left_out)}
    unranked = [id_ for id_ in found.used if id_ not in ranked]
    return tuple(
        replace(
            query,
            answers=tuple(_unranked(id_, found) for id_ in unranked if found.shows(id_, withheld=bool(query.withheld))),
        )
        if query.task == SearchTask.SUMMARY
        else query
        for query in queries
    )


def _unranked(passage_id: str, found: _Found) -> it.CandidateTrace:
    card = found.cards.get(passage_id)
    return it.CandidateTrace(
        passage_id=passage_id,
        rank=None,
        returned=True,
        score=None,
        channels=(),
        matched=(),
        name=name_of(card.origin) if card else "",
        text=card.text if card else "",
        is_gone=found.with_words and card is None,
        used=found.used[passage_id],
    )


def _claim(
    claim: "Claim", queries: list[StoredQuery], asked: Mapping[str, str], findings: "list[Finding]", found: _Found
) -> it.ClaimTrace:
    said = tuple(row.sentence for row in findings if row.claim_id == claim.pk)
    return it.ClaimTrace(
        number=claim.ordinal,
        criterion=claim.criterion_id,
        severity=claim.severity,
        support=claim.support,
        text=claim.text if found.with_words else "",
        findings=said if found.with_words else (),
        citations=tuple(
            it.CitationTrace(
                number=cited.ordinal,
                passage_id=str(cited.passage_id or ""),
                stance=cited.stance,
                why=_why(cited, claim.criterion_id, queries, asked, found),
                opened=found.opened_by(cited),
            )
            for cited in claim.citations.all()
        ),
        decided=found.decided.get(str(claim.pk)),
    )


def _why(cited: "Citation", criterion: str, queries: list[StoredQuery], asked: Mapping[str, str], found: _Found) -> str:
    """Return the line of a citation; only what the passage is where its place would count what the reader may not."""
    if not found.with_words:
        return ""
    if any(map(found.withholds, queries)):
        return name_line(found.cards.get(str(cited.passage_id)))
    return why_line(cited, criterion, queries, asked, found.cards)


def _run(run: "InferenceRun", *, withheld: bool) -> it.RunTrace:
    release = run.release
    return it.RunTrace(
        id=str(run.pk),
        at=run.created_at,
        backend=run.backend,
        model=release.model_name,
        model_sha256=release.model_sha256,
        prompt_version=run.prompt_version,
        index_version=release.index_version,
        redactor_version=release.redactor_version,
        release=release.digest,
        passages=None if withheld else len(run.passage_ids),
        input_sha256=run.input_sha256,
        output_sha256=run.output_sha256,
        parameters=", ".join(f"{name} {value}" for name, value in sorted(run.parameters.items())),
        input_tokens=run.input_tokens,
        output_tokens=run.output_tokens,
        duration_ms=run.duration_ms,
        is_purged=run.destruction is not None,
        engine=run.engine,
        tokenizer_sha256=run.tokenizer_sha256,
        prompt_sha256=run.prompt_sha256,
        marker=run.marker,
        raw_sha256=run.raw_sha256,
        cost_micros=run.cost_micros,
        first_token_ms=run.first_token_ms,
        broken_off=BROKEN_OFF.get(run.broken_off, run.broken_off),
    )


def _decisions(draft: "Draft", named: Naming) -> tuple[it.DecisionTrace, ...]:
    rows = ReviewDecision.objects.filter(item__draft=draft).select_related("person", "signature__person", "attention")
    return tuple(_decision(row, named) for row in rows.order_by("ordinal"))


def _printed(signature: Signature, named: Naming) -> str:
    """Return the name as it was signed, for who is told names at all."""
    name = named(signature.person)
    return signature.printed if name == signature.person.formal_name else name


def _decision(row: ReviewDecision, named: Naming) -> it.DecisionTrace:
    signature, spent = getattr(row, "signature", None), getattr(row, "attention", None)
    return it.DecisionTrace(
        outcome=row.outcome,
        person=named(row.person),
        at=row.created_at,
        draft_sha256=row.draft_sha256,
        final_sha256=row.final_sha256,
        signed_by=named(signature.person) if signature else "",
        signed_at=signature.created_at if signature else None,
        signed_sha256=signature.content_sha256 if signature else "",
        signed_name=_printed(signature, named) if signature else "",
        signed_meaning=signature.get_meaning_display() if signature else "",
        active_ms=spent.active_ms if spent else None,
        active_low_ms=spent.low_ms if spent else None,
        active_high_ms=spent.high_ms if spent else None,
        active_basis=spent.basis if spent else "",
        signed_with=tuple(signature.step_up.get("factors", ())) if signature else (),
        signed_at_provider=provider_told(signature.step_up) if signature else {},
    )
