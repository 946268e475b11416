"""Sample tables with a story and money, from a seeded generator: a newcomer needs neither data nor a key."""

from __future__ import annotations

from pathlib import Path

from automl.data.samples import apartments, broadband, machines, tickets
from automl.data.samples.base import Sample, Story, Trap
from automl.errors import DataError
from automl.spec.names import did_you_mean

#: All samples, the easiest story first.
SAMPLES: tuple[Sample, ...] = (broadband.SAMPLE, machines.SAMPLE, apartments.SAMPLE, tickets.SAMPLE)


def sample(name: str) -> Sample:
    """The sample of that name.

    Raises
    ------
    DataError
        If there is none; the sentence offers the nearest names.
    """
    for one in SAMPLES:
        if one.name == name:
            return one
    known = [one.name for one in SAMPLES]
    raise DataError(f"There is no sample table {name!r}. {did_you_mean(name, known, noun='sample tables')}")


def write_sample(name: str, folder: str | Path, *, seed: int = 0) -> Path:
    """Write a sample into a folder exactly as a business would export it, and return its path.

    Raises
    ------
    DataError
        If there is no sample of that name.
    """
    return sample(name).write(folder, seed=seed)


__all__ = ["SAMPLES", "Sample", "Story", "Trap", "sample", "write_sample"]
