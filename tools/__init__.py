"""What the assistant may do: one tool, one file, arguments in, one call into the engine, facts out."""
