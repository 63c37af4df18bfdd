"""Start here: `python app.py` serves Trinvis; a WSGI server takes `app:server`."""

from dashboard.database.private_files import write_privately
from dashboard.settings import settings
from dashboard.web.app import create_app
from dashboard.web.serve import serve

write_privately()
app = create_app()
server = app.server

if __name__ == "__main__":
    serve(server, settings())
