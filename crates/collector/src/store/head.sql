-- What batches say of themselves, for later batches of their stream that refer to it. Nothing here outlives its use.
CREATE TABLE head (
  stream INTEGER NOT NULL,
  number INTEGER NOT NULL,
  at     INTEGER NOT NULL, -- when it came, in milliseconds since 1970
  text   TEXT NOT NULL,    -- a JSON object
  PRIMARY KEY (stream, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX head_at ON head (at);
