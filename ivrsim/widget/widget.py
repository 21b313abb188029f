"""The widget: acts come from the browser or from Python, all else follows from them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from ivrsim.errors import IvrsimError
from ivrsim.flow.flow import NodeId
from ivrsim.render.compose import compose
from ivrsim.render.marks import Mark, Marks
from ivrsim.render.notebook import call_mimebundle
from ivrsim.simulate.session import Call
from ivrsim.values import replace
from ivrsim.vendors.port import Document
from ivrsim.widget.acts import Written, act_of, written
from ivrsim.widget.drawing import Data, drawing, finder
from ivrsim.widget.now import now

_ASSETS = Path(__file__).with_name("assets")


def _text(*names: str) -> str:
    return "\n".join((_ASSETS / name).read_text(encoding="utf-8") for name in names)


class CallWidget(anywidget.AnyWidget):
    """A call in a picture of its flow, with a keypad.

    - `acts`: what the caller did, each a method of `Call` with its argument; setting it
      makes the call anew, in Python as in the browser;
    - `unanswered`: the numbers that nobody takes;
    - `call`: the call as it stands;
    - `drawing`, `now`: what the browser shows.

    An act that no caller can do, or that comes after the end of the call, is left out with
    all after it, and `now["problem"]` says why.
    """

    _esm = _text("picture.js", "widget.js")
    _css = _text("widget.css")

    acts: traitlets.List[Any] = traitlets.List().tag(sync=True)
    unanswered = traitlets.List(traitlets.Unicode()).tag(sync=True)
    drawing = traitlets.Dict().tag(sync=True)
    now = traitlets.Dict().tag(sync=True)

    def __init__(self, call: Call, document: Document | None = None) -> None:
        self._call = call
        self._where = finder(call.flow, document)
        self._cards: dict[NodeId, int] = {}
        self._begun = False
        super().__init__(
            drawing=self._drawn(),
            now=now(call, self._cards),
            acts=[written(act) for act in call.acts],
            unanswered=list(call.caller.unanswered),
        )
        self._begun = True

    @property
    def call(self) -> Call:
        """The call as it stands."""
        return self._call

    @traitlets.validate("acts")
    def _made_acts(self, proposal: Any) -> list[Written]:
        return self._make(proposal["value"]) if self._begun else list(proposal["value"])

    @traitlets.observe("unanswered")
    def _answer_otherwise(self, _: Any) -> None:
        if self._begun:
            self.acts = self._make(self.acts)

    def _make(self, rows: Sequence[Any]) -> list[Written]:
        """Make the same caller's call with these acts, as far as they can be done; those done."""
        caller = replace(self._call.caller, unanswered=tuple(self.unanswered))
        call, problem = Call(self._call.flow, caller, self._call.settings), ""
        try:
            for row in rows:
                call.act(act_of(row))
        except IvrsimError as error:
            problem = error.message
        self._call = call
        if call.node not in self._cards:
            self.drawing = self._drawn()
        self.now = now(call, self._cards, problem)
        return [written(act) for act in call.acts]

    def _drawn(self) -> Data:
        """The drawn flow, with whatever is folded in it unfolded where the path needs it."""
        flow = self._call.flow
        path = {visit.node: Mark(keep=True) for visit in self._call.visits}
        picture = compose(flow, Marks(path))
        self._cards = {card.node: place for place, card in enumerate(picture.cards) if card.node}
        return drawing(picture, flow, self._where)

    def __repr__(self) -> str:
        return f"<CallWidget {self._call.title!r}>"

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        """The widget, and the call's picture for what shows no widgets."""
        shown: Any = super()._repr_mimebundle_(**kwargs)
        data, *beside = shown if isinstance(shown, tuple) else (shown,)
        return ({**data, **call_mimebundle(self._call)}, *beside)
