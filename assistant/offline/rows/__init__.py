"""Which rows and columns take part."""
