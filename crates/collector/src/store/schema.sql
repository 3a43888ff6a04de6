-- What many events share is said once in a table of its own, so that an event is a row of small numbers and its data.
-- All times are milliseconds since 1970 (UTC). All ids of 128 bits are blobs of 16 bytes.

CREATE TABLE meta (key TEXT PRIMARY KEY, value ANY) STRICT, WITHOUT ROWID;

CREATE TABLE site (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE) STRICT;

-- The life of one document.
CREATE TABLE stream (
  id INTEGER PRIMARY KEY, site INTEGER NOT NULL, key BLOB NOT NULL,
  UNIQUE (site, key)
) STRICT;

-- Events that a stream lost before sending: its own running totals.
CREATE TABLE lost (
  stream INTEGER NOT NULL, reason TEXT NOT NULL, count INTEGER NOT NULL,
  PRIMARY KEY (stream, reason)
) STRICT, WITHOUT ROWID;

-- Who and what sent events of a stream. A stream has another one when consent or user change.
CREATE TABLE sender (
  id INTEGER PRIMARY KEY, stream INTEGER NOT NULL, sdk TEXT NOT NULL, consent TEXT NOT NULL, visitor BLOB NOT NULL,
  user TEXT, device TEXT NOT NULL
) STRICT;
CREATE INDEX sender_stream ON sender (stream);
CREATE INDEX sender_visitor ON sender (visitor);

CREATE TABLE page (
  id INTEGER PRIMARY KEY, stream INTEGER NOT NULL, number INTEGER NOT NULL, url TEXT NOT NULL, title TEXT NOT NULL,
  referrer TEXT NOT NULL, utm TEXT NOT NULL,
  UNIQUE (stream, number)
) STRICT;

-- `key` is the SDK's session id, or a random one for the sessions that are derived here.
CREATE TABLE session (
  id INTEGER PRIMARY KEY, site INTEGER NOT NULL, key BLOB NOT NULL, visitor BLOB NOT NULL, derived INTEGER NOT NULL,
  first_at INTEGER NOT NULL, last_at INTEGER NOT NULL,
  UNIQUE (site, key)
) STRICT;
CREATE INDEX session_visitor ON session (site, visitor) WHERE derived;

CREATE TABLE name (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;
-- The steps of the funnel, in their order; the index `event_step` counts on these numbers.
INSERT INTO name (id, text) VALUES
  (1, 'page_view'), (2, 'view_item'), (3, 'add_to_cart'), (4, 'begin_checkout'), (5, 'purchase');

CREATE TABLE event (
  id INTEGER PRIMARY KEY, site INTEGER NOT NULL, stream INTEGER NOT NULL, n INTEGER NOT NULL, name INTEGER NOT NULL,
  occurred_at INTEGER NOT NULL, received_at INTEGER NOT NULL, page INTEGER NOT NULL, session INTEGER NOT NULL,
  sender INTEGER NOT NULL, data TEXT NOT NULL,
  UNIQUE (stream, n)
) STRICT;
CREATE INDEX event_site ON event (site);
CREATE INDEX event_step ON event (site, occurred_at, session, name) WHERE name <= 5;

-- Offers that a visitor without a stored id answered on the UTC day with this number.
CREATE TABLE withheld (
  site INTEGER NOT NULL, visitor BLOB NOT NULL, offer TEXT NOT NULL, day INTEGER NOT NULL,
  PRIMARY KEY (site, visitor, offer)
) STRICT, WITHOUT ROWID;

-- Addresses and what their owners agreed to. Nothing else holds an address.
CREATE TABLE capture (
  id INTEGER PRIMARY KEY, site INTEGER NOT NULL, key BLOB NOT NULL, stream BLOB NOT NULL, visitor BLOB,
  offer TEXT NOT NULL, email TEXT NOT NULL, consent_text TEXT NOT NULL, locale TEXT NOT NULL, version TEXT NOT NULL,
  marketing INTEGER NOT NULL, marketing_text TEXT NOT NULL, occurred_at INTEGER NOT NULL, received_at INTEGER NOT NULL,
  page TEXT NOT NULL, cart TEXT NOT NULL,
  UNIQUE (site, key)
) STRICT;
