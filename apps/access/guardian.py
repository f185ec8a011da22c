"""Grants with a direct foreign key: a deleted patient takes them along, a re-used id inherits none."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase


class AllowedPermissions:
    """Refuses a permission that the model does not list (by ``full_clean``)."""

    allowed_permissions: ClassVar[frozenset[str]] = frozenset()

    def clean(self) -> None:
        codename = self.permission.codename  # type: ignore[attr-defined]
        if codename not in self.allowed_permissions:
            raise ValidationError(f"{codename!r} cannot be granted here.")


class PersonGrantBase(AllowedPermissions, UserObjectPermissionBase):
    class Meta:
        abstract = True


class TeamGrantBase(AllowedPermissions, GroupObjectPermissionBase):
    class Meta:
        abstract = True
