"""What is to be predicted: target, task, label, series and groups."""
