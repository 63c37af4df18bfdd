"""The web around the pages: the application, its headers, its language and its downloads."""
