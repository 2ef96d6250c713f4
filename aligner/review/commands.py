"""What a reviewer can do by key: one table for the keys, the buttons and the help.

Keys are named by their place (`KeyboardEvent.code`), which is the same with a Russian layout; letters are those of
the English one.
"""

from __future__ import annotations

from typing import NamedTuple


class Command(NamedTuple):
    """A command: its name in the script, its key, the key for people, what it does; the button, if it has one."""

    name: str
    key: str
    shown: str
    what: str
    button: str = ""


# fmt: off
COMMANDS: dict[str, tuple[Command, ...]] = {
    "Decide": (
        Command("approve", "KeyA", "A", "approve the pair and go on; again: open it", "Approve"),
        Command("reject", "KeyR", "R", "reject the pair: its texts don't belong together", "Reject"),
        Command("edit", "KeyE", "E", "correct the translation", "Edit"),
        Command("comment", "KeyC", "C", "comment on the pair", "Comment"),
        Command("error", "KeyQ", "Q", "mark an error of translation", "Error"),
    ),
    "Put together": (
        Command("merge", "KeyM", "M", "merge with the next pair", "Merge"),
        Command("merge-up", "Shift+KeyM", "Shift M", "merge with the previous pair", "Merge up"),
        Command("split", "KeyS", "S", "split the pair before the chosen sentence", "Split"),
        Command("up", "Alt+ArrowUp", "Alt ↑",
                "give the chosen sentence, and those before it, to the pair above", "Up"),
        Command("down", "Alt+ArrowDown", "Alt ↓",
                "give the chosen sentence, and those behind it, to the pair below", "Down"),
        Command("link", "KeyL", "L", "link what has no counterpart with what stands next to it", "Link"),
        Command("unlink", "KeyU", "U", "unlink the chosen sentence, or the whole pair", "Unlink"),
    ),
    "Findings": (
        Command("finding", "KeyF", "F", "go to the next finding"),
        Command("confirm", "KeyY", "Y", "confirm it: there is something to mend"),
        Command("ignore", "KeyI", "I", "ignore it, and say why"),
    ),
    "Look": (
        Command("words", "KeyW", "W", "show which words belong together", "Words"),
        Command("context", "KeyX", "X", "what stands before and after it in the texts", "Context"),
        Command("history", "KeyH", "H", "what was done to the pair, and by whom", "History"),
    ),
    "Go": (
        Command("next", "ArrowDown", "↓", "next pair"),
        Command("next", "KeyJ", "J", "next pair"),
        Command("previous", "ArrowUp", "↑", "previous pair"),
        Command("previous", "KeyK", "K", "previous pair"),
        Command("right", "ArrowRight", "→", "choose the next sentence, English first"),
        Command("left", "ArrowLeft", "←", "choose the previous sentence"),
        Command("unreviewed", "KeyN", "N", "next pair that nobody has decided on"),
        Command("search", "Slash", "/", "search in both texts"),
    ),
    "The whole": (
        Command("undo", "Ctrl+KeyZ", "Ctrl Z", "undo; inside a text: undo typing"),
        Command("redo", "Ctrl+Shift+KeyZ", "Ctrl Shift Z", "redo"),
        Command("redo", "Ctrl+KeyY", "Ctrl Y", "redo"),
        Command("export", "KeyD", "D", "download in any format"),
        Command("help", "Shift+Slash", "?", "this help"),
        Command("help", "F1", "F1", "this help"),
    ),
}
# fmt: on

#: While a translation is being corrected.
WRITING = (
    ("Ctrl Enter", "save, approve the pair and go on"),
    ("Esc", "save and stop writing"),
    ("Ctrl Z", "undo typing"),
)


def buttons() -> list[tuple[str, list[Command]]]:
    """The commands that have a button, by group."""
    groups = ((group, [command for command in commands if command.button]) for group, commands in COMMANDS.items())
    return [(group, commands) for group, commands in groups if commands]


def explained() -> dict[str, dict[str, list[str]]]:
    """For the help: group → what it does → its keys."""
    found: dict[str, dict[str, list[str]]] = {}
    for group, commands in COMMANDS.items():
        for command in commands:
            found.setdefault(group, {}).setdefault(command.what, []).append(command.shown)
    return found


def keymap() -> dict[str, str]:
    """Key → command, for the script."""
    return {command.key: command.name for commands in COMMANDS.values() for command in commands}
