"""What is true: states, levels, deadlines, guards.

Standard library only; no input or output, no clock, no text for people. Every date is an
argument and is a day in Europe/Amsterdam. Reference: method.md sections 3 to 5, 8 and 9.
"""
