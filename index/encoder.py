"""Text -> vector, with a sentence encoder in ONNX format."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from .models import Model
from .wordpiece import WordPieces

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

_SILENT = "ORT_DISABLE_TELEMETRY"

Vector = npt.NDArray[np.float32]
"""Of length 1; shape (d,)."""


class EncoderMissingError(Exception):
    """What runs models is not installed."""


class EncoderBrokenError(Exception):
    """The files of a model can't be used."""


class Encoder:
    """Encodes one text at a time: in a batch, the vectors of an int8 model depend on each other.

    Safe to share between threads. The same text has the same vector on each machine of one
    architecture.
    """

    def __init__(self, model: Model, folder: Path) -> None:
        """Read a model into memory.

        Args:
            model: Which it is.
            folder: Has its files.

        Raises:
            EncoderMissingError: If onnxruntime is not installed.
            EncoderBrokenError: If the files are not those of a model.
        """
        self.model = model
        encoder, tokenizer = (folder / file.name for file in model.files)
        try:
            self._pieces = WordPieces(tokenizer, model.longest)
            self._session = _session(encoder)
        except ImportError as error:
            raise EncoderMissingError(str(error)) from error
        except Exception as error:  # onnxruntime raises its own, of no common kind
            raise EncoderBrokenError(str(error)) from error
        self._inputs = frozenset(given.name for given in self._session.get_inputs())

    def question(self, text: str) -> Vector:
        """Encode a question."""
        return self._encode(self.model.question + text)

    def text(self, text: str) -> Vector:
        """Encode a passage or sentence."""
        return self._encode(self.model.text + text)

    def _encode(self, text: str) -> Vector:
        ids = np.array([self._pieces.numbers(text)], np.int64)
        given = {
            "input_ids": ids,
            "attention_mask": np.ones_like(ids),
            "token_type_ids": np.zeros_like(ids),
        }
        [tokens, *_] = self._session.run(
            None, {name: array for name, array in given.items() if name in self._inputs}
        )
        mean = np.asarray(tokens[0], np.float32).mean(axis=0)
        vector: Vector = mean / max(float(np.linalg.norm(mean)), 1e-12)
        return vector


def _session(path: Path) -> "InferenceSession":
    os.environ[_SILENT] = "1"  # read at the import: else it reports each model to its maker
    # Here, not above: an extra, and slower to import than a question is to answer.
    import onnxruntime  # noqa: PLC0415

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1  # two gain little here
    options.enable_cpu_mem_arena = False  # it would keep what the longest text once took
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
