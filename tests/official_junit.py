"""JUnit reports against the schema that Jenkins' xUnit plugin checks them by, `junit-10.xsd`.

Run it: `python -m tests.official_junit`.  No wheel carries the schema, and it is not ours to
keep, so it is taken out of pytest's source archive, which pip fetches; that is why this is no
test of the suite (those hold the reports to `tests/data/schemas/junit.xsd`, offline).

Ends with 1 and says why where a report is not valid.
"""

from __future__ import annotations

import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

import xmlschema

ROOT = Path(__file__).parents[1]
PIP = (sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:")
IVRSIM = (sys.executable, "-m", "ivrsim")
SCHEMA = "/junit-10.xsd"

HOSTILE = """{"node_type": "Menu", "prompt": "Press 7 ]]> <b>&amp;\\u0000\\u001b[1m</b>",
"promt": "\\ud83d\\ude00", "children": [{"node_type": "Connect", "condition": "mobil and"}]}"""


def schema(folder: Path) -> xmlschema.XMLSchema:
    """The schema, out of pytest's source archive."""
    subprocess.run([*PIP, "--dest", str(folder), "pytest"], check=True)
    (archive,) = folder.glob("pytest-*.tar.gz")
    with tarfile.open(archive) as packed:
        (name,) = (name for name in packed.getnames() if name.endswith(SCHEMA))
        held = packed.extractfile(name)
        assert held is not None, "a schema is a file"
        return xmlschema.XMLSchema(held.read().decode("utf-8"))


def reports(folder: Path) -> Iterator[tuple[str, str]]:
    """What made a report, and the report: with faults, without, with hostile words, of calls."""
    hostile = folder / "hostile.json"
    hostile.write_text(HOSTILE, encoding="utf-8")
    demo = "ivrsim/demo/campaign.json"
    for words in ([demo], [demo, "--select", "IVR101"], [str(hostile)], ["no.json"]):
        command = ("lint", "--isolated", "--no-cache", "--format", "junit", *words)
        yield " ".join(command), _said(*command)
    for script in ("fails", "passes"):
        out = folder / f"{script}.xml"
        command = ("test", f"tests/data/scripts/{script}.call", "--junit", str(out))
        _said(*command)
        yield " ".join(command[:2]), out.read_text(encoding="utf-8")


def _said(*command: str) -> str:
    run = subprocess.run([*IVRSIM, *command], cwd=ROOT, capture_output=True, check=False)
    if run.stderr.strip().startswith(b"Traceback"):
        raise RuntimeError(run.stderr.decode())
    return run.stdout.decode("utf-8")


def main() -> int:
    """Check every report; how many are not valid is the exit code's business."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        official = schema(folder)
        found = [(what, list(official.iter_errors(text))) for what, text in reports(folder)]
    for what, errors in found:
        print("not valid" if errors else "valid", what, sep="  ")
        for error in errors:
            print("   ", error.reason, error.path)
    return int(any(errors for _, errors in found))


if __name__ == "__main__":
    sys.exit(main())
