"""Learners that are named and that nothing here brings: which package or entry point is meant, and that it is not there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version

from assistant.offline.aside.wishes import of_wishes
from assistant.offline.reading import Reading
from assistant.offline.search.families import find_families
from assistant.offline.table.labels import names_of
from assistant.offline.text.line import Hit
from assistant.offline.text.patterns import fullmatch
from automl.spec.labels import family_label
from automl.spec.names import listed
from automl.spec.plugins import GROUP, outside, outside_names

_USE = r"(?:use|try|fit|train|include|add|load|want|with|install|only|no|without|believe in)"
_ARTICLES = r"(?: (?:the|a|an|my|our|only|just|also))*"
#: Words for what brings a learner. The last two are said of other things as well.
_NOUN = r"(?:plug ?in|add ?on|extension|learner|family|package)s?"
_PLAIN_NOUN = r"(?:family|package)s?"
_NAMED = rf" {_USE}{_ARTICLES} (?P<name>[a-z0-9]+(?: [a-z0-9]+){{0,3}}?) (?P<noun>{_NOUN})(?= )"
_NAMED_BEHIND = (
    r" (?:plug ?in|add ?on|extension|entry point)s?(?: call| name| of the name)* (?P<name>[a-z0-9_]{3,})(?= )"
)
#: Learners that many people know and that are not built in, with the name a package would give them.
_ELSEWHERE: tuple[tuple[str, str], ...] = (
    (r"kernel ?ridge(?: regression)?", "kernel_ridge"),
    (r"gaussian process\w*(?: regression| classifier)?", "gaussian_process"),
    (r"ada ?boost\w*", "ada_boost"),
    (r"ng ?boost\w*", "ngboost"),
    (r"tab ?pfn", "tabpfn"),
    (r"tab ?net", "tabnet"),
    (r"ft ?transformers?", "ft_transformer"),
    (r"explainable boosting(?: machine| classifier| regressor)*|ebms?", "explainable_boosting"),
    (r"generali[sz]ed additive models?|gams?", "additive_model"),
    (r"(?:linear |quadratic )?discriminant(?: analysis)?", "discriminant_analysis"),
    (r"rule ?fit", "rulefit"),
    (r"symbolic regression", "symbolic_regression"),
    (r"s?arima(?:x)?|auto ?arima", "arima"),
    (r"lstms?", "lstm"),
    (r"deep ?ar", "deepar"),
    (r"n ?beats", "nbeats"),
)  # fmt: skip
#: The same of names that are words or people as well, as they have to be typed, and be spoken of as used.
_WORDS_TOO = (("bert", "BERT"), ("prophet", "Prophet"), ("prophet", "prophet"))
_USED = r" (?:use|using|try|fit|train|with|by|via|nothing but|only)(?: (?:the|a|an|fine|tune|tuned|plain|facebook|meta|-))* $"
_ALONE = r"^(?: models?)? (?:only|alone|exclusively)(?= )"
#: Around a name: whether nothing but it is wanted.
_ONLY_AHEAD = r" (?:only|just|solely|exclusively|nothing but|none but)(?: (?:use|try|the|a|an|fine|tune|tuned|with|by|-))* $"
_NEAR = 6  # items in front of a name
#: Packages of ours that bring one: what is in `examples/`.
_EXAMPLES = {"kernel_ridge": ("tandem-kernel-ridge", "examples/kernel_ridge")}


@of_wishes
def read_not_installed(reading: Reading) -> None:
    """Say of each such learner that it is not there, and what would bring it."""
    families = find_families(reading.line)
    known = {place for one in families for place in range(one.start, one.end)}
    for name, hit in _named(reading):
        if known.isdisjoint(range(hit.start, hit.end)):
            sentence = _sentence(name)
            if sentence not in reading.remarks:
                reading.remarks.append(sentence)
            reading.claim(hit)
            if not families and _is_all_that_is_wanted(hit):
                shown = name.replace("_", " ")
                reading.ask(
                    "models.include", f"Which kinds of models may be used where “{shown}” is not to be had?"
                )


def _is_all_that_is_wanted(hit: Hit) -> bool:
    line = hit.line
    return line.has(_ONLY_AHEAD, start=max(0, hit.start - _NEAR), end=hit.start) or line.has(
        _ALONE, start=hit.end
    )


def _named(reading: Reading) -> Iterator[tuple[str, Hit]]:
    """Each learner that is named, by the name that an entry point would have."""
    taken: set[int] = set()
    for pattern, name in _ELSEWHERE:
        for hit in reading.line.find(rf" (?:{pattern})(?= )"):
            if taken.isdisjoint(range(hit.start, hit.end)) and not _of_the_data(reading, hit):
                taken.update(range(hit.start, hit.end))
                yield name, hit
    for name, written in _WORDS_TOO:
        for hit in reading.line.find(rf" {name}(?= )"):
            if reading.line.words(hit.start, hit.end).strip() != written:
                continue  # "I agreed on it with Bert"
            used = reading.line.has(_USED, start=max(0, hit.start - _NEAR), end=hit.start)
            if (used or reading.line.has(_ALONE, start=hit.end)) and not _of_the_data(reading, hit):
                taken.update(range(hit.start, hit.end))
                yield name, hit
    for pattern in (_NAMED, _NAMED_BEHIND):
        for hit in reading.line.find(pattern):
            if taken.isdisjoint(range(hit.start, hit.end)) and _is_a_name(reading, hit):
                yield _name(_typed(reading, hit)), hit


def _typed(reading: Reading, hit: Hit) -> str:
    """The name as it was typed: with the word behind it where a line under both joins them, as in "gp_family"."""
    start, end = hit.span("name")
    noun = hit.span("noun") if "noun" in hit.match.re.groupindex else (end, end)
    joined = reading.line.words(start, noun[1])
    return joined if re.fullmatch(r"\w+_\w+", joined) else reading.line.words(start, end)


def _name(typed: str) -> str:
    return re.sub(r"\W+", "_", typed.strip()).lower()


def _is_a_name(reading: Reading, hit: Hit) -> bool:
    """No word of the data; where people say of other things what it is called, it has to be written as names are."""
    if _of_the_data(reading, hit):
        return False
    plain = "noun" in hit.match.re.groupindex and fullmatch(_PLAIN_NOUN, hit.said("noun"))
    return not plain or bool(re.search(r"[a-z]\w*[_-]\w", _typed(reading, hit), re.IGNORECASE))


def _of_the_data(reading: Reading, hit: Hit) -> bool:
    start, end = hit.span("name") if "name" in hit.match.re.groupindex else (hit.start, hit.end)
    words = reading.line.words(start, end).lower().split()
    return all(word in names_of(reading.context.columns) for word in words)


def _sentence(name: str) -> str:
    refused = next((one.refused for one in outside() if one.refused and one.name == name), "")
    if refused:
        return refused
    shown = name.replace("_", " ")
    there = [family_label(one) for one in outside_names()]
    brought = f" Installed packages bring {listed(there, quote=False)}." if there else ""
    installed = _installed(name)
    if installed:
        return (
            f"The package {name!r} {installed} is installed, but it names no family under {GROUP!r}.{brought}"
        )
    if name in _EXAMPLES:
        package, folder = _EXAMPLES[name]
        how = f"the package {package!r} of {folder!r} brings it, under the entry point {name!r} of {GROUP!r}"
    else:
        how = f"a package would have to bring it under the entry point {name!r} of {GROUP!r}"
    return (
        f"“{shown}” is not among the kinds of models here, and no installed package names it: {how}. Install that into "
        f"this environment and say it again (docs/plugins.md).{brought}"
    )


def _installed(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
