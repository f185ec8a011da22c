"""What a person does to the index, with the bell for whoever does the work."""

from apps.core.actors import Actor
from apps.core.tasks import ring
from apps.retrieval import services
from apps.retrieval.models import IndexVersion
from apps.retrieval.tasks import build_index, empty_index


def index_build_start(*, name: str = "", actor: Actor) -> IndexVersion:
    """Begin to build a version of the index, and ring for a worker. See ``services.index_build_start``."""
    version = services.index_build_start(name=name, actor=actor)
    ring(build_index, name=version.name)
    return version


def index_drop(*, name: str, actor: Actor) -> IndexVersion:
    """Give up a version of the index, and ring for a worker. See ``services.index_drop``."""
    version = services.index_drop(name=name, actor=actor)
    ring(empty_index, name=version.name)
    return version
