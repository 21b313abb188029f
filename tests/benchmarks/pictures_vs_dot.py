"""Drawing a call flow beside Graphviz `dot`, which lays out and draws the same tree.

Run it: `python -m tests.benchmarks.pictures_vs_dot [--nodes 25,1000,10000,100000] [--limit 120]`.
`dot` gets every card as a box of the size it has with us, and may use `--limit` seconds of CPU.

- full: a whole card for every node, laid out by us and written as SVG;
- default: the detail that goes by size, so from 400 nodes on subtrees are folded;
- icicle: a cell for every node;
- dot: its layout of the full cards, drawn as SVG;
- draws ours: Graphviz draws our DOT of the full cards, every place pinned (`nop2`).

All figures are CPU seconds; the flow itself is there before.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ivrsim.flow.flow import CallFlow, FlowBuilder
from ivrsim.flow.nodes.connect import Connect
from ivrsim.flow.nodes.menu import Menu
from ivrsim.render.compose import compose
from ivrsim.render.dot import quote, source
from ivrsim.render.picture import Picture
from ivrsim.render.svg import svg

OFFERS = "You are in department {}. For sales press 1. For billing press 2. For support press 3."
KEYS = "123WN"


@dataclass(frozen=True, slots=True)
class Timed:
    """CPU seconds, and how many bytes came out; `None` seconds: the limit was reached."""

    seconds: float | None
    size: int = 0

    def __str__(self) -> str:
        return "-" if self.seconds is None else f"{self.seconds:.3f}"


def tree(count: int) -> CallFlow:
    """Menus of five ways, level by level; two of three branches go on."""
    builder = FlowBuilder()
    todo = [builder.add(Menu(prompt=OFFERS.format(0)))]
    for parent in todo:
        for key in KEYS:
            if len(builder.nodes) == count:
                return builder.build(name=f"{count:,} nodes")
            if key in "12":
                menu = Menu(prompt=OFFERS.format(len(builder.nodes)))
                todo.append(builder.add(menu, parent=parent, exit_name=key))
            else:
                end = Connect(prompt="One moment please.", destination_phone_number="8005550143")
                builder.add(end, parent=parent, exit_name=key)
    return builder.build()


def boxes(picture: Picture) -> Iterator[str]:
    """The cards as boxes with the same words, which `dot` has to find places for."""
    yield "digraph { rankdir=LR node [shape=box fixedsize=true fontname=Helvetica fontsize=9]\n"
    for number, card in enumerate(picture.cards):
        words = [
            card.title,
            *card.lines,
            card.summary,
            *(f"{r.caption} {r.keycap}" for r in card.rows),
        ]
        label = "\\l".join(quote(line)[1:-1] for line in words if line)
        size = f"width={card.width / 72:.3f} height={card.height / 72:.3f}"
        yield f'n{number} [{size} label="{label}\\l"]\n'
    for edge in picture.edges:
        yield f"n{edge.source} -> n{edge.target}\n"
    yield "}\n"


def timed(work: Callable[[], str]) -> tuple[str, Timed]:
    """What the work gives, and what it took."""
    start = time.process_time()
    text = work()
    return text, Timed(time.process_time() - start, len(text.encode()))


def graphviz(program: str, text: str, limit: int) -> Timed:
    """Draw a DOT document as SVG by a program of Graphviz."""

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))

    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    ran = subprocess.run(
        [program, "-Tsvg"],
        input=text.encode(),
        capture_output=True,
        preexec_fn=limited,
        check=False,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Timed(spent if ran.returncode == 0 else None, len(ran.stdout))


def row(count: int, limit: int) -> str:
    """One line of the table."""
    flow = tree(count)
    _, default = timed(lambda: svg(compose(flow)))
    _, icicle = timed(lambda: svg(compose(flow, detail="icicle")))
    _, full = timed(lambda: svg(compose(flow, detail="full")))
    picture = compose(flow, detail="full")
    dot = graphviz("dot", "".join(boxes(picture)), limit)
    pinned = graphviz("neato", source(picture), limit)
    ratio = "" if dot.seconds is None else f"{dot.seconds / (full.seconds or 1):.1f}"
    if dot.seconds is None:
        ratio = f">{limit / (full.seconds or 1):.0f}"
    return (
        f"{count:>9,}{full!s:>9}{full.size / 1e6:>9.2f}{default!s:>9}{default.size / 1e6:>9.2f}"
        f"{icicle!s:>9}{dot!s:>9}{ratio:>10}{pinned!s:>12}"
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--nodes", default="25,1000,10000,100000")
    parser.add_argument("--limit", type=int, default=120, help="CPU seconds for Graphviz")
    args = parser.parse_args()
    if shutil.which("dot") is None:
        raise SystemExit("Graphviz `dot` is not on PATH.")
    print(f"CPU seconds and megabytes of SVG; -: stopped after {args.limit} s")
    print("    nodes     full       MB  default       MB   icicle      dot  dot/full  draws ours")
    for count in map(int, args.nodes.split(",")):
        print(row(count, args.limit), flush=True)


if __name__ == "__main__":
    main()
