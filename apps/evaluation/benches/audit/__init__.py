"""The log that proves itself: how fast it is written and verified, whether tampering is found, what it costs a page."""

from apps.evaluation.benches.audit.bench import bench_audit

__all__ = ["bench_audit"]
