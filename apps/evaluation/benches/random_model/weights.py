"""A llama with random weights, written as GGUF: it knows how to end a sentence, and nothing else.

Every layer is what llama.cpp expects of its architecture "llama"; the numbers are drawn from a seeded generator. One
direction of the hidden state is the same for every token, and the last matrix reads from it how likely each token is
whatever came before: that is how an answer comes to an end.
"""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import gguf
import numpy as np

logging.getLogger("gguf").setLevel(logging.WARNING)  # it tells of every file it writes
WIDTH, HEADS, LAYERS, FED = 32, 2, 2, 64
CONSTANT = 8.0  # of the shared direction, in standard deviations of the others
SPACE = "\u2581"  # how SentencePiece writes the blank before a word
CONTROL = ("<unk>", "<s>", "</s>")
# How likely some parts of an answer are, in logits beside single letters, which are around 0: that a claim begins, that
# it ends, that it is the last one.
LEANINGS: Mapping[str, float] = {'{"section":"': 5.0, '"': 1.0, '"},': 3.5, '"}]}': 3.0}
STEADY = 0.2  # of their chance is left to these parts: how long an answer becomes is to depend little on the seed


@dataclass(frozen=True, slots=True)
class RandomModel:
    """What to write. ``words`` become tokens of their own; without them the model writes byte by byte."""

    seed: int = 1
    words: tuple[str, ...] = ()
    context: int = 8192
    words_lean: float = 0.0  # logits that words have before single bytes
    ends_lean: float = 0.0  # logits that the end of a claim has beside LEANINGS: higher, shorter claims
    template: str = ""  # jinja, of its chat


def random_model_write(path: Path, model: RandomModel) -> Path:
    """Write the file and return its path. The same model, the same bytes."""
    tokens = _tokens(model.words)
    writer = gguf.GGUFWriter(path, "llama")
    _describe(writer, model)
    _write_tokens(writer, tokens, model)
    random = np.random.default_rng(model.seed)
    for name, shape in _shapes(len(tokens)).items():
        writer.add_tensor(name, _tensor(name, shape, random, tokens, model))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def _describe(writer: gguf.GGUFWriter, model: RandomModel) -> None:
    writer.add_name("random weights")
    writer.add_context_length(model.context)
    writer.add_embedding_length(WIDTH)
    writer.add_block_count(LAYERS)
    writer.add_feed_forward_length(FED)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_dimension_count(WIDTH // HEADS)


def _tokens(words: Iterable[str]) -> list[str]:
    """Return control tokens, the 256 bytes, a few ends, and every word with its beginnings, so that it can be built."""
    pieces = [f"{SPACE}{word}" for word in words]
    parts = [piece[:length] for piece in pieces for length in range(2, len(piece) + 1)]
    known = {*CONTROL, *LEANINGS}
    return [
        *CONTROL,
        *(f"<0x{byte:02X}>" for byte in range(256)),
        *LEANINGS,
        *dict.fromkeys(part for part in [SPACE, *"abcdefghijklmnopqrstuvwxyz", *parts] if part not in known),
    ]


def _write_tokens(writer: gguf.GGUFWriter, tokens: list[str], model: RandomModel) -> None:
    kinds = [gguf.TokenType.UNKNOWN, gguf.TokenType.CONTROL, gguf.TokenType.CONTROL]
    kinds += [gguf.TokenType.BYTE] * 256
    kinds += [gguf.TokenType.NORMAL] * (len(tokens) - len(kinds))
    writer.add_tokenizer_model("llama")
    writer.add_token_list(tokens)
    writer.add_token_scores([-1e6 if token in LEANINGS else float(len(token)) for token in tokens])
    writer.add_token_types(kinds)
    writer.add_unk_token_id(0)
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_add_bos_token(True)
    if model.template:
        writer.add_chat_template(model.template)


def _shapes(size: int) -> dict[str, tuple[int, ...]]:
    shapes: dict[str, tuple[int, ...]] = {"token_embd.weight": (size, WIDTH), "output_norm.weight": (WIDTH,)}
    for layer in range(LAYERS):
        own = {"attn_norm": (WIDTH,), "ffn_norm": (WIDTH,), "ffn_down": (WIDTH, FED)}
        own |= {f"attn_{part}": (WIDTH, WIDTH) for part in ("q", "k", "v", "output")}
        own |= {f"ffn_{part}": (FED, WIDTH) for part in ("gate", "up")}
        shapes |= {f"blk.{layer}.{name}.weight": shape for name, shape in own.items()}
    return {**shapes, "output.weight": (size, WIDTH)}


def _tensor(
    name: str, shape: tuple[int, ...], random: np.random.Generator, tokens: list[str], model: RandomModel
) -> np.ndarray:
    if "norm" in name:
        return np.ones(shape, dtype=np.float32)
    drawn = random.standard_normal(shape).astype(np.float32)
    if name == "token_embd.weight":
        drawn[:, 0] = CONSTANT
        return drawn
    if name == "output.weight":
        drawn *= 1.5 / np.sqrt(WIDTH)
        drawn[[token in LEANINGS for token in tokens]] *= STEADY
        drawn[:, 0] = [_leaning(token, model) / CONSTANT for token in tokens]
        return drawn
    drawn *= 1 / np.sqrt(shape[-1])
    drawn[0] = 0.0  # nothing writes into the shared direction
    return drawn


def _leaning(token: str, model: RandomModel) -> float:
    if token in LEANINGS:
        return LEANINGS[token] + model.ends_lean * token.startswith('"')
    is_word = len(token) > 1 and token.removeprefix(SPACE) in model.words
    return model.words_lean if is_word else 0.0
