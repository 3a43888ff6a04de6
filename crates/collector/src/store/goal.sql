-- Events that reach a goal of the shop: by the catalogue, or because the site says so. Name and session are the event's.
CREATE TABLE goal (event INTEGER PRIMARY KEY, site INTEGER NOT NULL, occurred_at INTEGER NOT NULL) STRICT;
CREATE INDEX goal_site ON goal (site, occurred_at);
CREATE TRIGGER goal_gone AFTER DELETE ON event BEGIN DELETE FROM goal WHERE event = OLD.id; END;
INSERT INTO goal
  SELECT event.id, site, occurred_at FROM event JOIN name ON name.id = event.name
  WHERE text IN ('purchase', 'generate_lead', 'sign_up') OR json_type(data, '$.macro') = 'true';
