"""The page's server, without the one request by which Streamlit would ask the outside for this machine's address."""

from __future__ import annotations

import sys

from streamlit import net_util
from streamlit.web.cli import main


def _unknown() -> None:
    return None


# Streamlit asks an address service at the start on all addresses, and whenever a page of another origin knocks.
net_util.get_external_ip = _unknown

if __name__ == "__main__":
    sys.exit(main())
