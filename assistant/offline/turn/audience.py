"""How much machine learning the user speaks; empty unless the words are clear."""

from __future__ import annotations

from assistant.offline.metric.scores import find_scores
from assistant.offline.reading import Reading
from assistant.offline.text.wordlists import words

_NOVICE = (
    r" (?:not (?:a|an|much of a|really a|any kind of) (?:\w+ )?(?:datum|data|technical|tech|number|math|maths|computer|it) (?:person|people|scientist|guy|expert|whizz?|type)"
    r"|not (?:a )?(?:technical|datum scientist|data scientist|statistician|programmer)|(?:no|little|zero) (?:idea|knowledge|clue|experience|background|understanding)(?: \w+){0,3} (?:machine learning|statistic\w*|datum science|data science|model|ml|ai|this|datum)"
    r"|new to (?:this|machine learning|datum|data|ml|ai|all this)|never (?:do|done|use|used|build|built|train|trained)(?: \w+){0,3} (?:this|before|model|machine learning|like this)|beginner|layman|layperson|explain (?:it |this )?(?:like|simply|in (?:simple|plain))|in plain (?:word|english|language)|no jargon|dummies)(?= )"
)
_EXPERT = (
    r" (?:out of fold|oof|shap(?:ley)?|isotonic|platt|target encod\w*|tpe|posterior|heteroscedastic\w*|quantile regression|bayesian optimi[sz]ation|regulari[sz]ation path|meta learner|nested cross validat\w*|early stopping|monotone constraint|pinball|conformal"
    r"|covariate shift|dart|goss|one cycle|kernel trick|bias variance|calibration curve|inner loop|multicollinear\w*|l1 penalty|l2 penalty|elasticnet|colsample\w*|min child\w*|stratified group|proper scoring|propensity|uplift|doubly robust|bootstrap\w*|reg lambda|leaf wise|num leave|max bin)(?= )"
)
_ENGINEER = r" (?:cross validat\w*|cv|k fold|<num> fold|holdout|hold out|hyper ?parameter\w*|overfit\w*|feature(?: engineering| importance)?|train(?:ing)? set|test set|validation set|classifier|regressor|baseline model|lightgbm|xgboost|catboost|svm|knn|gradient boosting|random forest|logistic regression|learning rate|kernel|multi ?class|binary classification|regression|one hot|embedding|imbalance[d]?|threshold|stratified|grid search|max depth|false positive rate|leakage|ensemble)s?(?= )"
_JARGON_SCORES = frozenset(
    words(
        """roc_auc average_precision f1 f1_macro log_loss brier mcc quadratic_kappa rmse rmsle smape r2
        balanced_accuracy"""
    )
)


def read_audience(reading: Reading) -> None:
    """Find who is speaking, where it is plain."""
    known = reading.context.spec.get("audience")
    hit = reading.line.first(_NOVICE)
    if hit:
        found, quote = "novice", hit.quote
    else:
        found, quote = _level(reading)
    order = ("novice", "engineer", "expert")
    if (
        found
        and found != known
        and not (known and order.index(found) < order.index(known) and found != "novice")
    ):
        reading.set("audience", found, quote)


def _level(reading: Reading) -> tuple[str, str]:
    hit = reading.line.first(_EXPERT)
    if hit:
        return "expert", hit.quote
    words = [h.quote for h in reading.line.find(_ENGINEER)]
    scores = [
        reading.line.words(m.start, m.end) for m in find_scores(reading.line) if m.name in _JARGON_SCORES
    ]
    terms = list(dict.fromkeys([*scores, *words]))
    return ("engineer", ", ".join(terms[:3])) if len(terms) >= 2 else ("", "")
