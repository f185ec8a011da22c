"""What stands above a policy's tree: who pays, for what, from when."""

from dataclasses import replace
from datetime import date
from typing import Any

from django import forms

from apps.coverage.domain.codes import CodeRange, PolicyCode
from apps.coverage.domain.payers import PAYER_WORDS
from apps.coverage.domain.tree import Node, PolicyFile
from apps.coverage.forms.acts import DAY


class HeadForm(forms.Form):
    """What stands above the tree."""

    policy_id = forms.CharField(label="Policy id", max_length=60)
    version = forms.CharField(label="Version", max_length=20)
    title = forms.CharField(label="Title", max_length=300)
    payer = forms.CharField(label="Payer", max_length=200)
    plan = forms.CharField(label="Plan", max_length=200, required=False)
    line_of_business = forms.MultipleChoiceField(
        label="Line of business", required=False, widget=forms.CheckboxSelectMultiple,
        choices=[(one.value, words) for one, words in PAYER_WORDS.items()],
    )  # fmt: skip
    start = forms.DateField(label="In force from", widget=DAY)
    end = forms.DateField(label="In force to", widget=DAY, required=False)
    applies_to = forms.CharField(label="Applies to", required=False, widget=forms.Textarea(attrs={"rows": 2}))
    codes = forms.CharField(
        label="Codes", required=False, widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"})
    )

    def clean_codes(self) -> list[PolicyCode | CodeRange]:
        """Return each line as a code, or as a range where it names several."""
        lines = [line.split(maxsplit=2) for line in self.cleaned_data["codes"].splitlines() if line.strip()]
        for line in lines:
            if len(line) == 1:
                raise forms.ValidationError(f"The line {line[0]!r} needs a system and a code, such as HCPCS E0601.")
        return [_code(*line) for line in lines]

    def values(self, policy: PolicyFile) -> PolicyFile:
        """Return the policy with the head as it was typed."""
        data = self.cleaned_data
        codes = data["codes"]
        return replace(
            policy,
            policy_id=data["policy_id"],
            version=data["version"],
            title=data["title"],
            payer=data["payer"],
            plan=data["plan"],
            line_of_business=tuple(data["line_of_business"]),
            effective_start=data["start"],
            effective_end=data["end"],
            applies_to=data["applies_to"],
            codes=tuple(row for row in codes if isinstance(row, PolicyCode)),
            code_ranges=tuple(row for row in codes if isinstance(row, CodeRange)),
        )


def _code(system: str, code: str, display: str = "") -> PolicyCode | CodeRange:
    several = code.endswith("*") or ("-" in code and system != "NDC")
    return CodeRange(system, code, display) if several else PolicyCode(system, code, display)


def head_initial(policy: PolicyFile) -> dict[str, Any]:
    """Return what the head of a policy says, as the form shows it."""
    rows = [(row.system, row.code, row.display) for row in policy.codes]
    rows += [(row.system, row.range, row.display) for row in policy.code_ranges]
    return {
        "policy_id": policy.policy_id, "version": policy.version, "title": policy.title, "payer": policy.payer,
        "plan": policy.plan, "line_of_business": list(policy.line_of_business), "start": policy.effective_start,
        "end": policy.effective_end, "applies_to": policy.applies_to,
        "codes": "\n".join(" ".join(part for part in row if part) for row in rows),
    }  # fmt: skip


class NewForm(HeadForm):
    """A policy of which nothing is written yet: its head and its first criterion."""

    first = forms.CharField(
        label="First criterion, in the payer's words", widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Write the first criterion; more are added on the page."},
    )  # fmt: skip

    def policy(self) -> PolicyFile:
        """Return the policy as it begins: one group that asks for all, with one criterion."""
        leaf = Node("1", "leaf", self.cleaned_data["first"].strip(), None, None, ())
        root = Node(self.cleaned_data["policy_id"], "all", "All of the following", None, None, (leaf,))
        return self.values(PolicyFile("", "", "", "", date.min, None, (), "", root))
