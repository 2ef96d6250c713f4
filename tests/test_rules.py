"""aligner.toml: what it may say, and what is said about mistakes in it."""

import pytest
from strategies import alignment, beads

from aligner.check import check_pair
from aligner.check.findings import finding_id
from aligner.check.rules import Ignore, Rules, find_rules, read_rules
from aligner.check.texts import Texts
from aligner.errors import FormatError, InputError

EN, RU = "Is it  true?", "Это правда ."


def rules(folder, text):
    path = folder / "aligner.toml"
    path.write_text(text, encoding="utf-8")
    return read_rules(path)


def checks(given):
    return [(f.check, f.severity) for f in check_pair(EN, RU, rules=given)]


def test_nothing_given_changes_nothing(tmp_path):
    assert checks(rules(tmp_path, "")) == checks(None)
    assert ("punctuation", "warning") in checks(None)


def test_disable_enable_severity(tmp_path):
    assert {c for c, _ in checks(rules(tmp_path, "[check]\ndisable = ['typography']"))} == {"punctuation"}
    assert {c for c, _ in checks(rules(tmp_path, "[check]\nenable = ['typography']"))} == {"typography"}
    assert ("punctuation", "info") in checks(rules(tmp_path, "[check.severity]\npunctuation = 'info'"))


@pytest.mark.parametrize("how", ["check = 'punctuation'", "text = 'question in the'", "regex = '^\\?$'"])
def test_ignore(tmp_path, how):
    given = rules(tmp_path, f"[[ignore]]\n{how}\nreason = 'agreed'")
    assert {c for c, _ in checks(given)} == {"typography"}


def test_ignore_by_id(tmp_path):
    first = check_pair(EN, RU)[0]
    given = rules(tmp_path, f"[[ignore]]\nid = '{finding_id(first, Texts(EN, RU))}'\nreason = 'seen'")
    assert first not in check_pair(EN, RU, rules=given)
    assert len(check_pair(EN, RU, rules=given)) == len(check_pair(EN, RU)) - 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[chekc]", "unknown key chekc; choose from check, ignore"),
        ("[check]\ndisabled = []", "unknown key check.disabled; choose from enable, disable, severity"),
        ("[check]\ndisable = ['dates']", "check.disable: no check 'dates'; did you mean 'date'? choose from omi"),
        ("[check]\ndisable = 'date'", "check.disable must be a list of checks, not 'date'"),
        (
            "[check.severity]\ndate = 'high'",
            "check.severity.date: no severity 'high'; choose from error, warning, info",
        ),
        ("[[ignore]]\ncheck = 'date'", "ignore[1].reason is missing; say why the findings are ignored"),
        ("[[ignore]]\nreason = 'x'", "ignore[1] would ignore everything; give check, text, regex or id"),
        ("[[ignore]]\nregex = '('\nreason = 'x'", "ignore[1].regex is not a regular expression: "),
        ("[check", "not TOML: "),
    ],
)
def test_mistakes_are_named(tmp_path, text, message):
    with pytest.raises(FormatError) as caught:
        rules(tmp_path, text)
    assert f"aligner.toml: {message}" in str(caught.value)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (lambda: Rules(disable=["contrst"]), "disable: no check 'contrst'; did you mean 'contrast'?"),
        (lambda: Rules(enable="date"), "enable must be a list of checks, not 'date'"),
        (lambda: Rules(severity={"contrast": "fatal"}), "severity.contrast: no severity 'fatal'; choose from error, "),
        (lambda: Rules(severity={"contrst": "info"}), "severity: no check 'contrst'; did you mean"),
        (lambda: Rules(severity="info"), "severity must be a table"),
        (lambda: Ignore("seen", check="dates"), "check: no check 'dates'; did you mean 'date'?"),
    ],
)
def test_mistakes_in_python_are_named_as_well(wrong, message):
    with pytest.raises(FormatError) as caught:
        wrong()
    assert str(caught.value).startswith(message)


def test_an_alignment_is_checked_by_files_too(tmp_path):
    (tmp_path / "rules.toml").write_text("[check]\ndisable = ['punctuation']", encoding="utf-8")
    (tmp_path / "terms.tsv").write_text("true\tистина\n", encoding="utf-8")
    al = alignment([[EN]], [[RU]], beads("1-1"))

    def found(**options):
        return {item.check for item in al.check(**options).findings}

    assert found(rules=Rules(disable=["punctuation"])) == found(rules=tmp_path / "rules.toml") == {"typography"}
    assert "terminology" in found(glossary=str(tmp_path / "terms.tsv"))
    with pytest.raises(FormatError, match=r"rules: give Rules\(disable="):
        al.check(rules={"disable": ["date"]})
    with pytest.raises(InputError, match="glossary: expected the path of a file, not a dict"):
        al.check(glossary={"true": "истина"})


def test_a_missing_file(tmp_path):
    with pytest.raises(InputError, match="can't be read"):
        read_rules(tmp_path / "none.toml")


def test_found_in_the_folder_or_above_up_to_the_root_of_the_project(tmp_path):
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    (tmp_path / "aligner.toml").write_text("", encoding="utf-8")
    assert find_rules(inner) == tmp_path / "aligner.toml"
    (tmp_path / "a" / ".git").mkdir()
    assert find_rules(inner) is None
    (inner / "aligner.toml").write_text("", encoding="utf-8")
    assert find_rules(inner) == inner / "aligner.toml"
