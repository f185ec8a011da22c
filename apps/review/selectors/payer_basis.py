"""Under which law a letter is decided: what the record tells of it, and whether somebody said otherwise."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from apps.core.standing import standing_in
from apps.coverage.domain.classes import class_words, classes_told, is_drug_code
from apps.coverage.domain.codes import split_service
from apps.coverage.domain.payers import PayerClass, payer_words
from apps.viewer.selectors import plans_on_record

if TYPE_CHECKING:
    from apps.drafting.models import Draft


@dataclass(frozen=True, slots=True)
class PayerBasis:
    """What the chart's coverage, the policy and the code tell. Empty and None: nothing."""

    plan: frozenset[PayerClass]
    policy: frozenset[PayerClass]
    is_drug: bool | None
    service: str

    @property
    def classes(self) -> frozenset[PayerClass]:
        """Return the classes that it may be: of the coverage, narrowed by the policy where they agree."""
        return self.plan & self.policy or self.plan or self.policy

    @property
    def payer_class(self) -> str:
        """Return the class to begin from, or an empty text."""
        found = self.classes if len(self.classes) == 1 else self.policy
        return next((one.value for one in PayerClass if one in found), "")

    @property
    def said(self) -> tuple[str, ...]:
        """Say what the record tells, sentence by sentence."""
        told = (("The chart's coverage", self.plan), ("The policy", self.policy))
        sentences = [f"{what} tells of: {class_words(classes)}." for what, classes in told if classes]
        if self.is_drug is not None:
            sentences.append(f"{self.service} is {'the code of a drug' if self.is_drug else 'no code of a drug'}.")
        return tuple(sentences)

    def against(self, payer_class: str, *, is_drug: bool) -> tuple[str, ...]:
        """Say where a choice is against what the record tells; empty where it is not."""
        found = []
        if self.classes and payer_class not in self.classes:
            found.append(f"The record tells of {class_words(self.classes)}, not of {payer_words(payer_class)}.")
        if self.is_drug is not None and self.is_drug is not is_drug:
            chosen = "a drug" if is_drug else "no drug"
            found.append(f"{self.service} is {'the code of a drug' if self.is_drug else 'no code of a drug'}, and the "
                         f"request is said to be for {chosen}.")  # fmt: skip
        return tuple(found)


def payer_basis(draft: "Draft") -> PayerBasis:
    """Return what the record tells of a letter's payer and service. No name of a payer or a plan is in it."""
    with standing_in(draft.organization_id):  # classes of plans, also for staff who read no chart
        plans = plans_on_record(draft.patient)
    found = [classes_told((plan.kind, plan.name, plan.payer), plan.kind_codes) for plan in plans]
    named = draft.policy.line_of_business if draft.policy else []
    return PayerBasis(
        plan=frozenset().union(*found) if all(found) else frozenset(),
        policy=frozenset(one for one in PayerClass if one.value in named),
        is_drug=is_drug_code(*split_service(draft.service_code)) if draft.service_code else None,
        service=draft.service_code,
    )
