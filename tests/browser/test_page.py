"""The real thing in Chromium: upload, talk, approve, reload in the middle, read a figure of the run folder."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

import pytest

from automl.report.figures import money, score
from tests.fakes import customers

ROOT = Path(__file__).parents[2]
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
GOAL = (
    "Predict Churn. Missing a customer who leaves costs us $500, a needless call costs $20. "
    "Use only linear models and LightGBM. Search for 12 seconds."
)
SECONDS = 60.0  # for anything to appear, on a machine that does other things as well

pytestmark = pytest.mark.browser


def give_up(reason: str) -> None:
    """Skip; fail where a browser has to be there."""
    if os.environ.get("TANDEM_REQUIRE_BROWSER") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """A browser of this machine; playwright's own would have to be downloaded."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    path = next((found for name in names if (found := shutil.which(name))), None)
    if path is None:
        give_up("Chromium is not installed; the page is not tested in a browser.")
    playwright = pytest.importorskip("playwright.sync_api") if path else None
    assert playwright is not None
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def address(home: Path) -> Iterator[str]:
    """Where `tandem` serves the page."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("TANDEM_", "OPENAI_"))
    }
    environment["TANDEM_HOME"] = str(home)
    command = [sys.executable, "-m", "cli", "--headless", "--port", str(port)]
    server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    try:
        wait_for(f"http://127.0.0.1:{port}")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=20)


def wait_for(address: str) -> None:
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise AssertionError(f"The page did not come up within {SECONDS:.0f} s.")


def say(page: Any, words: str) -> None:
    box = page.get_by_test_id("stChatInputTextArea")
    box.fill(words)
    box.press("Enter")


def shown(page: Any) -> dict[str, str]:
    """The figures that stand out, by their labels."""
    return {
        one.get_by_test_id("stMetricLabel").inner_text().strip(): one.get_by_test_id(
            "stMetricValue"
        ).inner_text()
        for one in page.get_by_test_id("stMetric").all()
    }


def test_from_a_file_to_a_figure_that_stands_in_the_run_folder(
    chromium: Any, address: str, home: Path, tmp_path: Path
) -> None:
    table = tmp_path / "customers.csv"
    customers(600).to_csv(table, index=False)
    asked: set[str | None] = set()
    page = chromium.new_page(viewport={"width": 1440, "height": 1000})
    page.set_default_timeout(SECONDS * 1000)
    page.on("request", lambda request: asked.add(urlparse(request.url).hostname))

    page.goto(address)
    page.locator("input[type=file]").first.set_input_files(table)
    page.get_by_text("'customers' has 600 rows").wait_for()

    say(page, GOAL)
    page.get_by_text("You want to find the rows whose 'Churn' is 'Yes'").last.wait_for()
    page.get_by_role("button", name="Approve and start the search").click()
    page.get_by_text("Searching …").wait_for()

    page.reload()
    page.get_by_text("Searching …").wait_for()
    say(page, "how is it going?")
    page.get_by_text(re.compile("The search has begun|ha(s|ve) been fitted and judged")).first.wait_for()

    page.get_by_text("The result", exact=True).wait_for()
    page.get_by_role("button", name="Model").last.wait_for()
    kept = json.loads(next(home.glob("projects/*/runs/run-001/result.json")).read_text("utf-8"))
    figures = shown(page)
    assert figures["Log loss"] == score(kept["held_out"]["value"])
    assert figures["Gain on these rows"] == money(
        kept["money"]["over_nothing"]["value"], kept["money"]["currency"]
    )
    assert kept["explanation"]["importance"][0]["column"] in ("Contract", "tenure")  # what was planted

    with page.expect_download() as download:
        page.get_by_role("button", name="Report", exact=True).click()
    assert "held out" in Path(download.value.path()).read_text("utf-8")
    assert asked <= {"127.0.0.1", None, ""}, "The page asked somebody else for something."
