"""Did you mean: the whole condition put right, where there is a good guess.

Each rule looks at the place where the grammar got stuck and proposes one edit.  What
it proposes is parsed again: an edit counts only if the grammar gets further, and a
text is offered only once it can be read from end to end.  To delete a word can turn
the meaning around, so nothing is deleted but a surplus `and`, `or`, `)` or full stop.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final, NamedTuple

from ivrsim.conditions.vocabulary import OPERAND, nearest, rephrased
from ivrsim.grammars import Stuck
from ivrsim.values import dataclass

if TYPE_CHECKING:
    from ivrsim.grammars import Token

MOST_EDITS: Final = 12
"""So many mistakes in one condition are put right."""


class Repair(NamedTuple):
    """Why the text was wrong (its first mistake; may be empty), and the text put right."""

    why: str
    text: str


class Edit(NamedTuple):
    """Put `new` in the place of the characters from `start` to `end`."""

    start: int
    end: int
    new: str
    why: str = ""


def repaired(text: str, stuck: Stuck, retry: Callable[[str], Stuck | None]) -> Repair | None:
    """The text put right, or None; `retry` says where the grammar gets stuck in a text."""
    whys: list[str] = []
    for _ in range(MOST_EDITS):
        step = _step(text, stuck, retry)
        if step is None:
            return None
        why, text, again = step
        whys.append(why)
        if again is None:
            return Repair(whys[0], text)
        stuck = again
    return None


def _step(
    text: str, stuck: Stuck, retry: Callable[[str], Stuck | None]
) -> tuple[str, str, Stuck | None] | None:
    """The first edit after which less of the text is left to read."""
    for edit in _edits(_Trouble(text, stuck)):
        better = text[: edit.start] + edit.new + text[edit.end :]
        again = retry(better)
        if again is None or again.place == len(better) or _left(better, again) < _left(text, stuck):
            return edit.why, better, again
    return None


def _left(text: str, stuck: Stuck) -> int:
    return len(text) - stuck.place


@dataclass(frozen=True, slots=True)
class _Trouble:
    """The text, and the place where the grammar got stuck in it."""

    text: str
    stuck: Stuck

    @property
    def place(self) -> int:
        return self.stuck.place

    @property
    def last(self) -> Token | None:
        """The last word that could be read."""
        return self.stuck.tokens[-1] if self.stuck.tokens else None

    @property
    def last_start(self) -> int:
        return self.last.start_pos or 0 if self.last is not None else 0

    @property
    def last_end(self) -> int:
        return self.last_start + len(self.last or "")

    def after(self, *terminals: str) -> bool:
        return self.last is not None and self.last.type in terminals

    def wants(self, *terminals: str) -> bool:
        return not self.stuck.expected.isdisjoint(terminals)

    def match(self, pattern: str, start: int | None = None) -> re.Match[str] | None:
        """`pattern` at the place, or from `start` on, in any case."""
        at = self.place if start is None else start
        return re.compile(pattern, re.IGNORECASE).match(self.text, at)

    def run(self, start: int | None = None, stop: str = r"\b(?:and|or)\b|\)") -> str:
        """The words that lack their quotes or brackets: up to where they probably end."""
        at = self.place if start is None else start
        found = re.compile(stop, re.IGNORECASE).search(self.text, at)
        return self.text[at : found.start() if found else None].rstrip().rstrip(".")


def _edits(trouble: _Trouble) -> Iterator[Edit]:
    return (edit for rule in _RULES if (edit := rule(trouble)) is not None)


def _sign(trouble: _Trouble) -> Edit | None:
    """`&&`, `||`, `!`, `=>`, `=<`, and the braces by which reports mark a failing term."""
    match = trouble.match(r"(?:&&?|\|\|?|!(?!=))\s*|[{}]")
    if match is None:
        return None
    sign = match.group().strip()
    new = _SIGNS[sign]
    why = f'"{sign}" is written "{new}".'
    if new in ("and", "or", "not"):
        new = f"{new} " if trouble.match(r"(?<!\S)") else f" {new} "
    return Edit(match.start(), match.end(), new, why)


_SIGNS: Final = {
    "&": "and",
    "&&": "and",
    "|": "or",
    "||": "or",
    "!": "not",
    "{": "(",
    "}": ")",
}


def _comparison(trouble: _Trouble) -> Edit | None:
    """`duration => 60`, `duration =< 60`."""
    match = trouble.match(r"[<>]")
    if match is None or not trouble.after("EQ"):
        return None
    new = f"{match[0]}="
    return Edit(trouble.last_start, match.end(), new, f'"={match[0]}" is written "{new}".')


def _keys(trouble: _Trouble) -> Edit | None:
    """`pressed(2)`, `pressed 2`, `pressed = 2`."""
    if not trouble.after("PRESSED"):
        return None
    match = trouble.match(r"\(([^()]*)\)")
    end = match.end() if match else trouble.place + len(trouble.run())
    keys = _key_path(match[1] if match else trouble.run().lstrip("= "))
    if keys is None:
        return None
    why = "The keys stand between square brackets."
    return Edit(trouble.last_end, end, f"[{keys}]", why)


def _keys_inside(trouble: _Trouble) -> Edit | None:
    """`pressed["2"]`, `pressed[1,2]`, `pressed[12]`, `pressed[A]`."""
    if not (trouble.wants("KEY_PATH") or trouble.after("KEY_PATH")):
        return None
    start = trouble.last_start if trouble.after("KEY_PATH") else trouble.place
    match = trouble.match(r"[^\[\]]*(?=\])", start)
    keys = _key_path(match[0]) if match else None
    if match is None or keys is None:
        return None
    why = "Keys are 1 to 9, a to z, W and N, one space between them."
    return Edit(match.start(), match.end(), keys, why)


def _key_path(written: str) -> str | None:
    """The keys that were probably meant, one space between them."""
    signs = re.sub(r"[\s,;>/\"'+-]", "", written)
    keys = [sign if sign in "WN" else sign.lower() for sign in signs]
    if not keys or not all(re.fullmatch("[1-9a-zWN]", key) for key in keys):
        return None
    return " ".join(keys)


def _name(trouble: _Trouble) -> Edit | None:
    """`in_region(West Coast)`, `in_region = "West Coast"`, `custom_data.product`."""
    if not (trouble.after("IN_REGION", "CUSTOM_DATA") and trouble.wants("_LSQB")):
        return None
    match = trouble.match(r"\(([^()\[\]]*)\)|[.:]\s*([\w-]+)|([\"'][^\"'\[\]]*[\"'])")
    if match is None and trouble.after("CUSTOM_DATA"):
        return None
    name = match[match.lastindex or 0] if match else trouble.run().lstrip("=: ")
    end = match.end() if match else trouble.place + len(trouble.run())
    if not (name := name.strip("\"' ")) or OPERAND.match(name):
        return None
    return Edit(trouble.last_end, end, f"[{name}]", "The name stands between square brackets.")


def _bracket(trouble: _Trouble) -> Edit | None:
    """`pressed[2 and mobile`, `in_region[West Coast and mobile`."""
    if not trouble.wants("RSQB") or trouble.last is None:
        return None
    why = "The square bracket is never closed."
    if trouble.after("KEY_PATH"):
        return Edit(trouble.last_end, trouble.last_end, "]", why)
    name = trouble.run(trouble.last_start, r"\b(?:and|or|contains|present)\b|[)=<>!]")
    end = min(trouble.last_start + len(name), trouble.last_end)
    return Edit(end, end, "]", why)


def _truth(trouble: _Trouble) -> Edit | None:
    """`mobile = true`, `mobile is false`."""
    match = trouble.match(r"(?:==?|is)\s*[\"']?(true|false|yes|no|1|0)\b[\"']?")
    if match is None or not trouble.after("FLAG", "IN_REGION"):
        return None
    start, why = trouble.last_start, "A fact that is true or false stands alone."
    holds = match[1].lower() in ("true", "yes", "1")
    return Edit(start, match.end(), f"{'' if holds else 'not '}{trouble.last}", why)


def _quotes(trouble: _Trouble) -> Edit | None:
    """`media_type = Online`, `media_type = "Online and mobile`."""
    if not trouble.wants("STRING"):
        return None
    run = trouble.run()
    text = run.strip("\"'“”„‘’\u201a")
    if not text or "(" in text:
        return None
    end = trouble.place + len(run)
    return Edit(trouble.place, end, f'"{text}"', "A text stands between double quotes.")


def _time(trouble: _Trouble) -> Edit | None:
    """`1 hour`, `1:30`, `1 min 30`."""
    if not (trouble.after("INT") and trouble.wants("SEC")):
        return None
    why = 'A time is written "1 min 30 sec".'
    if not trouble.wants("MIN"):
        return Edit(trouble.last_end, trouble.last_end, " sec", why)
    if clock := trouble.match(r":([0-9]{2})\b"):
        return Edit(trouble.place, clock.end(), f" min {int(clock[1])} sec", why)
    if hours := trouble.match(r"h(?:(?:ou)?rs?)?\b"):
        minutes = f"{60 * int(trouble.last or 0)} min"
        return Edit(trouble.last_start, hours.end(), minutes, why)
    return None


def _phrase(trouble: _Trouble) -> Edit | None:
    """`during hours`, `Is Mobile`, `is greater than`."""
    found = rephrased(trouble.text, trouble.place, trouble.stuck.expected)
    if found is None:
        return None
    gap = " " if trouble.match(r"(?<=\w)") else ""
    return Edit(trouble.place, found.end, gap + found.word)


def _misspelling(trouble: _Trouble) -> Edit | None:
    """`durring_hours`, `adn`."""
    match = trouble.match(r"[^\W\d][\w-]*")
    word = nearest(match[0], trouble.stuck.expected) if match and len(match[0]) < 40 else None
    return Edit(match.start(), match.end(), word) if match and word else None


def _operator(trouble: _Trouble) -> Edit | None:
    """`mobile repeat`."""
    if not (trouble.wants("_AND") and OPERAND.match(trouble.text, trouble.place)):
        return None
    why = 'Two conditions are joined by "and" or "or".'
    return Edit(trouble.place, trouble.place, "and ", why)


def _present(trouble: _Trouble) -> Edit | None:
    """`custom_data[product] and mobile`."""
    if not (trouble.wants("PRESENT") and trouble.match(r"$|\.|\)|(?:and|or)\b")):
        return None
    why = "A text is compared with something, or is present."
    return Edit(trouble.last_end, trouble.last_end, " present", why)


def _dangling(trouble: _Trouble) -> Edit | None:
    """`mobile and`, `(mobile or) and repeat`."""
    if not (trouble.after("_AND", "_OR") and trouble.match(r"$|\)|\.\s*$")):
        return None
    before = len(trouble.text[: trouble.last_start].rstrip())
    return Edit(before, trouble.last_end, "", f'Nothing follows "{trouble.last}".')


def _surplus(trouble: _Trouble) -> Edit | None:
    """`and mobile`, `mobile and or repeat`, `mobile)`, `mobile..`."""
    match = trouble.match(r"(?:and|or)\b\s*|\)|\.")
    if match is None:
        return None
    return Edit(match.start(), match.end(), "", f'"{match[0].strip()}" is too much here.')


def _parentheses(trouble: _Trouble) -> Edit | None:
    """`(mobile or (repeat`."""
    kinds = [token.type for token in trouble.stuck.tokens]
    open_ones = kinds.count("LPAR") - kinds.count("RPAR")
    if not (trouble.wants("RPAR") and trouble.match(r"$|\.\s*$")):
        return None
    end = trouble.last_end
    return Edit(end, end, ")" * open_ones, 'A "(" is never closed.')


_RULES: Final[tuple[Callable[[_Trouble], Edit | None], ...]] = (
    _sign,
    _comparison,
    _keys,
    _keys_inside,
    _name,
    _bracket,
    _truth,
    _quotes,
    _time,
    _phrase,
    _present,
    _dangling,
    _parentheses,
    _operator,
    _misspelling,
    _surplus,
)
"""In the order they are tried; the sure ones come first."""
