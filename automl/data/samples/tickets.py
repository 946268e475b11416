"""Sample: support tickets, each of which belongs to one of four teams."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from automl.data.samples.base import Rng, Sample, Story, Trap, ids, with_gaps

N_ROWS = 3_500

TEAMS: Final = ("Billing", "Technical", "Accounts", "Sales")
_SHARES: Final = (0.34, 0.38, 0.18, 0.10)
WRONG_TEAM: Final = -12

#: Team → what its customers write about; the last ones of each could be anybody's.
_ABOUT: Final = {
    "Billing": (
        "I was charged twice this month",
        "the invoice shows the wrong amount",
        "please refund the last payment",
        "my card was declined but the money is gone",
        "where do I find my receipt",
        "something is wrong with my subscription",
    ),
    "Technical": (
        "the app crashes when I open a report",
        "I get error 502 after the update",
        "the export has been stuck for hours",
        "pages load very slowly since yesterday",
        "the API returns an empty list",
        "it does not work any more",
    ),
    "Accounts": (
        "I cannot log in to my account",
        "the password reset mail never arrives",
        "please add a colleague to our workspace",
        "I need to change the owner of the account",
        "two-factor codes are not accepted",
        "I need access again, it does not work",
    ),
    "Sales": (
        "what would fifty more seats cost",
        "we would like a demo of the enterprise plan",
        "is there a discount for schools",
        "can we upgrade in the middle of the year",
        "please send an offer for two years",
        "I have a question about my subscription",
    ),
}
_OPENINGS: Final = ("Hello,", "Hi there,", "Good morning,", "Dear team,", "Urgent:", "Hey,")
_CLOSINGS: Final = (
    "Thanks.",
    "Please help.",
    "Kind regards.",
    "This is urgent for us.",
    "Waiting for your answer.",
    "",
)

STORY = Story(
    title="Which team should get this ticket?",
    text=(
        "A software company sorts its support tickets by hand. A ticket that lands with the wrong team is passed on, "
        "read again, and answered a day late. Four teams; most of what decides stands in the message."
    ),
    goal="Predict the team. Sending a ticket to the wrong team costs us $12.",
    money="A ticket sent to the wrong team costs $12.",
    target="team",
    spec={
        "task": "multiclass",
        "target": "team",
        "metric": {
            "kind": "cost_matrix",
            "costs": {team: {other: WRONG_TEAM for other in TEAMS if other != team} for team in TEAMS},
            "currency": "USD",
        },
    },
    traps=(
        Trap("ticket", "id", "different in every row"),
        Trap("resolved_by", "leak", "the person who answered works in the team"),
        Trap("message", "text", "sentences"),
        Trap("opened", "date", "ISO, with a time of day"),
        Trap("seats", "gaps", "unknown for trial accounts"),
    ),
)


def make(rng: Rng) -> pd.DataFrame:
    """One row for each ticket, in order of time."""
    place = rng.choice(len(TEAMS), N_ROWS, p=_SHARES)
    team = np.asarray(TEAMS)[place]
    # One message in nine speaks of something else than what the ticket turns out to be about.
    about = np.where(rng.random(N_ROWS) < 0.11, rng.choice(TEAMS, N_ROWS), team)
    topic = rng.choice(6, N_ROWS, p=[0.18, 0.17, 0.16, 0.15, 0.14, 0.2])
    words = [_ABOUT[one][number] for one, number in zip(about, topic, strict=True)]
    openings, closings = rng.choice(_OPENINGS, N_ROWS), rng.choice(_CLOSINGS, N_ROWS)
    minutes = np.sort(rng.integers(0, 180 * 24 * 60, N_ROWS))
    opened = pd.Timestamp("2024-01-01") + pd.to_timedelta(minutes, unit="min")
    plan_odds = np.where(team == "Sales", 0.75, 0.35)
    plan = np.where(rng.random(N_ROWS) < plan_odds, rng.choice(["trial", "team"], N_ROWS), "business")
    return pd.DataFrame(
        {
            "ticket": ids(rng, "TCK-", N_ROWS, digits=6),
            "opened": opened.strftime("%Y-%m-%d %H:%M"),
            "channel": np.where(
                (team == "Sales") & (rng.random(N_ROWS) < 0.5),
                "web form",
                rng.choice(["mail", "chat", "web form"], N_ROWS),
            ),
            "plan": plan,
            "seats": with_gaps(rng, rng.geometric(0.06, N_ROWS), share=0.02)
            .mask(plan == "trial")
            .astype("Int64"),
            "country": rng.choice(["US", "GB", "DE", "FR", "IN"], N_ROWS, p=[0.4, 0.2, 0.15, 0.1, 0.15]),
            "attachments": rng.poisson(np.where(team == "Technical", 1.3, 0.25)),
            "account_age_days": rng.gamma(1.5, np.where(team == "Accounts", 200, 400)).round().astype(int),
            "message": [
                " ".join(part for part in parts if part)
                for parts in zip(openings, (f"{one}." for one in words), closings, strict=True)
            ],
            "resolved_by": [
                f"{one[:2].upper()}{number:02d}"
                for one, number in zip(team, rng.integers(1, 9, N_ROWS), strict=True)
            ],
            "team": team,
        }
    )


SAMPLE = Sample(name="support_tickets", story=STORY, make=make, separator="\t")
