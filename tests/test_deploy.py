"""The files in deploy/: they parse, name what exists, and keep what must not be open closed."""

from __future__ import annotations

import configparser
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.main import get_command

from api.cli import app
from api.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
DEPLOY = ROOT / "deploy"
UNITS = sorted(DEPLOY.glob("*.service"))
SETTINGS = {f"RUJUKAN_{name.upper()}" for name in Settings.model_fields}


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return dict(yaml.safe_load((DEPLOY / "docker-compose.yml").read_text()))


def test_compose_services_are_hardened_and_watched(compose: dict[str, Any]) -> None:
    assert compose["services"].keys() == {"api", "chroma"}
    for service in compose["services"].values():
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
        assert service["healthcheck"]["test"][0] == "CMD"
        assert service["mem_limit"]
        for volume in service["volumes"]:
            assert volume.partition(":")[0] in compose["volumes"], "what is written is on a volume"


def test_compose_publishes_the_api_on_loopback_and_chroma_nowhere(compose: dict[str, Any]) -> None:
    api, chroma = compose["services"]["api"], compose["services"]["chroma"]
    assert all(port.startswith("127.0.0.1:") for port in api["ports"])
    assert "ports" not in chroma
    assert chroma["networks"] == ["inside"]
    assert compose["networks"]["inside"]["internal"] is True
    assert api["depends_on"]["chroma"]["condition"] == "service_healthy"


def test_compose_settings_are_accepted(compose: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    said = compose["services"]["api"]["environment"]
    assert said.keys() <= SETTINGS
    for name, value in said.items():
        monkeypatch.setenv(name, value)
    settings = Settings()
    assert settings.workers == 2
    port = settings.chroma_url.rpartition(":")[2]
    assert port == compose["services"]["chroma"]["entrypoint"][-1]
    assert compose["services"]["api"]["command"][0] in get_command(app).commands  # type: ignore[attr-defined]


def test_image_holds_what_the_program_needs() -> None:
    told = (DEPLOY / "Dockerfile").read_text()
    copied = set(re.findall(r"^COPY (.+) \S+$", told, re.M))
    words = {word for line in copied for word in line.split()}
    assert {"kb", "ingest", "api", "corpus", "pyproject.toml"} <= words
    assert all((ROOT / word).exists() for word in words)
    assert re.search(r"^USER rujukan$", told, re.M)
    assert re.search(r"torch==[\d.]+", told)[0] in (ROOT / "pyproject.toml").read_text()  # type: ignore[index]


def read_unit(path: Path) -> dict[str, list[str]]:
    parser = configparser.RawConfigParser(strict=False, interpolation=None, comment_prefixes=("#",))
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string(path.read_text())
    found: dict[str, list[str]] = {}
    for line in path.read_text().splitlines():
        if not line.startswith(("#", "[")) and "=" in line:
            found.setdefault(line.partition("=")[0], []).append(line.partition("=")[2])
    assert set(parser.sections()) == {"Unit", "Service", "Install"}
    return found


@pytest.mark.parametrize("path", UNITS, ids=[path.stem for path in UNITS])
def test_units_are_hardened(path: Path) -> None:
    unit = read_unit(path)
    assert unit["ProtectSystem"] == ["strict"]
    assert unit["NoNewPrivileges"] == unit["PrivateTmp"] == unit["ProtectHome"] == ["yes"]
    assert unit["CapabilityBoundingSet"] == [""]
    assert unit["User"] == ["rujukan"]
    assert "--host 127.0.0.1" in unit["ExecStart"][0]
    for settings in unit["Environment"]:
        named = {word.partition("=")[0] for word in settings.split()}
        assert {name for name in named if name.startswith("RUJUKAN_")} <= SETTINGS
    if path.stem == "rujukan":
        assert unit["ExecStart"][0].split()[1] in get_command(app).commands  # type: ignore[attr-defined]


@pytest.mark.parametrize("path", UNITS, ids=[path.stem for path in UNITS])
def test_systemd_finds_no_fault(path: Path, tmp_path: Path) -> None:
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("systemd-analyze is not on this machine")
    copy = tmp_path / path.name  # whose program is there; the rest is as it is
    copy.write_text(re.sub(r"^ExecStart=/opt/rujukan/bin/\S+", "ExecStart=/bin/true", path.read_text(), flags=re.M))
    said = subprocess.run([program, "verify", copy], capture_output=True, text=True, check=False)
    faults = [line for line in said.stderr.splitlines() if path.name in line and "Documentation" not in line]
    assert not faults
    assert said.returncode == 0, said.stderr
