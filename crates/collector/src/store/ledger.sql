-- Losses are told by their numbers: those that a stream reports and those that were refused here. Totals of before had none.
DROP TABLE lost;
CREATE TABLE lost (
  stream INTEGER NOT NULL, n INTEGER NOT NULL, reason TEXT NOT NULL,
  PRIMARY KEY (stream, n)
) STRICT, WITHOUT ROWID;

-- What became of the events of each stream: `last` is the greatest number that is known to have been given, `began_at` when
-- the earliest event happened, `heard_at` when the last batch came.
CREATE TABLE ledger (
  stream INTEGER PRIMARY KEY, site INTEGER NOT NULL, browser TEXT NOT NULL, sdk TEXT NOT NULL,
  began_at INTEGER NOT NULL, heard_at INTEGER NOT NULL, last INTEGER NOT NULL,
  stored INTEGER NOT NULL, lost INTEGER NOT NULL, repeated INTEGER NOT NULL
) STRICT;
CREATE INDEX ledger_site ON ledger (site, began_at);
INSERT INTO ledger
  SELECT event.stream, event.site, '', min(sender.sdk), min(occurred_at), max(received_at), max(n), count(*), 0, 0
  FROM event JOIN sender ON sender.id = event.sender GROUP BY event.stream;
