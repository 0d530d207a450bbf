"""What Linux tells about processes, ports and memory, read from /proc."""

import contextlib
import os
import socket
from collections.abc import Iterator
from pathlib import Path

PROC = Path("/proc")


def all_pids() -> Iterator[int]:
    """Every process that we may see."""
    yield from (int(entry.name) for entry in PROC.iterdir() if entry.name.isdigit())


def stat(pid: int) -> list[str]:
    """The fields of /proc/PID/stat after the name (state, parent, group, session…); empty when it is gone."""
    with contextlib.suppress(OSError):
        return (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    return []


def is_alive(pid: int) -> bool:
    """Whether the process runs; a corpse that nobody has buried yet is dead."""
    fields = stat(pid)
    return bool(fields) and fields[0] not in "ZX"


def in_session(session: int) -> list[int]:
    """The living processes of a session."""
    return [pid for pid in all_pids() if (fields := stat(pid)) and fields[0] not in "ZX" and int(fields[3]) == session]


def command(pid: int) -> str:
    """The command line of a process, in one line and cut to a readable length."""
    with contextlib.suppress(OSError):
        words = (PROC / str(pid) / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
        return words[:117] + "…" if len(words) > 118 else words
    return ""


def listening_socket(port: int) -> tuple[str, int] | None:
    """The inode and the user of the socket that listens on a TCP port."""
    for table in ("tcp", "tcp6"):
        with contextlib.suppress(OSError):
            for line in (PROC / "net" / table).read_text().splitlines()[1:]:
                fields = line.split()
                if fields[3] == "0A" and int(fields[1].rpartition(":")[2], 16) == port:
                    return fields[9], int(fields[7])
    return None


def holds(pid: int, inode: str) -> bool:
    """Whether the process has that socket open."""
    with contextlib.suppress(OSError):
        return any(str(entry.readlink()) == f"socket:[{inode}]" for entry in (PROC / str(pid) / "fd").iterdir())
    return False


def port_owner(port: int) -> str:
    """Who listens on a port, in words fit for the console."""
    found = listening_socket(port)
    if found is None:
        return "another process"
    inode, user = found
    pid = next((pid for pid in all_pids() if holds(pid, inode)), None)
    return f"process {pid} ({command(pid)})" if pid else f"a process of user {user}"


def is_free(port: int) -> bool:
    """Whether we could listen on 127.0.0.1 there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def answers(port: int) -> bool:
    """Whether something accepts connections there."""
    with (
        contextlib.suppress(OSError),
        socket.create_connection(("127.0.0.1", port), timeout=1),
    ):
        return True
    return False


def free_ports(count: int) -> list[int]:
    """That many free ports, all different, chosen by the kernel."""
    with contextlib.ExitStack() as open_sockets:
        probes = [open_sockets.enter_context(socket.socket()) for _ in range(count)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]


def has_memory(folder: Path, size: int) -> bool:
    """Whether this folder lies in memory, takes files and programs, and both have room for so many bytes."""
    with contextlib.suppress(OSError):
        found = os.statvfs(folder)
        lines = (line.split() for line in (PROC / "meminfo").read_text().splitlines())
        free = next((int(words[1]) * 1024 for words in lines if words[0] == "MemAvailable:"), 0)
        is_open = os.access(folder, os.W_OK) and not found.f_flag & os.ST_NOEXEC
        return is_open and min(found.f_bavail * found.f_frsize, free) >= size
    return False
