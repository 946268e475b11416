"""Starting the server: loopback, password, ports; and nothing heavy before the page is up."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from streamlit import net_util
from streamlit.web.server import server_util

import cli
from tests.test_layout import HEAVY
from ui import serve
from ui.quiet import keep_quiet

ROOT = Path(__file__).parents[2]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(home: Path, *flags: str) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """The command `tandem`, until it answers."""
    port = free_port()
    command = [sys.executable, "-m", "cli", "app", "--headless", "--port", str(port), *flags]
    environment = {**os.environ, "TANDEM_HOME": str(home), "PYTHONUNBUFFERED": "1"}
    environment.pop(serve.PASSWORD_VARIABLE, None)
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        wait_for_health(port)
        yield process, port
    finally:
        process.terminate()
        process.communicate(timeout=20)


def wait_for_health(port: int, *, seconds: float = 60.0) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=2) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise AssertionError(f"The page did not come up within {seconds:.0f} s.")


def listening(port: int) -> set[str]:
    """Addresses on which a port is listened on."""
    import psutil

    return {
        one.laddr.ip
        for one in psutil.net_connections("tcp")
        if one.status == "LISTEN" and one.laddr.port == port
    }


def test_the_page_listens_on_loopback_and_goes_with_the_command(tmp_path: Path) -> None:
    with served(tmp_path / "home") as (process, port):
        assert listening(port) == {"127.0.0.1"}
        assert process.stdout is not None
        assert process.stdout.readline() == f"Tandem is at http://127.0.0.1:{port} (Ctrl-C ends it).\n"
    assert listening(port) == set()


def test_another_address_needs_a_password_that_is_printed(tmp_path: Path) -> None:
    with served(tmp_path / "home", "--host", "0.0.0.0") as (process, port):
        assert listening(port) == {"0.0.0.0"}
        assert process.stdout is not None
        told = process.stdout.readline()
    assert told.startswith("Others can reach this address; the page asks for this password: ")
    assert len(told.split()[-1]) >= 12


def test_a_taken_port_is_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        code = cli.main(["app", "--headless", "--port", str(port)])

    assert code == 2
    assert capsys.readouterr().err == (
        f"Port {port} of 127.0.0.1 cannot be listened on; it may be taken. Choose another with --port.\n"
    )


@pytest.mark.parametrize(
    ("flags", "sentence"),
    [
        (["--port", "70000"], "A port is a number from 1 to 65535; 70000 is not."),
        (["--host", "203.0.113.7", "--port", "8599"], "'203.0.113.7' is not an address of this machine"),
        (["--host", "nosuchhost.invalid"], "'nosuchhost.invalid' is not an address of this machine"),
        (["--host", "a..b"], "'a..b' is not an address of this machine"),
    ],
)
def test_what_cannot_be_listened_on_is_one_sentence(
    flags: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["app", "--headless", *flags]) == 2
    assert capsys.readouterr().err.startswith(sentence)


@pytest.mark.parametrize(
    ("host", "is_local"),
    [
        ("127.0.0.1", True),
        ("localhost", True),
        ("::1", True),
        ("127.8.8.8", True),
        ("0.0.0.0", False),
        ("box", False),
    ],
)
def test_only_loopback_needs_no_password(host: str, *, is_local: bool) -> None:
    assert serve.is_loopback(host) is is_local


def test_nobody_outside_is_asked_for_an_address(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(url: str, **options: object) -> None:
        raise AssertionError(f"{url} was asked.")

    monkeypatch.setattr(net_util, "_make_blocking_http_get", fail)
    monkeypatch.setattr(net_util, "get_external_ip", net_util.get_external_ip)  # put back after the test
    keep_quiet()

    assert not server_util.is_url_from_allowed_origins("http://elsewhere.example")


def test_drawing_the_page_imports_nothing_heavy() -> None:
    heavy = (*HEAVY, "altair", "automl.report")
    code = f"import sys, ui.page; print([name for name in {heavy} if name in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)

    assert found.stdout.strip() == "[]"
