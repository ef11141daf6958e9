"""`syncer demo`: a working day of a content team, played against the sandbox."""
