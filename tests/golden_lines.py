"""Golden tables that a linguist edits: "phrase → values", and mentions written as such values."""

from pathlib import Path

GOLDEN = Path(__file__).parent / "golden"
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def golden(name):
    """The lines of `<name>.en.txt` and `<name>.ru.txt`: (language, phrase, values)."""
    cases = []
    for lang in ("en", "ru"):
        for line in lines(f"{name}.{lang}.txt"):
            phrase, _, values = line.partition("→")
            cases.append((lang, phrase.strip(), values.strip()))
    return cases


def lines(name):
    text = (GOLDEN / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


def written(mentions):
    """Mentions as the golden tables write them."""
    return ", ".join(_written(mention) for mention in mentions)


def _written(mention):
    match mention.kind, mention.value:
        case "date", ("decade", decade):
            return f"{decade}s"
        case "date", ("weekday", day):
            return WEEKDAYS[day - 1]
        case "date", (year, month, day):
            return "-".join([str(year or "?"), *(f"{part:02}" for part in (month, day) if part)])
        case "time", (_, minutes):
            return f"{minutes // 60}:{minutes % 60:02}"
        case "money", (number, code):
            return f"{number} {code}"
        case "hint", value:
            return f"({value})"
        case "small", value:
            return f"[{value}]"
        case _, value:
            return str(value)
