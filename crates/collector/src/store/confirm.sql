-- Whether news may go to an address only once its owner has confirmed it, and when that was. `change` counts up with each new
-- capture and each confirmation, so that who sends the mails can ask for what has changed since.
ALTER TABLE capture ADD COLUMN asks_confirmation INTEGER NOT NULL DEFAULT 0;
ALTER TABLE capture ADD COLUMN confirmed_at INTEGER;
ALTER TABLE capture ADD COLUMN change INTEGER NOT NULL DEFAULT 0;
UPDATE capture SET change = id, asks_confirmation = email != '' AND (marketing OR offer = 'newsletter');
CREATE UNIQUE INDEX capture_change ON capture (change);
