"""Children end with their launcher, however it ended, and so do theirs."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from app.embedded.lock import CannotStart
from app.embedded.processes import Child
from app.embedded.state import BASE_DIR
from app.embedded.tests.conftest import eventually

LAUNCHER = """
import sys, time
from pathlib import Path
from app.embedded import processes
if sys.argv[2] == "no prctl":
    processes._prctl = None
child = processes.Child("child", ["sh", "-c", sys.argv[3]], Path(sys.argv[1]))
child.start()
print(child.pid, flush=True)
time.sleep(600)
"""
OBEDIENT = "sleep 600 & wait"
DEAF = "trap '' TERM; while true; do sleep 1; done"


def session(pid: int) -> list[int]:
    return [process.pid for process in psutil.process_iter() if getsid(process.pid) == pid]


def getsid(pid: int) -> int:
    try:
        return os.getsid(pid) if psutil.Process(pid).status() != psutil.STATUS_ZOMBIE else 0
    except (ProcessLookupError, psutil.NoSuchProcess):
        return 0


@pytest.mark.parametrize("script", [OBEDIENT, DEAF])
@pytest.mark.parametrize("kernel", ["prctl", "no prctl"])
def test_ten_seconds_after_the_launcher_was_killed_nothing_is_left(kernel: str, script: str, tmp_path: Path) -> None:
    command = [sys.executable, "-c", LAUNCHER, str(tmp_path / "log"), kernel, script]
    launcher = subprocess.Popen(command, cwd=BASE_DIR, stdout=subprocess.PIPE, text=True)
    assert launcher.stdout
    child = int(launcher.stdout.readline())
    eventually(lambda: len(session(child)) == 2)
    launcher.kill()
    launcher.communicate()
    eventually(lambda: session(child) == [], seconds=10)


def test_a_child_that_does_not_obey_is_killed_with_its_own_children(tmp_path: Path) -> None:
    child = Child("deaf", ["sh", "-c", DEAF], tmp_path / "log", grace=0.5)
    child.start()
    pid = child.pid
    eventually(lambda: len(session(pid)) == 2)
    child.ask_to_stop()
    child.wait_stopped()
    assert session(pid) == []


def test_a_child_does_not_get_the_terminals_ctrl_c(tmp_path: Path) -> None:
    child = Child("child", ["sleep", "600"], tmp_path / "log")
    child.start()
    assert os.getpgid(child.pid) != os.getpgid(0)
    child.ask_to_stop()
    child.wait_stopped()
    assert child.exit_code == -signal.SIGTERM


def test_a_failed_start_is_told_with_the_last_line_it_logged(tmp_path: Path) -> None:
    child = Child("engine", ["sh", "-c", "echo first; echo the reason; exit 1"], tmp_path / "log")
    child.start()
    with pytest.raises(CannotStart, match="engine did not start: the reason"):
        child.wait_until(lambda: False)
    child.wait_stopped()


def test_a_start_that_takes_for_ever_is_given_up(tmp_path: Path) -> None:
    child = Child("engine", ["sleep", "600"], tmp_path / "log")
    child.start()
    began = time.monotonic()
    with pytest.raises(CannotStart, match="it said nothing"):
        child.wait_until(lambda: False, patience=0.2)
    assert time.monotonic() - began < 5
    child.ask_to_stop()
    child.wait_stopped()


def test_a_program_that_fails_is_told(tmp_path: Path) -> None:
    with pytest.raises(CannotStart, match="migrate failed: no such table"):
        Child("migrate", ["sh", "-c", "echo no such table; exit 3"], tmp_path / "log").run()
