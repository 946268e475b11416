"""Starts the page's server: on loopback, without telemetry, with a password where others could reach it."""

from __future__ import annotations

import ipaddress
import os
import secrets
import socket
import subprocess
import sys
from pathlib import Path

from automl.errors import InputError

ROOT = Path(__file__).resolve().parent.parent
DEFAULT_PORT = 8501
N_PORTS_TRIED = 20
PASSWORD_VARIABLE = "TANDEM_PASSWORD"

# What `.streamlit/config.toml` says too, for `streamlit run app.py`: each of these would talk to the outside, watch
# files that never change, or show what only developers need.
OPTIONS = {
    "browser.gatherUsageStats": "false",
    "server.fileWatcherType": "none",
    "server.runOnSave": "false",
    "server.maxUploadSize": "2000",
    "client.toolbarMode": "minimal",
    "client.showErrorDetails": "none",
    "logger.level": "error",
}


def serve(*, port: int | None = None, host: str = "127.0.0.1", headless: bool = False) -> int:
    """Serve the page until it is ended; returns the exit code.

    Args:
        port: Where to listen; by default 8501 or the next free one.
        host: Address to listen on. Any other than loopback needs a password, which is printed.
        headless: Do not open a browser window.

    Raises:
        InputError: If the port is taken or the address is not one of this machine.
    """
    _require_address(host)
    chosen = _free_port(host) if port is None else _claimed(host, port)
    environment = {**os.environ, "LANGSMITH_TRACING": "false", "DO_NOT_TRACK": "1"}
    if not is_loopback(host):
        environment[PASSWORD_VARIABLE] = environment.get(PASSWORD_VARIABLE) or secrets.token_urlsafe(12)
        _tell(
            f"Others can reach this address; the page asks for this password: {environment[PASSWORD_VARIABLE]}"
        )
    options = {
        **OPTIONS,
        "server.address": host,
        "server.port": str(chosen),
        "server.headless": str(headless or not _has_screen()).lower(),
        # The name under which other machines come; their pages would be turned away otherwise.
        "browser.serverAddress": socket.gethostname() if host in ("0.0.0.0", "::") else host,
    }
    flags = [f"--{name}={value}" for name, value in options.items()]
    _tell(f"Tandem is at http://{_shown(host)}:{chosen} (Ctrl-C ends it).")
    return _become([sys.executable, "-m", "ui.server", "run", str(ROOT / "app.py"), *flags], environment)


def _become(command: list[str], environment: dict[str, str]) -> int:
    """Go on as the server, so that whoever ends this process ends the server."""
    os.chdir(ROOT)
    if os.name == "posix":
        os.execve(command[0], command, environment)
    try:  # on Windows the shell would take the end of this process for the end of the server
        return subprocess.call(command, env=environment)
    except KeyboardInterrupt:
        return 0


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach an address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _require_address(host: str) -> None:
    """Refuse a name that nobody knows and an address of another machine: no port of it could be listened on."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        try:
            probe.bind((host, 0))
        except (OSError, UnicodeError) as error:
            raise InputError(
                f"{host!r} is not an address of this machine; give --host one of its own, such as 127.0.0.1."
            ) from error


def _free_port(host: str) -> int:
    for port in range(DEFAULT_PORT, DEFAULT_PORT + N_PORTS_TRIED):
        if _is_free(host, port):
            return port
    raise InputError(
        f"All ports from {DEFAULT_PORT} to {DEFAULT_PORT + N_PORTS_TRIED - 1} are taken; name a free one with --port."
    )


def _claimed(host: str, port: int) -> int:
    if not 0 < port < 65536:
        raise InputError(f"A port is a number from 1 to 65535; {port} is not.")
    if not _is_free(host, port):
        raise InputError(
            f"Port {port} of {host} cannot be listened on; it may be taken. Choose another with --port."
        )
    return port


def _is_free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        if (
            os.name == "posix"
        ):  # a port just left is free again at once; on Windows the option means something else
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
        return True


def _has_screen() -> bool:
    return sys.platform != "linux" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _tell(sentence: str) -> None:
    sys.stdout.write(sentence + "\n")
    sys.stdout.flush()
