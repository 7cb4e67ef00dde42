"""The one analysis contract: what a text or a query means to both engines, in Python (search.md §5).

`texts` finds words and folds them, `law` reads references to norms, `compounds` splits German compounds, `stems`
reduces words, `analyser` puts them together. The word lists under `words/` are data.
"""
