"""Looks whether a page shows what its example project holds: check_example.py PAGE PROJECT

Each fenced block of Java or XML must stand in a file of the project as it is, but for white space."""

import re
import sys
from pathlib import Path

page, project = Path(sys.argv[1]), Path(sys.argv[2])
files = [p for p in sorted(project.rglob("*")) if p.suffix in (".java", ".xml") and "target" not in p.parts]
sources = ["".join(p.read_text().split()) for p in files]
blocks = re.findall(r"^```(?:java|xml)\n(.*?)^```", page.read_text(), re.DOTALL | re.MULTILINE)
strange = [block for block in blocks if not any("".join(block.split()) in source for source in sources)]
for block in strange:
    print(f"{page}: no file of {project} holds this block:\n{block}", file=sys.stderr)
if not blocks:
    print(f"{page}: it has no block of Java or XML (expected: the example)", file=sys.stderr)
sys.exit(bool(strange) or not blocks)
