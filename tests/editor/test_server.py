"""The language server, asked over standard input and output by a real client."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from lsprotocol import types as lsp
from pygls.lsp.client import LanguageClient

T = TypeVar("T")
URI = "file:///flows/campaign.json"

CAMPAIGN = """\
{
  "named_regions": [
    {"name": "West", "regions": [{"region_type": "State", "value": "CA"}]}
  ],
  "ivr_tree": {
    "root": {
      "node_type": "Menu",
      "prompt": "Für sales 😀, press 1. For support, press 2.",
      "children": [
        {"node_type": "Connect", "destination_phone_number": "8004377950"},
        {
          "node_type": "Condition",
          "condition": "mobile and in_region[West] and duration > 90",
          "children": [{"node_type": "EndCall"}, {"node_type": "EndCall", "prompt": "Bye."}]
        }
      ]
    }
  }
}
"""


class Editor(LanguageClient):
    """An editor with one document open."""

    def __init__(self) -> None:
        super().__init__("editor", "1")
        self.told: asyncio.Queue[lsp.PublishDiagnosticsParams] = asyncio.Queue()

        @self.feature(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        def remember(params: lsp.PublishDiagnosticsParams) -> None:
            self.told.put_nowait(params)

    def open(self, text: str) -> None:
        item = lsp.TextDocumentItem(URI, "json", 1, text)
        self.text_document_did_open(lsp.DidOpenTextDocumentParams(item))

    def change(self, version: int, *changes: Any) -> None:
        which = lsp.VersionedTextDocumentIdentifier(version, URI)
        self.text_document_did_change(lsp.DidChangeTextDocumentParams(which, list(changes)))

    async def diagnostics(self) -> list[lsp.Diagnostic]:
        return list((await asyncio.wait_for(self.told.get(), 20)).diagnostics)


def session(talk: Callable[[Editor], Awaitable[T]]) -> T:
    """What comes of talking to a server that runs as its users run it."""

    async def whole() -> T:
        editor = Editor()
        await editor.start_io(sys.executable, "-m", "ivrsim", "lsp", "--stdio")
        capabilities = lsp.ClientCapabilities()
        await editor.initialize_async(lsp.InitializeParams(capabilities=capabilities))
        editor.initialized(lsp.InitializedParams())
        try:
            return await talk(editor)
        finally:
            await editor.shutdown_async(None)
            editor.exit(None)
            await editor.stop()

    return asyncio.run(whole())


def where(text: str, needle: str, text_of: str = CAMPAIGN) -> lsp.Position:
    """The position of a needle in UTF-16 code units, as editors count."""
    offset = text_of.index(text) + text.index(needle)
    line = text_of.count("\n", 0, offset)
    before = text_of[text_of.rfind("\n", 0, offset) + 1 : offset]
    return lsp.Position(line, len(before.encode("utf-16-le")) // 2)


DOCUMENT = lsp.TextDocumentIdentifier(URI)


def test_diagnostics_come_while_the_json_is_broken_and_go_when_it_is_mended() -> None:
    async def talk(editor: Editor) -> list[list[lsp.Diagnostic]]:
        editor.open(CAMPAIGN.replace('"children": [\n', '"children": \n', 1))
        broken = await editor.diagnostics()
        editor.change(2, lsp.TextDocumentContentChangeWholeDocument(CAMPAIGN))
        mended = await editor.diagnostics()
        bye = where('"prompt": "Bye."', "Bye.")
        end = lsp.Position(bye.line, bye.character + 4)
        change = lsp.TextDocumentContentChangePartial(lsp.Range(bye, end), "Press 5.")
        editor.change(3, change)
        return [broken, mended, await editor.diagnostics()]

    broken, mended, edited = session(talk)
    assert "IVR901" in {d.code for d in broken}
    assert "IVR901" not in {d.code for d in mended}
    assert {d.code for d in edited} > {d.code for d in mended}
    assert all(d.source == "ivrsim" for d in edited)


def test_columns_are_counted_in_the_units_of_the_editor() -> None:
    text = CAMPAIGN.replace("For support, press 2", "For support, press 7")

    async def talk(editor: Editor) -> list[lsp.Diagnostic]:
        editor.open(text)
        return await editor.diagnostics()

    (wrong,) = [d for d in session(talk) if d.code == "IVR201"]
    assert wrong.range.start == where("press 7", "7", text)
    assert wrong.range.end.character == wrong.range.start.character + 1


def test_a_quick_fix_mends_the_text() -> None:
    async def talk(editor: Editor) -> list[Any]:
        editor.open(CAMPAIGN)
        await editor.diagnostics()
        here = where("duration > 90", "90")
        params = lsp.CodeActionParams(DOCUMENT, lsp.Range(here, here), lsp.CodeActionContext([]))
        return list(await editor.text_document_code_action_async(params) or [])

    actions = session(talk)
    fix = next(action for action in actions if action.kind == lsp.CodeActionKind.QuickFix)
    assert fix.is_preferred
    assert fix.edit is not None
    assert fix.edit.changes is not None
    (edit,) = fix.edit.changes[URI]
    lines = CAMPAIGN.splitlines()
    row = lines[edit.range.start.line]
    new = row[: edit.range.start.character] + edit.new_text + row[edit.range.end.character :]
    lines[edit.range.start.line] = new
    mended = json.loads("\n".join(lines))["ivr_tree"]["root"]["children"][1]["condition"]
    assert mended == "mobile and in_region[West] and duration > 90 sec"
    assert any(action.kind == "source.fixAll.ivrsim" for action in actions)


def hovered(text: str, needle: str) -> str:
    async def talk(editor: Editor) -> lsp.Hover | None:
        editor.open(CAMPAIGN)
        await editor.diagnostics()
        params = lsp.HoverParams(DOCUMENT, where(text, needle))
        return await editor.text_document_hover_async(params)

    found = session(talk)
    assert found is not None
    assert isinstance(found.contents, lsp.MarkupContent)
    return found.contents.value


def test_hovering_tells_what_a_condition_means_and_the_page_of_a_rule() -> None:
    told = hovered("duration > 90", "90")
    assert "the phone is a mobile and the caller is in the region" in told
    assert "IVR409" in told


def test_hovering_tells_where_the_keys_lead_and_how_long_the_prompt_is() -> None:
    assert "- 2: support" in hovered("For support", "support")
    assert "Connect" in hovered('"Menu"', "Menu")


def test_a_spoken_key_leads_to_its_branch_and_a_region_to_its_definition() -> None:
    async def talk(editor: Editor) -> list[Any]:
        editor.open(CAMPAIGN)
        await editor.diagnostics()
        asked = [where("press 2", "2"), where("in_region[West]", "West"), where("Bye", "Bye")]
        params = [lsp.DefinitionParams(DOCUMENT, position) for position in asked]
        return [await editor.text_document_definition_async(one) for one in params]

    branch, region, nothing = session(talk)
    assert branch.range.start == where('{\n          "node_type": "Condition"', "{")
    assert region.range.start == where('{"name": "West"', "{")
    assert nothing is None


def test_the_outline_is_the_flow() -> None:
    async def talk(editor: Editor) -> Any:
        editor.open(CAMPAIGN)
        await editor.diagnostics()
        return await editor.text_document_document_symbol_async(lsp.DocumentSymbolParams(DOCUMENT))

    (flow,) = session(talk)
    (menu,) = flow.children
    assert [child.name.split("  ")[0] for child in menu.children] == [
        "1 → Connect",
        "2 ? Condition",
    ]


def test_conditions_are_completed_even_in_a_line_that_is_not_whole() -> None:
    text = '{"named_regions": [{"name": "West"}],\n "ivr_tree": {"root": {"condition": "mob'
    asked = [(text, "mob"), (text.replace("mob", "in_region[w"), "in_region[w"), ("{", "{")]

    async def talk(editor: Editor) -> list[list[str]]:
        found = []
        for version, (written, end) in enumerate(asked, 1):
            editor.open(written) if version == 1 else editor.change(
                version, lsp.TextDocumentContentChangeWholeDocument(written)
            )
            await editor.diagnostics()
            place = where(end, end, written)
            position = lsp.Position(place.line, place.character + len(end))
            params = lsp.CompletionParams(DOCUMENT, position)
            items: Any = await editor.text_document_completion_async(params)
            found.append([item.label for item in items or []])
        return found

    words, regions, nothing = session(talk)
    assert words == ["mobile"]
    assert regions == ["West"]
    assert nothing == []
