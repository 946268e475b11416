"""Words that people use for the same thing; each line one meaning, written as roots are compared (see `lemmas.root`)."""

from __future__ import annotations

from assistant.offline.text.lemmas import root

_SETS = """
age old aged older young younger
sex gender genre
income salary wage earning pay earn
price value worth fetch sell quote valuation
charge cost expense bill premium spend
amount sum size volume principal
area size surface sqft footage squaremetre space
tenure seniority
distance kilometre mileage driven mile km
hour hourly
month monthly
week weekly
day daily
year yearly annual annually
count number quantity demand rental rented hire
sales revenue turnover sell sold
customer client shopper consumer
employee staff worker colleague
shop store outlet branch
churn attrition
neighbourhood neighborhood district area quarter
temperature warm warmer hot heat weather
wind windspeed windy
rain precipitation
weight heavy heavier carat
education degree schooling qualification
marital married
job occupation profession
country nationality nation
region area
children child kid
senior pensioner pension elderly retiree retired
lift elevator
overtime extra
smoker smoking
grade rating quality
rating review
duration length long
credit loan
commission fee
speed rpm
balance saving
department team division
overtime extra
rooms room
built construction
renovated remodel remodeled renovation
bathroom bath
garage parking
engine motor
gearbox transmission
seller vendor
owner ownership
race ethnicity ethnic
phone telephone
message text sms
birth born
risk danger
score points
discount rebate
visit visits
late delay delayed
claim claims
agent broker
state province
city town
postcode zip
satisfaction satisfied content
strength alcohol
""".strip()


def _table() -> dict[str, frozenset[str]]:
    table: dict[str, set[str]] = {}
    for line in _SETS.splitlines():
        roots = {root(word) for word in line.split()}
        for word in roots:
            table.setdefault(word, set()).update(roots)
    return {word: frozenset(others) for word, others in table.items()}


SYNONYMS: dict[str, frozenset[str]] = _table()


def synonymous(first: str, second: str) -> bool:
    """Whether two roots are listed as meaning the same."""
    return second in SYNONYMS.get(first, ())
