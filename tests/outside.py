"""Packages with families of their own, as an installer leaves them behind: a module, and what it says of itself."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).parents[1] / "examples" / "kernel_ridge"


def install(folder: Path, module: str, code: str, *, version: str = "1.0", **families: str) -> None:
    """Put a package there that names families: each its entry point."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{module}.py").write_text(code)
    info = folder / f"{module}-{version}.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {module}\nVersion: {version}\n")
    lines = "\n".join(f"{name} = {value}" for name, value in families.items())
    (info / "entry_points.txt").write_text(f"[tandem.families]\n{lines}\n")


def install_example(folder: Path, *, version: str = "0.1.0") -> None:
    """The package of `examples/kernel_ridge`."""
    code = (EXAMPLE / "tandem_kernel_ridge.py").read_text("utf-8")
    install(
        folder,
        "tandem_kernel_ridge",
        code,
        version=version,
        kernel_ridge="tandem_kernel_ridge:KernelRidgeFamily",
    )


def leave(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """As on a machine where what lies in a folder was never installed."""
    monkeypatch.setattr(sys, "path", [entry for entry in sys.path if entry != str(folder)])
    for name in [path.stem for path in folder.glob("*.py")]:
        monkeypatch.delitem(sys.modules, name, raising=False)
    shutil.rmtree(folder)
