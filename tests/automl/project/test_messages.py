"""Messages and events: in order, redacted, and cheap to poll."""

from __future__ import annotations

from automl.project.store import Home, Project
from automl.project.transcript import read


def test_messages_come_back_in_order_with_their_events(project: Project) -> None:
    project.append_message("user", "Predict churn")
    project.append_message("assistant", "It is set up.", [{"kind": "plan", "version": 1}])

    found = project.messages()
    assert [(message.role, message.content) for message in found] == [
        ("user", "Predict churn"),
        ("assistant", "It is set up."),
    ]
    assert found[1].events == [{"kind": "plan", "version": 1}]
    assert project.messages(after=found[0].seq) == found[1:]


def test_messages_survive_closing(home: Home, project: Project) -> None:
    project.append_message("user", 'Odd "text" with \x00 nothing, 🚲 and – dashes')
    project.close()

    with home.open(project.id) as again:
        assert again.messages()[0].content == 'Odd "text" with \x00 nothing, 🚲 and – dashes'


def test_a_page_polls_what_is_new(project: Project) -> None:
    first = project.append_event("turn-1", "text_delta", "Hel")
    project.append_event("turn-1", "text_delta", "lo")
    project.append_event("turn-2", "turn_ended", {"state": "done"})

    assert [event.body for event in project.events(turn_id="turn-1")] == ["Hel", "lo"]
    assert [event.body for event in project.events(after=first)] == ["lo", {"state": "done"}]
    last = project.last_event()
    assert last is not None
    assert (last.turn_id, last.kind) == ("turn-2", "turn_ended")
    assert project.last_event("turn-3") is None


def test_moving_pictures_stay_out_of_the_transcript(project: Project) -> None:
    n_before = len(read(project.folder / "transcript.jsonl"))
    project.append_event("turn-1", "text_delta", "Hel")
    project.append_event("turn-1", "progress", {"share": 0.5})

    assert len(read(project.folder / "transcript.jsonl")) == n_before


def test_a_key_typed_into_the_chat_is_stored_nowhere(project: Project) -> None:
    key = "sk-proj-AbCdEfGhIjKlMnOpQrStUv"
    project.append_message("user", f"use {key}", [{"text": key}])
    project.append_event("turn-1", "tool_done", {"text": key})
    project.save_document({"spec": {}}, f"because {key}")
    project.record_decision(key, key)
    project.rename(key)
    project.close()

    for path in project.folder.rglob("*"):
        if path.is_file():
            assert key.encode() not in path.read_bytes(), path.name
