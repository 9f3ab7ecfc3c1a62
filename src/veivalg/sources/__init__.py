"""Public tables and borders as published: fetched, or imported from a folder, kept as snapshots.

`snapshots` is the store on disk, `fetching.fetch` fills it from the publishers' services and
`folder.import_folder` from files. Only this package meets the network.
"""
