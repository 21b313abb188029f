"""`ivrsim lint --recordings`: the lists of network and advertiser beside a campaign."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ivrsim.cli.main import main

FLOW = '{"node_type": "EndCall", "prompt": "Bye.", "prompt_id_from_network": "%s"}'
NETWORK = {
    "name": "Acme",
    "prompt_recordings": [
        {"id_from_network": "bye", "prompt_text": "Bye!", "prompt_received": "2015-08-02"},
        {"id_from_network": "ordered", "prompt_text": "Bye.", "prompt_received": None},
        {
            "id_from_network": "other",
            "prompt_text": "Please hold.",
            "prompt_received": "2015-09-01",
        },
    ],
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "network.json").write_text(json.dumps(NETWORK))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("recording", "told"),
    [
        ("bye", []),
        ("by", ["error IVR217 [unknown-recording] No list has a recording"]),
        ("ordered", ["warning IVR217 [unknown-recording] The recording"]),
        ("other", ["warning IVR213 [text-and-recording] The recording"]),
    ],
)
def test_each_recording_is_looked_for_in_the_lists(
    folder: Path, capsys: pytest.CaptureFixture[str], recording: str, told: list[str]
) -> None:
    (folder / "flow.json").write_text(FLOW % recording)
    by_option = ["--recordings", "network.json"]
    main(["lint", "flow.json", *by_option, "--format", "concise", "--isolated"])
    lines = capsys.readouterr().out.splitlines()[:-1]
    assert len(lines) == len(told)
    assert all(part in line for part, line in zip(told, lines, strict=True))
    (folder / "ivrsim.toml").write_text('recordings = ["network.json"]\n')
    main(["lint", "flow.json", "--format", "concise"])
    assert capsys.readouterr().out.splitlines()[:-1] == lines


def test_without_lists_no_recording_is_unknown(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "flow.json").write_text(FLOW % "nobody knows")
    assert main(["lint", "flow.json"]) == 0
    assert "No problems" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "said"), [(None, "cannot be read"), ("[", "is no list"), ("{}", "is no list")]
)
def test_a_list_that_is_none_is_refused_with_its_name(
    folder: Path, capsys: pytest.CaptureFixture[str], text: str | None, said: str
) -> None:
    (folder / "flow.json").write_text(FLOW % "bye")
    if text is not None:
        (folder / "odd.json").write_text(text)
    assert main(["lint", "flow.json", "--recordings", "odd.json"]) == 2
    told = capsys.readouterr().err
    assert "odd.json" in told
    assert said in told
    (folder / "ivrsim.toml").write_text('recordings = ["odd.json"]\n')
    assert main(["lint", "flow.json"]) == 2
    assert "ivrsim.toml:1" in capsys.readouterr().err
