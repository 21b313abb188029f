"""Who calls, and what callers do at a question: shares, each with its source.

A profile is a value.  Every number in it is a `Rate` or a table of `Shares`, and either
says where the number is from; `[assumed]` marks one that nobody has published, to be
replaced by what your own call report shows: `profiles()["neutral"].but(wrong="4%")`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any, Literal, NamedTuple, TypeAlias

from ivrsim.errors import UsageError
from ivrsim.text import listed
from ivrsim.values import dataclass, field, names, replace

Share: TypeAlias = Fraction | int | float | str
"""A share as people write it: `Fraction(3, 100)`, `0.03`, `"3/100"`, `"3%"`."""

GIVEN = "given"
"""The source of a number that the user gave."""


def exact(share: Share, name: str = "a share") -> Fraction:
    """The share as a fraction from 0 to 1; 0.1 is a tenth.  Raises `UsageError`."""
    text = str(share).strip()
    try:
        found = Fraction(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    except (ValueError, ZeroDivisionError):
        found = Fraction(-1)
    if not 0 <= found <= 1:
        raise UsageError(
            f"{name} is a share of calls from 0 to 1, not {share!r}.",
            hint='Write it as 0.03, "3/100" or "3%".',
        )
    return found


class Rate(NamedTuple):
    """One share, and where it is from."""

    share: Fraction
    source: str

    def __str__(self) -> str:
        return percent(self.share)


@dataclass(frozen=True, slots=True)
class Shares:
    """Shares that sum to 1, by what they are the shares of; and where they are from."""

    of: Mapping[Any, Fraction]
    source: str

    def __post_init__(self) -> None:
        if sum(self.of.values()) != 1:
            told = ", ".join(f"{name}: {share}" for name, share in self.of.items())
            raise UsageError(f"The shares of all callers must sum to 1, not so: {told or 'none'}.")

    def __str__(self) -> str:
        named = ((str(n) if n not in (None, (), "") else "none", s) for n, s in self.of.items())
        return ", ".join(f"{name} {percent(share)}" for name, share in named)


def shares(of: Mapping[Any, Share], source: str = GIVEN) -> Shares:
    """A table of shares, made exact.  Raises `UsageError` where they do not sum to 1."""
    return Shares({name: exact(share, str(name)) for name, share in of.items()}, source)


def percent(share: Fraction) -> str:
    """A share as people read it: `75%`, `2.5%`, `0.0042%`."""
    return f"{float(share * 100):.4g}%"


@dataclass(frozen=True, slots=True)
class Row:
    """Facts of one kind of caller, with their share; the rows of a profile sum to 1.

    `facts` is as conditions are asked: `{"mobile": True, "landline": False, "repeat":
    True, "in_region": ["West"], "custom_data": {"product": "Chair"}}`.
    """

    share: Fraction
    facts: Mapping[str, Any]


TOPICS: Mapping[str, str] = {"mobile": "phone", "landline": "phone"}
"""The fields of a profile that facts of another name settle."""


@dataclass(frozen=True, slots=True)
class Profile:
    """A kind of callers.  Each attribute is independent of the others, but for `joint`.

    Who calls:

    - `phone`: mobile, landline or unknown; `repeat`: called in the last days before;
    - `week`: the share of calls on each day of the week, Monday first, spread evenly
      over the day: with the campaign's hours it says how many calls find them open;
      `open`: that share itself, where it is known better;
    - `regions`: the share of callers who are in each set of named regions (a tuple of
      names; `()` is none); not given: every set that a caller can be in, alike;
    - `texts`: text fields by their name in conditions (`custom_data[product]`): the
      share of each text, None for absent; a field that is not named is absent, or as
      the campaign itself gives it;
    - `joint`: kinds of callers whose facts belong together; these win over the others.

    What callers do at a question:

    - `wrong`, `none`, `hang_up`: they fail with a wrong key, stay silent, hang up;
      `errors_per`: `menu`, once for all attempts at it, or `attempt`;
    - `keys`: for a node, the share of each key among those who answer; not given: all
      keys that lead on, alike;
    - `accepts_text`: those who press 9 when a text message is offered;
    - `corrects_place`: those who type a ZIP code when their place is asked;
    - `typed`: for each form of number, the texts that are typed.

    Who answers: `answered`, each number that is dialled; `branch_near`: a branch is
    near the caller.
    """

    name: str
    phone: Shares
    repeat: Rate
    week: Shares
    wrong: Rate
    none: Rate
    hang_up: Rate
    accepts_text: Rate
    corrects_place: Rate
    answered: Rate
    branch_near: Rate
    typed: Mapping[str, Shares]
    errors_per: Literal["menu", "attempt"] = "menu"
    open: Rate | None = None
    regions: Shares | None = None
    texts: Mapping[str, Shares] = field(default_factory=dict)
    joint: tuple[Row, ...] = ()
    keys: Mapping[str, Shares] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.wrong.share + self.none.share + self.hang_up.share > 1:
            raise UsageError("wrong, none and hang_up cannot be more than all callers.")
        if self.errors_per not in ("menu", "attempt"):
            raise UsageError(f"errors_per is menu or attempt, not {self.errors_per!r}.")
        if self.joint and sum(row.share for row in self.joint) != 1:
            raise UsageError("The shares of the joint rows must sum to 1.")

    @property
    def valid(self) -> Fraction:
        """The share of callers who give a valid answer at a question, at once or at last."""
        return 1 - self.wrong.share - self.none.share - self.hang_up.share

    def but(self, source: str = GIVEN, **changes: Any) -> Profile:
        """The same callers but for some numbers: `but(wrong=0.04, open="80%")`.

        `source` is where the new numbers are from.  Tables are given as they are meant:
        `but(phone={"mobile": 1}, regions={("West",): "1/3", (): "2/3"})`, `texts`,
        `typed` and `keys` as tables by name, `joint` as (share, facts) pairs.  Raises
        `UsageError` for a name that is none, and for shares that cannot be.
        """
        unknown = sorted(set(changes) - set(names(self)))
        if unknown:
            raise UsageError(
                f"A profile has no {unknown[0]!r}.",
                hint=f"It has {listed(list(names(self)))}.",
            )
        made = {name: _made(name, value, source) for name, value in changes.items()}
        return replace(self, **made)

    def rates(self) -> Iterator[tuple[str, str, str]]:
        """(name, value, source) of every number, in order; for reports."""
        for part in names(self):
            value = getattr(self, part)
            if isinstance(value, Rate | Shares):
                yield part, str(value), value.source
            elif isinstance(value, Mapping):
                for name, table in value.items():
                    yield f"{part}[{name}]", str(table), table.source
        if self.joint:
            yield "joint", f"{len(self.joint)} kinds of callers", GIVEN

    def as_text(self) -> str:
        """Every number with its source, a line each."""
        rows = list(self.rates())
        width = max(len(name) for name, _, _ in rows)
        lines = [f"  {name:{width}}  {value}   {source}" for name, value, source in rows]
        return "\n".join([f"profile {self.name} (errors per {self.errors_per})", *lines])


TABLES = ("phone", "week", "regions")
NAMED_TABLES = ("typed", "texts", "keys")
WORDS = ("name", "errors_per")


def _made(name: str, value: Any, source: str) -> Any:
    """A change as the field wants it."""
    if name in WORDS or value is None or isinstance(value, Rate | Shares):
        return value
    if name == "joint":
        return _rows(value)
    if name not in (*TABLES, *NAMED_TABLES):
        return Rate(exact(value, name), source)
    if not isinstance(value, Mapping):
        raise UsageError(f"{name} is a table of shares, not {value!r}.")
    if name in TABLES:
        return shares(value, source)
    return {
        key: table if isinstance(table, Shares) else shares(table, source)
        for key, table in value.items()
    }


def _rows(value: Iterable[Any]) -> tuple[Row, ...]:
    rows = (row if isinstance(row, Row) else Row(exact(row[0], "joint"), row[1]) for row in value)
    return tuple(rows)
