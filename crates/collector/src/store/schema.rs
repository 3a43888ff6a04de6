//! The database file: how it is opened, and how an older one is brought up to date.

use rusqlite::functions::FunctionFlags;
use rusqlite::{Connection, OpenFlags};
use std::path::Path;
use std::time::Duration;

/// Steps from an empty file to the present tables. A step that was ever released is never changed; new ones follow it.
const MIGRATIONS: [&str; 12] = [
    include_str!("schema.sql"),
    include_str!("facts.sql"),
    include_str!("purchase.sql"),
    include_str!("ledger.sql"),
    include_str!("receipt.sql"),
    include_str!("goal.sql"),
    include_str!("confirm.sql"),
    include_str!("intent.sql"),
    include_str!("urgency.sql"),
    include_str!("head.sql"),
    include_str!("seen.sql"),
    include_str!("item.sql"),
];

/// Pages of the write-ahead log after which they are moved into the database: 16 MiB.
const CHECKPOINT_PAGES: i64 = 4096;

/// Why the database cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// A file cannot be made or locked.
    #[error("the database cannot be made: {0}")]
    Io(#[from] std::io::Error),
    /// SQLite refused.
    #[error("the database cannot be opened: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// Another process has it.
    #[error("another collector is at work there")]
    InUse,
    /// A later version of the collector wrote it.
    #[error("the database has version {found}, this collector knows up to {known}; start a newer one")]
    TooNew {
        /// Of the file.
        found: usize,
        /// Of this program.
        known: usize,
    },
}

/// Opens the file at `path` for the one writer, makes it when missing and brings its tables up to date.
///
/// A commit is on the disk once it returns: `synchronous=FULL` in WAL mode waits for the log to be flushed.
///
/// # Errors
/// When the file cannot be used.
pub fn open_writer(path: &Path) -> Result<Connection, OpenError> {
    crate::secret_file::make(path)?;
    let mut connection = Connection::open(path)?;
    connection.busy_timeout(Duration::from_secs(5))?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "wal_autocheckpoint", CHECKPOINT_PAGES)?;
    connection.pragma_update(None, "cache_size", -16_384)?;
    connection.set_prepared_statement_cache_capacity(64);
    migrate(&mut connection)?;
    Ok(connection)
}

/// Opens the file at `path` for reading only. It has to be there.
///
/// # Errors
/// When it cannot be opened.
pub fn open_reader(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(Duration::from_secs(5))?;
    connection.pragma_update(None, "cache_size", -4_096)?;
    crate::funnel::register(&connection)?;
    Ok(connection)
}

fn migrate(connection: &mut Connection) -> Result<(), OpenError> {
    connection.create_scalar_function("sha256", 1, FunctionFlags::SQLITE_UTF8, |context| {
        Ok(super::arrival::sha256(&context.get::<String>(0)?))
    })?;
    let found: usize = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if found > MIGRATIONS.len() {
        return Err(OpenError::TooNew { found, known: MIGRATIONS.len() });
    }
    for (index, step) in MIGRATIONS.iter().enumerate().skip(found) {
        let transaction = connection.transaction()?;
        transaction.execute_batch(step)?;
        transaction.pragma_update(None, "user_version", index + 1)?;
        transaction.commit()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn opening_twice_migrates_once() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("waypost.db");
        drop(open_writer(&path).unwrap());
        let connection = open_writer(&path).unwrap();
        let version: usize = connection.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
        assert_eq!(version, MIGRATIONS.len());
    }

    #[test]
    fn receipts_of_an_older_version_get_the_hashes_of_their_texts() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("waypost.db");
        let older = Connection::open(&path).unwrap();
        older.execute_batch(&MIGRATIONS[..4].concat()).unwrap();
        older.pragma_update(None, "user_version", 4).unwrap();
        older
            .execute_batch(
                "INSERT INTO capture VALUES (1, 1, x'01', x'02', NULL, 'keep-cart', 'a@b.cd', 'abc', 'en', '1', 0, '', 1, 2, '', '{}')",
            )
            .unwrap();
        drop(older);
        let hashes = |row: &rusqlite::Row<'_>| Ok((row.get("text_sha256")?, row.get("marketing_text_sha256")?));
        let (text, marketing): (String, String) =
            open_writer(&path).unwrap().query_row("SELECT * FROM capture", [], hashes).unwrap();
        // FIPS 180-4, the example of one block.
        assert_eq!(text, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(marketing, "");
    }

    #[test]
    fn every_commit_is_flushed_to_the_disk() {
        let dir = tempfile::tempdir().unwrap();
        let connection = open_writer(&dir.path().join("waypost.db")).unwrap();
        let mode: String = connection.pragma_query_value(None, "journal_mode", |row| row.get(0)).unwrap();
        let synchronous: u8 = connection.pragma_query_value(None, "synchronous", |row| row.get(0)).unwrap();
        assert_eq!((mode.as_str(), synchronous), ("wal", 2));
    }

    #[test]
    fn a_database_of_a_later_version_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("waypost.db");
        open_writer(&path).unwrap().pragma_update(None, "user_version", MIGRATIONS.len() + 1).unwrap();
        let error = open_writer(&path).unwrap_err().to_string();
        let (found, known) = (MIGRATIONS.len() + 1, MIGRATIONS.len());
        let expected =
            format!("the database has version {found}, this collector knows up to {known}; start a newer one");
        assert_eq!(error, expected);
    }
}
