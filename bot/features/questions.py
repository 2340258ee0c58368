"""What every way to ask has in common: the words of a question, and what is said of them."""

import re

MAX_QUESTION_CHARS = 1000

HOW_TO_ASK = (
    "Ask me a question with `/ask`, or mention me and write it after my name. I quote "
    "what the class's sources say."
)
TOO_LONG = f"Please keep your question under {MAX_QUESTION_CHARS:,} characters."
FORGOTTEN = "That answer is no longer available. Please ask again."

# Users, roles, channels and custom emoji, as Discord writes them into a text.
_REFERENCE = re.compile(r"<(?:@[!&]?|#|a?:\w+:)[0-9]+>")


def question_words(text: str) -> str:
    """A question without what is no word of it: mentions, custom emoji and spare white space."""
    return " ".join(_REFERENCE.sub(" ", text).split())
