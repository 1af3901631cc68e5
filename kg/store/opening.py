"""A store by its name: a folder, or the address of a server."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from kg.store.endpoints import is_address

if TYPE_CHECKING:
    from kg.store.asked import AskedStore
    from kg.store.embedded import Store
    from kg.store.remote import RemoteStore

    WritableStore: TypeAlias = Store | RemoteStore


def open_store(name: str | Path) -> Store | AskedStore:
    """The store for reading. Raises StoreError."""
    if is_address(name):
        from kg.store.http import HttpStore

        store = HttpStore(str(name))
        store.declare()
        return store
    from kg.store.embedded import Store

    return Store(name)


def open_for_writing(name: str | Path) -> WritableStore:
    """The store for writing, which one process does at a time; where there is none, it is begun. Raises StoreError."""
    if is_address(name):
        from kg.store.remote import RemoteStore

        return RemoteStore(str(name))
    from kg.store.embedded import Store

    return Store(name, write=True)
