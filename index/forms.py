"""Other forms of a word that no stemmer knows: irregular verbs and nouns, months, chat spellings.

Forms that are as often another word are left out: a "rose" is a flower, and what is "bound" may be
a leap.
"""

from collections.abc import Mapping

_IRREGULAR = """
arise arose arisen; awake awoke awoken; babysit babysat; bear bore borne; beat beaten; become
became; befall befell befallen; beget begat begot begotten; begin began begun; behold beheld; bend
bent; bereave bereft; beseech besought; bid bade bidden; bite bit bitten; bleed bled; blow blew
blown; break broke broken; breastfeed breastfed; breed bred; bring brought; build built; burn burnt;
buy bought; catch caught; choose chose chosen; cling clung; come came; creep crept; deal dealt; dig
dug; disprove disproven; draw drew drawn; dream dreamt; drink drank drunk; drive drove driven; dwell
dwelt; eat ate eaten; fall fell fallen; feed fed; feel felt; fight fought; find found; flee fled;
fling flung; fly flew flown; forbear forbore forborne; forbid forbade forbidden; foreknow foreknew
foreknown; foresee foresaw foreseen; foretell foretold; forget forgot forgotten; forgive forgave
forgiven; forgo forwent forgone foregone forewent; forsake forsook forsaken; forswear forswore
forsworn; freeze froze frozen; get got gotten; give gave given; go went gone goes; grow grew grown;
hamstring hamstrung; hang hung; hear heard; hew hewn; hide hid hidden; hold held; inlay inlaid;
interbreed interbred; interweave interwove interwoven; keep kept; kneel knelt; know knew known; lay
laid; lead led; leap leapt; learn learnt; leave left; lend lent; lie lain; light lit; lose lost;
make made; mean meant; meet met; mishear misheard; mislay mislaid; mislead misled; misspeak misspoke
misspoken; misspell misspelt; misspend misspent; mistake mistook mistaken; misunderstand
misunderstood; mow mown; outdo outdid outdone; outfight outfought; outgrow outgrew outgrown; outrun
outran; outsell outsold; outshine outshone; outspend outspent; overcome overcame; overdo overdid
overdone; overdraw overdrew overdrawn; overeat overate overeaten; overfeed overfed; overfly overflew
overflown; overgrow overgrew overgrown; overhang overhung; overhear overheard; overlay overlaid;
overpay overpaid; override overrode overridden; overrun overran; oversee oversaw overseen; overshoot
overshot; oversleep overslept; overspend overspent; overtake overtook overtaken; overthrow overthrew
overthrown; overwrite overwrote overwritten; partake partook partaken; pay paid; plead pled; prove
proven; rebuild rebuilt; redo redid redone; redraw redrew redrawn; regrow regrew regrown; remake
remade; repay repaid; rerun reran; resell resold; retake retook retaken; reteach retaught; retell
retold; rethink rethought; rewrite rewrote rewritten; ride rode ridden; ring rang rung; rise risen;
run ran; say said; see saw seen; seek sought; sell sold; send sent; sew sewn; shake shook shaken;
shave shaven; shear shorn; shine shone; shoe shod; shoot shot; show shown; shrink shrank shrunk
shrunken; sing sang sung; sink sank sunk sunken; sit sat; slay slew slain; sleep slept; slide slid;
sling slung; slink slunk; smite smote smitten; sneak snuck; sow sown; speak spoke spoken; speed
sped; spell spelt; spend spent; spill spilt; spin spun; spit spat; spoil spoilt; spring sprang
sprung; stand stood; steal stole stolen; stick stuck; sting stung; stink stank stunk; strew strewn;
stride strode stridden; strike struck stricken; string strung; strive strove striven; swear swore
sworn; sweep swept; swell swollen; swim swam swum; swing swung; take took taken; teach taught; tear
tore torn; tell told; think thought; thrive throve thriven; throw threw thrown; tread trod trodden;
underfeed underfed; undergo underwent undergone; underlie underlain underlying; underpay underpaid;
undersell undersold; understand understood; undertake undertook undertaken; underwrite underwrote
underwritten; undo undid undone; unfreeze unfroze unfrozen; unmake unmade; unwind unwound; uphold
upheld; wake woke woken; waylay waylaid; wear wore worn; weave wove woven; weep wept; win won;
withdraw withdrew withdrawn; withhold withheld; withstand withstood; wring wrung; write wrote
written;
addendum addenda; alumnus alumni; alveolus alveoli; analysis analyses; antithesis antitheses; apex
apices; apotheosis apotheoses; appendix appendices; aquarium aquaria; atrium atria; automaton
automata; axis axes; bacillus bacilli; bacterium bacteria; basis bases; bookshelf bookshelves;
bronchus bronchi; bureau bureaus bureaux; cactus cacti; calculus calculi; calf calves; catharsis
catharses; cerebellum cerebella; chateau chateaux; child children; cilium cilia; coccus cocci; codex
codices; consortium consortia; corpus corpora; cortex cortices; cranium crania; crisis crises;
criterion criteria; curriculum curricula; data datum; diagnosis diagnoses; dictum dicta; dormouse
dormice; dwarf dwarves; elf elves; emphasis emphases; epithelium epithelia; equilibrium equilibria;
erratum errata; flagellum flagella; focus foci; foot feet; forum fora; fulcrum fulcra; fungus fungi;
ganglion ganglia; genus genera; glomerulus glomeruli; goose geese; grandchild grandchildren; gyrus
gyri; half halves; headscarf headscarves; helix helices; herbarium herbaria; hippocampus hippocampi;
hoof hooves; housewife housewives; hypothalamus hypothalami; hypothesis hypotheses; index indices;
interregnum interregna; knife knives; leaf leaves; lemma lemmata; life lives; loaf loaves; locus
loci; louse lice; man men; matrix matrices; maximum maxima; memorandum memoranda; metamorphosis
metamorphoses; metastasis metastases; midwife midwives; millennium millennia; minimum minima;
mitochondrion mitochondria; moratorium moratoria; mouse mice; neurosis neuroses; nucleolus nucleoli;
nucleus nuclei; oasis oases; optimum optima; ox oxen; papyrus papyri; paralysis paralyses;
parenthesis parentheses; passerby passersby; penknife penknives; person people; phenomenon
phenomena; phylum phyla; plateau plateaus plateaux; polyhedron polyhedra; prognosis prognoses;
prosthesis prostheses; psychosis psychoses; quantum quanta; radius radii; referendum referenda;
sarcophagus sarcophagi; scarf scarves; schema schemata; schoolchild schoolchildren; self selves;
serum sera; shelf shelves; spectrum spectra; staphylococcus staphylococci; stepchild stepchildren;
stigma stigmata; stimulus stimuli; stoma stomata; stratum strata; streptococcus streptococci;
substratum substrata; sulcus sulci; syllabus syllabi; symbiosis symbioses; symposium symposia;
synopsis synopses; synthesis syntheses; tableau tableaux; terminus termini; tetrahedron tetrahedra;
thalamus thalami; thesaurus thesauri; thesis theses; thief thieves; thrombus thrombi; tooth teeth;
townsperson townspeople; uterus uteri; vertex vertices; villus villi; vortex vortices; werewolf
werewolves; wharf wharves; wife wives; wolf wolves; woman women;
worse worst bad; better best good; further furthest far; elder eldest old;
"""
# Before "man" and "woman".
_TRADES = """
air alder assembly business cave chair church clans clergy committee congress council country crafts
crew dairy dutch english ferry fire fisher foot free freed french fresh frontiers gentle guards gun
hench herds highway horse hunts infantry irish journey kins law lay lines lumber mad marks mer
middle midship militia milk minute news noble oars ombuds patrol police post rifle sales scots sea
service snow space spokes sports states swords towns trades tribes underclass watch weather welsh
woods work yeo
"""
# Regular, but the stemmer cuts their forms at different places.
_REGULAR = """
boycott boycotted boycotting; bus buses; canvas canvases; dye dyed; embed embedded embedding; free
freed; gas gases; glue glued; guru gurus; hindu hindus; iris irises; lens lenses; menu menus; pelvis
pelvises; persevere persevered persevering; prejudice prejudiced; queue queued; quiz quizzes
quizzed; sacrifice sacrificed sacrificing; staff staffed staffing; sue sued suing; trek trekked
trekking; zulu zulus;
"""
_MONTHS = """
january jan; february feb; april apr; june jun; july jul; august aug; september sep sept;
october oct; november nov; december dec;
"""
_CHAT = """
you u yall; your ur; yours urs; are r; and n nd; with w wit; people ppl peeps; what wat wut wht;
whats wats wuts; year yr; years yrs; president prez; tomorrow tmrw tmr tmrrw; definitely def deff;
probably prolly prob; really rly rlly; government govt gov gvmt; because bc bcuz cuz cus coz;
through thru; though tho; although altho; about abt; between btwn; before b4; now rn; please plz
pls; thanks thx thnx ty; difference diff; differences diffs; especially esp; information info;
picture pic; pictures pics; homework hw; professor prof; department dept; hours hrs; somebody smb;
something sth smth; okay kk; this dis; that dat; the da; them dem; they dey; give gimme; let lemme;
must gotta; message msg; messages msgs; video vid; videos vids; introduction intro; vocabulary
vocab; biology bio; psychology psych; economics econ; science sci; literature lit; constitution
const; amendment amdt; national natl; international intl; question q; questions qs; answer ans;
points pts; average avg; night nite; tonight tonite; approximately approx; minutes mins; seconds
secs; chapter ch chap chpt; chapters chs chaps; number num; numbers nums; temperature temp;
chemistry chem; physics phys; history hist; experiment expt; assignment asgmt assgn; homeworks hws;
against agst; everyone evry1 every1; someone some1; anyone any1; before bfore; people pple; equation
eqn; equations eqns; account acct; accounts accts;
"""


def _table(text: str) -> Mapping[str, str]:
    """Read entries of a base form with its other forms."""
    entries = (entry.split() for entry in text.split(";"))
    return {form: base for base, *forms in filter(None, entries) for form in forms}


_PEOPLE = "; ".join(f"{who}man {who}men; {who}woman {who}women" for who in _TRADES.split())
_BASES = _table(f"{_IRREGULAR}; {_PEOPLE}; {_REGULAR}; {_MONTHS}")
_SPELLED = _table(_CHAT)


def base_form(word: str) -> str:
    """Return the base of an irregular form or of a short month, else the word itself."""
    return _BASES.get(word, word)


def spelled_out(word: str) -> str | None:
    """Return what a chat spelling stands for; None for other words."""
    return _SPELLED.get(word)
