-- What became of offers for visitors without a stored id, on the UTC day with this number: 'shown', 'dismissed' or 'submitted'.
CREATE TABLE seen (
  site INTEGER NOT NULL, visitor BLOB NOT NULL, at INTEGER NOT NULL, offer TEXT NOT NULL, what TEXT NOT NULL, day INTEGER NOT NULL
) STRICT;
CREATE INDEX seen_visitor ON seen (site, visitor, day);
CREATE INDEX seen_day ON seen (day);
INSERT INTO seen SELECT site, visitor, day * 86400000, offer, 'dismissed', day FROM withheld;
DROP TABLE withheld;
