"""The README says only what is there: its make targets, commands and settings exist."""

import re
from pathlib import Path

from typer.main import get_command

from api.cli import app
from api.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_make_targets_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.M))
    named = set(re.findall(r"`?make ([a-z]+)", README)) - {"for"}
    assert named <= targets
    assert {"demo", "test"} <= named


def test_commands_exist() -> None:
    commands = set(get_command(app).commands)
    assert set(re.findall(r"rujukan --data data ([a-z]+)", README)) <= commands


def test_settings_are_told() -> None:
    told = set(re.findall(r"`RUJUKAN_([A-Z_]+)`", README))
    assert told == {name.upper() for name in Settings.model_fields}


def test_linked_files_exist() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert (ROOT / target).exists(), target
