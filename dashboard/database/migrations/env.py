"""How a migration runs: on the connection that operational.migrate hands over, inside its transaction."""

from alembic import context

from dashboard.database.operational_tables import operational

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=operational,
    transactional_ddl=True,
)
context.run_migrations()
