"""Help in the person's language: keys `cli.help.<command>` and `cli.help.<command>.<option>`.

An option that several commands have alike may stand once, as `cli.help.any.<option>`.
"""

from __future__ import annotations

from typing import Any

from veivalg.language import Language, text, words


def phrased(command: Any, language: Language, path: str = "") -> None:
    """Put our own words into a command, its options and its subcommands."""
    key = f"cli.help{path}"
    command.help = text(key, language)
    command.short_help = command.help.split("\n")[0]
    command.epilog = words(language).get(f"{key}.epilog")
    for parameter in command.params:
        _phrase_parameter(parameter, f"{key}.{parameter.name}", language)
    for name, inner in getattr(command, "commands", {}).items():
        phrased(inner, language, f"{path}.{name}")


def _phrase_parameter(parameter: Any, key: str, language: Language) -> None:
    if parameter.name == "help":
        parameter.help = text("cli.help.help", language)
        return
    shared = f"cli.help.any.{parameter.name}"
    found = next((one for one in (key, shared) if one in words(language)), None)
    if found is not None:
        parameter.help = text(found, language)
