-- The product that a visitor wants to hear of: a JSON object, empty where it is none.
ALTER TABLE capture ADD COLUMN item TEXT NOT NULL DEFAULT '';
