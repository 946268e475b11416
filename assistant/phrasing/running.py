"""The search while it goes on."""

from __future__ import annotations

from assistant.phrasing.done import Done
from automl.report.figures import count, duration, score
from automl.spec.labels import model_label, score_label


def say_started(done: Done, audience: str) -> str:
    """A search that has just begun."""
    budget = done.artifact.get("budget") or {}
    limits = [f"at most {duration(budget['time_s'])}"] if budget.get("time_s") else []
    limits += [f"at most {count(budget['trials'])} models"] if budget.get("trials") else []
    said = f"The search is running, {' and '.join(limits)}." if limits else "The search is running."
    return f"{said} You can go on talking, ask what it is doing, or say “stop” for the best so far."


def say_progress(done: Done, audience: str) -> str:
    """What the search is doing, how far it is, and what leads."""
    found = done.artifact
    status, progress = found["status"], found.get("progress") or {}
    if status in ("finished", "stopped") and not found["message"]:
        return f"The search {'is done' if status == 'finished' else 'was stopped'}; ask for the result."
    if status in ("failed", "died", "stopped"):
        return found["message"] or "The search ended without a result; start it again from the plan."
    said = []
    if found["n_trials"]:
        many = f"{count(found['n_trials'])} models have" if found["n_trials"] > 1 else "One model has"
        said.append(f"{many} been fitted and judged.")
    else:
        said.append("The search has begun; its first model is being fitted.")
    if progress.get("elapsed_s") is not None:
        left = progress.get("left_s")
        passed = f"{duration(progress['elapsed_s'])} have passed"
        said.append(f"{passed}, about {duration(left)} are left." if left is not None else f"{passed}.")
    doing = progress.get("running") or []
    if doing:
        said.append(f"Now being fitted: {'; '.join(map(model_label, doing))}.")
    said += found.get("shares") or []
    if found.get("why"):
        said.append(str(found["why"]))
    best = found.get("best")
    if best:
        name = score_label(best["score_name"])
        said.append(f"Ahead so far: {model_label(best['model'])}, with a {name} of {score(best['score'])}.")
    return " ".join(said)


def say_stopped(done: Done, audience: str) -> str:
    """A search, or the learning anew of its model, that was asked to end."""
    if done.artifact.get("refit_of"):
        return "Learning anew ends now. The earlier model stays, unless the new one was found to be better already."
    return (
        "The search ends now. The best model so far is being checked and explained; then ask for the result."
    )


def say_runs(done: Done, audience: str) -> str:
    """The searches there were."""
    return done.text
