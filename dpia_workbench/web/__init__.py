"""The HTML door: one folder per feature, each with views and page dataclasses."""
