"""The table of formats: what it names is there, and can be told apart."""

import json

import pytest
from click.testing import CliRunner

from aligner.cli import cli
from aligner.formats import TABLE, by_suffix, having
from aligner.table import LEVELS

ROLES = ("text", "pairs", "writer")


@pytest.mark.parametrize("format", TABLE, ids=[format.name for format in TABLE])
def test_a_line_holds(format):
    roles = [role for role in ROLES if getattr(format, role)]
    assert roles
    assert all(callable(format.function(role)) for role in roles)
    assert bool(format.writer) == bool(format.levels)
    assert set(format.levels) <= set(LEVELS)
    assert format.what
    for suffix in format.suffixes + format.also:
        assert suffix == "." + suffix.lower().strip(".")


def test_names_are_unique():
    assert len({format.name for format in TABLE}) == len(TABLE)


def test_a_suffix_tells_the_format():
    found = by_suffix(".TMX", "writer")
    assert found is not None and found.name == "tmx"
    assert by_suffix(".tmx", "text") is None
    assert by_suffix("", "text") is None
    assert by_suffix(".docm", "text") is by_suffix(".docx", "writer")
    assert by_suffix(".docm", "writer") is None


def test_the_command_prints_them_all():
    lines = CliRunner().invoke(cli, ["formats"]).stdout.splitlines()
    assert [line.split()[0] for line in lines] == ["format", *(format.name for format in TABLE)]
    (tmx,) = (line for line in lines if line.startswith("tmx"))
    assert tmx.split()[1:5] == [".tmx", "pairs", "paragraph,", "sentence"]


def test_the_command_prints_json():
    records = json.loads(CliRunner().invoke(cli, ["formats", "--json"]).stdout)
    assert [record["name"] for record in records] == [format.name for format in TABLE]
    assert [record["name"] for record in records if record["writes"]] == [format.name for format in having("writer")]
