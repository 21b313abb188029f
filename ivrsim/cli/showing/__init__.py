"""How `ivrsim show` draws: one picture, a page that is kept up to date, a folder of pages."""
