"""The answer to one question: may the machine draft now?"""

from dataclasses import dataclass

from apps.governance.domain.scopes import ALL_DRAFTING, Act, Scope, in_words, of_act

__all__ = ["ALL_DRAFTING", "ANY_ACT", "ON", "UNREADABLE", "Act", "Scope", "Stop", "Verdict", "of_act", "stopped"]

ANY_ACT = Act()


@dataclass(frozen=True, slots=True)
class Stop:
    """One switch that is turned off now, and why."""

    scope: Scope
    reason: str

    @property
    def sentence(self) -> str:
        """Return what is stopped and why: "Drafting of chart summaries is stopped: a wrong dose was seen."."""
        return f"{in_words(self.scope)} is stopped: {self.reason.rstrip('. ')}."


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether drafting is allowed, and the sentence that says so to a person."""

    allowed: bool
    sentence: str
    stops: tuple[Stop, ...] = ()


ON = Verdict(True, "Drafting is on.")
UNREADABLE = Verdict(False, "Drafting is stopped, because the kill switch cannot be read.")


def stopped(*stops: Stop) -> Verdict:
    """Return the verdict of what stands stopped, on without any; the widest scope speaks."""
    if not stops:
        return ON
    ordered = tuple(sorted(stops, key=lambda stop: stop.scope.kind.breadth))
    return Verdict(False, ordered[0].sentence, ordered)
