"""Which version of the index is in use and which are written. Asked in the database each time: nothing is cached."""

from apps.retrieval.builders import IndexBuilder, builder_of, builders, newest
from apps.retrieval.domain.status import WRITTEN, IndexStatus
from apps.retrieval.models import IndexVersion


def index_in_use() -> str:
    """Return the name of the version that searches answer from; before anything is indexed, the one to build next."""
    return _in_use() or newest().name


def _in_use() -> str | None:
    return IndexVersion.objects.filter(status=IndexStatus.ACTIVE).values_list("name", flat=True).first()


def builders_to_write() -> list[IndexBuilder]:
    """Return how a new document is indexed now: in the version in use, and in every one that is being built.

    Raises IndexUnavailable when this program can build none of them.
    """
    names = list(IndexVersion.objects.filter(status__in=WRITTEN).values_list("name", flat=True))
    known = builders()
    return [known[name] for name in names if name in known] or [builder_of(name) for name in names]
