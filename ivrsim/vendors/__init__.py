"""One folder per vendor; `ivrsim.vendors.load` finds out whose a document is."""
