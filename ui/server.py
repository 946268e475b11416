"""The page's server as `tandem` starts it: Streamlit's own, kept quiet."""

from __future__ import annotations

from streamlit.web.cli import main

from automl.leave import leave
from ui.quiet import keep_quiet

if __name__ == "__main__":
    keep_quiet()
    leave(main)
