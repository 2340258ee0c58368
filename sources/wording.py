"""The set phrases by which parts of a document are recognised, in one place."""

import re

WEB_PAGE = "it belongs to the web page around the text"
"""Why furniture is left out."""

_COMMENTS = r"(?:comments?|responses?|replies|reply|thoughts?|trackbacks?|pingbacks?)"
_PAGE = r"(?:this|the)?\s*(?:page|post|article|story|essay|entry)?"
_NETWORK = r"(?:facebook|twitter|x|linkedin|pinterest|reddit|whatsapp|telegram|tumblr|email|e-mail)"

_FURNITURE = re.compile(
    r"\W*(?:"
    rf"(?:\d+|no|one|two|three)\s+{_COMMENTS}(?:\s+(?:for|on|to)\b.*|\s+(?:so far|yet))?"
    rf"|no\s+{_COMMENTS}\s+(?:have|has)\b.*"
    rf"|{_COMMENTS}\s+(?:are|is)\s+(?:now\s+|currently\s+)?(?:closed|disabled|off)"
    rf"|(?:leave|post|add|write)\s+(?:a|your)\s+{_COMMENTS}"
    rf"|be the first to {_COMMENTS}.*"
    rf"|(?:you must be |please )?log(?:ged)?[ -]in to (?:post|leave|add|write) a {_COMMENTS}"
    rf"|(?:click to\s+)?(?:share|print|email|e-mail|tweet|pin|save|download|bookmark)\s+(?:it|{_PAGE})"
    rf"|(?:click to\s+)?(?:share|tweet|pin|follow(?: us)?)\s+(?:{_PAGE}\s*)?(?:on|to|via|with)\s+{_NETWORK}"
    rf"(?:\s*\(opens in new window\))?"
    rf"|share(?:\s+this)?\s*:?(?:\s*{_NETWORK})*|(?:{_NETWORK}[\s|,/]*)"
    r"{2,}"
    r"|skip to (?:main )?(?:content|navigation)|back to top|read more|continue reading|load more"
    r"|(?:we|this (?:web)?site|our (?:web)?site)\s+uses?\s+cookies\b.*|(?:accept|reject)(?: all)? cookies"
    r"|(?:previous|next|older|newer)\s+(?:page|post|article|entry|story|posts|articles|entries)\b.*"
    r"|(?:related|recent|popular|you might also like)\s+(?:posts|articles|stories)"
    r"|(?:subscribe|sign up)\s+(?:to|for)\s+(?:our|the|my)\s+(?:\w+\s+)?newsletter.*"
    r"|advertisements?|sponsored content|like this:?(?: like)?(?: loading)?|loading"
    r"|(?:home|start)(?:\s*[>»›/|]\s*[^>»›/|]{1,40}){1,8}"
    r")[\s.:!…]*",
    re.IGNORECASE,
)

_REFERENCES = re.compile(
    r"\W*(?:\d+\.?\s+)?(?:(?:list of\s+)?(?:works?|sources?|literature|texts?|references?)\s+"
    r"(?:cit(?:ed|ied)|consulted|used)|references?(?:\s+list)?|(?:annotated\s+|select(?:ed)?\s+)?"
    r"bibliograph(?:y|ies)|further\s+reading|suggested\s+reading|sources|citations|end\s?notes|"
    r"literatur(?:verzeichnis|angaben)?|quellen(?:verzeichnis|angaben)?|bibliographie|r[eé]f[eé]rences|"
    r"bibliograf[ií]a)\s*:?\W*",
    re.IGNORECASE,
)

_ABOUT = re.compile(
    r"\W*(?:citation\s+information|how\s+to\s+cite(?:\s+this\s+\w+)?|cite\s+(?:this|as)(?:\s+\w+)?|"
    r"(?:suggested|recommended)\s+citation|publication\s+(?:details|information)|"
    r"about\s+this\s+(?:page|article|document|text))\s*:?\W*",
    re.IGNORECASE,
)

_FIELD = re.compile(
    r"\W{0,3}(?P<name>title|headline|authors?|written by|by|editors?|publishers?|published by|website|site|"
    r"url|link|web address|doi|(?:date )?published(?: on)?|publication date|date|(?:date |last )?updated|"
    r"(?:date )?(?:accessed|retrieved)|access date|copyright|licen[cs]e|rights|source|journal|volume|"
    r"pages?|isbn|issn|language)\s*:\W{0,2}\s*(?P<value>\S.*)",
    re.IGNORECASE | re.DOTALL,
)

CAPTION = re.compile(
    r"(?:figure|fig\.?|table|image|photo(?:graph)?|picture|map|chart|source|credit|abb(?:ildung|\.)|"
    r"tab(?:elle|\.)|bild|carte|tableau)\b\s*(?:\d|:|by\b)",
    re.IGNORECASE,
)
"""The beginning of a caption, which is no heading however short it is."""

_BYLINE = re.compile(
    r"(?i:by|written by|author|von|par|por)\s+"
    r"(?P<names>[^\W\d_a-z][\w'’.-]*(?:(?:,?\s+(?:and|&|und|et|y)\s+|,\s+|\s+)"
    r"(?:[^\W\d_a-z][\w'’.-]*|d[aeiou]|de[rnsl]|v[ao]n|la|le|al|bin)){1,11})"
)
_COPYRIGHT = re.compile(r"(?:©|\(c\)|copyright\b)[^\n]*", re.IGNORECASE)

_LONGEST = 300  # code points; what is longer is a paragraph of its own words


def is_furniture(line: str) -> bool:
    """Whether a line belongs to the web page around the text."""
    return len(line) <= _LONGEST and _FURNITURE.fullmatch(line) is not None


def is_references_heading(line: str) -> bool:
    """Whether a list of works cited begins here."""
    return len(line) <= _LONGEST and _REFERENCES.fullmatch(line) is not None


def is_about_heading(line: str) -> bool:
    """Whether a block begins here that says how the document itself is cited."""
    return len(line) <= _LONGEST and _ABOUT.fullmatch(line) is not None


def find_field(line: str) -> tuple[str, str] | None:
    """Name and value of a line of such a block; None if it is no such line."""
    match = _FIELD.fullmatch(line) if len(line) <= _LONGEST else None
    return (match["name"], match["value"]) if match else None


def find_byline(line: str) -> str | None:
    """The names of a line "By Ann Bell and Carl Dow"; None if it is no such line."""
    match = _BYLINE.fullmatch(line) if len(line) <= _LONGEST else None
    return match["names"] if match else None


def is_copyright(line: str) -> bool:
    """Whether a line says whose the rights are."""
    return len(line) <= _LONGEST and _COPYRIGHT.fullmatch(line) is not None


def is_set_phrase(line: str) -> bool:
    """Whether a line is one of all these."""
    checks = (
        is_furniture,
        is_references_heading,
        is_about_heading,
        find_field,
        find_byline,
        is_copyright,
    )
    return any(check(line) for check in checks)
