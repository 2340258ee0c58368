"""The sentence encoders that Pullquote knows: their files, and the weights that belong to each."""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from .confidence import Calibration

_BLOCK = 1 << 20  # bytes read at once


@dataclass(frozen=True, slots=True)
class ModelFile:
    """One file of a model.

    Attributes:
        name: As it is installed.
        path: In the repository that it is downloaded from.
        size: In bytes.
        aliases: Other names of it, in archives.
    """

    name: str
    path: str
    size: int
    sha256: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Model:
    """A sentence encoder, with everything that depends on it.

    Attributes:
        model_id: Names the model and its revision; vectors of another id are never mixed with it.
        repository: On the Hugging Face hub.
        revision: The commit there.
        files: The encoder first, then its tokenizer.
        question: Put before a question.
        text: Put before a passage or sentence.
        longest: Tokens that are read of a text; the rest is cut off.
        dimensions: Of a vector.
        least: Cosine from which on a text may be close in meaning.
        passage: Weight of a passage's cosine against the lexical score, as a part of the ideal one.
        sentence: Weight of the best sentence's cosine.
        bold: Weight of a sentence's cosine where the words in bold are chosen.
        calibration: What an answer's confidence is made from.
        joins: Part of the best sentence's worth from which on a neighbor is in bold, too.
    """

    model_id: str
    title: str
    licence: str
    repository: str
    revision: str
    files: tuple[ModelFile, ...]
    question: str
    text: str
    longest: int
    dimensions: int
    least: float
    passage: float
    sentence: float
    bold: float
    joins: float
    calibration: Calibration

    @property
    def megabytes(self) -> int:
        """The size of all files together."""
        return round(sum(file.size for file in self.files) / 1_000_000)


# int8 export by Xenova of intfloat/e5-small-v2, whose texts begin with "query: " or "passage: ".
E5_SMALL = Model(
    model_id="e5-small-v2-q-02af7998",
    title="e5-small-v2",
    licence="MIT",
    repository="Xenova/e5-small-v2",
    revision="02af79985278377e65c724a76275707cb0333c70",
    files=(
        ModelFile(
            "model.onnx",
            "onnx/model_quantized.onnx",
            34_014_367,
            "7d9092cb25f2bd1c023b7e8d2aa459044a02030ac880e5a59fdaf27af69f1ded",
            ("model_quantized.onnx", "e5-small-v2-q.onnx"),
        ),
        ModelFile(
            "tokenizer.json",
            "tokenizer.json",
            711_396,
            "d241a60d5e8f04cc1b2b3e9ef7a4921b27bf526d9f6050ab90f9267a1f9e5c66",
            ("e5-small-v2-q-tokenizer.json",),
        ),
    ),
    question="query: ",
    text="passage: ",
    longest=256,
    dimensions=384,
    least=0.7,
    passage=8.0,
    sentence=6.0,
    bold=8.0,
    joins=0.5,
    calibration=Calibration(
        weights=(0.36, 0.34, 1.39, 0.62, 0.29, 0.51, 0.36, 0.79),
        bias=-2.15,
        nothing=0.03,
        near=0.82,
        found=0.61,
    ),
)

MODELS = (E5_SMALL,)
"""The first is the one that is recommended."""


def digest(path: Path) -> str:
    """Return the SHA-256 of a file.

    Raises:
        OSError: If it cannot be read.
    """
    found = sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            found.update(block)
    return found.hexdigest()
