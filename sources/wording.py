"""The set phrases by which parts of a document are recognised, in one place."""

import re

_COMMENTS = r"(?:comments?|responses?|replies|reply|thoughts?|trackbacks?|pingbacks?)"
_PAGE = r"(?:this|the)?\s*(?:page|post|article|story|essay|entry)?"
_NETWORK = r"(?:facebook|twitter|x|linkedin|pinterest|reddit|whatsapp|telegram|tumblr|email|e-mail)"

FURNITURE = re.compile(
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
"""A whole line that a web page puts around its text."""

REFERENCES = re.compile(
    r"\W*(?:\d+\.?\s+)?(?:(?:list of\s+)?(?:works?|sources?|literature|texts?|references?)\s+"
    r"(?:cit(?:ed|ied)|consulted|used)|references?(?:\s+list)?|(?:annotated\s+|select(?:ed)?\s+)?"
    r"bibliograph(?:y|ies)|further\s+reading|suggested\s+reading|sources|citations|end\s?notes|"
    r"literatur(?:verzeichnis|angaben)?|quellen(?:verzeichnis|angaben)?|bibliographie|r[eé]f[eé]rences|"
    r"bibliograf[ií]a)\s*:?\W*",
    re.IGNORECASE,
)
"""The heading of a list of works cited."""

ABOUT = re.compile(
    r"\W*(?:citation\s+information|how\s+to\s+cite(?:\s+this\s+\w+)?|cite\s+(?:this|as)(?:\s+\w+)?|"
    r"(?:suggested|recommended)\s+citation|publication\s+(?:details|information)|"
    r"about\s+this\s+(?:page|article|document|text))\s*:?\W*",
    re.IGNORECASE,
)
"""The heading of a block that says how the document itself is cited."""

FIELD = re.compile(
    r"\W{0,3}(?P<name>title|headline|authors?|written by|by|editors?|publishers?|published by|website|site|"
    r"url|link|web address|doi|(?:date )?published(?: on)?|publication date|date|(?:date |last )?updated|"
    r"(?:date )?(?:accessed|retrieved)|access date|copyright|licen[cs]e|rights|source|journal|volume|"
    r"pages?|isbn|issn|language)\s*:\W{0,2}\s*(?P<value>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
"""A line "Name: value" of such a block."""

CAPTION = re.compile(
    r"(?:figure|fig\.?|table|image|photo(?:graph)?|picture|map|chart|source|credit|abb(?:ildung|\.)|"
    r"tab(?:elle|\.)|bild|carte|tableau)\b\s*(?:\d|:|by\b)",
    re.IGNORECASE,
)
