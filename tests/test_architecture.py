"""The shape of the package: who may know whom, who prints, what an import costs."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import aligner

ROOT = Path(aligner.__file__).parent
HEAVY = {
    "torch",
    "pandas",
    "sentence_transformers",
    "transformers",
    "rich",
    "docx",
    "jinja2",
    "lxml",
    "markdown_it",
    "matplotlib",
    "openpyxl",
    "pypdf",
    "starlette",
    "uvicorn",
    "pyarrow",
    "xlsxwriter",
    "tokenizers",
    "trafilatura",
    "datasketch",
    "py3langid",
    "ray",
}


def module_name(path):
    parts = ("aligner", *path.relative_to(ROOT).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


TREES = {module_name(path): ast.parse(path.read_text(encoding="utf-8")) for path in ROOT.rglob("*.py")}


def imported(nodes):
    """Full names of the modules, and of what is taken from them."""
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def ours(nodes):
    """The modules of the package that are imported: `from aligner.write import tmx` is aligner.write.tmx."""
    for name in imported(nodes):
        if name.split(".")[0] == "aligner":
            yield name if name in TREES else name.rpartition(".")[0]


def knows(module):
    """All it imports, at its top or inside functions, but not what only type checkers read."""
    return set(ours(run_time(TREES[module])))


def run_time(tree):
    for node in ast.iter_child_nodes(tree):
        if not (isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"):
            yield node
            yield from run_time(node)


# A module → all the modules of ours it may know.
ALLOWED = {
    "aligner.records": {"aligner.notebook"},  # how they look there
    "aligner.errors": set(),
    "aligner.defaults": set(),
    "aligner.pairs": {"aligner.records", "aligner.defaults"},
    "aligner.language": {"aligner.records", "aligner.errors"},
    "aligner.layout": {"aligner.records"},
    "aligner.highlight": {"aligner.records"},
    "aligner.notebook": {"aligner.records", "aligner.defaults", "aligner.highlight", "aligner.layout", "aligner.pairs"},
}


@pytest.mark.parametrize("module", ALLOWED)
def test_the_core_knows_only_data(module):
    assert knows(module) <= ALLOWED[module]


@pytest.mark.parametrize("module", [name for name in ("aligner.beads", "aligner.lattice") if name in TREES])
def test_beads_see_no_file_and_no_model(module):
    seen, left = set(), {module}
    while left:
        name = left.pop()
        seen.add(name)
        left |= (knows(name) & TREES.keys()) - seen
    forbidden = ("read", "write", "encoder", "static", "train", "pipeline", "alignment", "cli", "scores")
    assert not {name for name in seen if f"{name}.".split(".")[1] in forbidden}


def test_nobody_knows_the_command_line():
    outside = {name for name in TREES if not name.startswith("aligner.cli")}
    assert {name for name in outside if any(known.startswith("aligner.cli") for known in knows(name))} == {
        "aligner.__main__"
    }


def test_readers_do_not_know_writers():
    for name in TREES:
        if name.startswith("aligner.read"):
            assert not {known for known in knows(name) if known.startswith(("aligner.write", "aligner.pipeline"))}


def test_only_the_command_line_prints_or_exits():
    for name, tree in TREES.items():
        if not name.startswith("aligner.cli"):
            calls = {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
            assert not calls & {"print", "exit", "quit", "sys.exit", "os._exit", "click.echo"}, name


def test_heavy_packages_are_imported_where_they_are_needed():
    for name, tree in TREES.items():
        if name != "aligner.st_module":  # sentence-transformers imports it, nobody else
            top = {module.split(".")[0] for module in imported(tree.body)}
            assert not top & HEAVY, name
    assert not {name for name in TREES if "aligner.st_module" in knows(name)}


def test_imports_have_no_cycle():
    top = {name: set(ours(tree.body)) - {name, "aligner"} for name, tree in TREES.items()}
    while leaves := {name for name, known in top.items() if not known & top.keys()}:
        top = {name: known for name, known in top.items() if name not in leaves}
    assert top == {}


def test_exports_are_what_is_promised():
    assert aligner.__all__ == sorted(aligner.__all__)
    assert set(aligner.__all__) == set(aligner._HOME)
    assert set(dir(aligner)) == {*aligner.__all__, "plots", "__version__"}
    for name in aligner.__all__:
        assert getattr(aligner, name).__name__ == name
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = aligner.nonsense


def test_type_checkers_see_the_same_exports():
    (block,) = (node for node in TREES["aligner"].body if isinstance(node, ast.If))
    assert {name.rpartition(".")[2] for name in imported(block.body)} == set(aligner.__all__)


def test_no_export_is_hidden_by_a_module_of_its_name():
    assert not {f"aligner.{name}" for name in aligner.__all__} & TREES.keys()


def test_import_loads_nothing():
    code = "import sys, aligner; print(*(m for m in sys.modules if m.startswith('aligner.') or m == 'numpy'))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", timeout=60, check=True)
    assert done.stdout.split() == []
