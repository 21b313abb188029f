"""The notebooks run, and show what they promise."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

import ivrsim

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_from_top_to_bottom(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
    outputs = [out for cell in notebook.cells for out in cell.get("outputs", ())]
    pictures = [out["data"]["text/html"] for out in outputs if "text/html" in out.get("data", {})]
    assert any("<svg" in picture for picture in pictures)


def test_there_are_notebooks() -> None:
    assert "01_first_flow" in {path.stem for path in NOTEBOOKS}


def test_the_picture_of_the_readme_is_the_one_its_code_draws(tmp_path: Path) -> None:
    flow = ivrsim.load(ROOT / "ivrsim" / "demo" / "campaign.json").flow
    call = flow.call(mobile=True, at="2026-11-23T10:00", city="Seattle", state="WA")
    call.press("1").press("2").show(tmp_path / "call.svg")
    drawn = (tmp_path / "call.svg").read_text(encoding="utf-8")
    assert drawn == (ROOT / "notebooks" / "pictures" / "call.svg").read_text(encoding="utf-8")
