"""What lies where in a store's folder. Loads nothing."""

LOCK_NAME = "kg.lock"
PUBLISHED_NAME = "published"  # below it: a checkpoint for each state that is still read, and these:
CURRENT_NAME = "current"  # names the newest
CHANGED_NAME = "changed"  # is there while the database is ahead of what is published
DATABASE_NAME = "CURRENT"  # is there where a database is whole

# Kept in the default graph alone: no part of what an article says, and so of no export.
FINGERPRINT = "urn:kg:fingerprint"
