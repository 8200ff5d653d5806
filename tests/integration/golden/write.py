"""Write the golden files that are missing: `python tests/integration/golden/write.py`.

A file that exists is never written again: it stands for facts that clinics have stored. A fact that changes its form
gets a new revision, an upcaster, and with them a new file beside the old one.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]

from infrastructure.facts.catalogue import REGISTRY  # noqa: E402 - the path comes first
from integration.golden.files import write_missing  # noqa: E402 - as above

if __name__ == "__main__":
    for path in write_missing(REGISTRY.types):
        sys.stdout.write(f"wrote {path.relative_to(ROOT)}\n")
