"""Citation -> text."""

from collections.abc import Sequence

from .dates import readable_date
from .documents import Citation

_MOST_NAMES = 3


def citation_line(citation: Citation) -> str:
    """One line that names the source and the place in it, as shown under a quotation.

    The order is title, authors, publisher, date, section, then page or paragraph; what is not
    known is passed over. The address is no part of it: whoever shows the line links it.
    """
    parts = (
        citation.title,
        _listed(citation.authors),
        citation.publisher,
        citation.published and readable_date(citation.published),
        citation.section and f"section “{citation.section}”",
        _place(citation),
    )
    return ", ".join(filter(None, parts))


def _listed(names: Sequence[str]) -> str:
    if len(names) > _MOST_NAMES:
        names = (names[0], "others")
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def _place(citation: Citation) -> str | None:
    if citation.page:
        return f"p. {citation.page}"
    return f"par. {citation.paragraph}" if citation.paragraph else None
