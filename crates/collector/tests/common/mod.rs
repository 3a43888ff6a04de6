//! A collector in a directory of its own, asked without a network.
#![allow(dead_code, reason = "each test file uses its part of this")]

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Method, Request, StatusCode};
use http_body_util::BodyExt as _;
use serde_json::{Value, json};
use std::net::SocketAddr;
use tempfile::TempDir;
use tower::ServiceExt as _;
use waypost_collector::app::{App, Shared};
use waypost_collector::clock::Clock;
use waypost_collector::config::Config;
use waypost_collector::server;

/// Noon of a day.
pub const NOON_MS: u64 = 20_000 * 86_400_000 + 43_200_000;

/// The sign-in token of every test.
pub const TOKEN: &str = "a-token-for-tests";

/// Where the collector believes to listen.
pub const OWN_ORIGIN: &str = "http://127.0.0.1:8787";

pub struct Collector {
    pub app: Shared,
    pub clock: Clock,
    router: Router,
    data: TempDir,
}

/// An answer, read to its end.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
}

/// What undoes each later version of the database, the newest first.
const UNDO: [(u32, &str); 8] = [
    (12, "ALTER TABLE capture DROP COLUMN item;"),
    (
        11,
        "DROP TABLE seen;
         CREATE TABLE withheld (
           site INTEGER NOT NULL, visitor BLOB NOT NULL, offer TEXT NOT NULL, day INTEGER NOT NULL,
           PRIMARY KEY (site, visitor, offer)
         ) STRICT, WITHOUT ROWID;",
    ),
    (10, "DROP TABLE head;"),
    (9, "DROP TABLE stock; DROP TABLE deadline;"),
    (8, "DROP TRIGGER intent_gone; DROP TABLE intent;"),
    (
        7,
        "DROP INDEX capture_change; ALTER TABLE capture DROP COLUMN change; ALTER TABLE capture DROP COLUMN confirmed_at;
         ALTER TABLE capture DROP COLUMN asks_confirmation;",
    ),
    (6, "DROP TRIGGER goal_gone; DROP TABLE goal;"),
    (
        5,
        "ALTER TABLE capture DROP COLUMN name; ALTER TABLE capture DROP COLUMN phone;
         ALTER TABLE capture DROP COLUMN reason; ALTER TABLE capture DROP COLUMN answer;
         ALTER TABLE capture DROP COLUMN text_sha256; ALTER TABLE capture DROP COLUMN marketing_text_sha256;",
    ),
];

/// Takes a database back to what it was at this version, which is 4 or a later one.
pub fn take_back(database: &rusqlite::Connection, version: u32) {
    for (_, undo) in UNDO.iter().filter(|(of, _)| *of > version) {
        database.execute_batch(undo).unwrap();
    }
    database.pragma_update(None, "user_version", version).unwrap();
}

impl Collector {
    /// With the default settings, but no limit on requests.
    pub fn start() -> Self {
        Self::with(|_| {})
    }

    pub fn with(change: impl FnOnce(&mut Config)) -> Self {
        let data = tempfile::tempdir().unwrap();
        let mut config = Config {
            data: data.path().to_owned(),
            token: Some(TOKEN.to_owned()),
            rate_limit: 0,
            min_free_mib: 1,
            ..Config::default()
        };
        change(&mut config);
        let clock = Clock::at(NOON_MS);
        let address: SocketAddr = "127.0.0.1:8787".parse().unwrap();
        let app = App::open(config, address, clock.clone()).unwrap();
        Self { router: server::app(app.clone()), app, clock, data }
    }

    /// Another collector in the same directory, after this one has stopped.
    pub fn restart(self) -> Self {
        self.app.store.writer.close();
        let address: SocketAddr = "127.0.0.1:8787".parse().unwrap();
        let app = App::open(self.app.config.clone(), address, self.clock.clone()).unwrap();
        Self { router: server::app(app.clone()), app, clock: self.clock, data: self.data }
    }

    /// Where it keeps everything.
    pub fn data(&self) -> &std::path::Path {
        self.data.path()
    }

    /// A connection to the database, as somebody else would open it.
    pub fn database(&self) -> rusqlite::Connection {
        rusqlite::Connection::open(self.data.path().join("waypost.db")).unwrap()
    }

    /// The answer as it begins to arrive.
    pub async fn begin(&self, mut request: Request<Body>) -> axum::response::Response {
        if request.extensions().get::<ConnectInfo<SocketAddr>>().is_none() {
            request.extensions_mut().insert(ConnectInfo(SocketAddr::from(([192, 0, 2, 1], 40_000))));
        }
        self.router.clone().oneshot(request).await.unwrap()
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
        let (parts, body) = self.begin(request).await.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes().to_vec();
        Answer { status: parts.status, headers: parts.headers, bytes }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(get(path)).await
    }

    /// Posts a batch or capture as a browser does.
    pub async fn post(&self, path: &str, body: impl ToString) -> Answer {
        self.send(post(path, body)).await
    }

    /// The JSON of a signed-in request that has to succeed.
    pub async fn api(&self, path: &str) -> Value {
        let answer = self.send(with_header(get(path), "authorization", &format!("Bearer {TOKEN}"))).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.json()
    }

    /// All events of the site `demo`.
    pub async fn events(&self) -> Vec<Value> {
        self.api("/api/v1/events?site=demo&limit=1000").await["events"].as_array().unwrap().clone()
    }
}

impl Answer {
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.bytes).unwrap()
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(self.text()).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    /// Status, `error` and `detail` of a refusal.
    pub fn refusal(&self) -> (u16, String, String) {
        let json = self.json();
        let text = |key: &str| json[key].as_str().unwrap().to_owned();
        (self.status.as_u16(), text("error"), text("detail"))
    }
}

pub fn get(path: &str) -> Request<Body> {
    Request::get(path).body(Body::empty()).unwrap()
}

pub fn post(path: &str, body: impl ToString) -> Request<Body> {
    let request = Request::builder().method(Method::POST).uri(path).header("content-type", "text/plain;charset=UTF-8");
    request.body(Body::from(body.to_string())).unwrap()
}

pub fn with_header(mut request: Request<Body>, name: &'static str, value: &str) -> Request<Body> {
    request.headers_mut().append(name, value.parse().unwrap());
    request
}

pub fn from_address(mut request: Request<Body>, address: &str) -> Request<Body> {
    request.extensions_mut().insert(ConnectInfo(SocketAddr::new(address.parse().unwrap(), 40_000)));
    request
}

/// 32 hexadecimal digits that tell streams, visitors and so on apart.
pub fn id(number: u64) -> String {
    format!("{number:032x}")
}

/// A batch without consent on one page.
pub fn batch(stream: u64, events: &[Value]) -> Value {
    json!({
        "v": 1, "site": "demo", "stream": id(stream), "sdk": "0.1.0", "consent": "anonymous",
        "device": { "class": "desktop", "vw": 1280, "vh": 720, "lang": "en-GB" },
        "pages": [{ "id": 1, "url": "https://shop.example/", "title": "Shop" }],
        "events": events,
    })
}

/// A batch with consent, a visitor and a session.
pub fn granted_batch(stream: u64, session: u64, events: &[Value]) -> Value {
    let mut batch = batch(stream, events);
    batch["consent"] = json!("granted");
    batch["visitor"] = json!(id(900));
    batch["sessions"] = json!([id(session)]);
    for event in batch["events"].as_array_mut().unwrap() {
        event["s"] = json!(0);
    }
    batch
}

/// An event that happened `age_ms` before the sending.
pub fn event(n: u64, name: &str, age_ms: u64) -> Value {
    json!({ "n": n, "age": age_ms, "e": name, "p": 1 })
}

pub fn event_with(n: u64, name: &str, data: Value) -> Value {
    json!({ "n": n, "age": 0, "e": name, "p": 1, "d": data })
}

pub fn names(events: &[Value]) -> Vec<&str> {
    events.iter().map(|event| event["name"].as_str().unwrap()).collect()
}
