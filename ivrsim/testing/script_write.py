"""A simulated call as a call script that expects just what happened."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ivrsim.errors import UsageError
from ivrsim.simulate.session import Call
from ivrsim.simulate.settings import DEFAULTS
from ivrsim.simulate.trace import Kind, Step
from ivrsim.testing.script_caller import said_of, written
from ivrsim.testing.script_run import expectations
from ivrsim.testing.script_steps import AtNode, Do, Hear, Keys, phrase_text, step_text
from ivrsim.testing.script_words import quoted
from ivrsim.values import names


def write_script(
    *calls: Call,
    flow: str = "campaign.json",
    terms: str | None = None,
    names: Sequence[str] = (),
) -> str:
    """The text of a script with a case for each call: all that is heard, done and comes of it.

    `flow` is the file that the script names, `names` are those of the calls.  Raises
    `UsageError` for a call with settings that a script cannot say (`meaning`).
    """
    lines = [f"flow: {phrase_text(flow)}"]
    lines += [f"terms: {phrase_text(terms)}"] if terms else []
    used: dict[str, int] = {}
    for place, made in enumerate(calls):
        name = names[place] if place < len(names) else made.title
        used[name] = count = used.get(name, 0) + 1
        title = name if count == 1 else f"{name} ({count})"
        lines += ["", f"call: {phrase_text(title)}", *_case(made)]
    return "\n".join([*lines, ""])


def _case(made: Call) -> Iterator[str]:
    said = written(said_of(made.caller))
    if said:
        yield f"  caller: {said}"
    yield from _settings(made)
    again = Call(made.flow, made.caller, made.world.settings)
    yield from _heard(again.trace)
    for act in made.acts:
        seen = len(again.trace)
        again.act(act)
        yield f"  {step_text(Do((act,)))}"
        yield from _heard(again.trace[seen:])
    found = [*expectations(made), Keys(tuple(made.keypresses.split()))]
    if made.node is not None:
        found.append(AtNode(made.node))
    yield from (f"  {step_text(step)}" for step in dict.fromkeys(found))


def _settings(made: Call) -> Iterator[str]:
    settings = made.world.settings
    if settings.meaning != DEFAULTS.meaning:
        raise UsageError("A script cannot say that conditions mean something else.")
    for name in names(settings):
        value = getattr(settings, name)
        if value != getattr(DEFAULTS, name):
            yield f"  set: {name} = {quoted(value) if isinstance(value, str) else value}"


def _heard(steps: Sequence[Step]) -> Iterator[str]:
    kinds = (Kind.HEARD, Kind.NOTICE)
    yield from (f"  {step_text(Hear(s.text))}" for s in steps if s.kind in kinds and s.text.strip())
