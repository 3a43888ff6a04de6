//! The day's salt is in its own file and nowhere else: not in the database, a backup of it, or what the API gives.

mod common;

use common::{Collector, batch, event, event_with};
use serde_json::json;
use std::path::Path;
use waypost_collector::clock::DAY_MS;

/// The salt of the day as it is written and as bytes.
fn salt(data: &Path) -> [Vec<u8>; 2] {
    let text = std::fs::read_to_string(data.join("salt")).unwrap();
    let hex = text.trim().split(' ').next_back().unwrap();
    assert_eq!(hex.len(), 64);
    let bytes = (0..64).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap());
    [hex.as_bytes().to_owned(), bytes.collect()]
}

/// Files below `data` that hold one of `needles`, by name.
fn holders(data: &Path, needles: &[Vec<u8>]) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(data).unwrap().map(Result::unwrap) {
        let bytes = std::fs::read(entry.path()).unwrap();
        // The first half alone would be enough to try addresses with.
        let has = |needle: &Vec<u8>| bytes.windows(16).any(|window| window == &needle[..16]);
        if needles.iter().any(has) {
            found.push(entry.file_name().into_string().unwrap());
        }
    }
    found.sort_unstable();
    found
}

#[tokio::test]
async fn only_its_own_file_holds_the_salt_of_the_day() {
    let collector = Collector::start();
    let mut salts = Vec::new();
    for day in 0..3 {
        let events = [event(1, "page_view", 0), event_with(2, "offer_dismissed", json!({ "offer": "keep-cart" }))];
        assert_eq!(collector.post("/v1/events", batch(day, &events)).await.json()["stored"], 2);
        salts.extend(salt(collector.data()));
        // First in the log, then in the database itself.
        let today = &salts[salts.len() - 2..];
        assert_eq!(holders(collector.data(), today), ["salt"]);
        collector.database().execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
        assert_eq!(holders(collector.data(), today), ["salt"]);
        let backup = tempfile::tempdir().unwrap();
        let path = backup.path().join("waypost.db");
        collector.database().execute("VACUUM INTO ?", [path.to_str().unwrap()]).unwrap();
        assert_eq!(holders(backup.path(), &salts), [""; 0]);
        let answer = collector.api("/api/v1/events?site=demo").await.to_string();
        assert!(!answer.contains(std::str::from_utf8(&today[0]).unwrap()));
        assert_eq!(holders(collector.data(), &salts[..salts.len() - 2]), [""; 0], "a salt of a day before is nowhere");
        collector.clock.advance_ms(DAY_MS);
    }
    salts.dedup();
    assert_eq!(salts.len(), 6, "each day has its own");
}

#[cfg(unix)]
#[tokio::test]
async fn only_its_owner_may_read_the_salt() {
    use std::os::unix::fs::PermissionsExt as _;
    let collector = Collector::start();
    let mode = std::fs::metadata(collector.data().join("salt")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[tokio::test(start_paused = true)]
async fn the_salt_of_a_day_is_thrown_away_also_when_nobody_comes() {
    let collector = Collector::start();
    let before = salt(collector.data());
    let app = collector.app.clone();
    let renewing = tokio::spawn(async move { app.renew_salt().await });
    tokio::time::sleep(std::time::Duration::from_secs(90)).await;
    assert_eq!(salt(collector.data()), before);
    collector.clock.advance_ms(DAY_MS);
    tokio::time::sleep(std::time::Duration::from_secs(90)).await;
    assert_eq!(holders(collector.data(), &before), [""; 0]);
    renewing.abort();
}
