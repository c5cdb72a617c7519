"""`make run`: it starts, keeps running, stops without a trace, and says in one line why it cannot."""

from __future__ import annotations

import json
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import psutil
import pytest

from app.embedded.state import BASE_DIR
from tests.flows.conftest import eventually
from tests.live import LiveSite, clean_environment, live_site, start, state_folder, when_ready

pytestmark = pytest.mark.xdist_group("start")


@pytest.fixture(scope="module")
def site() -> Iterator[LiveSite]:
    """An empty publication, running."""
    with live_site(demo=False) as started:
        yield started


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """A state folder to start on; without demo content."""
    with state_folder() as path:
        (path / "demo-made").touch()
        yield path


def answers(site: LiveSite) -> bool:
    try:
        return httpx.get(site.url).status_code == 200
    except httpx.HTTPError:
        return False


def test_web_workers_clock_and_engines_are_processes_of_their_own(site: LiveSite) -> None:
    for words in (["gunicorn"], ["worker", "effects"], ["worker", "work@"], ["beat"], ["postgres", "-D"], ["valkey"]):
        assert site.processes(*words), words
    assert answers(site)


def test_everything_listens_on_the_loopback_alone(site: LiveSite) -> None:
    connections = [each for process in site.processes() for each in process.net_connections("inet")]
    assert {each.laddr.ip for each in connections if each.status == psutil.CONN_LISTEN} == {"127.0.0.1"}


def test_pages_name_static_files_by_their_content_and_these_are_cached_for_good(site: LiveSite) -> None:
    page = httpx.get(site.url).text
    path = page.split('rel="stylesheet" href="')[1].split('"')[0]
    style = httpx.get(site.url + path)
    assert style.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert style.headers["content-type"] == "text/css; charset=utf-8"


def test_each_stage_is_told_with_its_time(site: LiveSite) -> None:
    stages = [line.split()[2] for line in site.printed.splitlines() if line.lstrip()[:1].isdigit()]
    assert stages == ["engines", "database", "static", "web", "workers"]


def test_each_process_has_a_log(site: LiveSite) -> None:
    logs = {path.stem for path in (site.folder / "log").glob("*.log")}
    assert {"launcher", "web", "effects", "work", "beat", "postgres", "valkey"} <= logs


def test_manage_py_uses_the_running_engines(site: LiveSite) -> None:
    shown = site.manage("shell", "-v0", "-c", "from django.conf import settings; print(settings.SITE_URL)")
    assert shown == f"{site.url}\n"


@pytest.mark.parametrize("words", [("gunicorn",), ("worker", "effects"), ("beat",), ("postgres", "-D"), ("valkey",)])
def test_a_killed_process_is_started_again_and_nothing_is_lost(site: LiveSite, words: tuple[str, ...]) -> None:
    site.ask("DO $$ BEGIN CREATE TABLE IF NOT EXISTS kept (); END $$")
    killed = min(site.processes(*words), key=lambda process: process.create_time())
    killed.kill()
    eventually(lambda: [each for each in site.processes(*words) if each.pid != killed.pid] and answers(site))
    assert site.ask("SELECT 'kept'::regclass::text") == "kept"


def test_a_second_start_on_the_same_state_is_refused_in_one_line(site: LiveSite) -> None:
    refused(start(site.folder), f"The state folder {site.folder} is in use by process {site.process.pid}; stop that")
    assert answers(site)


def test_a_busy_port_is_named_in_one_line(site: LiveSite, folder: Path) -> None:
    port = site.url.rsplit(":", 1)[1]
    refused(start(folder, {"PORT": port}), f"Port {port} cannot be used (Address already in use); try make run PORT=")


def test_a_port_that_is_none_is_named_in_one_line(folder: Path) -> None:
    refused(start(folder, {"PORT": "eighty"}), "PORT is 'eighty'; it must be a number")


@pytest.mark.parametrize(("name", "value"), [("SITE_URL", "http://example.com"), ("WEB_CONCURRENCY", "many")])
def test_a_malformed_setting_is_named(folder: Path, name: str, value: str) -> None:
    process = start(folder, {name: value})
    said, _ = process.communicate(timeout=60)
    assert process.returncode == 1
    assert f"{name} is '{value}'; " in said.splitlines()[-1]


def refused(process: subprocess.Popen[str], beginning: str) -> None:
    said, _ = process.communicate(timeout=60)
    assert process.returncode == 1
    assert said.startswith(beginning)
    assert said.count("\n") == 1


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_every_process(folder: Path, number: int) -> None:
    process = start(folder)
    children = when_ready(folder, process).processes()
    assert len(children) > 10
    process.send_signal(number)
    process.communicate(timeout=30)
    assert process.returncode == 0
    assert [child for child in children if child.is_running()] == []


def test_a_terminal_that_is_gone_holds_nothing_up(folder: Path) -> None:
    process = start(folder)
    assert process.stdout
    process.stdout.close()
    eventually(lambda: (folder / "engines.json").exists())
    address = json.loads((folder / "engines.json").read_text())["SITE_URL"]
    assert httpx.get(address, timeout=60).status_code == 200
    process.terminate()
    assert process.wait(30) == 0


def test_a_signal_during_the_start_stops_every_process(folder: Path) -> None:
    process = start(folder)
    eventually(lambda: len(psutil.Process(process.pid).children()) >= 3)
    children = psutil.Process(process.pid).children(recursive=True)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=30)
    assert [child for child in children if child.is_running()] == []


def test_ten_seconds_after_a_kill_no_process_is_left_and_the_next_start_works(folder: Path) -> None:
    process = start(folder)
    children = when_ready(folder, process).processes()
    process.kill()
    process.wait()
    eventually(lambda: not any(child.is_running() for child in children), seconds=10)
    process = start(folder)
    assert answers(when_ready(folder, process))
    process.terminate()
    process.communicate(timeout=30)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGHUP, signal.SIGKILL])
def test_a_signal_to_make_alone_stops_every_process(folder: Path, number: int) -> None:
    make = subprocess.Popen(
        ["make", "--old-file=.venv/.run", "run", f"STATE_DIR={folder}", "PORT=0"],
        cwd=BASE_DIR,
        env=clean_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    children = when_ready(folder, make).processes()
    make.send_signal(number)
    make.communicate(timeout=30)
    eventually(lambda: not any(child.is_running() for child in children), seconds=10)


def bootstrap(python: str) -> list[str]:
    """What make says when it is to install with this Python."""
    command = ["make", "--always-make", ".uv/bin/uv", f"PYTHON={python}"]
    done = subprocess.run(command, cwd=BASE_DIR, env=clean_environment(), capture_output=True, text=True)
    assert done.returncode != 0
    return (done.stdout + done.stderr).splitlines()


def script(path: Path, text: str) -> str:
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


def test_a_python_that_is_too_old_is_named_in_one_line(tmp_path: Path) -> None:
    [line] = bootstrap(script(tmp_path / "python3.9", "exit 0"))
    assert f"Masthead needs Python 3.11 or newer, which {tmp_path}/python3.9 is not" in line


def test_a_missing_pip_is_named_in_one_line(tmp_path: Path) -> None:
    [line] = bootstrap(script(tmp_path / "python3", f'[ "$1" = -m ] && exit 1; exec {sys.executable} "$@"'))
    assert "Masthead needs pip" in line
