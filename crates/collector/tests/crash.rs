//! The real binary, killed in the middle of its work and started again; and asked to stop.

#![cfg(unix)]

use http_body_util::{BodyExt as _, Full};
use hyper::body::Bytes;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::{Request, StatusCode};
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::net::TcpStream;

const TOKEN: &str = "a-token-for-tests";

struct Binary {
    child: Child,
    address: String,
}

impl Binary {
    fn start(data: &Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_waypost"))
            .args(["serve", "--listen", "127.0.0.1:0", "--rate-limit", "0", "--token", TOKEN, "--data"])
            .arg(data)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
        let shop = lines.next().unwrap();
        let address = shop.strip_prefix("shop       http://").and_then(|rest| rest.strip_suffix("/shop/")).unwrap();
        let expected = format!("dashboard  http://{address}/sign-in?token={TOKEN}");
        assert_eq!(lines.next().unwrap(), expected);
        Self { address: address.to_owned(), child }
    }

    /// Kills it without a chance to write anything more.
    fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    fn terminate(&mut self) -> ExitStatus {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
        self.child.wait().unwrap()
    }
}

impl Drop for Binary {
    fn drop(&mut self) {
        // It may be gone already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

struct Client {
    sender: SendRequest<Full<Bytes>>,
}

impl Client {
    async fn connect(address: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        let stream = TcpStream::connect(address).await?;
        let (sender, connection) = handshake(TokioIo::new(stream)).await?;
        tokio::spawn(connection);
        Ok(Self { sender })
    }

    async fn send(
        &mut self,
        request: Request<Full<Bytes>>,
    ) -> Result<(StatusCode, Value), Box<dyn std::error::Error + Send + Sync>> {
        self.sender.ready().await?;
        let response = self.sender.send_request(request).await?;
        let status = response.status();
        let body = response.into_body().collect().await?.to_bytes();
        Ok((status, serde_json::from_slice(&body)?))
    }
}

const EVENTS_IN_A_BATCH: u64 = 20;

fn batch(stream: u64, first: u64) -> Request<Full<Bytes>> {
    let events: Vec<Value> = (first..first + EVENTS_IN_A_BATCH)
        .map(|n| json!({ "n": n, "age": 0, "e": "click", "p": 1, "d": { "mark": format!("{stream}-{n}") } }))
        .collect();
    let body = json!({
        "v": 1, "site": "demo", "stream": format!("{stream:032x}"), "sdk": "0.1.0", "consent": "anonymous", "device": {},
        "pages": [{ "id": 1, "url": "https://shop.example/" }], "events": events,
    });
    let request = Request::post("/v1/events").header("host", "localhost").header("content-type", "text/plain");
    request.body(Full::from(body.to_string())).unwrap()
}

async fn stored(binary: &Binary) -> Vec<Value> {
    let mut client = Client::connect(&binary.address).await.unwrap();
    let (mut all, mut after) = (Vec::new(), 0);
    loop {
        let request = Request::get(format!("/api/v1/events?site=demo&limit=1000&after={after}"))
            .header("host", "localhost")
            .header("authorization", format!("Bearer {TOKEN}"));
        let (status, mut page) = client.send(request.body(Full::default()).unwrap()).await.unwrap();
        assert_eq!(status, 200, "{page}");
        let events = page["events"].take();
        let Value::Array(events) = events else { panic!("no list") };
        if events.is_empty() {
            return all;
        }
        all.extend(events);
        after = page["next"].as_i64().unwrap();
    }
}

/// The highest number that each stream was told is stored.
type Acknowledged = Arc<Mutex<BTreeMap<u64, u64>>>;

/// Sends batches of one stream, one after the other, until the collector is gone.
async fn send_until_killed(address: String, stream: u64, acknowledged: Acknowledged) {
    let Ok(mut client) = Client::connect(&address).await else { return };
    let mut first = acknowledged.lock().unwrap().get(&stream).map_or(1, |last| last + 1);
    while let Ok((status, answer)) = client.send(batch(stream, first)).await {
        assert_eq!((status.as_u16(), &answer["stored"]), (200, &json!(EVENTS_IN_A_BATCH)));
        first += EVENTS_IN_A_BATCH;
        acknowledged.lock().unwrap().insert(stream, first - 1);
    }
}

async fn until(condition: impl Fn() -> bool) {
    while !condition() {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_in_the_middle_of_its_work_it_has_every_acknowledged_event_and_none_twice() {
    const STREAMS: u64 = 16;
    const ROUNDS: u64 = 5;
    let data = tempfile::tempdir().unwrap();
    let acknowledged = Acknowledged::default();
    for round in 1..=ROUNDS {
        let mut binary = Binary::start(data.path());
        let senders: Vec<_> = (0..STREAMS)
            .map(|stream| tokio::spawn(send_until_killed(binary.address.clone(), stream, acknowledged.clone())))
            .collect();
        // Killed while all of them are at it, at another point of the work each time.
        let enough = acknowledged.lock().unwrap().values().sum::<u64>() + round * 37 * EVENTS_IN_A_BATCH;
        until(|| acknowledged.lock().unwrap().values().sum::<u64>() >= enough).await;
        binary.kill();
        for sender in senders {
            sender.await.unwrap();
        }
    }

    // What was not acknowledged is sent again, as a browser does, from a little before where it was.
    let binary = Binary::start(data.path());
    let before = stored(&binary).await;
    let mut client = Client::connect(&binary.address).await.unwrap();
    let acknowledged = acknowledged.lock().unwrap().clone();
    assert_eq!(acknowledged.len() as u64, STREAMS);
    for (stream, last) in &acknowledged {
        for first in [last + 1 - EVENTS_IN_A_BATCH, last + 1] {
            client.send(batch(*stream, first)).await.unwrap();
        }
    }
    let after = stored(&binary).await;
    for (events, beyond) in [(&before, 0), (&after, EVENTS_IN_A_BATCH)] {
        let mut seen: BTreeMap<u64, Vec<u64>> = BTreeMap::new();
        for event in events {
            let stream = u64::from_str_radix(event["stream"].as_str().unwrap(), 16).unwrap();
            let n = event["n"].as_u64().unwrap();
            assert_eq!(event["data"]["mark"], format!("{stream}-{n}"));
            seen.entry(stream).or_default().push(n);
        }
        for (stream, last) in &acknowledged {
            let mut numbers = seen.remove(stream).unwrap();
            numbers.sort_unstable();
            let count = numbers.len() as u64;
            let odd = numbers.iter().zip(1..).find(|(found, expected)| *found != expected);
            assert_eq!(odd, None, "stream {stream} has no gap and nothing twice");
            assert!(count >= last + beyond, "stream {stream}: {count} stored, {} acknowledged", last + beyond);
            assert_eq!(count % EVENTS_IN_A_BATCH, 0, "a batch is stored whole or not at all");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn told_to_stop_it_finishes_its_work_and_exits_well() {
    let data = tempfile::tempdir().unwrap();
    let mut binary = Binary::start(data.path());
    let acknowledged = Acknowledged::default();
    let senders: Vec<_> = (0..4)
        .map(|stream| tokio::spawn(send_until_killed(binary.address.clone(), stream, acknowledged.clone())))
        .collect();
    until(|| acknowledged.lock().unwrap().len() == 4).await;
    // A dashboard that is open must not keep it from stopping.
    let mut live = Client::connect(&binary.address).await.unwrap();
    let request = Request::get("/api/v1/live?site=demo").header("host", "localhost");
    let request = request.header("authorization", format!("Bearer {TOKEN}")).body(Full::default()).unwrap();
    let feed = live.sender.send_request(request).await.unwrap();
    assert_eq!(feed.status(), 200);
    let status = tokio::task::spawn_blocking(move || binary.terminate()).await.unwrap();
    assert!(status.success(), "{status}");
    for sender in senders {
        sender.await.unwrap();
    }
    drop(feed);
    let binary = Binary::start(data.path());
    let acknowledged: u64 = acknowledged.lock().unwrap().values().sum();
    assert!(stored(&binary).await.len() as u64 >= acknowledged);
}

#[test]
fn a_port_that_is_taken_is_named_and_nothing_is_served() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let output = Command::new(env!("CARGO_BIN_EXE_waypost")).args(["serve", "--listen", &address]).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!((output.status.code(), output.stdout.len()), (Some(1), 0));
    assert!(said.starts_with(&format!("waypost: cannot listen on {address}: ")), "{said}");
}

#[test]
fn a_directory_that_another_collector_works_in_is_left_alone() {
    let data = tempfile::tempdir().unwrap();
    let mut first = Binary::start(data.path());
    let second = || {
        Command::new(env!("CARGO_BIN_EXE_waypost"))
            .args(["serve", "--listen", "127.0.0.1:0", "--data"])
            .arg(data.path())
            .output()
            .unwrap()
    };
    let said = String::from_utf8(second().stderr).unwrap();
    assert_eq!(said, format!("waypost: {}: another collector is at work there\n", data.path().display()));
    first.kill();
    Binary::start(data.path());
}

#[test]
fn a_wrong_file_is_told_once_and_nothing_is_served() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("waypost.toml");
    std::fs::write(&file, "rate_limit = true\n").unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_waypost")).args(["serve", "--config"]).arg(&file).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    let reason = "line 1, field rate_limit: invalid type: boolean `true`, expected u32";
    assert_eq!(said, format!("waypost: {}, {reason}\n", file.display()));
    assert_eq!((output.status.code(), output.stdout.len()), (Some(1), 0));
}

#[test]
fn only_the_owner_may_read_what_is_stored() {
    use std::os::unix::fs::PermissionsExt as _;
    let data = tempfile::tempdir().unwrap();
    let inside = data.path().join("new");
    let _binary = Binary::start(&inside);
    let mut names = Vec::new();
    for entry in std::fs::read_dir(&inside).unwrap() {
        let entry = entry.unwrap();
        assert_eq!(entry.metadata().unwrap().permissions().mode() & 0o077, 0, "{:?}", entry.file_name());
        names.push(entry.file_name().into_string().unwrap());
    }
    names.sort_unstable();
    assert_eq!(
        names,
        ["facts", "links", "salt", "waypost.db", "waypost.db-shm", "waypost.db-wal", "waypost.lock"],
        "a given token is kept nowhere"
    );
}
