"""The store: everything about a user's projects, on disk, for several processes at once."""
