"""The doors to the widget: of a flow, of a document, and of a call that was begun."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ivrsim.errors import UsageError
from ivrsim.flow.flow import CallFlow
from ivrsim.lazy import fetch
from ivrsim.simulate.session import Call, call
from ivrsim.vendors.port import Document

if TYPE_CHECKING:
    from ivrsim.widget.widget import CallWidget


def flow_widget(flow: CallFlow, *, document: Document | None = None, **words: Any) -> CallWidget:
    """A new call through the flow to step by hand: `flow.widget(mobile=True)`.

    The words are those of `flow.call`; `document` lets the widget name lines.  Raises
    `UsageError` as `flow.call`, and where the extra `widget` is not installed.
    """
    return call_widget(call(flow, **words), document=document)


def document_widget(document: Document, flow: str | None = None, **words: Any) -> CallWidget:
    """A new call through a flow of the document, the one to be deployed unless one is named."""
    return flow_widget(document.flow_named(flow), document=document, **words)


def call_widget(begun: Call, *, document: Document | None = None) -> CallWidget:
    """The call as far as it has come, to go on by hand; the call itself stays as it is."""
    return _widget()(begun, document)  # type: ignore[no-any-return]


def _widget() -> Any:
    try:
        return fetch("ivrsim.widget.widget:CallWidget")
    except ImportError as error:
        raise UsageError(
            "The widget needs the extra `widget`, which is not installed.",
            hint='pip install "ivrsim[widget]"; A call shows its picture without it.',
        ) from error
