//! The life of the server, from the first connection to the last.

use super::app;
use crate::app::Shared;
use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tower::Service as _;

/// How long requests in flight may go on once the server was told to stop.
const DRAIN_WITHIN: Duration = Duration::from_secs(5);

/// How long a connection may stay without a whole head of a request.
const HEAD_WITHIN: Duration = Duration::from_secs(30);

/// Serves `listener` until `shutdown` is ready, then lets requests in flight finish, writes what is queued and closes
/// the database. The caller owns the socket, so that tests can take a free port.
///
/// # Errors
/// When the database does not close.
pub async fn run(listener: TcpListener, state: Shared, shutdown: impl Future<Output = ()>) -> io::Result<()> {
    let app = app(state.clone());
    let open = GracefulShutdown::new();
    tokio::pin!(shutdown);
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, peer)) => serve(stream, peer, app.clone(), &open),
                Err(error) => pause_after(&error).await,
            },
            () = &mut shutdown => break,
        }
    }
    drop(listener);
    state.closing.send_replace(true);
    if tokio::time::timeout(DRAIN_WITHIN, open.shutdown()).await.is_err() {
        tracing::warn!("requests were still in flight after {} s", DRAIN_WITHIN.as_secs());
    }
    tokio::task::spawn_blocking(move || state.store.writer.close()).await.map_err(io::Error::other)
}

fn serve(stream: TcpStream, peer: SocketAddr, app: Router, open: &GracefulShutdown) {
    // Answers are small and wanted at once. A socket that refuses is about to fail anyway.
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |request: hyper::Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(peer));
        app.clone().call(request)
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_WITHIN)
        .serve_connection(TokioIo::new(stream), service);
    let connection = open.watch(connection);
    tokio::spawn(async move {
        if let Err(error) = connection.await {
            tracing::debug!("a connection ended early: {error}");
        }
    });
}

/// One connection's failure is its own; but when the system is out of file handles, only waiting helps.
async fn pause_after(error: &io::Error) {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    if !matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset) {
        tracing::error!("accepting a connection: {error}");
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}
