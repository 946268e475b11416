"""Tables with many columns and odd names are shown as they are."""

from __future__ import annotations

import numpy as np
import pandas as pd

from automl.project.store import Home
from tests.ui.conftest import Open, wait, words
from tools.context import ToolContext
from tools.documents import Patch, change
from ui import turns


def test_a_table_of_many_columns_is_shown_in_part(home: Home, open_page: Open) -> None:
    wide = pd.DataFrame(np.arange(300 * 3).reshape(3, 300), columns=[f"c{i}" for i in range(300)])
    with home.create("wide") as project:
        project.add_data(wide.to_csv(index=False).encode(), "wide.csv")
        page = open_page(project)

    assert page.dataframe[0].value.shape == (3, 200)
    assert "the first 200 columns are shown." in words(page).lower()


def test_a_table_of_many_columns_is_answered_to_the_end(home: Home, open_page: Open) -> None:
    letters = pd.DataFrame({f"of_{i}": list("abcdefgh") for i in range(57)})
    with home.create("letters") as project:
        turns.start(project, "", [("letters.csv", letters.to_csv(index=False).encode())])
        wait(lambda: not turns.is_running(project))
        page = open_page(project)

    answer = words(page)
    assert "of_0, of_1" in answer
    assert "What do you want to predict" in answer


def test_odd_names_are_neither_markdown_nor_formulas(home: Home, open_page: Open) -> None:
    rng = np.random.default_rng(0)
    odd = "😀 *cost* in $ [of `x`] <i>$</i>"
    table = pd.DataFrame({odd: rng.normal(size=60), "b|c": rng.normal(size=60), "y": ["no", "yes"] * 30})
    with home.create("odd") as project:
        project.add_data(table.to_csv(index=False).encode(), "odd_*table*.csv")
        change(ToolContext(project), Patch(values={"target": "y", "ignore_columns": [odd]}), via="form")
        page = open_page(project)

    readback = next(one.value for one in page.markdown if "😀" in one.value)
    assert r"😀 \*cost\* in \$ \[of \`x\`\] \<i\>\$\</i\>" in readback
    assert any(r"odd\_\*table\*.csv" in expander.label for expander in page.expander)
