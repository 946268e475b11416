"""A run's result as documents: HTML, Markdown, PDF and slides, each with the same figures."""

from automl.report.write import FORMATS, render, render_folder, write_report

__all__ = ["FORMATS", "render", "render_folder", "write_report"]
