//! The proxy between browser and collector that can misbehave and remembers what passed.
//!
//! Pages, SDK files and answers come from the collector unchanged, except that every HTML page loads
//! `/fixture/record.js` first, which reports console messages, uncaught errors and policy violations back
//! here. The proxy decides nothing about events; it only forwards, delays, refuses or cuts off. When it plays a
//! [`Storefront`], that shop's addresses are answered here and not by the collector.

mod answer;
mod fault;

pub use fault::{Dice, Fault};

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard};

use anyhow::{Result, anyhow, bail};
use bytes::Bytes;
use flate2::{Decompress, FlushDecompress, Status};
use futures_util::TryStreamExt;
use http_body_util::combinators::BoxBody;
use http_body_util::{BodyExt, StreamBody};
use hyper::body::{Frame, Incoming};
use hyper::header::{
    ACCEPT, ACCEPT_ENCODING, CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, HeaderValue, IF_MODIFIED_SINCE, IF_NONE_MATCH,
    TRANSFER_ENCODING,
};
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use serde::Deserialize;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use waypost_wire::DICTIONARY;
use waypost_wire::limits::MAX_BATCH_BYTES;

use self::answer::{answer, fixture, played, prepared, whole};
use self::fault::Course;
use crate::storefront::Storefront;

type Body = BoxBody<Bytes, anyhow::Error>;

/// A request that came from the browser.
#[derive(Clone, Debug)]
pub struct Heard {
    /// Its method.
    pub method: Method,
    /// Path with query.
    pub path: String,
    /// Its body as text, unpacked.
    pub body: String,
    /// Whether it came packed.
    pub is_packed: bool,
    /// Bytes of its body on the wire.
    pub bytes: usize,
    /// The status the browser was given; none while on its way, when refused, cut off or given up by the browser.
    pub status: Option<u16>,
    /// Whether nothing more will come of it.
    pub is_over: bool,
}

/// Something that a page reported.
#[derive(Clone, Debug, Deserialize)]
pub struct Message {
    /// `log`, `info`, `debug`, `warn`, `error` (the console), `uncaught`, `rejection` or `violation`.
    pub kind: String,
    /// The message.
    pub text: String,
    /// The page's path.
    pub page: String,
}

/// Another collector, in this process: takes method, path with query, and body (unpacked); whether the request was for it.
/// What was is answered with `200` and an empty object.
pub type Sink = Box<dyn Fn(&Method, &str, &str) -> bool + Send + Sync>;

/// The running proxy. Stops when dropped.
pub struct Front {
    origin: String,
    shared: Arc<Shared>,
    server: JoinHandle<()>,
}

#[derive(Default)]
struct Shared {
    upstream: Mutex<String>,
    faults: Mutex<HashMap<String, Fault>>,
    edits: Mutex<Vec<(String, String)>>,
    storefront: Mutex<Option<Storefront>>,
    scripts: Mutex<HashMap<String, String>>,
    sink: Mutex<Option<Sink>>,
    dice: Mutex<Dice>,
    headers: Mutex<HashMap<String, (&'static str, &'static str)>>,
    heard: Mutex<Vec<Heard>>,
    messages: Mutex<Vec<Message>>,
    client: reqwest::Client,
}

impl Front {
    /// Listens on a free port; until [`Front::forward_to`] only fixtures are served.
    pub async fn start() -> Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let address: SocketAddr = listener.local_addr()?;
        let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build()?;
        let shared = Arc::new(Shared { client, ..Shared::default() });
        let server = tokio::spawn(accept(listener, Arc::clone(&shared)));
        Ok(Self { origin: format!("http://{address}"), shared, server })
    }

    /// The origin of every page of the test.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The address of `path` here.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }

    /// Forwards from now on to the collector at `origin`.
    pub fn forward_to(&self, origin: &str) {
        origin.clone_into(&mut lock(&self.shared.upstream));
    }

    /// Lets `fault` happen to every request for `path` (without query) until [`Front::mend`].
    pub fn fault(&self, path: &str, fault: Fault) {
        lock(&self.shared.faults).insert(path.to_owned(), fault);
    }

    /// Ends the fault of `path`.
    pub fn mend(&self, path: &str) {
        lock(&self.shared.faults).remove(path);
    }

    /// Replaces `from` by `to` in every page from now on.
    pub fn edit(&self, from: &str, to: &str) {
        lock(&self.shared.edits).push((from.to_owned(), to.to_owned()));
    }

    /// Takes back every edit so far.
    pub fn unedit(&self) {
        lock(&self.shared.edits).clear();
    }

    /// Answers the addresses of `storefront` from now on, its cart as it is at the beginning.
    pub fn play(&self, storefront: Storefront) {
        *lock(&self.shared.storefront) = Some(storefront);
    }

    /// Serves this script at `/fixture/NAME` from now on.
    pub fn serve(&self, name: &str, script: String) {
        lock(&self.shared.scripts).insert(name.to_owned(), script);
    }

    /// Lets another collector answer beside this one from now on.
    pub fn add_sink(&self, sink: Sink) {
        *lock(&self.shared.sink) = Some(sink);
    }

    /// Adds a header to every answer for `path` from now on.
    pub fn add_header(&self, path: &str, name: &'static str, value: &'static str) {
        lock(&self.shared.headers).insert(path.to_owned(), (name, value));
    }

    /// Takes back the header added for `path`.
    pub fn remove_header(&self, path: &str) {
        lock(&self.shared.headers).remove(path);
    }

    /// Every request so far whose path starts with `prefix`, oldest first.
    pub fn heard(&self, prefix: &str) -> Vec<Heard> {
        lock(&self.shared.heard).iter().filter(|heard| heard.path.starts_with(prefix)).cloned().collect()
    }

    /// Everything pages have reported so far, oldest first.
    pub fn messages(&self) -> Vec<Message> {
        lock(&self.shared.messages).clone()
    }
}

impl Drop for Front {
    fn drop(&mut self) {
        self.server.abort();
    }
}

/// One request being answered; over when dropped, which is also what happens when the browser hangs up.
struct Hearing<'a> {
    shared: &'a Shared,
    number: usize,
}

impl<'a> Hearing<'a> {
    fn begin(shared: &'a Shared, method: Method, target: &str, body: &[u8]) -> Self {
        let mut heard = lock(&shared.heard);
        let (text, is_packed) = plain(body);
        let (path, bytes) = (target.to_owned(), body.len());
        heard.push(Heard { method, path, body: text, is_packed, bytes, status: None, is_over: false });
        Self { shared, number: heard.len() - 1 }
    }
}

impl Drop for Hearing<'_> {
    fn drop(&mut self) {
        lock(&self.shared.heard)[self.number].is_over = true;
    }
}

async fn accept(listener: TcpListener, shared: Arc<Shared>) {
    while let Ok((stream, _)) = listener.accept().await {
        let shared = Arc::clone(&shared);
        let service = service_fn(move |request| serve(Arc::clone(&shared), request));
        // A connection that breaks is a fault asked for, or a browser that left.
        let connection = hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), service);
        tokio::spawn(async move { drop(connection.await) });
    }
}

async fn serve(shared: Arc<Shared>, request: Request<Incoming>) -> Result<Response<Body>> {
    let path = request.uri().path().to_owned();
    let mut response = answered(&shared, request).await?;
    if let Some(&(name, value)) = lock(&shared.headers).get(&path) {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    Ok(response)
}

async fn answered(shared: &Shared, request: Request<Incoming>) -> Result<Response<Body>> {
    let (parts, body) = request.into_parts();
    let path = parts.uri.path().to_owned();
    let target = parts.uri.path_and_query().map_or(path.clone(), ToString::to_string);
    let body = body.collect().await?.to_bytes();
    if path == "/fixture/log" {
        let message = serde_json::from_slice(&body)?;
        lock(&shared.messages).push(message);
        return Ok(answer(StatusCode::NO_CONTENT, "text/plain", Bytes::new()));
    }
    let hearing = Hearing::begin(shared, parts.method.clone(), &target, &body);
    let fault = lock(&shared.faults).get(&path).cloned();
    if matches!(fault, Some(Fault::Once(..))) {
        lock(&shared.faults).remove(&path);
    }
    let course = fault.map_or_else(Course::default, |fault| fault.course(&mut lock(&shared.dice)));
    tokio::time::sleep(course.delay).await;
    let response = match course.answer {
        Some(answered) if course.is_refused => answered?,
        None if course.is_refused => bail!("refused"),
        _ => match path.strip_prefix("/fixture/") {
            Some(name) => fixture(shared, name)?,
            None => reached(shared, &parts, &target, body).await?,
        },
    };
    if course.is_cut_off {
        bail!("cut off");
    }
    lock(&shared.heard)[hearing.number].status = Some(response.status().as_u16());
    Ok(response)
}

/// What the shop that is played answers, else the other collector, else the real one.
async fn reached(
    shared: &Shared,
    parts: &hyper::http::request::Parts,
    target: &str,
    body: Bytes,
) -> Result<Response<Body>> {
    if let Some(response) = played(shared, &parts.method, target, &body)? {
        return Ok(response);
    }
    let is_sunk = lock(&shared.sink).as_ref().is_some_and(|sink| sink(&parts.method, target, &plain(&body).0));
    if is_sunk {
        return Ok(answer(StatusCode::OK, "application/json", Bytes::from_static(b"{}")));
    }
    forward(shared, parts, target, body).await
}

async fn forward(
    shared: &Shared,
    parts: &hyper::http::request::Parts,
    target: &str,
    body: Bytes,
) -> Result<Response<Body>> {
    let upstream = lock(&shared.upstream).clone();
    let wants_page = parts.headers.get(ACCEPT).is_some_and(|a| a.as_bytes().starts_with(b"text/html"));
    let mut headers = parts.headers.clone();
    headers.remove(CONNECTION);
    if wants_page {
        // A compressed page could not be changed, and one in the browser's cache may lack the latest edits.
        headers.remove(ACCEPT_ENCODING);
        headers.remove(IF_NONE_MATCH);
        headers.remove(IF_MODIFIED_SINCE);
    }
    let request = shared.client.request(parts.method.clone(), format!("{upstream}{target}"));
    let answer = request.headers(headers).body(body).send().await?;
    let mut response = Response::builder().status(answer.status());
    let page = answer.headers().get(CONTENT_TYPE).is_some_and(|t| t.as_bytes().starts_with(b"text/html"));
    for (name, value) in answer.headers() {
        if !(name == TRANSFER_ENCODING || name == CONNECTION || page && name == CONTENT_LENGTH) {
            response = response.header(name, value);
        }
    }
    if page {
        let text = prepared(shared, &answer.text().await?);
        return Ok(response.body(whole(Bytes::from(text)))?);
    }
    let frames = answer.bytes_stream().map_ok(Frame::data).map_err(|error| anyhow!(error));
    Ok(response.body(BodyExt::boxed(StreamBody::new(frames)))?)
}

/// The body of a request as text, and whether it came packed: by the SDK as zlib with the dictionary, by another tracker as
/// gzip.
fn plain(body: &[u8]) -> (String, bool) {
    let mut stream = match body {
        [0x1f, 0x8b, ..] => Decompress::new_gzip(15),
        _ => Decompress::new(true),
    };
    let mut unpacked = Vec::with_capacity(MAX_BATCH_BYTES);
    let mut step = |stream: &mut Decompress| {
        let rest = stream.total_in() as usize;
        stream.decompress_vec(&body[rest..], &mut unpacked, FlushDecompress::Finish)
    };
    let mut result = step(&mut stream);
    let asks = result.as_ref().is_err_and(|error| error.needs_dictionary().is_some());
    if asks && stream.set_dictionary(DICTIONARY.as_bytes()).is_ok() {
        result = step(&mut stream);
    }
    let is_packed = matches!(result, Ok(Status::StreamEnd));
    (String::from_utf8_lossy(if is_packed { &unpacked } else { body }).into_owned(), is_packed)
}

/// A poisoned lock means that a test has failed already; what it guards is still whole.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}
