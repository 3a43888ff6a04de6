-- What a page is, and what brought its view. `channel` is NULL for pages that came before this was kept.
ALTER TABLE page ADD COLUMN type TEXT;
ALTER TABLE page ADD COLUMN why TEXT;
ALTER TABLE page ADD COLUMN canonical TEXT;
ALTER TABLE page ADD COLUMN restored INTEGER;
ALTER TABLE page ADD COLUMN discarded INTEGER;
ALTER TABLE page ADD COLUMN prerendered INTEGER;
ALTER TABLE page ADD COLUMN channel TEXT;
ALTER TABLE page ADD COLUMN source TEXT;
ALTER TABLE page ADD COLUMN campaign TEXT;
-- Tells campaigns apart; NULL where none brought the view.
ALTER TABLE page ADD COLUMN campaign_key INTEGER;

-- What was allowed beside measurement.
ALTER TABLE sender ADD COLUMN purposes TEXT NOT NULL DEFAULT '{}';

-- The campaign that began a derived session.
ALTER TABLE session ADD COLUMN campaign_key INTEGER;

-- What is asked of sessions: where they came from and with what. The first touch is the earliest page view, the last one
-- the latest that somebody else brought (`last_brought`), else the latest.
CREATE TABLE session_facts (
  session INTEGER PRIMARY KEY, device TEXT, auto INTEGER NOT NULL,
  first_at INTEGER, first_page INTEGER, last_at INTEGER, last_page INTEGER, last_brought INTEGER
) STRICT;
