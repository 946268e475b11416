"""What the built-in model needs to understand one message: the written requests of the tests, and two pages of text.

    python -m benchmarks.turn_time [--rounds 3]

Processor seconds on one core, the best of some rounds of each message; patterns are compiled before. Two pages needed
0.25 s on the machine this was written on; 0.3 s is what a person takes for at once.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from assistant.offline.context import Context
from assistant.offline.understand import understand
from evals.learning.contexts import public_context, written_context
from tests.assistant.offline.pages import two_pages

TESTS = Path(__file__).parents[1] / "tests" / "assistant" / "offline"
DATA = Path(os.environ.get("TANDEM_DATA", Path(__file__).parents[2] / "shared" / "data"))


def made_up(name: str) -> Context:
    """What is known of a made-up table of the tests."""
    return written_context(name, TESTS / "tables.toml")


def messages() -> Iterator[tuple[str, Context]]:
    """Every message of the written requests, with what is known of its table; public tables where they are at hand."""
    written = tomllib.loads((TESTS / "tables.toml").read_text("utf-8"))
    for path in sorted((TESTS / "cases").glob("*.toml")):
        for case in tomllib.loads(path.read_text("utf-8")).get("case", []):
            name = case.get("table", path.stem)
            if name in written:
                context = made_up(name)
            elif (DATA / "datasets.json").exists():
                context = public_context(name, DATA)
            else:
                continue
            yield from ((text, context) for text in case["say"])


def measure(text: str, context: Context, *, rounds: int) -> float:
    """Processor seconds of understanding a message."""
    needed = []
    for _ in range(rounds):
        began = time.process_time()
        understand(text, context)
        needed.append(time.process_time() - began)
    return min(needed)


def main() -> None:
    """Print median, 95 % and maximum."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=3)
    rounds = parser.parse_args().rounds
    understand("Which customers are going to churn?", made_up("customers"))
    short = [measure(text, context, rounds=rounds) for text, context in messages()]
    median, most, longest = np.quantile(short, [0.5, 0.95, 1.0])
    sys.stdout.write(
        f"{len(short):,} requests: median {median:.3f} s, 95 % within {most:.3f} s, at most {longest:.3f} s\n"
    )
    long = two_pages()
    seconds = measure(long, made_up("customers"), rounds=rounds)
    sys.stdout.write(f"{len(long):,} characters: {seconds:.3f} s\n")


if __name__ == "__main__":
    main()
