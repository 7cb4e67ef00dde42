"""Files that editors upload: judged, shown to a scanner, and kept only where there is room."""
