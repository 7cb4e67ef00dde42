"""The pictures of the demo county, drawn with Pillow alone: `python -m koordination.demo.draw_images`."""
