"""Where the real data for tests lies: beside the project, or in the folder that LEADS_REAL_DATA names."""

from __future__ import annotations

import os
from pathlib import Path

from leads.base.settings import PROJECT_DIR

_DATA = Path(os.environ.get("LEADS_REAL_DATA") or PROJECT_DIR / "../shared/data")
OLIST = _DATA / "olist_funnel"
ONLINE_RETAIL = _DATA / "online_retail"
# Small inputs after public reports, a folder each, with the right values beside them.
CASES = _DATA / "../cases"
