#!/usr/bin/env python3
"""without-netlink.py PROGRAM [ARGUMENT…]: runs it where no socket of netlink can be opened.

QEMU turns the numbers of netlink's messages round for a big-endian program, but not those of an empty attribute at the
end of a message, and so end newer kernels' messages about interfaces: the C library then reads beyond the end, for ever.
A router's own kernel says them in the right order. An agent without netlink has an empty table of interfaces.
"""

import ctypes
import os
import platform
import struct
import sys

SET_NO_NEW_PRIVILEGES, SET_SECCOMP, FILTER = 38, 22, 2
LOAD, IF_EQUAL, RETURN = 0x20, 0x15, 0x06
SYSCALL, ARCHITECTURE, FIRST_ARGUMENT = 0, 4, 16
NETLINK = 16
# Of this machine: what the kernel calls it (linux/audit.h), and the number of socket(2).
MACHINES = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
ALLOW, REFUSE = 0x7FFF0000, 0x00050000 | 97  # EAFNOSUPPORT

def program(machine, socket):
    return [
        (LOAD, 0, 0, ARCHITECTURE),
        (IF_EQUAL, 0, 5, machine),
        (LOAD, 0, 0, SYSCALL),
        (IF_EQUAL, 0, 3, socket),
        (LOAD, 0, 0, FIRST_ARGUMENT),
        (IF_EQUAL, 0, 1, NETLINK),
        (RETURN, 0, 0, REFUSE),
        (RETURN, 0, 0, ALLOW),
    ]


def main():
    if platform.machine() not in MACHINES:
        sys.exit("without-netlink.py: expected a machine of " + " or ".join(MACHINES) + ", not " + platform.machine())
    lines = program(*MACHINES[platform.machine()])
    code = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *line) for line in lines))
    head = ctypes.create_string_buffer(struct.pack("@HP", len(lines), ctypes.addressof(code)))
    libc = ctypes.CDLL(None, use_errno=True)
    for request in ((SET_NO_NEW_PRIVILEGES, 1, 0, 0, 0), (SET_SECCOMP, FILTER, ctypes.byref(head), 0, 0)):
        if libc.prctl(*request) != 0:
            sys.exit("prctl: " + os.strerror(ctypes.get_errno()))
    os.execvp(sys.argv[1], sys.argv[1:])


main()
