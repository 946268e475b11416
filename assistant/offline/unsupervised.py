"""Groups and oddities: tasks without a target."""

from __future__ import annotations

from assistant.offline.line import Hit
from assistant.offline.patterns import search
from assistant.offline.reading import Reading

_CLUSTER = (
    r" (?:cluster|clustering|segment(?:ation)?|micro segment)(?= )",
    r" (?:group|divide|split|sort|organise|partition|bucket|put|break)(?: (?:my|our|the|these|all|up|these|this))* (?:\w+ ){1,3}(?:into|in)(?= (?:\w+ ){0,2}(?:group|segment|cluster|bucket|<num>|type|kind|homogen\w*|similar|natural)s?(?= ))",
    r" (?:group|sort|bundle|put)(?: (?:my|our|the|these|all))* (?:customer|client|shopper|user|people|person|member|visitor|store|product|row|patient|account)s?(?= )",
    r" (?:what|which|how many)(?: different| distinct| natural)? (?:kind|type|sort|group|segment|class|persona|profile)s? of (?:\w+ )?(?:customer|client|shopper|user|people|person|member|visitor|store|product|buyer|guest|patient|account)s?(?= )",
    r" (?:natural|customer|distinct|similar|homogeneous|meaningful|useful) (?:group(?:ing)?|segment|cluster|type)s?(?= )",
    r" (?:group|segment)s? of (?:similar|like minded|comparable|alike)(?= )|(?:customer|people|shopper)s? (?:who|that) (?:be|behave|look) (?:similar|alike)",
    r" <num> (?:different |distinct )?(?:kind|type|sort|group|segment)s? of (?!loan|car)(?:customer|client|shopper|user|people|person|member|visitor|store|product|buyer|guest|patient|account)s?(?= )",
    r" (?:<num>|few|some) (?:\w+ )?(?:group|segment|cluster|persona)s?(?= )",
)
_ANOMALY = r" (?:anomal\w*|outliers?|unusual|odd (?:one|row|case|customer|record|ball)s?|oddit\w*|strange|abnormal|weird|suspicious row|out of the ordinary|does not fit|stick out|stand out|do not fit(?: in)?|deviat\w*|freak|peculiar|atypical)(?= )"
_COUNT_THINGS = r"(?:\w+ ){0,2}?(?:group|segment|cluster|bucket|persona|type|kind|class)s?"
_RANGE = rf" (?:between |from )?(?P<low><num>) (?:to|and|or|–|-) (?P<high><num>) {_COUNT_THINGS}(?= )"
_AT_MOST = (
    rf" (?:at most|no more than|not more than|up to|maximum of|max) (?P<most><num>) {_COUNT_THINGS}(?= )"
)
_AT_LEAST = rf" (?:at least|no less than|no fewer than|minimum of) (?P<least><num>) {_COUNT_THINGS}(?= )"
_EXACT = rf" (?P<count><num>) {_COUNT_THINGS}(?= )| (?:group|segment|cluster|bucket|persona)s? (?::|=) (?P<count2><num>)"
_CHANGED = r" (?:make it|better|rather|take|try|use|go for|let us have|want|i mean|actually|no ,|say|prefer|with)(?: just| only| rather| exactly)* (?P<count><num>)(?= [.,!]|$| $| please| instead)"
_CHANGED_RANGE = r" (?:make it|better|rather|take|try|use|go for|actually)(?: between| from)? (?P<low><num>) (?:to|or|and|-|–) (?P<high><num>)(?= )"


def read_unsupervised(reading: Reading) -> bool:
    """Find the wish for groups or oddities; True where the message is about one."""
    known = reading.context.spec.get("task")
    if known == "clustering":
        _read_counts(reading, changed=True)
        return True
    if known in ("anomaly",) or reading.context.spec.get("target"):
        return known == "anomaly"
    if _supervised(reading):
        return False
    hit = next(
        (h for pattern in _CLUSTER for h in [reading.line.first(pattern)] if h and reading.free(h)), None
    )
    if hit and not _about_validation(hit):
        reading.set("task", "clustering", hit.quote)
        _read_counts(reading, changed=False)
        return True
    hit = reading.line.first(_ANOMALY)
    if hit and reading.free(hit):
        reading.set("task", "anomaly", hit.quote)
        reading.claim(hit)
        return True
    return False


def _supervised(reading: Reading) -> bool:
    return reading.line.has(
        r" (?:predict|forecast|classify|target be|target variable|estimate)(?= )"
    ) and not reading.line.has(r" (?:cluster|clustering|segment|outlier|anomal\w*)(?= )")


def _about_validation(hit: Hit) -> bool:
    return bool(search(r" (?:fold|train|test|validat)\w* ", hit.line.canon))


def _read_counts(reading: Reading, *, changed: bool) -> None:
    line = reading.line
    loose = r" (?:between |from |somewhere |about |around )*(?P<low><num>) (?:to|and|or|–|-) (?P<high><num>)(?= (?:[.,;)]|and|please|of|group|segment|cluster)| $|$)"
    patterns = (_RANGE, _CHANGED_RANGE, loose) if changed else (_RANGE, loose)
    for pattern in patterns:
        hit = line.first(pattern)
        if hit:
            _set(
                reading, hit, {"min": int(hit.quantity("low").value), "max": int(hit.quantity("high").value)}
            )
            return
    most = line.first(_AT_MOST) or line.first(
        r" (?:at most|no more than|not more than|up to|maximum(?: of)?) (?P<most><num>)(?= (?:[.,;]|and|but)| $|$)"
    )
    least = line.first(_AT_LEAST) or line.first(
        r" (?:at least|no fewer than|minimum(?: of)?) (?P<least><num>)(?= (?:[.,;]|and|but)| $|$)"
    )
    if most or least:
        bounds = {"min": int(least.quantity("least").value)} if least else {}
        if most:
            bounds["max"] = int(most.quantity("most").value)
        _set(reading, most or least, bounds)
        return
    for pattern in (_EXACT, _CHANGED) if changed else (_EXACT,):
        hit = line.first(pattern)
        if hit and reading.free(hit):
            group = "count" if hit.has("count") else "count2"
            _set(reading, hit, {"count": int(hit.quantity(group).value)})
            return


def _set(reading: Reading, hit: Hit | None, bounds: dict[str, int]) -> None:
    assert hit is not None
    for other in ("count", "min", "max"):
        if other in bounds:
            reading.set(f"clusters.{other}", bounds[other], hit.quote)
        elif reading.context.spec.get("clusters", {}).get(other) is not None:
            reading.set(f"clusters.{other}", None, hit.quote)
    reading.claim(hit)
