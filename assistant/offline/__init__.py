"""The built-in language understanding: from what people say to typed patches of the specification.

Deterministic, offline, pure Python. `understand(text, context)` is the whole interface; `assistant.offline.context`
holds the two records that cross it.
"""
