"""The `tandem` command: every command of the contract, a screen each at most; the work is done elsewhere."""

from __future__ import annotations

import argparse
import json
import os
import sys
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NoReturn

from automl import __version__
from automl.errors import AutoMLError, InputError
from automl.leave import leave


def command() -> NoReturn:
    """Run the command of the command line."""
    leave(main)


def main(words: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code."""
    words = list(sys.argv[1:] if words is None else words)
    if not words or (words[0].startswith("-") and words[0] not in ("-h", "--help", "--version")):
        words = ["app", *words]
    if not sys.warnoptions:  # what libraries warn their programmers of says nothing to a user of the command
        warnings.simplefilter("ignore")
    parser = _parser()
    try:
        arguments = _parsed(parser, words)
        command: Callable[[argparse.Namespace], int] = arguments.command
        return command(arguments)
    except AutoMLError as error:
        return _say(str(error), error.exit_code)
    except BrokenPipeError:  # the reader of a pipe left; nothing more to say to it
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130


def _parsed(parser: argparse.ArgumentParser, words: Sequence[str]) -> argparse.Namespace:
    """The arguments; what the user wants may stand behind options too, where argparse expects no more of it."""
    arguments, more = parser.parse_known_args(words)
    if more and not (hasattr(arguments, "words") and not any(word.startswith("-") for word in more)):
        parser.error(f"unrecognized arguments: {' '.join(more)}")
    if more:
        arguments.words = [*arguments.words, *more]
    return arguments


def _say(sentence: str, code: int) -> int:
    sys.stderr.write(" ".join(sentence.split()) + "\n")
    return code


class _Parser(argparse.ArgumentParser):
    """One clear line on bad usage, as for every other kind of bad input."""

    def error(self, message: str) -> Any:
        raise InputError(f"{message[:1].upper()}{message[1:]}; `{self.prog} --help` lists what there is.")


_WORDS = "what you want; each further text is your next message"
_EXAMPLE = """\
example:
  tandem run customers.csv "Who will leave? Missing one costs 500 USD, a needless call 20 USD." --time 60 --out run
  tandem predict run new_customers.csv --out scored.csv
"""


def _command(commands: Any, name: str, does: str) -> argparse.ArgumentParser:
    """A command that says what it does in the list of all, and in its own help."""
    parser: argparse.ArgumentParser = commands.add_parser(
        name, help=does, description=f"{does[:1].upper()}{does[1:]}."
    )
    return parser


def _add_data(parser: argparse.ArgumentParser, *, nargs: str | None = None) -> None:
    parser.add_argument(
        "data",
        nargs=nargs,
        metavar="DATA",
        help="CSV, TSV, Parquet, JSON lines, Excel, Arrow, a folder of them, or a DuckDB or SQLite file with ::table",
    )


def _add_dir(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("dir", type=Path, metavar="DIR", help="the --out folder of a finished run")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="tandem",
        description="A chat-driven AutoML copilot. Without a command it opens the chat in the browser.",
        epilog=_EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"tandem {__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for add in (
        _add_app, _add_plan, _add_run, _add_chat, _add_predict, _add_refit, _add_replay, _add_report, _add_memory,
        _add_eval,
    ):  # fmt: skip
        add(commands)
    return parser


def _add_app(commands: Any) -> None:
    parser = _command(commands, "app", "open the chat in the browser")
    parser.add_argument("--port", type=int, default=None, help="default: 8501, or the next free one")
    parser.add_argument(
        "--host", default="127.0.0.1", help="another address than loopback needs the password printed"
    )
    parser.add_argument("--headless", action="store_true", help="do not open a browser window")
    parser.set_defaults(command=_app)


def _app(arguments: argparse.Namespace) -> int:
    from ui.serve import serve

    return serve(port=arguments.port, host=arguments.host, headless=arguments.headless)


def _add_plan(commands: Any) -> None:
    parser = _command(commands, "plan", "words to problem specification, without running it")
    _add_data(parser)
    parser.add_argument("words", nargs="*", help=_WORDS)
    parser.add_argument("--json", action="store_true", help="the whole document as JSON on standard output")
    parser.set_defaults(command=_plan)


def _plan(arguments: argparse.Namespace) -> int:
    from assistant.plan import plan
    from automl.data.load import load_table
    from automl.time_plan import time_plan

    table = load_table(arguments.data)
    document = plan(table, *arguments.words)
    if arguments.json:
        return _print_json(document.to_json())
    sys.stdout.write(document.readback + "\n")
    expected = time_plan(document, table)
    if expected is not None:
        sys.stdout.write(f"\n{expected.sentence}\n")
    for question in document.questions:
        sys.stdout.write(f"? {question.text}\n")
    return 0


def _add_run(commands: Any) -> None:
    parser = _command(commands, "run", "the whole job: specification, search, choice, explanation, report")
    _add_data(parser)
    parser.add_argument("words", nargs="*", help=_WORDS)
    parser.add_argument("--spec", type=Path, metavar="FILE", help="a specification as JSON")
    parser.add_argument("--target", metavar="C", help="the column to predict")
    parser.add_argument("--task", metavar="T", help="binary, multiclass or regression")
    parser.add_argument("--metric", metavar="NAME", help="a standard score by its name, such as roc_auc")
    parser.add_argument(
        "--time", type=float, metavar="S", help="seconds, counted from the start of this command"
    )
    parser.add_argument("--trials", type=int, metavar="N", help="candidates to try, the baseline included")
    parser.add_argument(
        "--seed", type=int, default=0, metavar="N", help="same data, specification, seed: same result"
    )
    parser.add_argument("--workers", type=int, metavar="N", help="processes that fit at the same time")
    parser.add_argument("--fresh", action="store_true", help="use nothing that earlier searches found")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder of the run")
    parser.add_argument("--quiet", action="store_true", help="say nothing on the way")
    parser.add_argument("--yes", action="store_true", help="accept likely labels and task, overwrite --out")
    parser.add_argument("--json", action="store_true", help="print result.json on standard output")
    parser.add_argument("--target-file", type=Path, metavar="FILE", help="the target of X.npy")
    parser.set_defaults(command=_run)


def _run(arguments: argparse.Namespace) -> int:
    from automl.search.workers import start_server

    start_server()  # imports what fits need, while this process reads the table
    from assistant.job import run_job

    result = run_job(arguments)
    if arguments.json:
        return _print_json(result.to_json())
    return 0


def _add_chat(commands: Any) -> None:
    parser = _command(commands, "chat", "the conversation, in the terminal")
    _add_data(parser, nargs="?")
    parser.set_defaults(command=_chat)


def _chat(arguments: argparse.Namespace) -> int:
    if arguments.data is not None:
        from automl.data.load import load_table

        load_table(arguments.data)  # what is no table is said under the name that the user gave it
    from assistant.terminal import chat

    return chat(arguments.data)


def _add_predict(commands: Any) -> None:
    parser = _command(commands, "predict", "score new rows with the model of a run")
    _add_dir(parser)
    _add_data(parser)
    parser.add_argument(
        "--out",
        type=Path,
        required=True,
        metavar="FILE",
        help="what to write: .csv, .xlsx, .parquet and others",
    )
    parser.set_defaults(command=_predict)


def _predict(arguments: argparse.Namespace) -> int:
    from automl.scoring import predict_file

    for note in predict_file(arguments.dir, arguments.data, arguments.out):
        sys.stderr.write(note + "\n")
    return 0


def _add_refit(commands: Any) -> None:
    parser = _command(
        commands, "refit", "learn a run's model anew from its table with more rows, without a search"
    )
    _add_dir(parser)
    _add_data(parser)
    parser.add_argument("--out", type=Path, required=True, metavar="DIR2", help="folder of the new run")
    parser.add_argument(
        "--only-new", action="store_true", help="DATA holds new rows alone (else told by its rows)"
    )
    parser.add_argument("--yes", action="store_true", help="overwrite --out")
    parser.add_argument("--json", action="store_true", help="the comparison as JSON on standard output")
    parser.set_defaults(command=_refit)


def _refit(arguments: argparse.Namespace) -> int:
    from automl.search.workers import start_server

    start_server()
    from automl.refit import refit
    from automl.search.budget import Clock

    done = refit(
        arguments.dir,
        arguments.data,
        out=arguments.out,
        overwrite=arguments.yes,
        clock=Clock.of_process(),
        only_new=arguments.only_new or None,
    )
    if arguments.json:
        return _print_json({**done.evidence.to_json(), "seconds": done.seconds, "joined": done.joined})
    joined = f"{done.joined}\n" if done.joined else ""
    sys.stdout.write(
        f"{joined}{done.evidence.sentence}\nDelivered: the {done.evidence.better} model, in {arguments.out}\n"
    )
    return 0


def _add_replay(commands: Any) -> None:
    parser = _command(commands, "replay", "run the recorded work again and compare every number")
    _add_dir(parser)
    parser.add_argument("--data", metavar="FILE", help="where the table is now, if it moved")
    parser.add_argument("--target-file", metavar="FILE", help="the target of X.npy, if it moved")
    parser.add_argument("--json", action="store_true", help="what was compared, as JSON on standard output")
    parser.set_defaults(command=_replay)


def _replay(arguments: argparse.Namespace) -> int:
    from automl.search.workers import start_server

    start_server()
    from automl.replay import replay

    outcome = replay(arguments.dir, data=arguments.data, target_file=arguments.target_file)
    if arguments.json:
        return _print_json(outcome)
    sys.stdout.write(outcome["sentence"] + "\n")
    return 0


def _add_report(commands: Any) -> None:
    parser = _command(commands, "report", "write the documents of a run again")
    _add_dir(parser)
    parser.add_argument(
        "--to", choices=("html", "pdf", "md", "pptx"), default="html", help="format (default: html)"
    )
    parser.add_argument(
        "--out", type=Path, metavar="FILE", help="default: report.<ending> in the run's folder"
    )
    parser.set_defaults(command=_report)


def _report(arguments: argparse.Namespace) -> int:
    from automl.folder import report_again

    sys.stdout.write(f"{report_again(arguments.dir, to=arguments.to, out=arguments.out)}\n")
    return 0


def _add_memory(commands: Any) -> None:
    parser = _command(commands, "memory", "what earlier searches taught, listed, forgotten, or left unused")
    parser.add_argument(
        "--forget", type=int, action="append", metavar="ID", help="erase this one; repeatable"
    )
    parser.add_argument("--forget-all", action="store_true", help="erase everything that searches taught")
    parser.add_argument(
        "--off", action="store_true", help="from now on learn nothing, and use nothing learned"
    )
    parser.add_argument("--on", action="store_true", help="learn again, and use what was learned")
    parser.add_argument("--json", action="store_true", help="the list as JSON on standard output")
    parser.set_defaults(command=_memory)


def _memory(arguments: argparse.Namespace) -> int:
    from automl.project.remembered import change_memory, memory_text
    from automl.project.store import Home

    home = Home()
    said = change_memory(
        home,
        forget=arguments.forget or (),
        forget_all=arguments.forget_all,
        switch=None if arguments.on == arguments.off else arguments.on,
    )
    if arguments.json:
        lessons = [lesson.to_json() for lesson in home.lessons()]
        return _print_json({"on": home.remembers, "done": said, "lessons": lessons})
    sys.stdout.write("\n".join([*said, memory_text(home)]) + "\n")
    return 0


def _add_eval(commands: Any) -> None:
    parser = _command(commands, "eval", "score a language model on the requests under evals/")
    parser.add_argument(
        "--model",
        default=None,
        metavar="NAME",
        help="offline, or such as openai:gpt-5.5 (default: TANDEM_MODEL)",
    )
    parser.add_argument(
        "--half",
        choices=("seen", "unseen"),
        default=None,
        help="only the cases that may be read, or only the others",
    )
    parser.set_defaults(command=_eval)


def _eval(arguments: argparse.Namespace) -> int:
    from evals.requests import HALVES
    from evals.score import main as score

    return score(arguments.model, halves=(arguments.half,) if arguments.half else HALVES)


def _print_json(data: Any) -> int:
    sys.stdout.write(json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False) + "\n")
    return 0


if __name__ == "__main__":
    command()
