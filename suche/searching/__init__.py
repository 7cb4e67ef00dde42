"""One search: asked, narrowed, and its hits as readers see them."""
