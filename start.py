"""From a bare Python to a running Tandem, or to a run of its tests.

    python3 start.py                 set up what is missing, then open the chat in the browser
    python3 start.py test [...]      set up what the tests need too, then run type check, lint and tests
    python3 start.py check           type check and lint only
    python3 start.py lock            compile the lock files again from pyproject.toml
    python3 start.py COMMAND [...]   any other word goes to the `tandem` command

Options before the word: `--extras none` leaves the optional boosters out (`--extras boost` is the default).
Needs only the standard library. Works in the same way on Linux, macOS and Windows.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path, PurePath

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "tandem-setup.txt"
LOCKS = {"none": ["setup"], "boost": ["setup", "boost"], "dev": ["setup", "boost", "dev"]}
NEEDED_MB = {"none": 1100, "boost": 1600, "dev": 2000}


def program(venv: PurePath, name: str, *, windows: bool = os.name == "nt") -> PurePath:
    """Where an environment keeps a program: `bin/tandem`, or `Scripts\\tandem.exe` on Windows."""
    return venv / ("Scripts" if windows else "bin") / (f"{name}.exe" if windows else name)


PYTHON = Path(program(VENV, "python"))


def main(words: list[str]) -> int:
    if sys.version_info < (3, 11):  # noqa: UP036 - said in a sentence, where an older Python starts us
        return _refuse(
            f"Tandem needs Python 3.11 or newer; this is {sys.version.split()[0]}. Install a newer one."
        )
    extras = "boost"
    if words[:1] == ["--extras"]:
        if len(words) < 2 or words[1] not in ("none", "boost"):
            return _refuse("--extras takes 'none' or 'boost'.")
        extras, words = words[1], words[2:]
    word = words[0] if words else "app"
    try:
        if word == "lock":
            return _lock()
        _set_up("dev" if word in ("test", "check") else extras)
        _run_in_background_compile()
        if word in ("test", "check"):
            return _verify(words)
        return subprocess.call([str(program(VENV, "tandem")), *words])
    except subprocess.CalledProcessError as error:
        return _refuse(
            f"Setting up stopped: {' '.join(map(str, error.cmd[:6]))} … ended with {error.returncode}. "
            "What it said stands above; run the same command again once that is mended.",
            code=1,
        )
    except KeyboardInterrupt:
        return 130


def _set_up(kind: str) -> None:
    """Make `.venv` match the lock of `kind`; a set-up that holds already (or holds more) is left alone."""
    wanted = _fingerprint(kind)
    present = STAMP.read_text("utf-8").split() if STAMP.exists() else []
    if wanted in present and PYTHON.exists():
        return
    free_mb = shutil.disk_usage(ROOT).free // 1_000_000
    if free_mb < NEEDED_MB[kind]:
        raise SystemExit(
            _refuse(f"Setting up needs {NEEDED_MB[kind]} MB of disk; {free_mb} MB are free at {ROOT}.")
        )
    print(f"Setting up Tandem in {VENV} (once; about a minute) …", flush=True)  # noqa: T201 - this is the terminal
    STAMP.unlink(missing_ok=True)
    installer = _installer()
    locked = ["--require-hashes", "-r", str(_lock_file(kind))]
    # "compat" puts the folder itself on the path: packages that come later are found without a new set-up.
    compat = ["--config-settings", "editable_mode=compat"]
    own = ["--no-deps", "--no-build-isolation", *compat, "-e", str(ROOT)]
    for arguments in (locked, own):
        subprocess.run([*installer, *arguments], check=True)
    held = [k for k in LOCKS if set(LOCKS[k]) <= set(LOCKS[kind])]
    STAMP.write_text("\n".join(_fingerprint(k) for k in held), "utf-8")


def _installer() -> list[str]:
    """The start of an install command for `.venv`: uv where it can be had (a minute faster), else pip."""
    uv = shutil.which("uv")
    if not PYTHON.exists():
        made = (
            not uv and subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=False).returncode == 0
        )
        if not made:  # Debian's Python lacks ensurepip until python3-venv is installed; uv needs neither
            shutil.rmtree(VENV, ignore_errors=True)
            uv = uv or _fetch_uv([sys.executable, "-m", "pip"])
            if not uv:
                raise SystemExit(
                    _refuse("Neither venv nor pip works here; install python3-venv and start again.")
                )
            subprocess.run([uv, "venv", "--quiet", "--python", sys.executable, str(VENV)], check=True)
    uv = uv or _fetch_uv([str(PYTHON), "-m", "pip"])
    if uv:
        return [uv, "pip", "install", "--quiet", "--python", str(PYTHON)]
    return [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]


def _fetch_uv(pip: list[str]) -> str | None:
    """Put uv beside the environment, not into it; None where that fails, pip then does the work."""
    folder = VENV.with_name(".uv")
    found = Path(program(folder, "uv"))
    if os.name == "nt":  # `pip install --target` has one folder for programs on every system
        found = folder / "bin" / "uv.exe"
    if not found.exists():
        quiet = ["--quiet", "--disable-pip-version-check", "--upgrade", "--target", str(folder)]
        subprocess.run([*pip, "install", *quiet, "uv"], check=False)
    return str(found) if found.exists() else None


def _run_in_background_compile() -> None:
    """Byte-compile the packages behind the user's back: uv does not, and a first import would pay for it."""
    marker = VENV / "tandem-compiled.txt"
    if marker.exists() and marker.read_text("utf-8") == STAMP.read_text("utf-8"):
        return
    marker.write_text(STAMP.read_text("utf-8"), "utf-8")
    code = "import compileall, sysconfig; compileall.compile_dir(sysconfig.get_path('purelib'), quiet=2, workers=2)"
    subprocess.Popen([str(PYTHON), "-c", code], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _verify(words: list[str]) -> int:
    """Lint, types and, for `test`, the tests; all are run, and the worst code is returned."""
    python = str(PYTHON)
    steps = [
        [python, "-m", "ruff", "check", "."],
        [python, "-m", "ruff", "format", "--check", "."],
        [python, "-m", "mypy"],
    ]
    if words[0] == "test":
        steps = (
            [[python, "-m", "pytest", *words[1:]]]
            if words[1:]
            else [*steps, [python, "-m", "pytest", "-n", "2", "--dist", "loadfile"]]
        )
    return max(abs(subprocess.call(step, cwd=ROOT)) for step in steps)


def _lock() -> int:
    _set_up("dev") if _lock_file("dev").exists() else VENV.exists()
    uv = shutil.which("uv") or _fetch_uv([sys.executable, "-m", "pip"])
    if not uv:
        return _refuse("Locking needs uv, and it could not be installed.")
    flags = [
        "--universal",
        "--generate-hashes",
        "--no-annotate",
        "--no-header",
        "--quiet",
        "--python-version",
        "3.11",
    ]
    for kind, extras in LOCKS.items():
        chosen = [word for extra in extras for word in ("--extra", extra)]
        out = _lock_file(kind)
        out.parent.mkdir(exist_ok=True)
        subprocess.run(
            [uv, "pip", "compile", "pyproject.toml", *flags, *chosen, "-o", str(out)], cwd=ROOT, check=True
        )
    return 0


def _lock_file(kind: str) -> Path:
    return ROOT / "requirements" / f"{'core' if kind == 'none' else kind}.lock"


def _fingerprint(kind: str) -> str:
    """What the set-up depends on: the lock, our own package's declaration, the Python it was made with."""
    parts = [
        _lock_file(kind).read_bytes(),
        (ROOT / "pyproject.toml").read_bytes(),
        sys.version.encode(),
        kind.encode(),
    ]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def _refuse(sentence: str, *, code: int = 2) -> int:
    print(sentence, file=sys.stderr, flush=True)  # noqa: T201 - this is the terminal
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
