"""Items in, the result of each out, in order: worked on here, in processes, or on a cluster; a worker that dies costs
nothing that was finished.

    Stream(items, work, Processes(2), weight=len, lost=report)
"""

from kg.work.cluster import Cluster
from kg.work.limit import TookTooLong, limited
from kg.work.place import Elsewhere, Here, Place
from kg.work.processes import Processes, usable_cores
from kg.work.stream import Stream

__all__ = [
    "Cluster", "Elsewhere", "Here", "Place", "Processes", "Stream", "TookTooLong", "limited", "usable_cores",
]  # fmt: skip
