"""What each kind of evidence counts, in one place; `benchmarks/ablation.py` shows what it is worth.

Chosen on several sets of questions at once, so that none of them is at the best value of any one.
"""

# BM25: how soon further occurrences stop counting, and how much long texts are held back. These
# are rank_bm25's own; questions alone would do as well with less (0.9, 0.5), long queries worse.
K1 = 1.5
B = 0.75

# Of a passage's score, against its single words.
PAIRS = 0.4  # two words that stand side by side
DOCUMENT = 0.3  # the whole document
SENTENCE = 0.5  # the best sentence
ANSWER_TYPE = 0.2  # a sentence with a date for "when" and so on, as a part of the ideal score

# Of a concept's names, against the one that is asked for.
OTHER_NAME = 0.65  # another name for the same
PART_OF_NAME = 0.3  # one word of a name of several, standing alone

# Of what is asked aside, and of what stands aside.
CHAT = 0.3  # words of chat, against those that say what is asked
ASIDE = 0.5  # works cited and citation blocks, unless they are asked for
