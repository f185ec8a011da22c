"""A language model that knows nothing: can it put a sentence before a physician that looks supported and is not?"""

from apps.evaluation.benches.random_model.bench import bench_random_model

__all__ = ["bench_random_model"]
