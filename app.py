"""The page, as `streamlit run app.py` and `tandem` serve it."""

from ui.page import draw

draw()
