"""Tables, queries, outbox, audit trail, migrations. SQLAlchemy only, no Flask."""
