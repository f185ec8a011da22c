"""The tree over the events as the database holds it: leaves are the events' hashes, nodes over 256 of them are kept."""

from apps.audit.domain.merkle import Frontier, Hash, consistency_ranges, inclusion_ranges, range_hash
from apps.audit.models import AuditEvent, TreeNode

WIDTH = 8  # bits: a kept node stands over 2**8 of the level below


class Tree:
    """Answers for the hash of any part of one epoch's tree, with a statement for each 256 hashes it needs."""

    def __init__(self, epoch: int) -> None:
        self.epoch = epoch
        self._known: dict[tuple[int, int], dict[int, Hash]] = {}

    def inclusion(self, index: int, size: int) -> list[Hash]:
        """Return the proof that leaf ``index`` (an event's number less one) is in the tree of ``size``."""
        return [range_hash(first, end, self._perfect) for first, end in inclusion_ranges(index, size)]

    def consistency(self, old: int, size: int) -> list[Hash]:
        """Return the proof that the tree of ``size`` begins with that of ``old`` leaves."""
        if old in {0, size}:
            return []
        return [range_hash(first, end, self._perfect) for first, end in consistency_ranges(old, size)]

    def frontier(self, size: int) -> Frontier:
        """Return the roots of the perfect parts of the first ``size`` leaves, to go on from there."""
        roots, first = [], 0
        for level in range(size.bit_length() - 1, -1, -1):
            if size >> level & 1:
                roots.append(range_hash(first, first + (1 << level), self._perfect))
                first += 1 << level
        return Frontier(size, roots)

    def _perfect(self, first: int, end: int) -> Hash | None:
        length = end - first
        level = length.bit_length() - 1
        if length != 1 << level or level % WIDTH or first % length:
            return None
        index = first >> level
        return self._group(level, index >> WIDTH).get(index)

    def _group(self, level: int, number: int) -> dict[int, Hash]:
        """Return up to 256 neighbours of one level, read together."""
        if (level, number) not in self._known:
            first, end = number << WIDTH, (number + 1) << WIDTH
            rows = (
                TreeNode.objects.filter(epoch=self.epoch, level=level, index__gte=first, index__lt=end).values_list(
                    "index", "hash"
                )
                if level
                else AuditEvent.objects.filter(sequence__gt=first, sequence__lte=end).values_list("sequence", "hash")
            )
            self._known[level, number] = {
                place if level else place - 1: bytes.fromhex(digest) for place, digest in rows
            }
        return self._known[level, number]
