"""Findings to patches: repeated ones once, contradictions to questions, nothing that is already so."""

from __future__ import annotations

from typing import Any, Literal

from assistant.offline.reading import Doubt, Finding, Reading

_CORRECTS = r" (?:no|actually|sorry|rather|i mean|i meant|correction|wait|make that|or rather|better|scratch that|instead|on second thought|hang on)(?= )"


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
        last = findings[-1]
        if _contradict(findings) and not reading.line.has(_CORRECTS):
            if all(doubt.field != path for doubt in doubts):
                doubts.append(_question(path, findings))
            continue
        patches[path] = last.value
        quotes[path] = last.quote or reading.line.text.strip()
        sources[path] = last.source
    _whole_or_nothing(patches, doubts, reading)
    for doubt in doubts:
        patches.pop(doubt.field, None)
    answered = reading.notes.get("answered")
    kept = [d for d in doubts if d.field != answered and not _known(reading, d, patches)]
    return patches, {p: quotes[p] for p in patches}, {p: sources[p] for p in patches}, kept


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


# Kinds that mean nothing without these fields: while one of them is asked, the kind waits as well.
_NEEDS: dict[str, tuple[str, ...]] = {
    "asymmetric": ("under", "over"),
    "weighted": ("name", "weight"),
    "expression": ("sql",),
    "standard": ("name",),
}


def _whole_or_nothing(patches: dict[str, Any], doubts: list[Doubt], reading: Reading) -> None:
    """A kind is kept beside a question: the specification may be incomplete, as long as it is not wrong."""
    kind = patches.get("metric.kind")
    if kind not in _NEEDS:
        return
    needed = _NEEDS[str(kind)]
    known = any(reading.context.spec.get("metric", {}).get(name) for name in needed)
    if not known and all(f"metric.{name}" not in patches for name in needed):
        del patches["metric.kind"]
    del doubts
