"""The XML that a municipality makes for Danmarks Statistik already: children with disabilities, and preventive measures.

Streamed, so that memory does not hang on the file's size; held against the public schemas (schema); persons hashed
before anything is kept (reports); corrections and cancellations applied to what was delivered before (merge).
"""
