"""A process that encodes documents: `python -m index.encode_worker`, started by `index.encoding`.

Orders come as one line of JSON on standard input, then a line for each document. For each text
encoded, and for each document saved, a line goes to standard output.
"""

import sys

import numpy as np

from sources import stand_back

from .encoder import Encoder, EncoderBrokenError, EncoderMissingError, Vector
from .encoding import ENCODED, READY, Orders, Task
from .vectors import VectorStore

_NICE = 15  # questions are answered on the same machine


def main() -> None:
    """Encode documents until no more come."""
    stand_back(_NICE)
    orders = Orders.model_validate_json(sys.stdin.buffer.readline())
    try:
        encoder = Encoder(orders.model, orders.files)
    except (EncoderMissingError, EncoderBrokenError) as error:
        sys.exit(str(error))
    store = orders.store()
    _say(READY)
    for line in sys.stdin.buffer:
        _encode(Task.model_validate_json(line), encoder, store)


def _encode(task: Task, encoder: Encoder, store: VectorStore) -> None:
    known: dict[str, Vector] = {}
    rows = np.zeros((len(task.texts), encoder.model.dimensions), np.float16)
    for place, text in enumerate(task.texts):
        if text not in known:
            known[text] = encoder.text(text)
        rows[place] = known[text]
        _say(ENCODED)
    store.save(task.key, rows)
    _say(task.key)


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
