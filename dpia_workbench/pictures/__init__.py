"""The pictures floor: where risks stand and how far measures are, drawn from computed values.

A picture and its table are made from one value, so that they can only say the same. Pages show
the drawing as SVG; the Word reports show it as PNG.
"""
