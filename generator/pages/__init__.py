"""Pages: a module a kind of page; `render` makes Markdown of them all."""
