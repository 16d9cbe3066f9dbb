"""From Markdown to the site: sources, frame, assets, MkDocs."""
