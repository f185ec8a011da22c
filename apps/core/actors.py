"""Who acts: every service takes one, every audit event names one."""

from dataclasses import dataclass, replace
from typing import Self


@dataclass(frozen=True, slots=True)
class Actor:
    """A person or a service, by opaque ids only: it travels into audit rows and logs."""

    kind: str  # "person" or "service"
    id: str
    organization_id: str = ""  # empty: acts for no single organization
    role: str = ""

    @classmethod
    def service(cls, name: str, organization_id: str = "") -> Self:
        """Return the actor for a part of the system that acts by itself, such as a worker."""
        return cls(kind="service", id=name, organization_id=str(organization_id), role="service")

    def within(self, organization_id: object) -> Self:
        """Return the same actor at work for one organization, whose log then tells of what it did."""
        return replace(self, organization_id=str(organization_id))
