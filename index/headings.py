"""What a heading says of the text below it: exercises, or a glossary."""

import re
from functools import lru_cache

_EXERCISES = re.compile(
    r"""\W* (?: (?: chapter | unit | lesson | section | module ) \W+ )? [\d.\s]* (?:
        (?: (?: self | check | test | critical | think(?:ing)? | personal | application | discussion
          | review | reflection | study | practice | comprehension | multiple | short | answer
          | choice | essay | concept | homework | learning | end | of | chapter | and ) [-\s]+ )+
        (?: questions? | problems? | problem\ssets? | exercises? | quiz(?:zes)? | objectives?
          | outcomes? | goals? )
      | questions | problems | problem\ssets? | exercises? (?: [\d.\s]* : .+ )? | quiz(?:zes)?
    ) [\W\d]*""",
    re.VERBOSE | re.IGNORECASE,
)

_GLOSSARY = re.compile(
    r"(?:.*\W)?(?:(?:key|important|new)\s(?:terms|words)|terms\sto\sknow|glossary|vocabulary"
    r"|definitions)\W*",
    re.IGNORECASE,
)


@lru_cache(maxsize=1 << 12)
def is_of_exercises(heading: str) -> bool:
    """Return whether a heading is that of questions to the reader, or of learning objectives."""
    return _EXERCISES.fullmatch(heading) is not None


@lru_cache(maxsize=1 << 12)
def is_of_glossary(heading: str) -> bool:
    """Return whether a heading is that of terms with what they mean."""
    return _GLOSSARY.fullmatch(heading) is not None
