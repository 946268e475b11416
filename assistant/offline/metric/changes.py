"""Words that say that a figure takes the place of another one."""

from __future__ import annotations

# What says that a figure takes the place of another one.
CHANGES = (
    r" (?:not|no|instead|rather|should|wrong|too|actually|really|in fact|sorry|correct(?:ion|ed)?|mean(?:t)?|change|raise|lower|cut|reduce|increase|up to|down to"
    r"|now|more like|close(?:r)? to|near(?:er)?|read|replace|make|put|set|update|revise|turn out|become|realistic|optimistic|pessimistic|rosy|say|think|reckon|want(?! to)|insist|tell|use|take|count|and not|than)(?= )"
)
