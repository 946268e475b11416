"""Base forms of English words, by rule and by a short list of what the rules miss."""

from __future__ import annotations

from functools import lru_cache

from assistant.offline.text.wordlists import words

IRREGULAR: dict[str, str] = {
    form: base
    for base, forms in {
        "be": "am is are was were been being 's 're 'm",
        "have": "has had having 've",
        "forgo": "forgoes forgoing forwent",
        "spare": "spared sparing spares",
        "do": "does did done doing",
        "go": "goes went gone going",
        "leave": "leaves left leaving",
        "lose": "loses lost losing",
        "keep": "kept keeping keeps",
        "sell": "sold selling sells",
        "resell": "resold reselling resells",
        "buy": "bought buying buys",
        "catch": "caught catching catches",
        "pay": "paid paying pays",
        "spend": "spent spending spends",
        "make": "made making makes",
        "give": "gave given giving gives",
        "get": "got gotten getting gets",
        "find": "found finding finds",
        "learn": "learnt learned learning learns",
        "know": "knew known knowing",
        "see": "saw seen seeing",
        "say": "said says saying",
        "tell": "told telling",
        "think": "thought thinking",
        "feel": "felt feeling",
        "throw": "threw thrown throwing throws",
        "take": "took taken taking",
        "bring": "brought bringing",
        "run": "ran running runs",
        "break": "broke broken breaking",
        "come": "came coming",
        "fall": "fell fallen falling",
        "rise": "rose risen rising",
        "grow": "grew grown growing",
        "drive": "drove driven driving",
        "drop": "dropped dropping",
        "send": "sent sending",
        "win": "won winning",
        "worth": "worths",
        "mean": "meant means meaning",
        "begin": "began begun beginning",
        "choose": "chose chosen choosing",
        "hold": "held holding holds",
        "build": "built building builds",
        "let": "letting lets",
        "stop": "stopped stopping stops",
        "write": "wrote written writing",
        "die": "died dying dies",
        "lie": "lying",
        "show": "shown showed showing",
        "stand": "stood standing",
        "hit": "hitting hits",
        "cost": "costs costing costed",
        "person": "people persons",
        "child": "children",
        "man": "men",
        "woman": "women",
        "datum": "data",
        "analysis": "analyses",
        "index": "indices",
        "axis": "axes",
        "criterion": "criteria",
        "this": "these",
        "age": "aged ages ageing aging",
        "bear": "born bore",
        "that": "those",
        "will": "'ll",
        "would": "'d",
        "us": "us",
        "staff": "staff",
        "overbook": "overbooking overbooked",
        "train": "training trained",
        "quit": "quits quitting",
        "series": "series",
        "used": "used",
        "bayes": "bayes",
        "class": "classes",
        "address": "addresses",
        "loss": "losses",
        "miss": "misses missed missing",
        "pass": "passes passed passing",
        "process": "processes",
        "guess": "guesses guessing guessed",
        "less": "less",
        "business": "business businesses",
        "needless": "needless needlessly",
        "boss": "bosses",
        "access": "access",
        "assess": "assesses assessed assessing",
        "plus": "plus",
        "minus": "minus",
        "bias": "bias",
        "always": "always",
        "perhaps": "perhaps",
        "status": "status",
        "previous": "previous",
        "various": "various",
        "bonus": "bonuses",
        "gas": "gas",
        "bus": "buses",
        "cancel": "cancels canceled cancelled canceling cancelling kündigen kündigt gekündigt kundigen gekundigt kuendigen gekuendigt",
        "cancellation": "cancellations cancelation cancelations kündigung kündigungen kuendigung kundigung",
        "label": "labels labelled labelling labeled labeling",
        "model": "models modelled modelling modeled modeling",
        "level": "levels",
        "travel": "travelled travelling travels",
        "total": "totals",
        "refer": "referred referring refers",
        "occur": "occurred occurring occurs",
        "defer": "deferred",
        "prefer": "preferred prefers",
        "offer": "offers offered offering",
        "visit": "visits visited visiting",
        "limit": "limits limited limiting",
        "edit": "edited editing",
        "credit": "credits credited",
        "profit": "profits profited",
        "benefit": "benefits benefited",
        "target": "targets targeted targeting",
        "budget": "budgets budgeted",
        "predict": "predicts predicted predicting",
        "interested": "interested",
        "need": "needs needed needing",
        "speed": "speeds",
        "exceed": "exceeds exceeded exceeding",
        "proceed": "proceeds proceeding",
        "feed": "feeds",
        "thing": "things",
        "nothing": "nothing",
        "something": "something",
        "anything": "anything",
        "everything": "everything",
        "during": "during",
        "spring": "spring",
        "string": "strings",
        "king": "kings",
        "ring": "rings",
        "evening": "evenings",
        "morning": "mornings",
        "hundred": "hundreds",
        "red": "red",
        "bed": "beds",
        "instead": "instead",
        "indeed": "indeed",
        "ahead": "ahead",
        "wed": "wed",
        "its": "its",
        "his": "his",
        "thus": "thus",
        "yes": "yes",
        "as": "as",
        "basis": "bases",
        "ours": "ours",
        "sales": "sales",
        "across": "across",
        "boosting": "boosting boosted",
        "bagging": "bagging bagged",
        "housing": "housing",
        "marketing": "marketing",
        "setting": "settings",
        "warning": "warnings",
        "outstanding": "outstanding",
        "neighbour": "neighbours neighbor neighbors",
        "colour": "colours color colors",
        "fibre": "fiber fibers fibres",
        "centre": "center centers centres",
        "labour": "labor",
        "behaviour": "behavior",
        "favourite": "favorite",
        "catalogue": "catalog",
        "cheque": "cheques",
        "optimise": "optimize optimizes optimizing optimized optimises optimising optimised",
        "maximise": "maximize maximizes maximizing maximized maximises maximising maximised",
        "minimise": "minimize minimizes minimizing minimized minimises minimising minimised",
        "organise": "organize",
        "penalise": "penalize penalizes penalized penalizing",
        "prioritise": "prioritize prioritizes",
        "analyse": "analyze analyzes analyzing analysing",
        "categorise": "categorize categorizes categorized",
        "standardise": "standardize",
    }.items()
    for form in (base, *forms.split())
}

# Verbs and nouns whose stem takes its "e" back: wast-ed → waste, not "wast".
_WITH_E = frozenset(
    words(
        """base square declare accuse acquire advise agree allocate approve argue arrange arrive assume believe
        blame bore bounce cache calculate care cause challenge change charge chase churne close combine
        compare complete compute conclude continue convince contribute create cure cruise damage date
        deactivate debate decide decline decrease dedicate define delete deserve determine device die
        dispute divide double encourage endure engage enquire ensure escape estimate evaluate examine
        exclude excuse execute expire explore expose fake file fine fire force generate giv grade grate grue
        guarantee guide handle have hire hope ignore imagine improve include increase indicate infringe
        inquire insure intervene invite involve issue judge leave like line live locate lose love make
        manage measure mine mistake move name note notice operate outscore overestimate underestimate
        underprice overprice overcharge undercharge page pause persuade phone place please predate price
        produce promise propose prove provide purchase quote raise rate reactivate reduce refuse release
        relate remove renegotiate rename replace require rescue reserve resolve resale retire retrieve
        reverse revise revive rise rotate rule safe sale save scale schedule score separate serve settle
        shape share shuffle simulate size slice smoke solve stage state store strike subscribe unsubscribe
        suppose sure surprise survive take taste terminate time trade translate treble triple tune type
        underscore update upgrade downgrade use validate value vote waste weigthe wipe wrestle write produce
        allowance nuance balance finance advance bounce service practise practice office ounce"""
    )
)
_KEEP_S = ("ss", "us", "is", "ous")


@lru_cache(maxsize=20_000)
def lemma(word: str) -> str:
    """Base form of one lower-case word: "costs" → "cost", "inspecting" → "inspect", "wasted" → "waste"."""
    if word in IRREGULAR:
        return IRREGULAR[word]
    if len(word) <= 3 or not word.isalpha():
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(_KEEP_S):
        return word[:-1]
    if word.endswith("ied") and len(word) > 4:
        return word[:-3] + "y"
    for ending in ("ing", "ed"):
        if word.endswith(ending) and _has_vowel(word[: -len(ending)]) and len(word) - len(ending) >= 2:
            return _restore(word[: -len(ending)])
    return word


def _has_vowel(stem: str) -> bool:
    return any(letter in "aeiouy" for letter in stem)


def _restore(stem: str) -> str:
    """Undo what "-ing" and "-ed" did to the end of a stem."""
    if stem + "e" in _WITH_E:
        return stem + "e"
    if len(stem) > 3 and stem[-1] == stem[-2] and stem[-1] not in "lsz":
        return stem[:-1]
    if stem.endswith(("eat", "oat")):
        return stem
    if stem.endswith(words("at iz is uc rc nc dg rg v cl gl bl pl tl")) and len(stem) > 2:
        return stem + "e"
    return stem


@lru_cache(maxsize=20_000)
def root(word: str) -> str:
    """What related words share: "fraudulent" and "fraud", "monthly" and "month", "churner" and "churn".

    Only used to compare words with names and labels of the data, never to read the grammar of a sentence.
    """
    base = lemma(word)
    for ending, rest in _DERIVED:
        if base.endswith(ending) and len(base) - len(ending) + len(rest) >= 4:
            base = base[: -len(ending)] + rest
            break
    return base[:-1] if len(base) > 4 and base.endswith(("e", "y")) else base


_DERIVED = (
    ("ulent", ""),
    ("ations", ""),
    ("ation", ""),
    ("ition", ""),
    ("ission", "it"),
    ("ption", "b"),
    ("tion", "t"),
    ("sion", "s"),
    ("ment", ""),
    ("ness", ""),
    ("able", ""),
    ("ible", ""),
    ("ance", ""),
    ("ence", ""),
    ("ally", "al"),
    ("ily", "y"),
    ("ly", ""),
    ("ers", ""),
    ("er", ""),
    ("or", ""),
    ("ive", ""),
    ("ure", ""),
    ("age", ""),
    ("al", ""),
    ("ed", ""),
    ("ing", ""),
)
