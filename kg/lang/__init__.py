"""What every stage needs to know of written Chinese: comparison copies of a text and of a name.

`aligned` gives text in, text of the same length out; `normal_name` gives the form by which names are compared.
"""

from kg.lang.normal import aligned, normal_name, tidy_name

__all__ = ["aligned", "normal_name", "tidy_name"]
