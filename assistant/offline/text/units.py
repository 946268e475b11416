"""Words for money, time, size and parts of a whole."""

from __future__ import annotations

from assistant.offline.text.wordlists import words

SYMBOLS: dict[str, str] = {
    "$": "USD",
    "€": "EUR",
    "£": "GBP",
    "¥": "JPY",
    "₹": "INR",
    "₩": "KRW",
    "₽": "RUB",
    "₺": "TRY",
    "฿": "THB",
    "₪": "ILS",
    "₫": "VND",
    "₱": "PHP",
    "₦": "NGN",
    "₴": "UAH",
}
BEFORE_DOLLAR: dict[str, str] = {
    "us": "USD",
    "a": "AUD",
    "c": "CAD",
    "ca": "CAD",
    "au": "AUD",
    "nz": "NZD",
    "s": "SGD",
    "hk": "HKD",
    "r": "BRL",
}
ISO_CODES = frozenset(
    words(
        """USD EUR GBP JPY INR CHF CAD AUD NZD SEK NOK DKK PLN CZK HUF RON BGN TRY RUB CNY HKD SGD KRW BRL MXN
        ZAR ILS THB MYR IDR PHP VND AED SAR EGP NGN KES UAH CLP COP ARS PEN DEM PKR BDT LKR TWD ISK"""
    )
)
# "15 Swedish kronor", "20 Canadian dollars": whose money it is.
NATIONS: dict[str, str] = {
    "us": "USD",
    "american": "USD",
    "australian": "AUD",
    "canadian": "CAD",
    "singapore": "SGD",
    "british": "GBP",
    "swedish": "SEK",
    "norwegian": "NOK",
    "danish": "DKK",
    "icelandic": "ISK",
    "czech": "CZK",
    "swiss": "CHF",
    "indian": "INR",
    "mexican": "MXN",
    "egyptian": "EGP",
    "turkish": "TRY",
    "polish": "PLN",
    "hungarian": "HUF",
}
NATIONAL = (
    "dollar",
    "pound",
    "krona",
    "kronor",
    "krone",
    "kroner",
    "kronur",
    "crown",
    "koruna",
    "franc",
    "rupee",
    "peso",
    "lira",
    "zloty",
    "forint",
)
CURRENCY_WORDS: dict[str, str] = {
    "dollar": "USD",
    "buck": "USD",
    "euro": "EUR",
    "pound": "GBP",
    "quid": "GBP",
    "sterling": "GBP",
    "rupee": "INR",
    "rs": "INR",
    "yen": "JPY",
    "yuan": "CNY",
    "renminbi": "CNY",
    "rmb": "CNY",
    "franc": "CHF",
    "rand": "ZAR",
    "zloty": "PLN",
    "peso": "MXN",
    "real": "BRL",
    "won": "KRW",
    "shekel": "ILS",
    "krona": "SEK",
    "kronor": "SEK",
    "kronur": "ISK",
    "forint": "HUF",
    "koruna": "CZK",
    "lira": "TRY",
    "dirham": "AED",
    "baht": "THB",
    "ringgit": "MYR",
    "ruble": "RUB",
    "dm": "DEM",
    "deutschmark": "DEM",
}
# Hundredths; whose they are the rest of the message has to say, except for pence and paise.
CENT_WORDS: dict[str, str] = {"cent": "", "ct": "", "pence": "GBP", "penny": "GBP", "paise": "INR"}

TIME_S: dict[str, float] = {
    "second": 1,
    "sec": 1,
    "s": 1,
    "minute": 60,
    "min": 60,
    "mins": 60,
    "hour": 3600,
    "h": 3600,
    "hr": 3600,
    "day": 86_400,
    "week": 604_800,
    "fortnight": 1_209_600,
    "month": 2_629_746,
    "quarter": 7_889_238,
    "year": 31_556_952,
    "yr": 31_556_952,
    "night": 86_400,
}
MILLISECONDS: dict[str, float] = {
    "ms": 1,
    "millisecond": 1,
    "msec": 1,
    "millis": 1,
    "milli": 1,
    "microsecond": 0.001,
}
SIZE_BYTES: dict[str, float] = {
    "byte": 1,
    "kb": 1e3,
    "kilobyte": 1e3,
    "kbyte": 1e3,
    "mb": 1e6,
    "mbyte": 1e6,
    "megabyte": 1e6,
    "meg": 1e6,
    "gb": 1e9,
    "gbyte": 1e9,
    "gigabyte": 1e9,
    "gig": 1e9,
    "tb": 1e12,
    "terabyte": 1e12,
    "kib": 1024.0,
    "mib": 1024.0**2,
    "gib": 1024.0**3,
}
FRACTIONS: dict[str, int] = {
    "half": 2,
    "halve": 2,
    "third": 3,
    "quarter": 4,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
    "twentieth": 20,
    "hundredth": 100,
    "twelfth": 12,
    "fifteenth": 15,
    "thirtieth": 30,
    "fortieth": 40,
    "fiftieth": 50,
    "decile": 10,
    "quintile": 5,
    "quartile": 4,
    "percentile": 100,
}
TIMES_WORDS: dict[str, float] = {
    "twice": 2,
    "double": 2,
    "thrice": 3,
    "triple": 3,
    "treble": 3,
    "quadruple": 4,
    "twofold": 2,
    "threefold": 3,
    "fourfold": 4,
    "fivefold": 5,
    "sixfold": 6,
    "tenfold": 10,
    "hundredfold": 100,
}
MONTHS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sep sept",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
