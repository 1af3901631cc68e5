"""A networkx graph of facts in, one self-contained HTML page out.

`write_network` writes the file; `notebook_frame` gives the same page as an isolated frame for notebooks.
"""

from kg.view.network import ViewReport, network_page, notebook_frame, write_network

__all__ = ["ViewReport", "network_page", "notebook_frame", "write_network"]
