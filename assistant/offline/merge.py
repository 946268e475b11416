"""Findings to patches: repeated ones once, contradictions to questions, nothing that is already so."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Literal

from assistant.offline.reading import Doubt, Finding, Reading

CORRECTS = r" (?:(?:no|wait|better) [,:!.]|no wait|actually|sorry|rather|i mean|i meant|correction|make that|or rather|scratch that|instead|on second thought|hang on)(?= )"


def settle(
    reading: Reading,
) -> tuple[dict[str, Any], dict[str, str], dict[str, Literal["user", "data"]], list[Doubt]]:
    """Patches, quotes, sources and questions of a message."""
    by_path: dict[str, list[Finding]] = {}
    for finding in reading.findings:
        by_path.setdefault(finding.path, []).append(finding)
    doubts = list(reading.doubts)
    patches: dict[str, Any] = {}
    quotes: dict[str, str] = {}
    sources: dict[str, Literal["user", "data"]] = {}
    for path, findings in by_path.items():
        findings = _together(path, findings)
        last = findings[-1]
        if _contradict(findings) and not reading.line.has(CORRECTS):
            if all(doubt.field != path for doubt in doubts):
                doubts.append(_question(path, findings))
            continue
        patches[path] = last.value
        quotes[path] = last.quote or reading.line.text.strip()
        sources[path] = last.source
    for doubt in doubts:
        patches.pop(doubt.field, None)
    _use_the_target(reading, patches, quotes)
    _whole_or_nothing(patches, quotes, reading)
    answered = reading.notes.get("answered")
    kept = [
        d
        for d in doubts
        if d.field != answered
        and not _known(reading, d, patches)
        and not _beside_the_point(reading, d, patches)
    ]
    return patches, {p: quotes[p] for p in patches}, {p: sources.get(p, "user") for p in patches}, kept


def _together(path: str, findings: list[Finding]) -> list[Finding]:
    """Columns that two readers found to be left out are left out together."""
    if path != "ignore_columns" or not all(isinstance(finding.value, list) for finding in findings):
        return findings
    names = list(dict.fromkeys(name for finding in findings for name in finding.value))
    return [replace(findings[-1], value=names)]


def _use_the_target(reading: Reading, patches: dict[str, Any], quotes: dict[str, str]) -> None:
    """What is to be predicted is never left out: "the fee follows from the price, so that column must go"."""
    target = patches.get("target", reading.context.spec.get("target"))
    ignored = patches.get("ignore_columns", reading.context.spec.get("ignore_columns")) or []
    if target not in ignored:
        return
    rest = [name for name in ignored if name != target]
    patches["ignore_columns"] = rest or None
    quotes.setdefault("ignore_columns", reading.line.text.strip())
    if not rest and not reading.context.spec.get("ignore_columns"):
        del patches["ignore_columns"]


def _contradict(findings: list[Finding]) -> bool:
    values = [finding.value for finding in findings]
    return any(value != values[0] for value in values[1:])


def _question(path: str, findings: list[Finding]) -> Doubt:
    values = list(dict.fromkeys(str(finding.value) for finding in findings))
    return Doubt(
        path, f"You said both {' and '.join(values[:3])} for {path}. Which one holds?", tuple(values[:3])
    )


def _known(reading: Reading, doubt: Doubt, patches: dict[str, Any]) -> bool:
    """Nothing is asked that was settled before, unless this message put it in doubt again."""
    if doubt.field in patches:
        return True
    if (
        doubt.field in ("positive_label", "task", "target")
        and reading.context.spec.get(doubt.field) is not None
    ):
        return all(f.path != doubt.field for f in reading.findings) and doubt.field != "target"
    return False


_OUTCOMES = ("metric.tp", "metric.fp", "metric.fn", "metric.tn")
_WITHOUT_MONEY = ("floor", "standard", "tolerance", "asymmetric", "cost_matrix", "weighted", "expression")


def _beside_the_point(reading: Reading, doubt: Doubt, patches: dict[str, Any]) -> bool:
    """What an outcome costs is no question where another kind of metric was said in full, nor where nothing is predicted."""
    if not doubt.field.startswith("metric"):
        return False
    if patches.get("task", reading.context.spec.get("task")) in ("clustering", "anomaly"):
        return True
    return doubt.field in _OUTCOMES and patches.get("metric.kind") in _WITHOUT_MONEY


# Parts, and kinds of metric, that mean nothing without these fields: while one of them is asked, all of it waits.
_NEEDS: dict[str, tuple[str, ...]] = {
    "asymmetric": ("under", "over"),
    "weighted": ("name", "weight"),
    "expression": ("sql",),
    "standard": ("name",),
    "floor": ("maximise", "subject_to", "at_least|at_most"),
    "top_k": ("k|fraction",),
    "tolerance": ("relative|absolute",),
    "fairness": ("column", "measure", "at_most|at_least"),
}


def _whole_or_nothing(patches: dict[str, Any], quotes: dict[str, str], reading: Reading) -> None:
    """Complete a part with what was said of it earlier, or withhold it while something that it needs is asked."""
    for part in ("metric", "fairness"):
        if not _of(part, patches):
            continue
        before = reading.context.spec.get(part, {})
        earlier = {} if before else reading.notes.get("recalled", {}).get(part, {})
        if "metric.kind" not in _of(part, patches):
            for path, (value, quote) in earlier.items():
                patches.setdefault(path, value)
                quotes.setdefault(path, quote)
        said = _of(part, patches)
        known = {**before, **{path.partition(".")[2]: value for path, value in said.items()}}
        if not _stands(part, known) or (part == "metric" and _is_half_of_a_floor(known, reading)):
            reading.notes.setdefault("withheld", {})[part] = {p: (v, quotes[p]) for p, v in said.items()}
            for path in said:
                del patches[path]


def _is_half_of_a_floor(known: dict[str, Any], reading: Reading) -> bool:
    """A score beside a bound that has to be asked about: the two belong together, and neither stands alone."""
    asked = {doubt.field for doubt in reading.doubts}
    return known.get("kind") == "standard" and bool(asked & {"metric.at_least", "metric.at_most"})


def _of(part: str, patches: dict[str, Any]) -> dict[str, Any]:
    return {path: value for path, value in patches.items() if path.startswith(f"{part}.")}


def _stands(part: str, known: dict[str, Any]) -> bool:
    """Whether a part holds all that it needs; where "|" stands, one of the two will do."""
    needed = _NEEDS.get(str(known.get("kind")) if part == "metric" else part, ())
    return all(any(known.get(name) is not None for name in names.split("|")) for names in needed)
