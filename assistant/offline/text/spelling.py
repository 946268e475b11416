"""Typing mistakes in words that matter here: "chrun", "falze alarm", "ten minuets"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from rapidfuzz.distance import OSA

from assistant.offline.text.lemmas import lemma
from assistant.offline.text.tokens import Token
from assistant.offline.text.wordlists import words

# Words that readers look for and that people mistype; endings come by themselves.
_WORDS = frozenset(
    words(
        """absolute correlation harmonic matthews sensitivity silhouette specificity symmetric variance accuracy alarm alarms anomaly approve approved attrition average balance balanced baseline because
        better between black boosting borrower borrowers budget call calls campaign cancel cancelled
        cancellation catboost catch category charge charges cheaper churn churner churners class classes
        classify claim claims classification cluster clusters column columns company contact contract cost
        costs costly customer customers data database decision decrease default defaulted deposit detect
        detection different discount dollar dollars employee employees ensemble error errors estimate euro
        euros every exclude expensive expect explain exclude failure failures false features fifty find
        folds forecast forecasting forest forests forget fraud fraudulent gender gradient group groups half
        higher holdout hour hours hundred ignore important importance improve include increase inspect
        inspection inspections interpretable invoice kernel keep keeps leave leaves learning letter lightgbm
        likely limit linear logistic lower machine machines maximise maximize maximum median memory message
        messages milliseconds minimise minimize minimum minute minutes missed missing model models month
        monthly months naive needless negative negatives nearest neighbours network networks neural never
        nothing number offer offers optimise optimize outlier outliers overestimate percent percentage
        please positive positives precision predict prediction predicting price prices probability profit
        quality quarter question random recall regression renew report response result results retention
        return returns revenue salary search seconds segment segments should signup spam split start status
        stop subscribe subscriber subscribers subscription target telephone tenure thousand threshold times
        training trees trials twenty underestimate unnecessary useless validation value weekly weeks
        weighted which within without workers worse worth xgboost yearly years"""
    )
)
# Real words that lie one slip away from one of the above.
_REAL = frozenset(
    words(
        """absolutely asymmetric asymmetrical symmetry symmetrical variant variants variances harmony addition advice alarming alone along also always amount another around bake bank bike bikes block
        boat book break brake bring cable cafe cake calf call came cane canes card care cars case cash cell
        chance chances change changes charged charger chart cheap check claimed clan clans classic clear
        clock close closet closer closes coats coast coasts code cold coll come core cores corner corn could
        count county course cover crew crop cross cuts dale dated dates dale days deal dear decent decide
        desert detached dollar doors done down draft drop early earn easy eggs else enter erase even event
        events ever exact except excuse expand expert extend face facts fair fairly fall falls fault feature
        file fill film final finds fine fire firm first fish flag flow fold food foot force forces forest
        form forms forum found fraction freed fresh from full fund gave give given goal gold good grade
        great grew ground grow growth guess hair hall hand hands harm have head heap hear held hold holes
        home honor hope hose hot hours house houses idea inch index into issue items join judge jump keen
        keep kept keys kind king knew know labels lack lake land lands large laser last late later lead leaf
        lean learn least leaver leavers left lend length less letters level levels life lift like lime line
        linen lines link list live lived loan loans local long look lost loud love made mail main make male
        mall many mark marks mass math mean means medal media medium mesh metal method might mind mine mines
        minor mint mode modes module moment money more most move much must name need needed needs nerve
        never news next night nine none norm noted novel null number oder offers once only open order other
        outer over pack page paid pair park part parts party pass past paste path people person phone pick
        piece place plan plane plant play plus point polite pool poor post power precise present press
        pressure pretty pride prime print prize prizes produce product project proof prone proper prove
        quantity queen quick quiet quite race rain raise range rate rates reach read ready real rear reason
        receive record reduce region regard reset rest rests rich rise risk river road roles room rose round
        rule rules safe said sail sale sales same save scale scan scene school score scores sense sent serve
        series session seven share shell shop shops short shot show shown side sign silver since site size
        skill sleep slow small smart snow social sold solid some song soon sort sound south space span spare
        spend spent spoil sport sports spot spots staff stage stand star stare stars state states station
        statue stay step still stock stone stones store stores story strange street strong study stuff style
        such sugar suit sunny sure table take taken tale talk tall tank tape task team tell ten tends term
        terms test text than thank that their them then there these thin thing think third this thorough
        those though thought three threw thrown thus tide tied tier tile till time timer tire tired title
        today token told tone took tool tools touch toward tower town trace track trade trail trails train
        trains travel treat tree tried trip trips true truly trust truth turn type types unit units until
        upper used user users usual valid valley valued values vary very view visit vital voice void vote
        waist wait walk wall want warm waste watch water wave weak wealth wear weather weed week well went
        were west what wheel when where while white whole whose wide wife wild will wind wine wins wise wish
        wished with woman women wonder wood word words wore work worker world worm worn worry worst would
        write wrong yard year young your model moral mortal patient patients partial parties penalty pieces
        plans sample samples spare shared shape shapes sheets shirts shoes shore skip slight slip stall
        stale starts steady steal steep stick stops straight strip tender terror thread threat throat tight
        toll tour toy toys tries trial trim trunk twist uses usage accurate attention attribution back blank
        borrowed butter cancer casts charles cheater clash constant construct contrast deletion decision
        defect difference differing direction division excessive explosive fifth forge forgot infections
        insertion latter lover matching modal mouth native neighbour neutral newer pets position predicate
        prince princess production provision qualify recession regressor rejection second stats subscript
        ties unnecessarily vale validator variation correction collection connection selection direction
        election reaction section fraction traction detention intention invention prevention relation
        rotation donation nation station duration location vacation education verse via vice video village
        violet visa whale wages"""
    )
)


# What people type in a hurry, and short words that no list of long ones mends.
_HURRIED = {
    "u": "you", "r": "are", "ur": "your", "pls": "please", "plz": "please", "plse": "please", "wich": "which",
    "whitch": "which", "wat": "what", "wot": "what", "shud": "should", "shoud": "should", "shld": "should", "cld": "could",
    "wud": "would", "wld": "would", "cuz": "because", "coz": "because", "bcoz": "because", "bcs": "because", "mor": "more",
    "ern": "earn", "erns": "earns", "thru": "through", "manny": "many", "ppl": "people", "pepl": "people", "gess": "guess",
    "olny": "only", "alredy": "already", "teh": "the", "hte": "the", "adn": "and", "taht": "that", "thier": "their",
    "hwo": "how", "whcih": "which", "ougth": "ought", "shure": "sure", "leav": "leave", "custmer": "customer",
    "custommer": "customer", "custommers": "customers", "teem": "team", "tiket": "ticket", "tikets": "tickets",
    "minuts": "minutes", "thx": "thanks",
}  # fmt: skip
_COMPARED = frozenset(
    words(
        """more less fewer greater higher lower bigger longer shorter older younger larger smaller rather later earlier"""
    )
)


def corrected(tokens: Sequence[Token], names: frozenset[str]) -> list[Token]:
    """The tokens with likely slips read as the words that were meant.

    Args:
        tokens: Tokens of a cleaned text.
        names: Words of the columns and labels, which are right as they are.
    """
    mended = [
        _corrected(token if _is_r_squared(tokens, at) else _hurried(token, names), names)
        for at, token in enumerate(tokens)
    ]
    for at in range(1, len(mended)):
        if mended[at].lower == "then" and mended[at - 1].lower in _COMPARED:
            mended[at] = replace(mended[at], lower="than", lemma="than")
    return mended


def is_known(word: str) -> bool:
    """Whether it is a word of this language that people use for more than one thing."""
    return word in _WORDS or word in _REAL


def _is_r_squared(tokens: Sequence[Token], at: int) -> bool:
    """ "R squared" is a score, and no hurried "are"."""
    behind = tokens[at + 1].lower if at + 1 < len(tokens) else ""
    return tokens[at].lower == "r" and behind in ("squared", "square", "sq", "-", "^", "2", "²")


def _hurried(token: Token, names: frozenset[str]) -> Token:
    word = _HURRIED.get(token.text)
    if word is None or token.lower in names:
        return token
    return replace(token, lower=word, lemma=lemma(word))


def _corrected(token: Token, names: frozenset[str]) -> Token:
    if token.kind != "word" or len(token.lower) < 4 or not token.lower.isalpha() or token.lower in names:
        return token
    word = _meant(token.lower)
    return token if word is None else replace(token, lower=word, lemma=lemma(word))


@lru_cache(maxsize=20_000)
def _meant(word: str) -> str | None:
    """The word one slip away (two in long words) with the same first letter, if there is exactly one best."""
    if word in _WORDS or word in _REAL or lemma(word) in _WORDS or lemma(word) in _REAL or _inflected(word):
        return None
    allowed = 1 if len(word) < 10 else 2
    near = [
        (OSA.distance(word, known, score_cutoff=allowed), known)
        for known in _WORDS
        if abs(len(known) - len(word)) <= allowed and known[0] == word[0] and len(known) >= 5
    ]
    good = sorted(pair for pair in near if pair[0] <= allowed)
    if not good or (len(good) > 1 and good[0][0] == good[1][0] and lemma(good[0][1]) != lemma(good[1][1])):
        return None
    return good[0][1]


def _inflected(word: str) -> bool:
    """Endings of a known word are no slips: "costing", "caller", "priced"; its last letter twice is one: "cancell"."""
    return any(len(word) - len(known) <= 4 and word[len(known) :] != known[-1] for known in _prefixes(word))


def _prefixes(word: str) -> list[str]:
    stems = [word[:length] for length in range(4, len(word))]
    return [stem for stem in stems if stem in _WORDS or stem + "e" in _WORDS]
