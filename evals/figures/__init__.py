"""No invented figure: answers of a hostile language model, over a real socket, on real tables and tools.

`true.txt` and `false.txt` hold answers as language models write them, a line each: scene, form, text. Figures in
braces are worked out from what the tools of the scene return, so that a true answer stays true; a false one plants a
figure that no tool result supports. `second/` was written after the product was made good enough for the first.
"""
