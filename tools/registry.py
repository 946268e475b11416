"""`TOOLS`: what the assistant may do, in the order a task usually takes."""

from __future__ import annotations

from langchain_core.tools import BaseTool

from tools.answer_question import answer_question
from tools.change_spec import change_spec
from tools.compare_models import compare_models
from tools.describe_table import describe_table
from tools.expect_more_time import expect_more_time
from tools.explain_row import explain_row
from tools.explain_start import explain_start
from tools.explain_term import explain_term
from tools.find_targets import find_targets
from tools.forget_memory import forget_memory
from tools.get_effect import get_effect
from tools.get_experiments import get_experiments
from tools.get_exploration import get_exploration
from tools.get_importance import get_importance
from tools.get_progress import get_progress
from tools.get_result import get_result
from tools.keep_column import keep_column
from tools.list_families import list_families
from tools.list_memory import list_memory
from tools.list_not_tried import list_not_tried
from tools.list_proposals import list_proposals
from tools.list_runs import list_runs
from tools.load_table import load_table
from tools.profile_column import profile_column
from tools.refit_model import refit_model
from tools.restore_spec import restore_spec
from tools.run_query import run_query
from tools.score_rows import score_rows
from tools.show_spec import show_spec
from tools.start_search import start_search
from tools.stop_search import stop_search
from tools.try_region import try_region
from tools.use_memory import use_memory
from tools.use_sample import use_sample
from tools.write_report import write_report

TOOLS: tuple[BaseTool, ...] = (
    load_table,
    use_sample,
    describe_table,
    find_targets,
    profile_column,
    run_query,
    change_spec,
    answer_question,
    keep_column,
    show_spec,
    restore_spec,
    list_families,
    list_memory,
    use_memory,
    forget_memory,
    start_search,
    get_progress,
    stop_search,
    get_result,
    compare_models,
    get_importance,
    get_effect,
    explain_row,
    list_not_tried,
    expect_more_time,
    get_experiments,
    get_exploration,
    try_region,
    list_proposals,
    explain_start,
    score_rows,
    refit_model,
    write_report,
    list_runs,
    explain_term,
)
