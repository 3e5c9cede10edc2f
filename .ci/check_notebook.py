"""Looks whether an executed notebook shows what its text promises: check_notebook.py SOURCE EXECUTED"""

import re
import sys

import nbformat

# Cells that end in a picture or table, and what the same value says as text. A busy machine sends in bursts, for which a fifth replica is right.
SHOWN = {
    "plan": "create    Deployment default/bert-1623831335",
    "deploy": "bert-1623831335: 1/1 ready",
    "load": r"bert-1623831335: [45]/[45] ready",
    "report": r"1,400 ok \(\d+/s\), 0 failed, 0 dropped",
    "in": "bert-1623831335: 1/1 ready",
    "target": "settings that keep p99 within 5.00 s",
    "day": "latency p99",
}
SAID = {
    "endpoint": "curl -H 'Host: bert.example.com' http://",
    "why": "Service 'bert' ",
    "delete": "Deployment default/bert-1623831335-tensorflow-serving",
}
DRAWN = ("report", "target", "day")

faults = []


def check(good, message):
    if not good:
        faults.append(message)


def outputs(cell):
    """All that a cell shows: by kind, one text each."""
    shown = {}
    for output in cell.outputs:
        if output.output_type == "stream":
            parts = {output.name: output.text}
        elif output.output_type == "error":
            parts = {"error": output.evalue}
        else:
            parts = output.data
        for kind, text in parts.items():
            shown[kind] = shown.get(kind, "") + text
    return shown


def main(source, executed):
    nbformat.validate(nbformat.read(source, as_version=nbformat.NO_CONVERT))
    notebook = nbformat.read(executed, as_version=nbformat.NO_CONVERT)
    nbformat.validate(notebook)
    shown = {cell.id: outputs(cell) for cell in notebook.cells if cell.cell_type == "code"}
    for name, what in shown.items():
        check("error" not in what, f"cell {name} fails: {what.get('error')}")
        check("stderr" not in what, f"cell {name} writes to standard error: {what.get('stderr')}")
    for name, text in SHOWN.items():
        check('class="ei-view"' in shown[name].get("text/html", ""), f"cell {name} shows no HTML of the SDK")
        check(re.search(text, shown[name].get("text/plain", "")), f"cell {name} says {shown[name].get('text/plain')!r} (expected: {text!r})")
    for name in DRAWN:
        check("<svg" in shown[name].get("text/html", ""), f"cell {name} shows no chart")
    for name, text in SAID.items():
        said = shown[name].get("stdout", "") + shown[name].get("text/plain", "")
        check(text in said, f"cell {name} says {said!r} (expected: {text!r})")
    for fault in faults:
        print(f"notebook: {fault}", file=sys.stderr)
    if not faults:
        print(f"notebook: {len(shown)} cells ran, {len(SHOWN)} of them show HTML, {len(DRAWN)} charts")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
