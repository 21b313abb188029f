"""The protocol: `ivrsim lsp` speaks it on standard input and output.

Written with pygls, which is loaded only here: `pip install "ivrsim[lsp]"`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from lsprotocol import types as lsp
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path

from ivrsim import __version__
from ivrsim.editor import actions
from ivrsim.editor.completion import proposals
from ivrsim.editor.hover import hover
from ivrsim.editor.opened import Opened
from ivrsim.editor.symbols import Symbol, symbols
from ivrsim.editor.targets import target
from ivrsim.editor.units import Units
from ivrsim.errors import IvrsimError
from ivrsim.flow.node import Role
from ivrsim.lint.config import settings_for
from ivrsim.lint.settings import DEFAULTS, LintSettings
from ivrsim.places import Span

KINDS: Mapping[Role | None, lsp.SymbolKind] = {
    None: lsp.SymbolKind.Module,
    Role.ASKS: lsp.SymbolKind.Enum,
    Role.DECIDES: lsp.SymbolKind.Boolean,
    Role.CONNECTS: lsp.SymbolKind.Function,
    Role.ENDS: lsp.SymbolKind.Event,
    Role.TEXTS: lsp.SymbolKind.String,
}


class FlowServer(LanguageServer):
    """The server: remembers what is open, one `Opened` for each version of a text."""

    def __init__(self, settings: LintSettings | None = None) -> None:
        super().__init__("ivrsim", __version__)
        self.settings = settings
        self._opened: dict[str, tuple[str, Opened]] = {}

    def opened(self, uri: str) -> Opened:
        """The text of a document as it is now."""
        text = self.workspace.get_text_document(uri).source
        known = self._opened.get(uri)
        if known is None or known[0] != text:
            known = text, Opened(text, name_of(uri), self._settings(uri))
            self._opened[uri] = known
        return known[1]

    def forget(self, uri: str) -> None:
        """The document was closed."""
        self._opened.pop(uri, None)

    def _settings(self, uri: str) -> LintSettings:
        """Those of the nearest configuration; one that cannot be used is told, and left out."""
        if self.settings is not None:
            return self.settings
        try:
            return settings_for(name_of(uri))
        except IvrsimError as error:
            message = lsp.ShowMessageParams(lsp.MessageType.Error, str(error))
            self.window_show_message(message)
            return DEFAULTS

    def units(self, uri: str) -> Units:
        """The positions of a document, in the units that were agreed with the editor."""
        return Units(self.opened(uri), self.workspace.position_codec)


def name_of(uri: str) -> str:
    """The file's path; the address itself where it is no file."""
    return to_fs_path(uri) or uri


def serve() -> None:
    """Answer an editor until it says goodbye."""
    server().start_io()


def server(settings: LintSettings | None = None) -> FlowServer:
    """A server with all features; `settings` go before those of configuration files."""
    made = FlowServer(settings)
    for feature, function in FEATURES.items():
        options = OPTIONS.get(feature)
        made.feature(feature, options)(function) if options else made.feature(feature)(function)
    return made


# -- diagnostics -----------------------------------------------------------------------


def did_change(ls: FlowServer, params: Any) -> None:
    """A text was opened or changed: say what is wrong with it."""
    uri = params.text_document.uri
    opened, units = ls.opened(uri), ls.units(uri)
    found = [actions.diagnostic(opened, units, one) for one in opened.diagnostics]
    version = ls.workspace.get_text_document(uri).version
    ls.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(uri, found, version))


def did_close(ls: FlowServer, params: lsp.DidCloseTextDocumentParams) -> None:
    """A text was closed: nothing more is said of it."""
    ls.forget(params.text_document.uri)
    ls.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(params.text_document.uri, []))


def code_action(ls: FlowServer, params: lsp.CodeActionParams) -> list[lsp.CodeAction]:
    """The fixes of what is wrong in a stretch of the text."""
    uri = params.text_document.uri
    return actions.actions(uri, ls.opened(uri), ls.units(uri), params)


# -- what stands here ------------------------------------------------------------------


def hovered(ls: FlowServer, params: lsp.HoverParams) -> lsp.Hover | None:
    """The rule's page, the condition's meaning, the branches."""
    uri = params.text_document.uri
    text = hover(ls.opened(uri), ls.units(uri).offset(params.position))
    content = lsp.MarkupContent(lsp.MarkupKind.Markdown, text)
    return lsp.Hover(content) if text else None


def definition(ls: FlowServer, params: lsp.DefinitionParams) -> lsp.Location | None:
    """The branch behind a spoken key, the node behind `pressed[...]`, a region."""
    uri = params.text_document.uri
    opened, units = ls.opened(uri), ls.units(uri)
    place = target(opened, units.offset(params.position))
    return lsp.Location(uri, units.range(opened.span(place))) if place is not None else None


def document_symbol(ls: FlowServer, params: lsp.DocumentSymbolParams) -> list[lsp.DocumentSymbol]:
    """The flow's outline."""
    uri = params.text_document.uri
    units = ls.units(uri)
    return [_symbol(units, symbol) for symbol in symbols(ls.opened(uri))]


def _symbol(units: Units, top: Symbol) -> lsp.DocumentSymbol:
    """A symbol with all below it, made from the leaves up."""
    order = [top]
    for symbol in order:
        order += symbol.below
    made: dict[int, lsp.DocumentSymbol] = {}
    for symbol in reversed(order):
        here = units.range(symbol.span)
        below = [made.pop(id(one)) for one in symbol.below]
        made[id(symbol)] = lsp.DocumentSymbol(
            symbol.name, KINDS[symbol.role], here, here, symbol.detail or None, children=below
        )
    return made[id(top)]


def completion(ls: FlowServer, params: lsp.CompletionParams) -> list[lsp.CompletionItem]:
    """What may stand next in a condition."""
    uri = params.text_document.uri
    units = ls.units(uri)
    offset = units.offset(params.position)
    return list(_items(units, offset, ls.opened(uri)))


def _items(units: Units, offset: int, opened: Opened) -> Iterator[lsp.CompletionItem]:
    for number, one in enumerate(proposals(opened, offset)):
        place = units.range(Span(offset - one.replaces, offset))
        yield lsp.CompletionItem(
            label=one.text,
            detail=one.about,
            kind=lsp.CompletionItemKind.Keyword,
            sort_text=f"{number:04}",
            text_edit=lsp.TextEdit(place, one.text),
        )


FEATURES: Mapping[str, Any] = {
    lsp.TEXT_DOCUMENT_DID_OPEN: did_change,
    lsp.TEXT_DOCUMENT_DID_CHANGE: did_change,
    lsp.TEXT_DOCUMENT_DID_CLOSE: did_close,
    lsp.TEXT_DOCUMENT_CODE_ACTION: code_action,
    lsp.TEXT_DOCUMENT_HOVER: hovered,
    lsp.TEXT_DOCUMENT_DEFINITION: definition,
    lsp.TEXT_DOCUMENT_DOCUMENT_SYMBOL: document_symbol,
    lsp.TEXT_DOCUMENT_COMPLETION: completion,
}
OPTIONS: Mapping[str, Any] = {
    lsp.TEXT_DOCUMENT_COMPLETION: lsp.CompletionOptions(trigger_characters=["[", " ", '"']),
    lsp.TEXT_DOCUMENT_CODE_ACTION: lsp.CodeActionOptions(
        code_action_kinds=[lsp.CodeActionKind.QuickFix, actions.FIX_ALL]
    ),
}
