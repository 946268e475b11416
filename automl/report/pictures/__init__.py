"""The charts of a report, each drawn from the result alone."""
