"""The page's server as `tandem` starts it: Streamlit's own, kept quiet."""

from __future__ import annotations

import sys

from streamlit.web.cli import main

from ui.quiet import keep_quiet

if __name__ == "__main__":
    keep_quiet()
    sys.exit(main())
