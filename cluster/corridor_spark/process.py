"""One run of the program: bytes in and out of its pipes at once, from one thread.

A pipe holds little. Who writes all of the input before reading any output waits for ever as soon as
both pipes are full, so that every pipe is watched and served when it is ready.
"""

from __future__ import annotations

import enum
import os
import selectors
import subprocess
from collections.abc import Iterator
from typing import IO

from .errors import ProgramMissing

_PIECE = 1 << 18
_KEPT_OF_STDERR = 1 << 14


class Stream(enum.Enum):
    """What a piece of output belongs to."""

    ROWS = "rows"
    FAILURES = "failures"


class Process:
    """A run of the program.

    Its input is asked for piece by piece, when the pipe has taken the one before, so that what is
    held here does not grow with the input.
    """

    def __init__(self, command: list[str], *, failures_option: str | None = None) -> None:
        """Starts it.

        Args:
            command: the program and its arguments.
            failures_option: the option by which it is given a pipe for failures, if it has one.
        """
        read_end, write_end = os.pipe()
        if failures_option:
            command = [*command, failures_option, f"/dev/fd/{write_end}"]
        try:
            self._child = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                bufsize=0,
                pass_fds=(write_end,) if failures_option else (),
            )
        except OSError as error:
            os.close(read_end)
            raise ProgramMissing(f"'{command[0]}' cannot be run: {error.strerror}") from error
        finally:
            os.close(write_end)
        self._failures: IO[bytes] = os.fdopen(read_end, "rb", buffering=0)
        self._stderr = b""

    @property
    def status(self) -> int:
        """The exit status, once `run` has ended; negative for a signal."""
        return self._child.wait()

    @property
    def stderr(self) -> str:
        """The end of what it said."""
        return self._stderr.decode(errors="replace").strip()

    def run(self, feed: Iterator[bytes]) -> Iterator[tuple[Stream, bytes]]:
        """Writes the input and gives the output, in pieces, until the program has ended."""
        child = self._child
        assert child.stdin and child.stdout and child.stderr
        outputs = {child.stdout: Stream.ROWS, self._failures: Stream.FAILURES}
        waiting: memoryview | None = None
        with selectors.DefaultSelector() as ready:
            os.set_blocking(child.stdin.fileno(), False)
            ready.register(child.stdin, selectors.EVENT_WRITE)
            for pipe in (child.stdout, self._failures, child.stderr):
                ready.register(pipe, selectors.EVENT_READ)
            while ready.get_map():
                for key, _ in ready.select():
                    if key.fileobj is child.stdin:
                        if not waiting:
                            waiting = memoryview(next(feed, b""))
                        waiting = self._write(waiting)
                        if waiting is None:
                            ready.unregister(child.stdin)
                            child.stdin.close()
                        continue
                    read = os.read(key.fd, _PIECE)
                    if not read:
                        ready.unregister(key.fileobj)
                    elif key.fileobj is child.stderr:
                        self._stderr = (self._stderr + read)[-_KEPT_OF_STDERR:]
                    else:
                        yield outputs[key.fileobj], read  # type: ignore[index]
        child.wait()

    def _write(self, waiting: memoryview) -> memoryview | None:
        """Writes what the pipe takes; None when there is no more to write, or nobody to read it."""
        assert self._child.stdin
        if not waiting:
            return None
        try:
            return waiting[os.write(self._child.stdin.fileno(), waiting) :]
        except BlockingIOError:
            return waiting
        except BrokenPipeError:
            return None

    def stop(self) -> None:
        """Ends it where it still runs, and closes the pipes."""
        child = self._child
        if child.poll() is None:
            child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout, child.stderr, self._failures):
            if pipe:
                pipe.close()
