"""Model families and groups of them in a line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.offline.text.lemmas import lemma
from assistant.offline.text.line import Hit, Line
from assistant.offline.text.patterns import fullmatch
from assistant.offline.text.spelling import is_known
from assistant.offline.text.tokens import tokenise
from automl.spec.plugins import Outside, outside

FOREST = ("random_forest", "extra_trees")
TREES = ("decision_tree", *FOREST)
BOOSTERS = ("lightgbm", "xgboost", "catboost", "hist_gradient_boosting")

# Longest first where one phrase holds another.
_NAMES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"hist(?:ogram)?(?: based)? gradient boosting(?: classifier| regressor)?|histgradientboost(?:ing)?|hist gradient boost(?:ing|ed)?|gradient boost(?:ing|ed)? (?:w / |with |using )?hist(?:ogram)?s?|hist ?gbm?s?|hgbm?|histgb(?:m|dt|rt)?", ("hist_gradient_boosting",)),
    (r"(?:light gbm|lightgbm|lgbm|lgb)(?: model)?", ("lightgbm",)),
    (r"(?:xgboost|xgb|xg boost|extreme gradient boosting)(?: model)?", ("xgboost",)),
    (r"(?:catboost|cat boost)(?: model)?", ("catboost",)),
    (r"et|extra ?trees?|extremely randomi[sz]e(?:d)? trees?|extratree", ("extra_trees",)),
    (r"(?:random|rand|randm) forests?|rf|randomforest", ("random_forest",)),
    (r"(?:single |simple |plain |small |shallow )*decision trees?|(?:(?:a|an|single|simple|plain|small|shallow|little) )*cart(?: model| tree)?|(?:(?:one|a|an|single|simple|plain|small|shallow|little|tiny|lone|individual|readable) )+tree(?! (?:ensemble|base|model|method|algorithm|learner|famil))|(?:single|simple|plain|shallow|little) trees", ("decision_tree",)),
    (r"(?:tree|forest) ensembles?|ensembles? of (?:decision )?trees?|tree base(?:d)? ensembles?", (*FOREST, *BOOSTERS)),
    (r"tree base(?:d)?(?: model| method| ensemble| algorithm| learner)s?|tree models?", (*TREES, *BOOSTERS)),
    (r"gradient boost(?:ing|ed)?(?: tree| machine| decision tree| model| library| method)*|boosting(?: tree| method| model| machine| algorithm| library)*|boost(?:ed)? (?:tree|model|learner|ensemble|method|forest|machine)s?|boosters?|gbms?|gbdts?|gbts?", BOOSTERS),
    (r"forests?", FOREST),
    (r"(?:logistic|linear) (?:regression|model|method|classifier|one)s?|logit|(?:ridge|lasso)(?: regression| model)?|elastic ?net|glms?|generali[sz]ed linear models?|logreg|logistic|linear", ("linear",)),
    (r"k ?nn|(?:k )?nearest neighbours?|neighbours?(?: ')? (?:method|model|approach|algorithm)s?|k neighbours?|knn", ("knn",)),
    (r"naive bayes|bayes classifier|naive bayesian(?: classifier)?|bayes", ("naive_bayes",)),
    (r"svms?|svc|svr|support vector(?: machine| classifier| regression)?s?", ("svm",)),
    (r"(?:deep |artificial |shallow )*neural (?:net|network|nett)(?:s|work|works)?|neural ?nets?|mlps?|multi ?layer perceptrons?|perceptrons?|deep (?:learning|net|network|neural network)s?|neural (?:model|one)s?|anns?|dnns?|neural|net", ("mlp",)),
    (r"ensembles?(?: model| method)?|stacking|blending|model averaging|voting", ("ensemble",)),
    (r"dummy(?: model| classifier| regressor)?", ("dummy",)),
    (r"trees?", TREES),
)  # fmt: skip
# "300 trees", "linear trend", "tree depth": not a family.
_NOT_AFTER = r"(?:<num>|<dur>|number of|more|fewer|many|rbf|how many)"
_NOT_BEFORE = r"(?:trend|relation|relationship|effect|kernel|dependence|increase|scale|combination|house)"
# "Tree depth", "boosting rounds"; but "xgb depth" names a family.
_NOT_A_PART = r"(?:depth|leaf|count|round|iteration)"
_GENERIC = frozenset(
    ("tree", "trees", "forest", "forests", "linear", "neural", "net", "nets", "boosting", "boost", "decision")
)

# "Kernel rbf or linear", "activation logistic": what stands there is a value of that setting.
_KERNEL_BEFORE = r" (?:kernel|activation)s?(?: function)?(?: (?:be|may|can|must|should|to|set|either|:|=|,|or|and|the|a|in|of|rbf|poly|polynomial|sigmoid|radial|gaussian|relu|tanh|identity))*$"


@dataclass(frozen=True)
class FamilyMention:
    """A family, or a group of families, named in a line."""

    start: int
    end: int
    families: tuple[str, ...]
    words: str


def find_families(line: Line) -> list[FamilyMention]:
    """All mentions of families, none overlapping, in order."""
    taken: set[int] = set()
    found = []
    for pattern, families in (*_from_outside(outside()), *_NAMES):
        for hit in line.find(rf"(?<= )(?:{pattern})(?= )"):
            if not taken.isdisjoint(range(hit.start, hit.end)) or not _names_a_family(
                line, hit.start, hit.end, taken
            ):
                continue
            taken.update(range(hit.start, hit.end))
            found.append(FamilyMention(hit.start, hit.end, _narrowed(line, hit, families), hit.match.group()))
    found.sort(key=lambda mention: mention.start)
    found = [
        one for at, one in enumerate(found) if not _is_part_of(line, one, found[at - 1 : at] if at else [])
    ]
    return [one for at, one in enumerate(found) if not _named_closer(line, one, found[at + 1 : at + 2])]


def _is_part_of(line: Line, one: FamilyMention, earlier: list[FamilyMention]) -> bool:
    """ "The XGBoost trees", "LightGBM's trees": those of the family in front."""
    if not earlier or len(one.families) < 2 or not set(earlier[0].families) <= {*one.families, *BOOSTERS}:
        return False
    return (
        line.has(r"^(?: (?:'s|'))?$", start=earlier[0].end, end=one.start)
        if one.start > earlier[0].end
        else True
    )


_NAMELY = r"^(?: (?:by|via|with|from|using|namely|that be|i|e|\.|\(|,|:|-|–|in the form of|in particular|specifically|as in))+$"


def _named_closer(line: Line, one: FamilyMention, next_ones: list[FamilyMention]) -> bool:
    """ "Gradient boosting by CatBoost": of the group that is named first, one member is meant."""
    if not next_ones or not set(next_ones[0].families) < set(one.families):
        return False
    behind = next_ones[0]
    between = line.items[one.end : behind.start]
    comma = [item.text for item in between] == [","]
    return bool(between) and not comma and line.has(_NAMELY, start=one.end, end=behind.start)


def _narrowed(line: Line, hit: Hit, families: tuple[str, ...]) -> tuple[str, ...]:
    """ "A forest" is a random forest; "forests" are of either kind."""
    alone = families == FOREST and line.words(hit.start, hit.end).lower() == "forest"
    return FOREST[:1] if alone else families


@lru_cache(maxsize=8)
def _from_outside(found: Sequence[Outside]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Patterns of the families that installed packages bring along, by their names and packages; the longest first."""
    usable = [one for one in found if not one.refused]
    packages = [one.package for one in usable]
    called = {
        as_heard(said): one.name
        for one in usable
        for said in (one.name, one.name.replace("_", " "), one.name.replace("_", ""))
    }
    for one in usable:
        if packages.count(one.package) == 1:  # of several families, its package names none
            called.setdefault(as_heard(one.package.replace("_", " ").replace("-", " ")), one.name)
    return tuple(
        (f"{re.escape(words)}s?{_behind(words)}", (called[words],))
        for words in sorted(called, key=lambda words: (-len(words), words))
    )


def as_heard(name: str) -> str:
    """A name as it stands in a line, word by word in base form."""
    return " ".join(lemma(token.text.lower()) for token in tokenise(name))


def _behind(words: str) -> str:
    """What may stand behind a name, or has to where people say it of other things too: "the kernel family"."""
    built_in = any(fullmatch(pattern, words) for pattern, _ in _NAMES)
    if built_in or is_known(words) or fullmatch(_NOT_BEFORE, words):
        return " (?:family|learner)"
    return "(?: (?:model|regression|regressor|classifier|package|plug ?in)s?)?"


def _names_a_family(line: Line, start: int, end: int, taken: set[int]) -> bool:
    if line.has(_KERNEL_BEFORE, start=max(0, start - 8), end=start):
        return False
    kernel = line.first(
        r"^(?: (?:,|or|and|the|a|rbf|poly|polynomial|sigmoid|radial))+ kernels?(?= )", start=end
    )
    if kernel is not None and kernel.end - 1 not in taken:  # a family may be named after a kernel
        return False
    said = line.items[start].text
    if said in _GENERIC and line.has(rf" {_NOT_A_PART}s?(?= )", start=end, end=end + 1):
        return False
    own_kernel = said == "svm" and line.has(r" kernels?(?= )", start=end, end=end + 1)
    if line.has(rf" {_NOT_BEFORE}(?= )", start=end, end=end + 1) and not own_kernel:
        return False
    if said in ("tree", "trees", "forest", "linear", "neural", "bayes") or said.startswith("tree"):
        return not line.has(rf" {_NOT_AFTER}(?= )", start=max(0, start - 1), end=start)
    if said == "net":  # "no nets" are models, "net of tax" is money
        return end == start + 1 and line.words(start, end).lower() == "nets"
    cart = next((k for k in range(start, end) if line.items[k].text == "cart"), None)
    if cart is not None:  # a shop has carts of its own
        return line.words(cart, cart + 1).isupper()
    if said == "rf" and line.has(
        r"^(?: (?:≥|≤|<|>|<=|>=|:|=|with|gets?|has|n|max|min|depth))(?= )", start=end
    ):
        return True
    if said in ("rf", "ann", "et"):
        return line.words(start, end).isupper() or line.has(
            " use| try| only| with", start=max(0, start - 2), end=start
        )
    return True
