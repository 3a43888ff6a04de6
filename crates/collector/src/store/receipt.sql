-- What was given beside an address, and the hash of each text that was agreed to, in lower-case hexadecimal digits; empty
-- for a text that was not there.
ALTER TABLE capture ADD COLUMN name TEXT NOT NULL DEFAULT '';
ALTER TABLE capture ADD COLUMN phone TEXT NOT NULL DEFAULT '';
ALTER TABLE capture ADD COLUMN reason TEXT NOT NULL DEFAULT '';
ALTER TABLE capture ADD COLUMN answer TEXT NOT NULL DEFAULT '';
ALTER TABLE capture ADD COLUMN text_sha256 TEXT NOT NULL DEFAULT '';
ALTER TABLE capture ADD COLUMN marketing_text_sha256 TEXT NOT NULL DEFAULT '';
UPDATE capture SET text_sha256 = sha256(consent_text), marketing_text_sha256 = sha256(marketing_text);
