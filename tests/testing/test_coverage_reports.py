"""The coverage reports: for people, for code hosts, the drawn flow."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
import xmlschema

import ivrsim
from ivrsim.cli.main import main
from ivrsim.flow.flow import CallFlow
from ivrsim.render.picture import State
from ivrsim.render.png import png
from ivrsim.testing.coverage import Coverage
from ivrsim.testing.coverage_picture import covered_picture
from ivrsim.testing.coverage_reports import FILES, REPORTS
from ivrsim.testing.coverage_suite import Suite
from ivrsim.vendors.load import load

DEMO = Path(ivrsim.__file__).parent / "demo" / "campaign.json"
HOSTILE = '</title><script>alert(1)</script>]]>"&\x1b[31m\u202e,\nDA:1,99'


def suite_of(calls: int = 7) -> Suite:
    document = load(DEMO)
    suite = Suite()
    suite.learn(document, "flows/campaign.json")
    for number, witness in enumerate(ivrsim.cover(document.flow)[:calls]):
        suite.count([witness.call()], f"test_{number}", number != 2)
    return suite


def hostile() -> Suite:
    tree = {
        "node_type": "Menu",
        "prompt": HOSTILE,
        "children": [{"node_type": HOSTILE, "prompt": HOSTILE}, {"node_type": "EndCall"}],
    }
    document = load({"name": HOSTILE, "future_terms": {"ivr_tree": {"root": tree}}})
    suite = Suite()
    suite.learn(document, HOSTILE)
    suite.count([document.flow.call().press("2")], HOSTILE)
    assert [c.origin.file for c in suite] == [HOSTILE]
    return suite


def test_every_report_has_a_file_or_goes_to_the_terminal() -> None:
    assert set(REPORTS) == {*FILES, "term", "term-missing"}


@pytest.mark.parametrize("name", ["cobertura", "html", "json", "lcov", "term", "term-missing"])
def test_the_same_tests_in_any_order_give_the_same_bytes(name: str) -> None:
    one, other = Suite(), Suite()
    calls = [witness.call() for witness in ivrsim.cover(load(DEMO).flow)[:6]]
    for number, call in enumerate(calls):
        one.count([call], f"test_{number}", number != 2)
    other.learn(load(DEMO), "campaign.json")
    for number, call in reversed([*enumerate(calls)]):
        other.count([call], f"test_{number}", number != 2)
    one.learn(load(DEMO), "campaign.json")
    assert REPORTS[name](one) == REPORTS[name](other)
    assert REPORTS[name](one).endswith("\n")


@pytest.mark.parametrize("name", sorted(REPORTS))
def test_user_text_never_becomes_markup_nor_moves_a_cursor(name: str) -> None:
    text = REPORTS[name](hostile())
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f\u202e]", text)
    if name != "json":
        assert "<script>" not in text or name in ("lcov", "term", "term-missing")
    assert "\nDA:1,99" not in text


def test_a_suite_without_flows_has_every_report() -> None:
    for name in REPORTS:
        assert isinstance(REPORTS[name](Suite()), str)


# -- the terminal ----------------------------------------------------------------------------


def test_the_table_counts_what_can_be_reached() -> None:
    text = REPORTS["term"](suite_of())
    head, rule, line, *more = text.splitlines()
    assert head.split() == ["Flow", "Nodes", "Exits", "Outcomes", "Calls", "Cover"]
    assert set(rule) == {"-"}
    assert re.fullmatch(
        r"flows/campaign\.json: ivr_tree +14/27 +13/26 +3/5 +[\d.]+% +[\d.]+%", line
    )
    assert any("3 dead, not counted" in told for told in more)


def test_missing_names_node_line_exits_and_the_calls() -> None:
    text = REPORTS["term-missing"](suite_of())
    assert re.search(r"line 98  /  exit false; \"during_hours\" false  \(60\.1% of calls", text)
    assert "ivrsim call flows/campaign.json --at '2026-11-29 10:00' --silence" in text
    assert 'exit true of /true/true/2/next: "in_region[Puget Sund]" is false' in text
    assert "covered by failing tests only:" in text


def test_several_flows_have_a_total() -> None:
    suite = suite_of()
    suite.count([load({"node_type": "EndCall"}).flow.call()])
    assert "TOTAL" in REPORTS["term"](suite)
    assert suite.total("nodes").total == 28


def test_percentages_are_rounded_down() -> None:
    suite = suite_of(100)
    (coverage,) = suite
    assert coverage.percent == 100
    assert "100%" in REPORTS["term"](suite)
    assert "100%" not in REPORTS["term"](suite_of(15))


# -- LCOV ------------------------------------------------------------------------------------


def read_lcov(text: str) -> dict[str, dict[str, list[list[str]]]]:
    """A small reader of tracefiles; every record is ended, every line is known."""
    known = {"TN", "SF", "FN", "FNDA", "FNF", "FNH", "BRDA", "BRF", "BRH", "DA", "LF", "LH"}
    files: dict[str, dict[str, list[list[str]]]] = {}
    record: dict[str, list[list[str]]] = defaultdict(list)
    for line in text.splitlines():
        if line == "end_of_record":
            files[record["SF"][0][0]] = record
            record = defaultdict(list)
            continue
        name, sign, values = line.partition(":")
        assert sign
        assert name in known
        record[name].append(values.split(",", {"FN": 1, "FNDA": 1, "SF": 0}.get(name, -1)))
    assert not record
    return files


def test_lcov_adds_up_and_speaks_of_the_lines_of_nodes() -> None:
    suite = suite_of()
    (coverage,) = suite
    record = read_lcov(REPORTS["lcov"](suite))["flows/campaign.json"]
    nodes, exits, said = (coverage.tally(kind) for kind in ("nodes", "exits", "outcomes"))

    def total(name: str) -> int:
        return int(record[name][0][0])

    assert (total("FNH"), total("FNF")) == nodes
    assert (total("LH"), total("LF")) == nodes, "each node of the demo has a line of its own"
    assert total("BRF") == exits.total + said.total == len(record["BRDA"])
    assert total("BRH") == exits.covered + said.covered
    assert {line for line, _ in record["DA"]} == {line for line, _ in record["FN"]}
    texts = DEMO.read_text().splitlines()
    for line, name in record["FN"]:
        node = name.removeprefix("ivr_tree:")
        assert coverage.flow[node].kind in texts[int(line)]
    assert sum(int(count) > 0 for _, count in record["DA"]) == nodes.covered


def test_nodes_on_one_line_share_it_in_lcov() -> None:
    text = json.dumps(json.loads(DEMO.read_text()))
    suite = Suite()
    suite.learn(load(text), "one-line.json")
    suite.count([load(text).flow.call(during_hours=False)])
    record = read_lcov(REPORTS["lcov"](suite))["one-line.json"]
    assert record["DA"] == [["1", "2"]]
    assert record["LF"] == record["LH"] == [["1"]]


# -- Cobertura -------------------------------------------------------------------------------

RATES = """
  <xs:attribute name="line-rate" type="rate" use="required"/>
  <xs:attribute name="branch-rate" type="rate" use="required"/>
  <xs:attribute name="complexity" type="xs:decimal" use="required"/>
"""


def _list_of(name: str, item: str) -> str:
    one = f'<xs:element ref="{item}" minOccurs="0" maxOccurs="unbounded"/>'
    return (
        f'<xs:element name="{name}"><xs:complexType><xs:sequence>{one}'
        "</xs:sequence></xs:complexType></xs:element>"
    )


def _element(name: str, parts: list[str], attributes: str) -> str:
    held = "".join(f'<xs:element ref="{part}"/>' for part in parts)
    return (
        f'<xs:element name="{name}"><xs:complexType><xs:sequence>{held}</xs:sequence>'
        f"{attributes}</xs:complexType></xs:element>"
    )


def _required(*names: str, kind: str = "xs:string") -> str:
    return "".join(f'<xs:attribute name="{n}" type="{kind}" use="required"/>' for n in names)


def cobertura_schema() -> xmlschema.XMLSchema:
    """The rules of coverage-04.dtd, restated; numbers are numbers here."""
    counts = ("lines-covered", "lines-valid", "branches-covered", "branches-valid", "timestamp")
    line = (
        '<xs:element name="line"><xs:complexType><xs:sequence>'
        '<xs:element ref="conditions" minOccurs="0" maxOccurs="unbounded"/></xs:sequence>'
        + _required("number", kind="xs:positiveInteger")
        + _required("hits", kind="xs:nonNegativeInteger")
        + '<xs:attribute name="branch" type="xs:boolean"/>'
        + '<xs:attribute name="condition-coverage"/></xs:complexType></xs:element>'
    )
    rate = (
        '<xs:simpleType name="rate"><xs:restriction base="xs:decimal"><xs:minInclusive value="0"/>'
        '<xs:maxInclusive value="1"/></xs:restriction></xs:simpleType>'
    )
    parts = [
        rate,
        _element("coverage", ["sources", "packages"], RATES + _required("version")
                 + _required(*counts, kind="xs:nonNegativeInteger")),
        _list_of("sources", "source"),
        '<xs:element name="source" type="xs:string"/>',
        _list_of("packages", "package"),
        _element("package", ["classes"], RATES + _required("name")),
        _list_of("classes", "class"),
        _element("class", ["methods", "lines"], RATES + _required("name", "filename")),
        _list_of("methods", "method"),
        _element("method", ["lines"], RATES + _required("name", "signature")),
        _list_of("lines", "line"),
        line,
        _list_of("conditions", "condition"),
        _element("condition", [], _required("number", kind="xs:nonNegativeInteger")
                 + _required("type", "coverage")),
    ]  # fmt: skip
    return xmlschema.XMLSchema(
        f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">{"".join(parts)}</xs:schema>'
    )


@pytest.mark.parametrize("made", [suite_of, lambda: suite_of(1), hostile, Suite])
def test_cobertura_keeps_the_rules_of_its_dtd(made: Callable[[], Suite]) -> None:
    text = REPORTS["cobertura"](made())
    dtd = "http://cobertura.sourceforge.net/xml/coverage-04.dtd"
    assert f'<!DOCTYPE coverage SYSTEM "{dtd}">' in text
    cobertura_schema().validate(re.sub("<!DOCTYPE.*?>", "", text))


def test_the_schema_can_refuse() -> None:
    text = re.sub("<!DOCTYPE.*?>", "", REPORTS["cobertura"](suite_of()))
    for wrong in (text.replace(' hits="', ' hit="'), text.replace("<methods>", "<lines>")):
        with pytest.raises((xmlschema.XMLSchemaException, ElementTree.ParseError)):
            cobertura_schema().validate(wrong)


def test_cobertura_counts_as_the_table_does() -> None:
    suite = suite_of()
    text = re.sub("<!DOCTYPE.*?>", "", REPORTS["cobertura"](suite))
    root = ElementTree.fromstring(text)
    nodes, exits, said = (suite.total(kind) for kind in ("nodes", "exits", "outcomes"))
    assert (root.get("lines-covered"), root.get("lines-valid")) == tuple(map(str, nodes))
    assert root.get("branches-valid") == str(exits.total + said.total)
    (one,) = root.iter("class")
    assert one.get("filename") == "flows/campaign.json"
    lines = one.findall("lines/line")
    assert sum(line.get("hits") != "0" for line in lines) == nodes.covered
    taken = re.findall(r'condition-coverage="\d+% \((\d+)/', text.split("<lines>", 1)[1])
    assert taken
    assert root.get("timestamp") == "0"


# -- the picture and the page ----------------------------------------------------------------


def demo_picture(calls: int) -> tuple[Coverage, Iterator[tuple[str, State]]]:
    (coverage,) = suite_of(calls)
    cards = covered_picture(coverage).cards
    return coverage, ((card.node, card.state) for card in cards)


def test_what_is_not_covered_steps_back_in_the_picture() -> None:
    coverage, cards = demo_picture(4)
    assert {n for n, state in cards if state is State.PLAIN} == {
        node for node in coverage.flow.nodes if coverage.hits(node)
    }


def test_exits_that_lead_out_of_what_is_covered_stand_out_with_their_share() -> None:
    (coverage,) = suite_of(4)
    rows = {(c.node, row.exit): row for c in covered_picture(coverage).cards for row in c.rows}
    assert rows["/", "false"].role == "warning"
    assert rows["/", "false"].caption == "not covered · 60%"
    assert (rows["/", "true"].role, rows["/", "true"].state) == ("", State.PLAIN)
    marked = {key for key, row in rows.items() if row.role}
    assert marked == set(coverage.volume().lost) | {
        (gap.target.node, gap.target.exit)
        for gap in coverage.missing
        if gap.target.exit is not None and coverage.hits(gap.target.node)
    }


def test_a_dead_exit_is_grey_and_says_so() -> None:
    (coverage,) = suite_of(100)
    drawn = covered_picture(coverage)
    rows = {(c.node, row.exit): row for c in drawn.cards for row in c.rows}
    assert rows["/true/true/2/next", "true"].caption == "dead"
    assert rows["/true/true/2/next", "true"].state is State.DIM
    dim = [card.node for card in drawn.cards if card.state is State.DIM]
    assert dim == ["/true/true/2/next/true"]
    assert sum(edge.state is State.DIM for edge in drawn.edges) == 1
    assert png(drawn).startswith(b"\x89PNG")


def test_edges_that_no_test_took_are_not_drawn_as_usual() -> None:
    flow: CallFlow = load(DEMO).flow
    coverage = Coverage(flow).add(flow.call(during_hours=False))
    drawn = covered_picture(coverage)
    plain = [e for e in drawn.edges if e.state is State.PLAIN and not e.role]
    (edge,) = plain
    assert (drawn.cards[edge.source].node, drawn.cards[edge.target].node) == ("/", "/false")


def test_the_page_has_the_picture_the_calls_and_who_covers_what() -> None:
    text = REPORTS["html"](suite_of())
    assert "<script" not in text
    assert "<svg" in text
    assert "default-src &#39;none&#39;" in text or "default-src 'none'" in text
    assert "<code>ivrsim call flows/campaign.json" in text
    assert "test_0, test_1" in text
    assert "(callers: neutral)" in text


def test_a_large_flow_is_folded_and_has_a_page() -> None:
    leaf = '{"node_type": "EndCall"}'
    for _ in range(3):
        leaf = '{"node_type":"Menu","prompt":"1 to 9","children":[' + ",".join([leaf] * 9) + "]}"
    flow = load(leaf).flow
    suite = Suite()
    suite.count([flow.call().press("1")])
    assert "more" in REPORTS["term-missing"](suite)
    assert "<svg" in REPORTS["html"](suite)


# -- the command -----------------------------------------------------------------------------


@pytest.fixture
def runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A campaign and the coverage of two runs of its tests, in the current folder."""
    monkeypatch.chdir(tmp_path)
    Path("campaign.json").write_bytes(DEMO.read_bytes())
    calls = ivrsim.cover(load(DEMO).flow, "conditions")
    for name, part in (("a.json", calls[:8]), ("b.json", calls[8:])):
        suite = Suite()
        suite.learn(load("campaign.json"))
        suite.count([witness.call() for witness in part], name)
        Path(name).write_text(suite.to_json())
    return ["a.json", "b.json"]


def test_the_command_combines_runs(runs: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["coverage", *runs, "--fail-under", "100", "--report", "term"]) == 0
    assert "27/27" in capsys.readouterr().out
    assert main(["coverage", runs[0], "--fail-under", "100"]) == 1
    assert "100% are required" in capsys.readouterr().out
    main(["coverage", *runs, "--report", "json:one.json"])
    main(["coverage", *reversed(runs), "--report", "json:two.json"])
    assert Path("one.json").read_bytes() == Path("two.json").read_bytes()


def test_the_command_refuses_what_it_cannot_read(
    runs: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    Path("campaign.json").write_text('{"node_type": "EndCall"}')
    assert main(["coverage", *runs]) == 2
    assert "is not as it was when it was tested" in capsys.readouterr().err
    Path("other.json").write_text("[]")
    assert main(["coverage", "other.json"]) == 2
    assert "no coverage of call flows" in capsys.readouterr().err
    Path("goal.json").write_text('{"version": 1, "goal": "lines", "flows": []}')
    assert main(["coverage", "goal.json", "a.json"]) == 2
