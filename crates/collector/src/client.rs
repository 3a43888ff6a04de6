//! Where a request comes from.

use crate::app::Shared;
use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use ipnet::IpNet;
use std::net::{IpAddr, SocketAddr};

/// The client of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Client {
    /// The peer of the connection, or what a trusted proxy says of it.
    pub address: IpAddr,
    /// Whether it came by TLS, as a trusted proxy says: the collector itself speaks none.
    pub secure: bool,
}

impl FromRequestParts<Shared> for Client {
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, StatusCode> {
        let peer = ConnectInfo::<SocketAddr>::from_request_parts(parts, app)
            .await
            .map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
        let (peer, trusted) = (peer.0.ip().to_canonical(), &app.config.trusted_proxies);
        let scheme = parts.headers.get("x-forwarded-proto").map(|scheme| scheme.as_bytes());
        Ok(Self {
            address: address(peer, &parts.headers, trusted),
            secure: is_trusted(trusted, peer) && scheme == Some(b"https"),
        })
    }
}

/// Walks back from the peer along `X-Forwarded-For` as long as the one who says it is trusted. What an untrusted client
/// wrote itself is never believed.
fn address(peer: IpAddr, headers: &HeaderMap, trusted: &[IpNet]) -> IpAddr {
    let said = headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
    let hops: Vec<&str> = said.flat_map(|list| list.split(',')).map(str::trim).collect();
    let mut client = peer.to_canonical();
    for hop in hops.iter().rev() {
        if !is_trusted(trusted, client) {
            break;
        }
        match hop.parse::<IpAddr>() {
            Ok(address) => client = address.to_canonical(),
            Err(_) => break,
        }
    }
    client
}

fn is_trusted(trusted: &[IpNet], address: IpAddr) -> bool {
    trusted.iter().any(|network| network.contains(&address))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(peer: &str, forwarded: &[&str], expected: &str) {
        let trusted = ["10.0.0.0/8".parse().unwrap(), "192.0.2.7/32".parse().unwrap()];
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append("x-forwarded-for", value.parse().unwrap());
        }
        assert_eq!(address(peer.parse().unwrap(), &headers, &trusted), expected.parse::<IpAddr>().unwrap());
    }

    #[test]
    fn without_a_trusted_proxy_the_peer_is_the_client() {
        check("203.0.113.5", &[], "203.0.113.5");
        check("203.0.113.5", &["198.51.100.1"], "203.0.113.5");
        check("::ffff:203.0.113.5", &["198.51.100.1"], "203.0.113.5");
    }

    #[test]
    fn a_trusted_proxy_names_the_client() {
        check("10.1.1.1", &["198.51.100.1"], "198.51.100.1");
        check("10.1.1.1", &["2001:db8::1"], "2001:db8::1");
        check("10.1.1.1", &["198.51.100.1, 192.0.2.7"], "198.51.100.1");
        check("10.1.1.1", &["198.51.100.1", "192.0.2.7"], "198.51.100.1");
    }

    #[test]
    fn what_the_client_itself_claims_is_not_believed() {
        check("10.1.1.1", &["127.0.0.1, 198.51.100.1"], "198.51.100.1");
        check("10.1.1.1", &["198.51.100.1, nonsense"], "10.1.1.1");
    }
}
