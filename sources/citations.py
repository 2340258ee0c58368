"""Citation -> text."""

from .documents import Citation


def citation_line(citation: Citation) -> str:
    """One line that names the source and the place in it, as shown under a quotation."""
    parts = [citation.title, citation.section or "", f"par. {citation.paragraph}"]
    return ", ".join(filter(None, parts))
