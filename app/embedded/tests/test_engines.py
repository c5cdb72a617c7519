"""Real engines on folders of every kind, started, shared, killed and started again."""

from __future__ import annotations

import os
import pwd
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import psutil
import pytest
import redis

from app.embedded.state import BASE_DIR
from app.embedded.tests.conftest import Hold, eventually

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root changes users")


def engines_of(folder: Path) -> list[psutil.Process]:
    """The running processes that work below this folder."""
    return [process for process in psutil.process_iter() if working_folder(process).startswith(str(folder))]


def working_folder(process: psutil.Process) -> str:
    try:
        return process.cwd()
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return ""


@pytest.mark.parametrize("name", ["a name with spaces & 'quotes'", "deep/" * 30, "ünï"])
def test_they_start_in_a_folder_of_any_name(name: str, folder: Path, hold: Hold) -> None:
    environment = (holder := hold(folder / name)).environment()
    assert redis.from_url(environment["REDIS_URL"]).ping()
    assert holder.let_go() == (0, "")
    assert engines_of(folder / name) == []


def test_what_was_written_is_there_at_the_next_start(folder: Path, hold: Hold) -> None:
    first = hold(folder)
    first.ask("SELECT lo_from_bytea(4711, 'kept')")
    first.let_go()
    assert hold(folder).ask("SELECT lo_get(4711)") == b"kept"


def test_secrets_are_their_owners_only(folder: Path, hold: Hold) -> None:
    hold(folder).environment()
    private = [*folder.glob("*.secret"), folder / "engines.json", folder / "valkey" / "valkey.conf"]
    assert len(private) == 5
    assert {stat.S_IMODE(path.stat().st_mode) for path in private} == {0o600}


def test_they_listen_on_the_loopback_and_ask_for_the_password(folder: Path, hold: Hold) -> None:
    environment = hold(folder).environment()
    with pytest.raises(redis.AuthenticationError):
        redis.from_url("redis://127.0.0.1:" + environment["REDIS_URL"].rsplit(":", 1)[1]).ping()
    listening = [each.laddr.ip for process in engines_of(folder) for each in process.net_connections("tcp")]
    assert set(listening) == {"127.0.0.1"}


def test_an_engine_that_the_person_brings_is_used(folder: Path, hold: Hold) -> None:
    environment = hold(folder, env={"DATABASE_URL": "postgres://elsewhere/db"}).environment()
    assert environment["DATABASE_URL"] == "postgres://elsewhere/db"
    assert environment["DEMO_ACCOUNTS"] == "0"
    assert [process.name() for process in engines_of(folder)] == ["valkey-server"]


def test_a_second_command_uses_the_engines_that_run(folder: Path, hold: Hold) -> None:
    first, second = hold(folder).environment(), hold(folder).environment()
    assert (first["DATABASE_URL"], first["REDIS_URL"]) == (second["DATABASE_URL"], second["REDIS_URL"])


def test_they_stop_when_the_last_command_that_uses_them_ends(folder: Path, hold: Hold) -> None:
    owner = hold(folder)
    owner.environment()
    guest = hold(folder)
    guest.environment()
    owner.release()
    with pytest.raises(subprocess.TimeoutExpired):
        owner.process.wait(1)
    assert engines_of(folder)
    guest.let_go()
    assert owner.process.wait(10) == 0
    assert engines_of(folder) == []


def test_nothing_is_left_when_their_process_is_killed_and_the_next_start_works(folder: Path, hold: Hold) -> None:
    killed = hold(folder)
    killed.environment()
    killed.process.kill()
    assert hold(folder).ask("SELECT 1") == 1  # at once: it waits for what is left to be gone
    hold(folder).let_go()


def test_a_folder_deleted_while_it_is_used_is_not_used_by_a_second_launcher(folder: Path, hold: Hold) -> None:
    owner = hold(folder)
    owner.environment()
    shutil.rmtree(folder)
    second = subprocess.run(
        [sys.executable, "-m", "app.embedded", "run"],
        env={"PATH": os.environ["PATH"], "STATE_DIR": str(folder), "PORT": "0"},
        cwd=BASE_DIR,
        capture_output=True,
        text=True,
    )
    assert second.returncode == 1
    assert f"in use by process {owner.process.pid}" in second.stderr
    assert not (folder / "postgres").exists()


def test_a_pid_file_whose_number_is_now_another_programs_is_no_obstacle(folder: Path, hold: Hold) -> None:
    hold(folder).let_go()
    stale = folder / "postgres" / "data" / "postmaster.pid"
    stale.write_text(f"{os.getpid()}\n{stale.parent}\n0\n5432\n\n\n\nready\n")
    assert hold(folder).ask("SELECT 1") == 1


def test_a_killed_initdb_leaves_nothing_half_made(folder: Path, hold: Hold) -> None:
    killed = hold(folder)
    eventually(lambda: list((folder / "postgres").glob("new-*/data/base/1")))
    killed.process.kill()
    assert not (folder / "postgres" / "data").exists()
    assert hold(folder).ask("SELECT 1") == 1
    assert list((folder / "postgres").glob("new-*")) == []


def test_a_folder_that_cannot_be_written_is_named_in_one_line(folder: Path, hold: Hold) -> None:
    folder.write_text("a file, where a folder should be")
    code, complaint = hold(folder / "state").let_go()
    assert code == 1
    assert complaint.startswith(f"The state folder {folder / 'state'} cannot be written")
    assert complaint.count("\n") == 1


@as_root
def test_another_users_folder_is_left_alone(folder: Path, hold: Hold) -> None:
    folder.mkdir()
    os.chown(folder, pwd.getpwnam("nobody").pw_uid, -1)
    code, complaint = hold(folder).let_go()
    assert (code, complaint.count("\n")) == (1, 1)
    assert "belongs to another user (number " in complaint


@as_root
def test_roots_server_lives_elsewhere_when_it_cannot_get_into_the_folder(folder: Path, hold: Hold) -> None:
    folder.mkdir(mode=0o700)
    try:
        holder = hold(folder)
        assert holder.ask("SELECT 1") == 1
        home = (folder / "postgres").resolve()
        assert home.parent == Path("/var/lib")
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        holder.let_go()
        assert hold(folder).ask("SELECT 2") == 2
    finally:
        shutil.rmtree((folder / "postgres").resolve())


@as_root
def test_an_ordinary_user_runs_them_too(folder: Path, hold: Hold) -> None:
    nobody = pwd.getpwnam("nobody")
    pythons = (sys.executable, f"/usr/bin/python3.{sys.version_info.minor}")
    usable = [each for each in pythons if subprocess.run(["test", "-x", each], user="nobody").returncode == 0]
    if not usable:
        pytest.skip("no Python that nobody can run")
    folder.mkdir()
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    packages = os.pathsep.join(path for path in sys.path if path.endswith("site-packages"))
    account = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
    assert hold(folder, python=usable[0], env={"PYTHONPATH": packages, "HOME": "/"}, **account).ask("SELECT 1") == 1
