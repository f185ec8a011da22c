"""What a test asks beside what its kind looks at: by whom, about what. Where it is not shown, nothing is MET."""

from collections.abc import Mapping

from apps.drafting.domain.criteria.case import Case, Test
from apps.drafting.domain.criteria.doubts import unless_doubted
from apps.drafting.domain.criteria.findings import Finding, capped
from apps.drafting.domain.criteria.kinds.kinship import asks_family
from apps.drafting.domain.criteria.kinds.orderlines import names_it
from apps.drafting.domain.criteria.names import roots
from apps.drafting.domain.criteria.performers import performed_by
from apps.drafting.domain.criteria.topics import topics
from apps.drafting.domain.criteria.undone import unless_undone
from apps.drafting.domain.criteria.verdicts import Verdict

# The kinds that look at these fields themselves.
LOOKED_AT: Mapping[str, frozenset[str]] = {
    "performed_by": frozenset({"observation", "treatment", "encounter", "document", "statement"}),
    "about": frozenset({"treatment", "encounter", "document", "trial"}),
}


def guarded(case: Case, test: Test, finding: Finding) -> Finding:
    """Return a finding that nothing as new doubts or undoes, MET only where performer and subject are shown too."""
    found = unless_doubted(case, test, _shown(case, test, finding))
    return unless_undone(case, test, found)


def _shown(case: Case, test: Test, finding: Finding) -> Finding:
    kind, about = str(test.get("kind")), str(test.get("about") or "")
    if finding.verdict is not Verdict.MET:
        return finding
    if test.get("performed_by") and kind not in LOOKED_AT["performed_by"] and not _done_by(case, test, finding):
        finding = capped(finding, "By whom is not shown.", "Who did it, in writing.")
    if kind == "absence" and asks_family(about):
        return finding
    if kind == "request":
        return finding if not about or names_it(about, finding.supporting) else _not_about(about, finding)
    if about and kind not in LOOKED_AT["about"] and not _speaks_of(about, finding):
        finding = _not_about(about, finding)
    return finding


def _not_about(about: str, finding: Finding) -> Finding:
    return capped(finding, f"That it was about {about} is not shown.", f"That it was about {about}.")


def _done_by(case: Case, test: Test, finding: Finding) -> bool:
    by = test["performed_by"]
    pairs = ((quote, datum.when) for datum in finding.data for quote in datum.quotes)
    return any(performed_by(case, by, quote, when) is True for quote, when in pairs)


def _speaks_of(about: str, finding: Finding) -> bool:
    titles = {quote.passage.document_title for quote in finding.supporting}
    return roots(about) <= topics(" ".join((*(quote.plain for quote in finding.supporting), *titles)))
