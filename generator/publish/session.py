"""A program that is asked line by line, and has to answer within a time: one that freezes does not hold us for ever."""

import queue
import subprocess
import threading
from collections.abc import Sequence

ANSWER = 300.0  # seconds without a line after which nothing more is expected: writing a large site to a slow disk
GRACE = 10.0  # seconds that the program has to end by itself


class Session:
    """A running program; close it in any case."""

    def __init__(self, command: Sequence[str]) -> None:
        """Start it.

        Raises:
            FileNotFoundError: there is no such program.
        """
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            errors="replace",
        )
        self._lines: queue.Queue[str] = queue.Queue()
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def _listen(self) -> None:
        assert self._process.stdout
        with self._process.stdout as output:
            for line in output:
                self._lines.put(line)
        self._lines.put("")

    def tell(self, line: str) -> None:
        """Send a line.

        Raises:
            BrokenPipeError: the program has ended.
        """
        assert self._process.stdin
        if self._process.poll() is not None:
            raise BrokenPipeError
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()

    def hear(self) -> str:
        """Return the next line with its end; "" where the program has closed its output.

        Raises:
            TimeoutError: none came in time; the program is ended.
        """
        try:
            return self._lines.get(timeout=ANSWER)
        except queue.Empty as error:
            self._process.kill()
            self._process.wait()
            raise TimeoutError from error

    def close(self) -> None:
        """Close the input of the program, and end it where it does not end by itself."""
        try:
            assert self._process.stdin
            self._process.stdin.close()
        except BrokenPipeError:  # it has ended before
            pass
        try:
            self._process.wait(GRACE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._listener.join(GRACE)  # what the program has started may hold its output for longer
