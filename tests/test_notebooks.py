"""The notebooks: every code cell runs, in order, and no output is kept."""

import ast
import json
from pathlib import Path

import pytest

NOTEBOOKS = sorted((Path(__file__).parent.parent / "notebooks").glob("*.ipynb"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_runs_from_top_to_bottom(path, monkeypatch):
    monkeypatch.chdir(path.parent)
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    names: dict[str, object] = {}
    shown = []
    for cell in cells:
        if cell["cell_type"] == "code":
            assert cell["outputs"] == []
            shown.append(run("".join(cell["source"]), names))
    assert shown
    assert all(value is not None for value in shown), "a cell that shows nothing"
    assert not [value for value in map(repr, shown) if " at 0x" in value], "a cell that shows no more than an address"


def run(source: str, names: dict[str, object]) -> object:
    """What the last expression of a cell is worth, as a notebook shows it."""
    *before, last = ast.parse(source).body
    assert isinstance(last, ast.Expr)
    exec(compile(ast.Module(before, []), "cell", "exec"), names)
    return eval(compile(ast.Expression(last.value), "cell", "eval"), names)


def test_there_is_one():
    assert NOTEBOOKS
