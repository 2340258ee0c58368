"""A sentence encoder of a few kilobytes, for tests: each word has a vector of its own.

Its ONNX file is one Gather, written here byte by byte, so that no test needs the package onnx.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from index import MODELS, Model, ModelFile, digest

DIMENSIONS = 64
_SPECIAL = ("[UNK]", "[CLS]", "[SEP]")
_INT64, _FLOAT = 7, 1  # of TensorProto.DataType
_VARINT, _BYTES = 0, 2  # wire types of protocol buffers


def write_tiny_model(
    folder: Path, texts: Iterable[str], same: Sequence[Sequence[str]] = ()
) -> Model:
    """Write a model that knows the words of some texts.

    Args:
        folder: For its files; it is created.
        texts: Their words, in lower case, are its vocabulary.
        same: Groups of words that mean the same to it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    meaning = {word: group[0] for group in same for word in group}
    known = {word for text in (*texts, *meaning) for word in _words(text)}
    words = [*_SPECIAL, *sorted(known)]
    vectors = np.stack([_vector(meaning.get(word, word)) for word in words])
    vectors[: len(_SPECIAL)] = 0  # what it does not know changes nothing
    files = MODELS[0].files
    (folder / files[0].name).write_bytes(_onnx(vectors))
    (folder / files[1].name).write_text(json.dumps(_tokenizer(words)))
    made = tuple(_described(folder, file) for file in files)
    return replace(
        MODELS[0],
        model_id="tiny",
        title="tiny",
        files=made,
        dimensions=DIMENSIONS,
        least=0.0,  # the cosines of e5 are high, these are not
        calibration=replace(MODELS[0].calibration, near=0.1),
    )


def _described(folder: Path, file: ModelFile) -> ModelFile:
    path = folder / file.name
    return replace(file, size=path.stat().st_size, sha256=digest(path))


def _words(text: str) -> list[str]:
    return "".join(c if c.isalnum() else " " for c in text.lower()).split()


def _vector(word: str) -> np.ndarray:
    seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:4])
    return np.random.default_rng(seed).standard_normal(DIMENSIONS).astype(np.float32)


def _tokenizer(words: Sequence[str]) -> dict[str, object]:
    return {"model": {"vocab": {word: number for number, word in enumerate(words)}}}


def _onnx(vectors: np.ndarray) -> bytes:
    """A graph that looks the vector of each token up; the numbers are the fields of onnx.proto."""
    node = (_text(1, "vectors"), _text(1, "input_ids"), _text(2, "tokens"), _text(4, "Gather"))
    sizes = b"".join(_number(1, size) for size in vectors.shape)
    table = (sizes, _number(2, _FLOAT), _text(8, "vectors"), _message(9, vectors.tobytes()))
    graph = (
        _message(1, *node),
        _text(2, "tiny"),
        _message(5, *table),
        _message(11, _value("input_ids", _INT64, (1, 0))),
        _message(12, _value("tokens", _FLOAT, (1, 0, vectors.shape[1]))),
    )
    return _number(1, 8) + _message(7, *graph) + _message(8, _number(2, 17))


def _value(name: str, kind: int, shape: Sequence[int]) -> bytes:
    """An input or output; a size of 0 may be any."""
    sizes = [_message(1, _number(1, size) if size else _text(2, "n")) for size in shape]
    tensor = _message(1, _number(1, kind), _message(2, *sizes))
    return _text(1, name) + _message(2, tensor)


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3 | _VARINT) + _varint(value)


def _text(field: int, words: str) -> bytes:
    return _message(field, words.encode())


def _message(field: int, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return _varint(field << 3 | _BYTES) + _varint(len(body)) + body


def _varint(value: int) -> bytes:
    digits = []
    while value > 0x7F:
        digits.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes((*digits, value))
