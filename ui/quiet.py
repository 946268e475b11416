"""Nothing phones home: without the one request by which Streamlit would ask the outside for this machine's address."""

from __future__ import annotations

from streamlit import net_util


def keep_quiet() -> None:
    """Have Streamlit not ask an address service, as it does at the start and when a page of another origin knocks."""
    net_util.get_external_ip = _unknown


def _unknown() -> None:
    return None
