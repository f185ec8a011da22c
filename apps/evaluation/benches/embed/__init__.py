"""The embedder on texts of our own: passages per second by batch size, beside PyTorch where it is installed.

PyTorch is no dependency of the project: it is a peer when `torch` can be imported.
"""

import math
import os
import time
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from apps.core.domain.bench import BenchResult, Say
from apps.core.errors import WorkbenchError
from apps.evaluation.benches.embed.texts import own_texts
from apps.retrieval.selectors import embedder_ensure, embedder_load

BATCHES = (1, 8, 32)
TEXTS = 128
ROUNDS = 3
PEER, PEER_ALONE = "pytorch", "pytorch_one_thread"
SAME = 0.999  # cosine of the least alike pair of vectors of one text
Embed = Callable[[Sequence[str]], NDArray[np.float32]]
NOTES = (
    "A round embeds every text once, in calls of so many texts as the figure says; the best of {rounds} rounds counts, "
    "and the systems take turns; _per_cpu_s is by seconds of processor time, which other programs take less of. "
    "Load average at the start {load:.1f}, on {cores} cores."
)


def bench_embed(*, data: Path | None, scale: int, say: Say) -> BenchResult:
    """Embed texts of our own in calls of 1, 8 and 32; ``scale`` times as many texts.

    Vectors are compared before times are: WorkbenchError when the peer's are others.
    """
    texts = own_texts(TEXTS * scale)
    here = embedder_load()
    systems: dict[str, Embed] = {"here": lambda some: np.asarray(here.embed(some), dtype=np.float32)}
    if find_spec("torch"):
        from apps.evaluation.benches.embed.pytorch import PyTorchBert

        peer = PyTorchBert(embedder_ensure())
        systems |= {PEER: peer.embed, PEER_ALONE: peer.embed_on_one_thread}
    alike = _compare(systems, texts)
    figures: dict[str, dict[str, float]] = {name: {} for name in systems}
    load, cores = os.getloadavg()[0], len(os.sched_getaffinity(0))
    for batch in BATCHES:
        for name, (seconds, cpu_seconds) in _times(systems, texts, batch).items():
            figures[name] |= {
                f"batch_{batch}": len(texts) / seconds,
                f"batch_{batch}_per_cpu_s": len(texts) / cpu_seconds,
            }
        rates = ", ".join(f"{name} {figures[name][f'batch_{batch}']:.1f}/s" for name in systems)
        say(f"calls of {batch}: {rates}")
    for found in figures.values():
        found["passages_per_s"] = max(found[f"batch_{batch}"] for batch in BATCHES)
    size = {"texts": len(texts), "words_per_text": float(np.mean([len(text.split()) for text in texts]))}
    return BenchResult(
        n=len(texts),
        figures=figures.pop("here") | size,
        peers=figures,
        notes=[NOTES.format(rounds=ROUNDS, load=load, cores=cores), alike],
    )


def _compare(systems: dict[str, Embed], texts: Sequence[str]) -> str:
    if PEER not in systems:
        return "PyTorch cannot be imported here, so there is no peer."
    cosines = (systems["here"](texts) * systems[PEER](texts)).sum(axis=1)
    if cosines.min() < SAME:
        raise WorkbenchError(f"The vectors of the two systems differ (cosine {cosines.min():.4f}): times say nothing.")
    from apps.evaluation.benches.embed.pytorch import described

    return f"{described()}; the least alike pair of vectors has a cosine of {cosines.min():.6f}."


def _times(systems: dict[str, Embed], texts: Sequence[str], batch: int) -> dict[str, tuple[float, float]]:
    """Return the least seconds and the least CPU seconds of a round, by system."""
    calls = [texts[first : first + batch] for first in range(0, len(texts), batch)]
    best = dict.fromkeys(systems, (math.inf, math.inf))
    for _ in range(ROUNDS):
        for name, embed in systems.items():
            start, cpu_start = time.perf_counter(), time.process_time()
            for call in calls:
                embed(call)
            seconds, cpu_seconds = time.perf_counter() - start, time.process_time() - cpu_start
            best[name] = min(best[name][0], seconds), min(best[name][1], cpu_seconds)
    return best
