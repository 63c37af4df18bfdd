"""Start here: `python app.py` serves Trinvis; a WSGI server takes `app:server`."""

from dashboard.web.gunicorn_start import said_to_gunicorn

with said_to_gunicorn():
    from dashboard import logs
    from dashboard.database.private_files import write_privately
    from dashboard.settings import settings
    from dashboard.web.serve import for_another_server, serve

    write_privately()
    logs.begin(settings())
    if __name__ == "__main__":
        serve()
    else:
        server = for_another_server()
