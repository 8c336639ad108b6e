"""What people do: one module per noun, one function per verb.

A session goes in, rows or values come out; nothing is committed here. Every verb takes the actor,
asks the policy table, and writes the audit trail.
"""
