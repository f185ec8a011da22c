"""Every page a person opens: statements, milliseconds, bytes, and whether anything jumps when a part is swapped."""

from apps.evaluation.benches.pages.bench import bench_pages

__all__ = ["bench_pages"]
