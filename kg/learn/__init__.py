"""Gold articles in, models and figures out: what is learned, and how it is measured."""
