"""Set phrases that identify parts of a document: furniture, works cited, by-lines, fields.

Each pattern has to match a whole line, so the same words inside a sentence don't count.
"""

import re

PAGE_AROUND = "it belongs to the page around the text"
"""Reason for leaving out furniture."""

SPEAKER_NOTES = "Speaker notes"
"""Heading of the notes below a slide, which no slide shows."""

_OBJECTIVES = re.compile(
    r"\W*(?:by|at|after|upon|on|when|once)\b.{1,150}?\b(?:you|students|learners|readers)\b"
    r".{0,40}\bable\s+to\b",
    re.IGNORECASE | re.DOTALL,
)
_NUMBERED_PART = re.compile(
    r"(?:CHAPTER|BOOK|PART|SECTION|LECTURE|LESSON|UNIT|LETTER|ESSAY)\s+(?:[IVXLC]+|\d{1,3})"
    r"(?:[.:)]|\s*[-–—])?\s+\S"
)
_LONGEST = 300  # code points; anything longer is a paragraph in its own words

_COMMENTS = r"(?:comments?|responses?|replies|reply|thoughts?|trackbacks?|pingbacks?)"
_NETWORK = r"(?:facebook|twitter|x|linkedin|pinterest|reddit|whatsapp|telegram|tumblr|e-?mail)"
_PAGE = r"(?:(?:this|the)\s+)?(?:page|post|article|story|essay|entry)"
_FURNITURE = re.compile(
    rf"""\W*(?:
        (?:\d+|no|one|two|three)\s+{_COMMENTS}(?:\s+(?:for|on|to)\b.*|\s+(?:so\ far|yet))?
      | no\s+{_COMMENTS}\s+(?:have|has)\b.*
      | {_COMMENTS}\s+(?:are|is)\s+(?:now\s+|currently\s+)?(?:closed|disabled|off)
      | (?:leave|post|add|write)\s+(?:a|your)\s+{_COMMENTS}
      | be\ the\ first\ to\ {_COMMENTS}.*
      | (?:you\ must\ be\ |please\ )?log(?:ged)?[ -]in\ to\ (?:post|leave|add|write)\ a\ {_COMMENTS}
      | (?:click\ to\s+)?(?:share|print|e-?mail|tweet|pin|save|download|bookmark)\s+(?:this|{_PAGE})
      | (?:click\ to\s+)?(?:share|tweet|pin|follow)\s+(?:(?:us|this|{_PAGE})\s+)?(?:on|to|via|with)
          \s+{_NETWORK}(?:\s*\(opens\ in\ new\ window\))?
      | share(?:\s+this)?\s*:(?:\s*{_NETWORK})*
      | {_NETWORK}(?:[\s|,/•·]+{_NETWORK})+
      | skip\ to\ (?:main\ )?(?:content|navigation)
      | back\ to\ top | read\ more | continue\ reading | load\ more
      | (?:we|this\ (?:web)?site|our\ (?:web)?site)\s+uses?\s+cookies\b.*
      | (?:accept|reject)(?:\ all)?\ cookies
      | (?:previous|next|older|newer)\s+(?:page|post|article|entry|story|posts|articles|entries)
          (?:\s*[:»›→].*)?
      | (?:related|recent|popular)\s+(?:posts|articles|stories) | you\ might\ also\ like
      | (?:subscribe|sign\ up)\s+(?:to|for)\s+(?:our|the|my)\s+(?:\w+\s+)?newsletter.*
      | your\ e-?mail\ address\ will\ not\ be\ published.*
      | (?:tags?|tagged|categor(?:y|ies)|filed\ under|posted\ in)\s*:.*
      | page\s+\d+(?:\s*(?:of|/)\s*\d+)?
      | advertisements? | sponsored\ content | like\ this:?(?:\ like)?(?:\ loading)? | loading
      | home\s*(?:[>»›/|][^>»›/|]{{1,44}}){{1,8}}
    )[\s.:!…]*""",  # noqa: RUF001  # the angle marks stand between the steps of a path
    re.IGNORECASE | re.VERBOSE,
)
_BUTTON = re.compile(rf"\W*(?:{_NETWORK}|print|more|copy\s+link)\W*", re.IGNORECASE)
_REFERENCES = re.compile(
    r"""\W*(?:\d+\.?\s+)?(?:
        (?:list\s+of\s+)?(?:works?|sources?|literature|texts?|references?)
          \s+(?:cit(?:ed|ied)|consulted|used)
      | references?(?:\s+list)? | citations | end\s?notes | sources
      | (?:annotated\s+|select(?:ed)?\s+)?bibliograph(?:y|ies)
      | (?:further|suggested|recommended)\s+reading
      | literatur(?:verzeichnis|angaben)? | quellen(?:verzeichnis|angaben)?
      | bibliographie | r[eé]f[eé]rences | bibliograf[ií]a
    )\s*:?\W*""",
    re.IGNORECASE | re.VERBOSE,
)
_ABOUT = re.compile(
    r"""\W*(?:
        citation\s+information | how\s+to\s+cite(?:\s+this\s+\w+)?
      | cite\s+(?:this|as)(?:\s+\w+)? | (?:suggested|recommended)\s+citation
      | publication\s+(?:details|information) | about\s+this\s+(?:page|article|document|text)
    )\s*:?\W*""",
    re.IGNORECASE | re.VERBOSE,
)
_FIELD = re.compile(
    r"""\W{0,3}(?P<name>
        title | headline | citation | cite\s+as
      | authors? | (?:written\s+)?by | editors? | (?:publish(?:ers?|ed\s+by))
      | (?:web)?site | url | link | web\s+address | doi | isbn | issn | journal | volume | pages?
      | (?:date\s+)?published(?:\s+on)? | publication\s+date | date | (?:date\s+|last\s+)?updated
      | (?:date\s+)?(?:accessed|retrieved) | access\s+date
      | copyright | licen[cs]e | rights | source | language
    )(?:\*\*)?\s*:(?:\*\*)?\s*(?P<value>\S.*)""",
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
_BYLINE = re.compile(
    r"""(?i:by|written\s+by|author|von|par|por)\s+
    (?P<names>[^\W\d_a-z][\w'’.-]*
      (?:(?:,?\s+(?:and|&|und|et|y)\s+ | ,\s+ | \s+)
         (?:[^\W\d_a-z][\w'’.-]* | d[aeiou] | de[rnsl] | v[ao]n | la | le | al | bin)){1,11})""",
    re.VERBOSE,
)
_COPYRIGHT = re.compile(r"(?:©|\(c\)|copyright\b).*", re.IGNORECASE | re.DOTALL)
_CAPTION = re.compile(
    r"""(?:figure|fig\.?|table|image|photo(?:graph)?|picture|map|chart|source|credit
      | abb(?:ildung|\.) | tab(?:elle|\.) | bild | carte | tableau)\b\s*(?:\d|:|by\b)
      | \[(?:illustration|image|picture|photo(?:graph)?)\b""",
    re.IGNORECASE | re.VERBOSE,
)


def is_furniture(line: str, *, after_furniture: bool = False) -> bool:
    """Tell whether a line belongs to the web page around the text.

    The name of a network alone only does so `after_furniture`, where it is a button.
    """
    button = after_furniture and _match(_BUTTON, line) is not None
    return button or _match(_FURNITURE, line) is not None


def is_references_heading(line: str) -> bool:
    """Tell whether a line is the heading of a list of works cited."""
    return _match(_REFERENCES, line) is not None


def is_about_heading(line: str) -> bool:
    """Tell whether a line is the heading of a block about citing the document itself."""
    return _match(_ABOUT, line) is not None


def is_copyright(line: str) -> bool:
    """Tell whether a line states the copyright."""
    return _match(_COPYRIGHT, line) is not None


def is_caption(line: str) -> bool:
    """Tell whether a line begins like a caption; it is no heading then, however short."""
    return _CAPTION.match(line) is not None


def find_field(line: str) -> tuple[str, str] | None:
    """Return name and value of a line such as "Publisher: Mill Press", if it is one."""
    match = _match(_FIELD, line)
    return (match["name"], match["value"]) if match else None


def find_byline(line: str) -> str | None:
    """Return the names in a line such as "By Ann Bell and Carl Dow", if it is one."""
    match = _match(_BYLINE, line)
    return match["names"] if match else None


def is_set_phrase(line: str) -> bool:
    """Tell whether a line is any of these, except a caption."""
    patterns = (_FURNITURE, _REFERENCES, _ABOUT, _FIELD, _BYLINE, _COPYRIGHT)
    return any(_match(pattern, line) for pattern in patterns)


def _match(pattern: re.Pattern[str], line: str) -> re.Match[str] | None:
    return pattern.fullmatch(line) if len(line) <= _LONGEST else None


def is_numbered_part(words: str) -> bool:
    """Tell whether words are number and title of a part of a book: "CHAPTER I. OF THE TIDES."."""
    return _NUMBERED_PART.match(words) is not None


def opens_objectives(words: str) -> bool:
    """Tell whether words open a list of what readers will know when they have read the text."""
    return len(words) <= _LONGEST and _OBJECTIVES.match(words) is not None
