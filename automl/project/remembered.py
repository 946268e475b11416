"""The memory of a home as people ask for it: what is in it, erasing it, switching it off and on."""

from __future__ import annotations

from collections.abc import Collection

from automl.errors import InputError
from automl.project.store import Home

HOW_TO_USE = "A search on data like one of these tries those settings right after its first model."


def change_memory(
    home: Home, *, forget: Collection[int] = (), forget_all: bool = False, switch: bool | None = None
) -> list[str]:
    """Erase, or switch off or on; returns one sentence for each thing that was done.

    Parameters
    ----------
    forget : collection of int
        Ids of lessons.
    switch : bool, optional
        Whether searches teach and learn from now on.

    Raises
    ------
    InputError
        If there is no lesson of an id; then none is erased.
    """
    known = {lesson.id for lesson in home.lessons()}
    missing = sorted(set(forget) - known)
    if missing:
        there = f"there are {', '.join(map(str, sorted(known)))}" if known else "nothing is remembered"
        raise InputError(f"No search is remembered under {missing[0]}; {there}.")
    said = []
    if forget or forget_all:
        erased = home.forget_lessons(None if forget_all else forget)
        said.append(f"Forgotten: what {erased:,} search{'' if erased == 1 else 'es'} taught.")
    if switch is not None:
        home.set_setting("memory", switch)
        said.append(
            "Searches learn from earlier ones again."
            if switch
            else "From now on searches learn nothing from each other; what is remembered stays until it is forgotten."
        )
    return said


def memory_text(home: Home, *, most: int | None = None) -> str:
    """What is remembered, a line for each search, the newest first.

    Parameters
    ----------
    most : int, optional
        Lines at most; how many older searches there are is said.
    """
    lessons = home.lessons()
    if not lessons:
        return "Nothing is remembered of earlier searches." + (
            "" if home.remembers else " The memory is off."
        )
    use = HOW_TO_USE if home.remembers else "The memory is off: nothing of this is used."
    shown = lessons[::-1][:most]
    older = len(lessons) - len(shown)
    more = [f"… and {older:,} older ones."] if older else []
    return "\n".join([*(lesson.sentence for lesson in shown), *more, use])
