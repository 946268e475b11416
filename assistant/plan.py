"""Words to a specification, without running it: `from assistant import plan`, and `tandem plan`.

The built-in model takes a direct way: the same understanding and the same change of the document as in the chat, with
no agent around them. Everything is imported when it is called, so that this package stays light.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from assistant.models import ModelSettings
    from automl.data.table import Table
    from automl.spec.document import SpecDocument
    from tools.documents import Patch


def plan(
    data: Table | pd.DataFrame | str | Path,
    *words: str,
    document: SpecDocument | None = None,
    settings: ModelSettings | None = None,
    whole: bool = False,
) -> SpecDocument:
    """Return the specification that words and data give.

    Args:
        data: The table, in any form that `automl.data.load.load_table` reads.
        words: What the user wants; each further text is the next message.
        document: What was specified before.
        settings: Which language model; those of the environment where they are left out.
        whole: Refuse words of which a part contradicts itself or the data, rather than ask about that part.

    Raises:
        InputError: The data cannot be used, or what was said contradicts itself or the data.
    """
    from assistant.models import model_settings
    from automl.data.load import load_table
    from automl.data.table import Table
    from automl.spec.document import SpecDocument
    from tools.documents import Patch, changed, changed_as_far_as_it_holds

    table = data if isinstance(data, Table) else load_table(data)
    settings = settings or model_settings()
    if not settings.is_offline:
        from assistant.asking import planned

        return planned(data, words, document=document, settings=settings)
    found = changed(document or SpecDocument(), Patch(), table)
    recent: tuple[str, ...] = ()
    apply = changed if whole else changed_as_far_as_it_holds
    for place, text in enumerate(words):
        found, recent = _heard(found, text, table, apply, history=words[:place], recent=recent)
    return found


def _heard(
    document: SpecDocument,
    text: str,
    table: Table,
    apply: Callable[[SpecDocument, Patch, Table], SpecDocument],
    *,
    history: tuple[str, ...],
    recent: tuple[str, ...],
) -> tuple[SpecDocument, tuple[str, ...]]:
    """The document after one more message, and the fields that it set, newest first."""
    from assistant.looking import context_of
    from assistant.offline.understand import understand
    from tools.documents import Patch

    understood = understand(text, context_of(document, table, history=history, recent=recent))
    patch = Patch(
        values=dict(understood.patches),
        quotes=dict(understood.quotes),
        sources=dict(understood.sources),
        questions=tuple(understood.questions),
    )
    kept = tuple(path for path in recent if path not in patch.values)
    found = apply(document, patch, table)
    if understood.remarks:
        # There is no chat to say it in: another language, or a part that was not understood.
        told = "\n\n".join((*understood.remarks, found.readback))
        found = found.model_copy(update={"readback": told})
    return found, (*reversed(tuple(patch.values)), *kept)
