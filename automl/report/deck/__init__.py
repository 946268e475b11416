"""The result as slides, written by python-pptx; imported only when slides are asked for."""
