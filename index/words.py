"""Words of English that carry no subject, by what they do; all in plain lower case."""

QUESTION_WORDS = frozenset(
    "who whom whose what which when where why how whats whos wheres hows whys whens".split()
)

STOP_WORDS = QUESTION_WORDS | frozenset(
    """
    a an the this that these those such same both each any some all no nor not only own
    i me my mine myself you your yours yourself he him his himself she her hers herself it its
    itself we us our ours ourselves they them their theirs themselves one ones
    many much more most lot lots ever etc vs versus
    am is are was were be been being do does did doing done have has had having
    will would shall should can could may might must ought
    im ive id ill youre youve youd youll hes shes theyre theyve theyd theyll weve thats theres
    isnt arent wasnt werent dont doesnt didnt havent hasnt hadnt wont wouldnt shouldnt cant
    cannot couldnt mustnt gonna wanna
    and or but if because as until while of at by for with about against between into through
    during before after above below to from up down in out on off over under upon within without
    again further then once here there than too very just also so now
    s t d ll m o re ve y
    """.split()
)

CLASS_WORDS = frozenset(
    """
    teacher class lesson homework assignment essay paragraph notes textbook readings
    exam test quiz
    """.split()
)
"""What a question is about that is not about the documents: "when is the exam"."""

CHAT_WORDS = CLASS_WORDS | frozenset(
    """
    hey hi hello hiya yo ok okay lol lmao omg pls plz please thanks thank thx cheers sorry
    anyone anybody someone somebody everyone everybody guys guy folks yall u ur
    kinda sorta stuff thing things basically actually really literally maybe probably like
    know tell explain say says help find give show need want wondering confused stuck
    question questions answer answers quick stupid dumb simple
    tomorrow yesterday today bother remember missed
    """.split()
)
"""Words of a chat message around its question. They count little, not nothing: a document may
be about teachers or tests."""

CUE_WORDS = frozenset(
    "stand stands mean means meaning define definition abbreviation acronym "
    "year date reason".split()
)
"""Words that tell what kind of answer is wanted; their part is done when that is known."""

NUMBER_WORDS = {
    word: str(number)
    for number, word in enumerate(
        "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
        "sixteen seventeen eighteen nineteen twenty".split(),
        start=2,
    )
} | {
    word: str(10 * tens)
    for tens, word in enumerate("thirty forty fifty sixty seventy eighty ninety".split(), start=3)
}
