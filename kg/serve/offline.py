"""The process that starts the workers imports this, and has no network from then on, nor has what it starts.

Where the system allows it, and in that process alone: the child of the one that has said so in its environment.
"""

from __future__ import annotations

import ctypes
import os
import sys

NAME = "KG_SERVE_OFFLINE"  # the process whose child gives up the network
_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000


def _give_up_the_network() -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    # A network name space of its own has no way out; who is not root needs a user name space for it.
    if libc.unshare(_NEW_NETWORK) != 0:
        libc.unshare(_NEW_USER | _NEW_NETWORK)


# A server that a program with a pool of its own starts is its child, too; but it is no process that starts workers.
_STARTER = any("multiprocessing.forkserver" in argument for argument in sys.orig_argv)

if sys.platform == "linux" and _STARTER and os.environ.get(NAME) == str(os.getppid()):
    _give_up_the_network()
