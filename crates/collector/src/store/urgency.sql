-- What presses a visitor to decide: how many of an item the shop has said are left, and when a visitor's own deadline ends.
-- A deadline is written once and never again.
CREATE TABLE stock (
  site INTEGER NOT NULL, item TEXT NOT NULL, count INTEGER NOT NULL, measured_at INTEGER NOT NULL, max_age INTEGER NOT NULL,
  PRIMARY KEY (site, item)
) STRICT, WITHOUT ROWID;
CREATE TABLE deadline (
  site INTEGER NOT NULL, visitor BLOB NOT NULL, offer TEXT NOT NULL, until INTEGER NOT NULL,
  PRIMARY KEY (site, visitor, offer)
) STRICT, WITHOUT ROWID;
