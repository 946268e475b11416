"""The password in front of the page, where others than this machine can reach it."""

from __future__ import annotations

import hmac
import os
import time

import streamlit as st

from ui import state
from ui.serve import PASSWORD_VARIABLE

WAIT_S = 1.0  # after a wrong password: guessing a hundred thousand takes more than a day


def passed() -> bool:
    """Ask for the password where one is set; returns whether the page may be shown."""
    expected = os.environ.get(PASSWORD_VARIABLE)
    if not expected or state.is_let_in():
        return True
    with st.container(key="welcome"):
        st.title("Tandem", anchor=False)
        with st.form("password"):
            given = st.text_input("Password, as printed in the terminal at the start", type="password")
            entered = st.form_submit_button("Enter", type="primary")
        if entered:
            if hmac.compare_digest(given.strip().encode(), expected.encode()):
                state.let_in()
                st.rerun()
            time.sleep(WAIT_S)
            st.error("That is not the password.")
    return False
