"""What of the table words mean: columns, labels, conditions on rows."""
