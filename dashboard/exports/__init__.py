"""The same numbers in other forms than a page: files and the terminal."""
