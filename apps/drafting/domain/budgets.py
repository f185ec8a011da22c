"""How much may be drafted in a day, and the sentence when that is used up. Limits are data; None is no limit."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

MICROS = 1_000_000  # of one unit of the currency
MANUAL_PATH = "It starts anew at midnight. Until then write the document by hand, or ask an administrator to raise it."


class BudgetMalformed(ValueError):
    """The file of budgets does not say what it must; the sentence names the place."""


@dataclass(frozen=True, slots=True)
class Spent:
    """What was used since the day began."""

    drafts: int = 0
    tokens: int = 0
    cost_micros: int = 0


@dataclass(frozen=True, slots=True)
class Limit:
    """The most of each in one day."""

    drafts: int | None = None
    tokens: int | None = None
    cost_micros: int | None = None

    def used_up(self, spent: Spent) -> Iterator[tuple[str, int, int]]:
        """Yield what is used up: its name, how much was used, the limit."""
        for name in ("drafts", "tokens", "cost_micros"):
            most, used = getattr(self, name), getattr(spent, name)
            if most is not None and used >= most:
                yield name, used, most


@dataclass(frozen=True, slots=True)
class Budget:
    """What one person of an organization and the organization as a whole may use."""

    person: Limit
    organization: Limit


def budget_of(data: Mapping[str, Any], organization: str) -> Budget:
    """Return the budget of an organization, by its slug; what it has no limits of its own for is as for everybody.

    Raises BudgetMalformed.
    """
    own = data.get("organizations", {}).get(organization, {})
    return Budget(
        *(_limit({**data.get(whose, {}), **own.get(whose, {})}, f"{organization}.{whose}")
          for whose in ("person", "organization"))
    )  # fmt: skip


def refusal(budget: Budget, *, person: Spent, organization: Spent) -> str:
    """Return why nothing more is drafted today, or nothing when there is something left."""
    for whose, limit, spent in (
        ("the person who asked", budget.person, person),
        ("the organization", budget.organization, organization),
    ):
        for name, used, most in limit.used_up(spent):
            return f"The day's budget of {whose} is used up: {_said(name, used)} of {_said(name, most)}. {MANUAL_PATH}"
    return ""


def _limit(body: Mapping[str, Any], place: str) -> Limit:
    known = {field.name for field in fields(Limit)}
    for name, value in body.items():
        if name not in known:
            raise BudgetMalformed(
                f"Budgets: {place} has no limit called {name!r}; there are {', '.join(sorted(known))}."
            )
        if value is not None and (not isinstance(value, int) or isinstance(value, bool) or value < 0):
            raise BudgetMalformed(f"Budgets: {place}.{name} is {value!r}; it is a whole number from 0 on, or null.")
    return Limit(**body)


def _said(name: str, value: int) -> str:
    return f"{value / MICROS:,.2f} in cost" if name == "cost_micros" else f"{value:,} {name}"
