"""What counts: money, bounds, scores, and what they are held against."""
