"""The network in, files of other programs out; and how any file is written: whole, or not at all."""

from kg.export.file import format_for, write_file
from kg.export.folder import write_folder
from kg.export.formats import NETWORK_FORMATS, render

__all__ = ["NETWORK_FORMATS", "format_for", "render", "write_file", "write_folder"]
