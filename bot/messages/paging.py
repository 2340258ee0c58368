"""Long lists on pages that fit into a message."""

from collections.abc import Iterable


def paged(blocks: Iterable[str], most_chars: int, most_blocks: int = 20) -> list[list[str]]:
    """Put blocks of Markdown on pages, in order.

    Args:
        blocks: Each is shorter than `most_chars`.
        most_chars: Of a page, a line feed behind each block counted.
        most_blocks: Of a page.

    Returns:
        The blocks of each page; at least one page, which is empty if there is no block.
    """
    pages: list[list[str]] = [[]]
    length = 0
    for block in blocks:
        length += len(block) + 1
        if pages[-1] and (len(pages[-1]) == most_blocks or length > most_chars):
            pages.append([])
            length = len(block) + 1
        pages[-1].append(block)
    return pages
