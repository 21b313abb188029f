"""`python -m ivrsim` is `ivrsim`."""

from __future__ import annotations

import sys

from ivrsim.cli.main import main

sys.exit(main())
