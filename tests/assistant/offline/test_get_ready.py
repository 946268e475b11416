"""The first message waits for no patterns once the readers are ready."""

from __future__ import annotations

import subprocess
import sys

PROGRAM = """
import re
from assistant.offline.context import ColumnFacts, Context
from assistant.offline.understand import get_ready, understand

compiled = []
compile = re._compiler.compile
re._compiler.compile = lambda *args, **kwargs: (compiled.append(args), compile(*args, **kwargs))[1]
if {ready}:
    get_ready()
before = len(compiled)
columns = (ColumnFacts("churned", "category", 2, top=(("no", 7), ("yes", 3))), ColumnFacts("tenure", "number", 40))
understand("Which customers are going to leave? Keeping one brings 300.", Context(columns=columns, n_rows=10))
print(len(compiled) - before)
"""


def patterns(*, ready: bool) -> int:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.replace("{ready}", str(ready))],
        capture_output=True,
        text=True,
        check=True,
    )
    return int(done.stdout)


def test_most_patterns_are_compiled_before_the_first_message() -> None:
    assert patterns(ready=True) < patterns(ready=False) / 5
