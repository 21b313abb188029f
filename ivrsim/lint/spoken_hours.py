"""Opening hours that a prompt says: "from 9 a.m. to 5 p.m.", "24 hours a day".

A scan for two times with "to" between them, in English, French and Spanish, in
sentences that speak of being open.  What is not understood is not found; nothing raises.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import product

from ivrsim.campaign.record import DAY
from ivrsim.places import Span
from ivrsim.values import dataclass

CONTEXT = 70
"""Characters before a stretch of hours in which its sentence must speak of being open."""

_WORDS = {
    name: hour
    for names in (
        "one two three four five six seven eight nine ten eleven twelve",
        "une deux trois quatre cinq six sept huit neuf dix onze douze",
        "una dos tres cuatro cinco seis siete ocho nueve diez once doce",
    )
    for hour, name in enumerate(names.split(), start=1)
}
_FIXED = {"noon": 12, "midi": 12, "mediodía": 12, "midnight": 24, "minuit": 24, "medianoche": 24}
_MINUTES = {"thirty": 30, "fifteen": 15, "trente": 30, "treinta": 30}
_MORNING = r"a\.?\s?m\b\.?|in the morning|du matin|de la mañana"
_EVENING = (
    r"p\.?\s?m\b\.?|in the (?:afternoon|evening)|du soir|de l['’]après-midi"
    r"|de la (?:tarde|noche)"
)
_TIME = (
    rf"{_MORNING}|{_EVENING}|\d\s?[:h.]\s?\d|\dh\b|heure|hora|clock"
    r"|noon|midi|midnight|minuit|medianoche|mediodía"
)
"""What shows that times of day are meant: "7 to 9 days" and "12 to 14 Main Street" are none."""
_ZONES = r"\b(?:eastern|central|mountain|pacific|[ecmp][sd]?t|gmt|utc)\b"
_OPEN = (
    r"\b(?:open|hours|office|available|reach us|call us|call back|ouvert\w*|horaires?"
    r"|heures d['’]ouverture|abiert\w*|horarios?|atendemos|atención)\b"
)
_ALL_DAY = (
    r"\b(?:24|twenty[- ]four)[\s-]*(?:hours?|heures|horas)\b|\b24\s?/\s?7\b"
    r"|\bvingt-quatre heures\b|\bveinticuatro horas\b|\baround the clock\b"
)
_OPEN_HINTS = (
    "open", "hour", "office", "avail", " us", "back", "ouvert", "heure", "hora", "abiert", "aten"
)  # fmt: skip
_ALL_DAY_HINTS = ("24", "twenty", "vingt", "veinti", "clock")


@dataclass(frozen=True, slots=True)
class SpokenHours:
    """A stretch of hours in a prompt.

    `meant` holds each opening and closing time that the words may mean, in seconds past
    midnight ("9 to 5 p.m." may begin at 9:00 or at 21:00).
    """

    span: Span
    meant: frozenset[tuple[int, int]]


def spoken_hours(prompt: str) -> Iterator[SpokenHours]:
    """The opening hours a prompt says, in spoken order.

    Not those with a time zone's name beside them: they may be another clock's.
    """
    for found in _range().finditer(prompt) if _mentions(prompt, _OPEN_HINTS) else ():
        before = re.split(r"[!?]", prompt[max(found.start() - CONTEXT, 0) : found.start()])[-1]
        after = prompt[found.end() : found.end() + 20]
        of_day = re.search(_TIME, found[0], re.IGNORECASE)
        speaks = of_day and re.search(_OPEN, before, re.IGNORECASE)
        if speaks and not re.search(_ZONES, after, re.IGNORECASE):
            begin, end = _times(found, "a"), _times(found, "b")
            yield SpokenHours(Span(*found.span()), frozenset(product(begin, end)))


@lru_cache(maxsize=1024)
def all_day(text: str) -> Span | None:
    """Where a text says that somebody is there for 24 hours."""
    found = _mentions(text, _ALL_DAY_HINTS) and re.search(_ALL_DAY, text, re.IGNORECASE)
    return Span(*found.span()) if found else None


def _mentions(text: str, hints: tuple[str, ...]) -> bool:
    """Whether a closer look is worth it: most prompts speak of something else."""
    folded = text.lower()
    return any(hint in folded for hint in hints)


@cache
def _range() -> re.Pattern[str]:
    """Two times and what stands between them; linear, since each part is of bounded length."""
    hour = "|".join([r"\d{1,2}", *_FIXED, *sorted(_WORDS, key=len, reverse=True)])
    minute = "|".join([r"\d{2}", *_MINUTES])

    def time(name: str) -> str:
        return (
            rf"(?<![\w:.,$€£-])(?P<{name}h>{hour})"
            rf"(?:\s?(?:[:.]|h|heures?|\s)\s?(?P<{name}m>{minute})(?!\d))?"
            rf"(?:\s?(?:heures?|horas?|h|hrs|o['’]clock)\b)?"
            rf"(?:\s?(?:(?P<{name}am>{_MORNING})|(?P<{name}pm>{_EVENING})))?"
        )

    between = r"\s?(?:to|until|till|through|-|–|à|a|hasta|y)\s?"
    second = time("b").replace(r"(?<![\w:.,$€£-])", "", 1)
    return re.compile(time("a") + between + second + r"(?!\d)", re.IGNORECASE)


def _times(found: re.Match[str], name: str) -> tuple[int, ...]:
    """The seconds past midnight that one time may mean; midnight is both ends of a day."""
    word = found[f"{name}h"].lower()
    hour = _FIXED.get(word) or _WORDS.get(word) or (int(word) if word.isdigit() else 0)
    said = (found[f"{name}m"] or "0").lower()
    minute = _MINUTES.get(said) or (int(said) if said.isdigit() else 0)
    hours = {hour % 12} if found[f"{name}am"] else {hour % 12 + 12} if found[f"{name}pm"] else set()
    if not hours:
        hours = {hour} if word in _FIXED or hour > 12 else {hour % 12, hour % 12 + 12}
    seconds = {h * 3600 + minute * 60 for h in hours}
    return tuple(sorted(seconds | ({0, DAY} if seconds & {0, DAY} else set())))
