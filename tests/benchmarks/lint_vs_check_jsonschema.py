"""What a user waits for: `ivrsim lint` beside check-jsonschema, `--version` beside bare Python.

Run it: `python tests/benchmarks/lint_vs_check_jsonschema.py`. The same campaign is checked by
both; check-jsonschema gets the schema that `ivrsim schema` prints.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from measure import compare, compiled, table

CAMPAIGN = Path(__file__).parents[2] / "ivrsim" / "demo" / "campaign.json"
IVRSIM = (sys.executable, "-m", "ivrsim")


def main() -> None:
    """Measure and print the table."""
    with compiled(), tempfile.TemporaryDirectory() as folder:
        schema = Path(folder) / "campaign.schema.json"
        schema.write_bytes(
            subprocess.run([*IVRSIM, "schema"], check=True, capture_output=True).stdout
        )
        peer = (sys.executable, "-m", "check_jsonschema", "--schemafile", str(schema))
        rows = {
            "lint / check-jsonschema": compare(
                (*IVRSIM, "lint", str(CAMPAIGN)), (*peer, str(CAMPAIGN))
            ),
            "--version / python -c pass": compare(
                (*IVRSIM, "--version"), (sys.executable, "-c", "pass")
            ),
        }
    print(table(rows))


if __name__ == "__main__":
    main()
