"""Two columns that are to be predicted at once, of which only one can be: "predict the cost and the days"."""

from __future__ import annotations

from assistant.offline.reading import Reading, either

_TWO = (
    r" (?:predict|forecast|estimate|model|work out|both|(?:two|<num>) thing|target be|target :)(?: (?:both|two|<num>|thing|the|a|an|:|either|of|these|following|column|target|how|each|at once|together|me|us))* (?P<one><col>)(?: (?:column|and|or|also|as well as|plus|the|a|an|its|their|then|how))+ (?P<two><col>)"
    r"(?= (?:column |both |too |at once |together |at the same time |in one (?:go|model) |please |for |of |per )*(?:[.,;!?:]|$|for|of|per|with|in|at|from|using)(?= )| $| (?:both|too|at once|together|at the same time|in one (?:go|model)|please)(?= ))"
)


def ask_about_two_targets(reading: Reading) -> None:
    """Ask which of two columns is to be predicted, where both were asked for in one breath."""
    line = reading.with_columns(least=0.9, synonyms=False)
    target = reading.said("target")
    if reading.context.spec.get("target") is not None:
        return
    for hit in line.find(_TWO):
        names = [hit.payload(group).column.name for group in ("one", "two")]
        if target not in (None, *names) or names[0] == names[1]:
            continue
        reading.findings[:] = [f for f in reading.findings if f.path not in ("target", "task", "positive_label")]
        reading.doubts[:] = [d for d in reading.doubts if d.field not in ("target", "task", "positive_label")]
        reading.ask("target", f"One model predicts one column. Which should it be: {either(names)}?", names)
        return
