"""Linked data: releases as JSON-LD, and the words that it is written in."""
