"""Other forms of a word that no stemmer knows: irregular verbs and nouns, months, chat spellings.

Forms that are as often another word are left out: "found" could be founded, and "lay" is not only
what lies.
"""

from collections.abc import Mapping

_IRREGULAR = """
arise arose arisen; awake awoke awoken; bear bore borne; beat beaten; become became; begin began
begun; bend bent; bite bit bitten; bleed bled; blow blew blown; break broke broken; breed bred;
bring brought; build built; burn burnt; buy bought; catch caught; choose chose chosen; cling clung;
come came; creep crept; deal dealt; dig dug; draw drew drawn; dream dreamt; drink drank drunk;
drive drove driven; eat ate eaten; fall fell fallen; feed fed; feel felt; fight fought; find found;
flee fled; fling flung; fly flew flown; forbid forbade forbidden; forecast forecasted; foresee
foresaw foreseen; forget forgot forgotten; forgive forgave forgiven; freeze froze frozen; get got
gotten; give gave given; go went gone; grow grew grown; hang hung; hear heard; hide hid hidden; hold
held; keep kept; kneel knelt; know knew known; lead led; leap leapt; learn learnt; leave left; lend
lent; light lit; lose lost; make made; mean meant; meet met; mistake mistook mistaken; mow mown;
oversee oversaw overseen; overthrow overthrew overthrown; overcome overcame; overtake overtook
overtaken; pay paid; plead pled; prove proven; rebuild rebuilt; repay repaid; ride rode ridden; ring
rang rung; run ran; say said; see saw seen; seek sought; sell sold; send sent; sew sewn; shake shook
shaken; shine shone; shoot shot; show shown; shrink shrank shrunk; sing sang sung; sink sank sunk;
sit sat; slay slew slain; sleep slept; slide slid; sow sown; speak spoke spoken; spell spelt; spend
spent; spill spilt; spin spun; spoil spoilt; spring sprang sprung; stand stood; steal
stole stolen; stick stuck; sting stung; stink stank stunk; strike struck stricken; strive strove
striven; swear swore sworn; sweep swept; swell swollen; swim swam swum; swing swung; take took
taken; teach taught; tear tore torn; tell told; think thought; throw threw thrown; tread trod
trodden; undergo underwent undergone; understand understood; undertake undertook undertaken; undo
undid undone; uphold upheld; wake woke woken; wear wore worn; weave wove woven; weep wept; win won;
withdraw withdrew withdrawn; withstand withstood; write wrote written; withhold withheld;
analysis analyses; axis axes; bacterium bacteria; basis bases; calf calves; child children; crisis
crises; criterion criteria; die died dying; elf elves; foot feet; goose geese; half halves; hoof
hooves; hypothesis hypotheses; index indices; knife knives; leaf leaves; life lives; loaf loaves;
louse lice; man men; matrix matrices; mouse mice; nucleus nuclei; oasis oases; ox oxen; parenthesis
parentheses; person people persons; phenomenon phenomena; radius radii; scarf scarves; shelf
shelves; stimulus stimuli; stratum strata; synthesis syntheses; thesis theses; thief thieves; tooth
teeth; vertex vertices; wharf wharves; wife wives; wolf wolves; woman women;
worse worst bad; better best good; further furthest far; elder eldest old;
"""
_MONTHS = """
january jan; february feb; april apr; june jun; july jul; august aug; september sep sept;
october oct; november nov; december dec;
"""
_CHAT = """
you u yall; your ur; yours urs; are r; and n nd; with w wit; people ppl peeps; what wat wut wht;
whats wats wuts; year yr; years yrs; president prez; tomorrow tmrw tmr tmrrw; definitely def deff;
probably prolly prob; government govt gov gvmt; because bc bcuz cuz cus coz; through thru; though
tho; although altho; about abt; between btwn; before b4; now rn; please plz pls; thanks thx thnx ty;
difference diff; differences diffs; especially esp; information info; picture pic; pictures pics;
homework hw; professor prof; department dept; hours hrs; somebody smb; something sth smth; okay kk;
this dis; that dat; the da; them dem; they dey; give gimme; let lemme; must gotta; message msg;
messages msgs; video vid; videos vids; introduction intro; vocabulary vocab; biology bio; psychology
psych; economics econ; science sci; literature lit; constitution const; amendment amdt; national
natl; international intl; question q; questions qs; answer ans;
"""


def _table(text: str) -> Mapping[str, str]:
    """Read entries of a base form with its other forms."""
    entries = (entry.split() for entry in text.split(";"))
    return {form: base for base, *forms in filter(None, entries) for form in forms}


_BASES = _table(_IRREGULAR + _MONTHS)
_SPELLED = _table(_CHAT)


def base_form(word: str) -> str:
    """Return the base of an irregular form or of a short month, else the word itself."""
    return _BASES.get(word, word)


def spelled_out(word: str) -> str | None:
    """Return what a chat spelling stands for; None for other words."""
    return _SPELLED.get(word)
