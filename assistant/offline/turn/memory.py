"""What people say of the memory across searches, and of a model that is to learn from more rows."""

from __future__ import annotations

from typing import Any

from assistant.offline.context import Context
from assistant.offline.text.line import Hit, read_line
from assistant.offline.text.patterns import search

_EARLIER = r"(?:earlier|previous|past|former|last|old|other|before)"
_SEARCHES = rf"{_EARLIER}(?: \w+)? (?:search\w*|run|project|experiment|session|time)s?"
# What was learned: "what you learned", "everything you remember", "all that we have found out before".
_TAUGHT = (
    r"(?:what|all|anything|everything|whatever|nothing)(?: that)?(?: (?:you|i|we|it|tandem|search|run))"
    r"(?: (?:have|ever|already|still|may|might))* (?:learn|remember|know|find|recall|keep|memori[sz]e)\w*"
)
_LEARNT = rf"(?:{_TAUGHT}|(?:the |your |any |all )*(?:memory|memories|lessons?)|(?:the |your |my |our |any |all )*{_SEARCHES})"

LIST = (
    r" (?:(?:what|which|how much|how many)(?: \w+){0,3}? (?:you|tandem)(?: (?:still|already|all|have))* (?:remember|recall|memori[sz]e)\w*"
    rf"|(?:what|which|anything)(?: \w+){{0,4}} (?:learn|know|remember|keep|take|recall)\w*(?: over)? (?:from|of|about) (?:the |your |my |our |any |all )*{_SEARCHES}"
    r"|(?:show|list|see|display|open|tell (?:me|us)|what be)(?: \w+){0,3} (?:memory|memories|(?:what|everything|all)(?: that)? you(?: have)? (?:remember|memori[sz]e)\w*|lessons?)"
    rf"|(?:do|can) you (?:still )?(?:remember|recall|know)(?: \w+){{0,3}} (?:anything|something|{_SEARCHES})"
    r"|what be (?:still )?(?:remember|memori[sz]e)\w*)(?= |$)"
)
FORGET = (
    r" (?:(?:forget|erase|delete|wipe(?: out)?|clear|remove|drop)(?: about)?"
    rf"(?: (?P<all>{_TAUGHT}(?! (?:from|of|in)(?: (?:the|that|this|my))? (?:search|run|lesson))|(?:the |your |my |our )*(?:all |whole |entire |complete )*(?:memory|memories)|(?:the |your |my |our )*all (?:the |your |my |our )*(?:{_EARLIER} )?(?:search\w*|run|lesson)s?)"
    rf"|(?: (?:the|that|this|my|your|our|what|lesson|of|from|number|no|you|learn|{_EARLIER}))* (?:search|run|lesson|memory)(?: (?:number|no|#))?(?: ?(?P<id><num>))?))(?= |$)"
)
USE = (
    r" (?:(?:without|ignor\w*|disregard|leave out|leave aside|not (?:use|look at|rely on|begin with|start from|recall)|forget about|free of|independent of)"
    rf"(?: (?:use|any of|of|with|look at))* {_LEARNT}"
    rf"|(?P<again>(?:use|recall|consider|(?<!you )learn from|begin with|start (?:from|with)|build on|with)) {_LEARNT})(?= |$)"
)
START_WHY = (
    r" (?:why (?:do|have|be|would)?(?: \w+){0,2} (?:start|begin|try|pick|use|take|choose)\w*(?: \w+){0,4} (?:setting|configuration|hyperparameter|parameter|model|candidate)s?(?: \w+)? ?(?:first)?"
    r"|where do(?: \w+){0,3} (?:setting|configuration|hyperparameter|parameter)s?(?: \w+){0,4} come from"
    r"|(?:what|which|whose)(?: \w+){0,3} (?:setting|configuration|hyperparameter|parameter)s? do (?:you|it|the search|this search) (?:start|begin)\w*(?: with| from)?"
    r"|do(?: \w+){0,3} (?:memory|earlier search\w*|previous search\w*|warm start) help\w*)(?= |$)"
)
_MORE_ROWS = r"(?:new|more|additional|extra|fresh|further|latest|newer|attach\w*|update\w*)(?: \w+)? (?:row|record|datum|data|case|line|example|customer|month|week|file|table)s?"
_AGAIN = r"(?:refit|re fit|retrain|re train|relearn|re learn|refresh|update|renew)\w*"
REFIT = (
    rf" (?:{_AGAIN}(?: \w+){{0,3}} (?:model|it|them|this|that)(?! (?:plan|goal))|(?:model|it) (?:\w+ ){{0,3}}{_AGAIN}"
    r"|(?:learn|train|fit)(?: \w+){0,4} (?:model|it)(?: once)? (?:again|anew|afresh|once more)"
    rf"|(?:learn|train|fit)(?: \w+){{0,4}} (?:again|anew|more)(?: \w+){{0,3}} {_MORE_ROWS}"
    rf"|{_AGAIN}(?: \w+){{0,3}} {_MORE_ROWS})(?= |$)"
)


def forgotten(hit: Hit, context: Context) -> dict[str, Any]:
    """Which lessons are to go: all, one of the list, one of a run, or, where nothing says which, the newest."""
    if hit.has("all"):
        return {"everything": True}
    if not hit.has("id"):
        return {}
    number = int(hit.quantity("id").value)
    # "run 2" is the second run of this project; "search 2" the number in the list.
    return (
        {"run_id": f"run-{number:03d}"}
        if search(r" run(?: \w+)? ", hit.match.group() + " ")
        else {"ids": [number]}
    )


def used(hit: Hit, context: Context) -> dict[str, Any]:
    """Whether the memory is to be used."""
    negated = search(r" (?:not|never|stop)(?: \w+){0,2} $", hit.line.canon[: hit.match.span()[0] + 1])
    return {"wanted": hit.has("again") and not negated}


def asks_to_refit(words: str) -> bool:
    """Whether a message asks for the model to be learned anew."""
    return search(REFIT, read_line(words).canon) is not None
