"""Small talk, and what to say where nothing was understood: the nearest things that can be done."""

from __future__ import annotations

NO_TABLE = (
    "There is no table yet. Attach a file (CSV, Excel, Parquet, JSON lines, DuckDB …), "
    "or pick one of the sample tables; then say what you want to predict and what it is worth to you."
)
_NEXT = {
    "no_table": NO_TABLE,
    "framing": (
        "Say what you want to predict and what it is worth to you, for example “find the customers who leave; "
        "missing one costs more than a needless call”. Ask “what can I predict here?” where you have no goal yet."
    ),
    "ready": "Read the plan; change what is wrong in your own words, or say “go ahead” to start the search.",
    "running": (
        "The search is going on. Ask what it is doing, which models are ahead, or say “stop” for the best so far."
    ),
    "finished": (
        "Ask what came out, which columns matter, why a certain row gets its prediction, or for the report. "
        "Attach new rows to get the list to act on."
    ),
}


def nearest(words: str, state: str, *, remarked: bool) -> str:
    """Return the nearest things that can be done, where a message held nothing to act on.

    Args:
        remarked: Whether it was said already what was not understood.
    """
    following = _NEXT.get(state, _NEXT["framing"])
    if state == "no_table" and words.strip():
        return f"{following} What you said is kept, and read again once there is a table."
    if remarked:
        return following
    begin = "That is beyond me as you put it." if words.strip() else "I have nothing to go on yet."
    return f"{begin} {following}"


def answer_to_talk(intent: str, state: str) -> str:
    """Return the answer to what needs no tool; empty for everything else."""
    following = _NEXT.get(state, _NEXT["framing"])
    if intent == "predict":
        return "Attach the file with the new rows, and you get the list to act on, ordered, with a reason for each row."
    if intent == "greet":
        return f"Hello. {following}"
    if intent == "thanks":
        return f"You are welcome. {following}"
    if intent == "help":
        return (
            "I turn what you say about a table into a plan that you can read and approve, search for the best model "
            f"under exactly that plan, and explain what came out in your words and your money. {following}"
        )
    if intent == "reject":
        return "What should be different? Say it in your own words, or correct it in the form."
    return ""
