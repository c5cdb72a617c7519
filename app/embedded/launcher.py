"""`make run` and `make dev`: everything started in order, watched while it runs, and stopped."""

from __future__ import annotations

import contextlib
import http.client
import os
import signal
import socket
from collections.abc import Iterator
from types import FrameType
from urllib.parse import urlsplit

from app.embedded import services, supervisor
from app.embedded.console import Console
from app.embedded.engines import running
from app.embedded.lock import CannotStart
from app.embedded.processes import Child, stop_all
from app.embedded.state import State, state_dir

_STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(KeyboardInterrupt):
    """Someone asked the launcher to stop."""


def launch(*, dev: bool) -> None:
    """Serves until a signal comes; raises CannotStart. Nothing it started is left when it returns."""
    with contextlib.suppress(KeyboardInterrupt), _listening_socket() as listener:
        _raise_stopped_on_signals()
        state = State(state_dir())
        with state.owned() as lock, Console(state.logs) as console:
            _Launcher(state, console, listener, dev).serve(lock)


class _Launcher:
    def __init__(self, state: State, console: Console, listener: socket.socket, dev: bool) -> None:
        self.state, self.console, self.listener, self.dev = state, console, listener, dev
        self.port = listener.getsockname()[1]
        self.site = os.environ.get("SITE_URL") or f"http://127.0.0.1:{self.port}"

    def serve(self, lock: int) -> None:
        self.console.say(f"Masthead is starting; its state is in {self.state.folder}")
        own = {"SITE_URL": self.site} | ({"DEBUG": "1"} if self.dev else {})
        with running(self.state, lock, own) as (engines, environment):
            self.console.stage("engines", " and ".join(engine.name for engine in engines) or "yours")
            self._run_services(engines, self._for_services(os.environ | environment))

    def _run_services(self, engines: list[Child], env: dict[str, str]) -> None:
        self._prepare(env)
        web = services.web(self.state, env, self.listener.fileno())
        workers = services.workers(self.state, env)
        try:
            self._start(web, workers)
            self._greet(env)
            self.console.follow(*(engine.name for engine in engines))
            supervisor.watch([*engines, web, *workers], self.console.say, reloading=[web, *workers] if self.dev else [])
        except KeyboardInterrupt:
            self.console.say("Stopping.")
            raise
        finally:
            stop_all([*workers, web])

    def _for_services(self, env: dict[str, str]) -> dict[str, str]:
        """Keeps bytecode in the state folder for who wants none in the sources: compiling costs each process 1.5 s."""
        if env.pop("PYTHONDONTWRITEBYTECODE", None):
            env.setdefault("PYTHONPYCACHEPREFIX", str(self.state.folder / "bytecode"))
        return env

    def _prepare(self, env: dict[str, str]) -> None:
        self.console.follow("prepare", timed=True)
        services.preparation(self.state, env).run()

    def _start(self, web: Child, workers: list[Child]) -> None:
        """Web first: workers and beat would take the processor from the first page."""
        self.console.follow(web.name, *(worker.name for worker in workers))
        web.start()
        web.wait_until(self._answers)
        self.console.stage("web", self.site)
        for worker in workers:
            worker.start()
        self.console.stage("workers", ", ".join(worker.name for worker in workers))

    def _answers(self) -> bool:
        """Whether the home page comes, asked for under the site's name."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        with contextlib.closing(connection), contextlib.suppress(OSError, http.client.HTTPException):
            connection.request("GET", "/", headers={"Host": urlsplit(self.site).netloc})
            return connection.getresponse().status < 400
        return False

    def _greet(self, env: dict[str, str]) -> None:
        self.console.say(f"\nMasthead is ready.\n  Site  {self.site}/\n  Desk  {self.site}/desk/")
        if env["DEMO_ACCOUNTS"] == "1":
            self.console.say(_SIGN_INS)
        self.console.say("Ctrl-C stops it.\n")


_SIGN_INS = """\
Sign in with the password masthead-demo as
  admin@example.com        administrator
  editor@example.com       editor
  author@example.com       author
  contributor@example.com  contributor"""


def _raise_stopped_on_signals() -> None:
    """Turns the first signal into Stopped; later ones change nothing, as the stopping has its own time limits."""

    def stop(number: int, frame: FrameType | None) -> None:
        for each in _STOP_SIGNALS:
            signal.signal(each, signal.SIG_IGN)
        raise Stopped

    for each in _STOP_SIGNALS:
        if each != signal.SIGHUP or signal.getsignal(each) != signal.SIG_IGN:  # as nohup leaves it
            signal.signal(each, stop)


@contextlib.contextmanager
def _listening_socket() -> Iterator[socket.socket]:
    """The web's address: taken before anything is started, and kept while web processes come and go.

    Who asks before the first page can be served waits for it.
    """
    port = os.environ.get("PORT") or "8000"
    if not port.isdecimal() or int(port) > 65535:
        raise CannotStart(f"PORT is {port!r}; it must be a number from 0 (any free one) to 65535.")
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", int(port)))
            listener.listen(2048)
        except OSError as error:
            raise CannotStart(f"Port {port} cannot be used ({error.strerror}); try make run PORT=8001") from error
        yield listener
