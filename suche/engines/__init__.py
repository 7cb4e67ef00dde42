"""The engines behind one small interface: they keep documents and return candidates; everything else is Python's."""
