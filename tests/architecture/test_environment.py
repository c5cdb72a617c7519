"""The environment: .env.example is complete, and what is missing or malformed is named in one line."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from app.embedded.state import BASE_DIR

INTERNAL = {"EMBEDDED", "DEMO_ACCOUNTS", "DATABASE_POOL"}  # set by our own programs, never by a person
GOOD = {"SECRET_KEY": "x", "DATABASE_URL": "postgres://u:p@127.0.0.1:1/db", "REDIS_URL": "redis://127.0.0.1:1/0"}


def names_read() -> set[str]:
    """Every variable that a reader of app/environment.py is called with."""
    call = re.compile(r"\b(?:text|needed|flag|number|choice|address|database|email)\(\s*\"([A-Z][A-Z0-9_]+)\"")
    sources = [path.read_text() for path in (BASE_DIR / "app").rglob("*.py") if "tests" not in path.parts]
    return {name for source in sources for name in call.findall(source)}


def test_env_example_names_exactly_what_the_settings_read() -> None:
    explained = set(re.findall(r"^([A-Z][A-Z0-9_]+)=", (BASE_DIR / ".env.example").read_text(), re.MULTILINE))
    assert explained == names_read() - INTERNAL


def start(**environment: str) -> subprocess.CompletedProcess[str]:
    """Reads the settings in a process of its own, with nothing else in the environment."""
    command = [sys.executable, "-c", "from app.environment import read_settings; read_settings()"]
    return subprocess.run(command, env=environment, cwd=BASE_DIR, capture_output=True, text=True, timeout=60)


def test_a_complete_environment_starts() -> None:
    assert start(**GOOD).returncode == 0


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", ""),
        ("DATABASE_URL", ""),
        ("DATABASE_URL", "nonsense"),
        ("DATABASE_URL", "mysql://u:secret@host/db"),
        ("DATABASE_URL", "postgres://u:secret@host:many/db"),
        ("REDIS_URL", "http://host"),
        ("SITE_URL", "example.com"),
        ("SITE_URL", "http://example.com"),
        ("DEBUG", "perhaps"),
        ("EMAIL_URL", "pigeon://u:secret@host"),
        ("LOG_LEVEL", "loud"),
        ("SECRET_KEY_FILE", "/does/not/exist"),
    ],
)
def test_what_cannot_be_used_is_named_in_one_line(name: str, value: str) -> None:
    ended = start(**GOOD | {name: value})
    assert ended.returncode == 1
    assert ended.stderr.startswith(name)
    assert ended.stderr.count("\n") == 1
    assert "secret@" not in ended.stderr


def test_a_variable_may_come_as_a_file(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("from a file\n")
    code = "from app.environment import needed; print(needed('SECRET_KEY'), end='')"
    environment = {"SECRET_KEY_FILE": str(tmp_path / "key")}
    printed = subprocess.run(
        [sys.executable, "-c", code], env=environment, cwd=BASE_DIR, capture_output=True, text=True
    )
    assert printed.stdout == "from a file"
