"""Charts as shapes: what they show is decided in `automl.report.pictures`."""
