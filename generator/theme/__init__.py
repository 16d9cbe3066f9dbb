"""The MkDocs theme `progress-portal`, which extends Material: templates, stylesheets, scripts and icon, no code."""
