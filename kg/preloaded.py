"""Everything that reading articles needs, loaded once: imported by the process from which workers are forked."""

import gc

from kg.pipeline import warm

warm()
# What is loaded is never collected: workers share its memory as long as nobody touches it.
gc.collect()
gc.freeze()
