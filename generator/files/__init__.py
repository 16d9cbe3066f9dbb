"""Files written safely: the cache, the manifest, the output, the staging folder."""
