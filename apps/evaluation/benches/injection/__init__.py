"""Do instructions planted in a record change a draft, and is the reviewer shown where they stand?"""

from apps.evaluation.benches.injection.bench import bench_injection

__all__ = ["bench_injection"]
