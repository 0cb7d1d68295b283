"""How ``rujukan`` reads its words: general options may stand anywhere, a wrong use is one Indonesian line, exit 2.

Does not do: run anything; the commands are in ``api.cli``.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from typing import Any

import typer
from typer.core import TyperGroup

GENERAL = ("--data", "--model")  # take a value; moved before the command
FLAG = "--json"  # moved behind the command
# What typer says -> what a civil servant reads; anything else is passed on as it is.
USAGE = (
    (r"Missing (?:argument|parameter|option) '?(.+?)'?\.", r"\1 belum ditulis"),
    (r"Missing command\.", "perintah belum ditulis"),
    (r"No such command '(.+?)'\..*", r"perintah \1 tidak dikenal"),
    (r"No such option: (\S+).*", r"opsi \1 tidak dikenal"),
    (r"Option '(.+)' requires an argument\.", r"opsi \1 memerlukan nilai"),
    (r"Got unexpected extra argument\S* \((.+)\)", r"kata yang berlebih: \1 (apit teks panjang dengan tanda kutip)"),
    (r"Invalid value for '(.+?)': .*does not match the formats?.*", r"\1: tulis tanggal sebagai 2031-12-31"),
    (r"Invalid value for '(.+?)': .*(?:greater|less) than or equal to (\S+)", r"\1: melewati batas \2"),
    (r"Invalid value for '(.+?)': .*valid integer.*", r"\1: harus bilangan bulat"),
    (r"Invalid value: (.+)", r"\1"),
)


class RujukanGroup(TyperGroup):
    """The root of the command line."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the options that belong to every command, wherever they stand."""
        groups = {name for name, command in self.commands.items() if isinstance(command, TyperGroup)}
        return super().parse_args(ctx, arrange(args, groups) or ["--help"])

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> Any:
        """Run, and say what was wrong with the words given in one line of Indonesian."""
        try:
            code = super().main(args, prog_name, complete_var, False, windows_expand_args, **extra)
        except typer.TyperException as error:
            if not standalone_mode:
                raise
            print(f"rujukan: {usage_message(error.format_message())} (lihat rujukan --help)", file=sys.stderr)
            sys.exit(error.exit_code)
        if not standalone_mode:
            return code
        sys.exit(code if isinstance(code, int) else 0)


def arrange(args: list[str], groups: set[str]) -> list[str]:
    """``args`` with the general options before the command and ``--json`` behind it; ``--`` ends the options.

    ``groups`` are the commands that are followed by another command.
    """
    end = args.index("--") if "--" in args else len(args)
    words, verbatim = args[:end], args[end:]
    front: list[str] = []
    rest: list[str] = []
    while words:
        word = words.pop(0)
        if word in GENERAL:
            front += [word, *words[:1]]
            words = words[1:]
        elif word.startswith(tuple(f"{option}=" for option in GENERAL)):
            front.append(word)
        else:
            rest.append(word)
    if rest and rest[0] == FLAG:
        command = [word for word in rest if word != FLAG]
        depth = 2 if command and command[0] in groups else 1
        rest = [*command[:depth], FLAG, *command[depth:]] if command else rest
    return [*front, *rest, *verbatim]


def usage_message(said: str) -> str:
    """What typer says of a wrong use, in Indonesian where the sentence is known, on one line."""
    said = " ".join(said.split())
    for pattern, meaning in USAGE:
        if match := re.fullmatch(pattern, said):
            return match.expand(meaning)
    return said
