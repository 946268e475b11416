"""No invented figure: answers of a hostile language model, over a real socket, on real tables and tools.

`first_true.txt`, `first_false.txt` and so on hold answers as language models write them, a line each: scene, form,
text. Figures in braces are worked out from what the tools of the scene return, so that a true answer stays true; a
false one plants a figure that no tool result supports. The second and the third batch were written after the check had
been built for the ones before; `docs/grounding.md` says how they fared when they were played for the first time.
"""
