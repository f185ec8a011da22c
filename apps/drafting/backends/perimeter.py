"""Where a name of the perimeter leads at this moment: asked before anything is sent to a model."""

from apps.core.perimeter import leads_outside

__all__ = ["leads_outside"]
