"""Every index follows what is published."""
