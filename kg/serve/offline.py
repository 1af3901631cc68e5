"""Importing this cuts the process, and all that it starts, off from every network; where the system allows it.

For the process that starts the workers, which imports what it is told to and does nothing else.
"""

from __future__ import annotations

import ctypes
import sys

_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000

if sys.platform == "linux":
    _libc = ctypes.CDLL(None, use_errno=True)
    # A network name space of its own has no way out; who is not root needs a user name space for it.
    if _libc.unshare(_NEW_NETWORK) != 0:
        _libc.unshare(_NEW_USER | _NEW_NETWORK)
