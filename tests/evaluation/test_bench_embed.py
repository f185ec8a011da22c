"""The embed bench embeds our own texts and says whether there was a peer."""

from importlib.util import find_spec

from apps.core.domain.bench import as_json
from apps.evaluation.benches import embed
from apps.evaluation.benches.embed.texts import own_texts


def test_every_batch_size_has_a_figure_and_the_notes_say_whether_pytorch_was_there(monkeypatch):
    monkeypatch.setattr(embed, "TEXTS", 9)
    record = as_json("embed", None, embed.bench_embed(data=None, scale=1, say=lambda _: None))
    rates = {f"batch_{size}{kind}" for size in (1, 8, 32) for kind in ("", "_per_cpu_s")} | {"passages_per_s"}
    assert rates | {"texts", "words_per_text"} == set(record["figures"])
    assert all(record["figures"][key] > 0 for key in rates)
    assert bool(record["peers"]) == bool(find_spec("torch"))
    assert "PyTorch" in record["notes"][-1]


def test_texts_are_windows_of_our_own_prose_and_none_comes_twice_while_there_are_others():
    texts = own_texts(50)
    assert len(set(texts)) == 50
    assert all(text == text.strip() and text for text in texts)
