-- The events that tell of leaving and of offers, to be found by their time.
CREATE TABLE intent (event INTEGER PRIMARY KEY, site INTEGER NOT NULL, at INTEGER NOT NULL) STRICT;
CREATE INDEX intent_site ON intent (site, at);
CREATE TRIGGER intent_gone AFTER DELETE ON event BEGIN DELETE FROM intent WHERE event = OLD.id; END;
INSERT INTO intent SELECT event.id, site, occurred_at FROM event JOIN name ON name.id = event.name
  WHERE name.text IN ('exit_intent', 'offer_shown', 'offer_submitted', 'offer_withheld');
