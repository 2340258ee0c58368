"""What each kind of evidence counts, in one place; `benchmarks/ablation.py` shows what it is worth.

Chosen on several sets of questions at once, leaving each out in turn, so that none of them is at
the best value of any one.
"""

# BM25 of windows: how soon further occurrences stop counting, and how much long texts are held
# back.
K1, B = 1.5, 0.75

# The best sentence, scored as a small text.
SENTENCE = 0.8  # against the window
SENTENCE_K1, SENTENCE_B = 0.9, 0.3
PAIRS = 0.4  # two words side by side in a sentence, against single words
ANSWER_TYPE = 0.2  # a sentence with a date for "when" and so on, as a part of the ideal score
DEFINITION = 0.6  # and one that says what something is, for "what is" that
ROW = 2.0  # words of the question in a row, as a part of all its words
QUESTION = 0.5  # a sentence that asks or describes a picture, against one that says something
ECHO = 0.4  # a short line that has nothing but what is asked for: "MADISON" by itself

# The heading above a sentence, against the sentence; and its number, if the question names it.
HEADING = 0.5
LEAD = 0.5  # of the heading's score, for the first sentence below it
HEADING_NUMBER = 1.0  # once more than its other words
AUTHOR = 1.0  # a name in the question that is the document's author, in all of its passages

# Names of a concept, against the one in the question.
OTHER_NAME = 0.65  # another name for the same
PART_OF_NAME = 0.3  # one word of a name of several, on its own
FAMILY = 0.25  # a word that begins alike: "legislature" for "legislative"

# What an earlier part of a question names, for a later one that says only "she" or "it".
MEANT = 0.5

# The run of sentences in bold, against its best sentence: by what all of them score; and, as parts
# of the ideal score, by what they have of the question, and if they ask something or stand around.
NEXT = 0.3
COVERED = 0.5
FOLLOWING = 1.7  # by meaning: a sentence after the best one, where the answer often is
ASKING = 0.4
AROUND = 0.4  # exercises, captions, licenses

# Words around the question, and passages that are not running text.
CHAT = 0.1  # words of chat, against those that say what is asked
ASIDE = 0.5  # works cited and citation blocks, unless they are asked for
PICTURE = 0.7  # descriptions of pictures
EXERCISES = 0.7  # questions to the reader, which have its words and no answers
