-- Orders that are stored, so that none is stored again under another identity. Those of before: the first one counts.
CREATE TABLE purchase (
  site INTEGER NOT NULL, order_number TEXT NOT NULL, stream INTEGER NOT NULL, n INTEGER NOT NULL,
  PRIMARY KEY (site, order_number)
) STRICT, WITHOUT ROWID;
INSERT OR IGNORE INTO purchase
  SELECT site, CAST(data ->> '$.transaction_id' AS TEXT), stream, n FROM event
  WHERE name = 5 AND data ->> '$.transaction_id' != '' ORDER BY id;
