"""The document as a PDF, written by reportlab; imported only when a PDF is asked for."""
