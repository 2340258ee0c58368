"""Draw small faults of a module: run by the Python of Cosmic Ray's own environment.

    python mutations.py SEED MOST MODULE

Prints JSON: how many faults the module may have, and of those drawn the line and the whole text.
"""

import json
import random
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

_T = TypeVar("_T")


def draw(places: Sequence[_T], most: int, seed: int) -> list[_T]:
    """Return so many places at most, which the seed decides alone, in their order."""
    chosen = random.Random(seed).sample(range(len(places)), min(most, len(places)))  # noqa: S311  # nothing secret
    return [places[number] for number in sorted(chosen)]


def main() -> None:
    """List, draw, change, print."""
    from cosmic_ray import plugins  # noqa: PLC0415  # only its environment has it
    from cosmic_ray.ast import ast_nodes, get_ast  # noqa: PLC0415
    from cosmic_ray.mutating import mutate_code  # noqa: PLC0415

    seed, most, module = sys.argv[1:]
    code = Path(module).read_text("utf-8")
    tree = get_ast(code)
    lines = code.splitlines()
    found = []
    for name in plugins.operator_names():
        operator = plugins.get_operator(name)
        if operator.arguments() or "Operator_BitOr_" in name:
            continue  # most of those are in annotations, where any change fails at the import
        starts = (
            start for node in ast_nodes(tree) for start, _ in operator().mutation_positions(node)
        )
        places = [(*start, name, occurrence) for occurrence, start in enumerate(starts)]
        found += [place for place in places if not lines[place[0] - 1].startswith("@dataclass")]
    drawn = draw(sorted(found), int(most), int(seed))
    changed = [
        (row, mutate_code(code, plugins.get_operator(name)(), occurrence))
        for row, _, name, occurrence in drawn
    ]
    json.dump({"possible": len(found), "drawn": changed}, sys.stdout)


if __name__ == "__main__":
    main()
