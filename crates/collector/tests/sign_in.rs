//! Getting into the dashboard, and not getting into it.

mod common;

use axum::body::Body;
use axum::http::Request;
use common::{Answer, Collector, TOKEN, from_address, get, with_header};
use waypost_collector::app::GUESSES_A_MINUTE;

fn cookie(answer: &Answer) -> String {
    answer.header("set-cookie").unwrap().split(';').next().unwrap().to_owned()
}

#[tokio::test]
async fn the_link_signs_a_browser_in() {
    let collector = Collector::start();
    let answer = collector.get(&format!("/sign-in?token={TOKEN}")).await;
    assert_eq!((answer.status.as_u16(), answer.header("location")), (303, Some("/")));
    let set = answer.header("set-cookie").unwrap();
    for part in ["HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(set.contains(part), "{set}");
    }
    assert!(!set.contains(TOKEN), "the cookie does not tell the token");
    let api = with_header(get("/api/v1/sites"), "cookie", &format!("theme=dark; {}", cookie(&answer)));
    assert_eq!(collector.send(api).await.status, 200);
}

#[tokio::test]
async fn behind_a_proxy_with_tls_the_cookie_never_travels_without_it() {
    for (peer, scheme, secure) in
        [("10.0.0.1", "https", true), ("10.0.0.1", "http", false), ("192.0.2.1", "https", false)]
    {
        let collector = Collector::with(|config| config.trusted_proxies = vec!["10.0.0.0/8".parse().unwrap()]);
        let request = from_address(get(&format!("/sign-in?token={TOKEN}")), peer);
        let answer = collector.send(with_header(request, "x-forwarded-proto", scheme)).await;
        assert_eq!(answer.header("set-cookie").unwrap().ends_with("; Secure"), secure, "{peer} {scheme}");
    }
}

#[tokio::test]
async fn without_the_cookie_the_dashboard_is_the_sign_in_page() {
    let collector = Collector::start();
    for path in ["/", "/dashboard/", "/dashboard/index.html"] {
        let answer = collector.get(path).await;
        assert_eq!(answer.status, 401, "{path}");
        assert!(answer.text().contains("Open the link that <code>waypost serve</code> printed"), "{path}");
    }
}

#[tokio::test]
async fn with_the_cookie_it_is_the_dashboard() {
    let collector = Collector::start();
    let cookie = cookie(&collector.get(&format!("/sign-in?token={TOKEN}")).await);
    for path in ["/", "/dashboard/", "/dashboard/index.html"] {
        let answer = collector.send(with_header(get(path), "cookie", &cookie)).await;
        assert_eq!(answer.status, 200, "{path}");
        assert!(!answer.text().contains("name=\"token\""), "{path}");
    }
}

#[tokio::test]
async fn the_sign_in_page_can_be_visited() {
    let answer = Collector::start().get("/sign-in").await;
    assert_eq!((answer.status.as_u16(), answer.header("cache-control")), (200, Some("no-store")));
    assert!(!answer.text().contains("role=\"alert\""));
}

#[tokio::test]
async fn wrong_tokens_are_slowed_down_and_the_right_one_is_not() {
    let collector = Collector::start();
    let guess = |address| from_address(get("/sign-in?token=wrong"), address);
    for _ in 0..GUESSES_A_MINUTE {
        let answer = collector.send(guess("192.0.2.1")).await;
        assert_eq!((answer.status.as_u16(), answer.header("set-cookie")), (401, None));
        assert!(answer.text().contains("This token is wrong."));
    }
    let answer = collector.send(guess("192.0.2.1")).await;
    assert_eq!(answer.status, 429);
    assert!(answer.header("retry-after").unwrap().parse::<u32>().unwrap() >= 1);
    let bearer = with_header(get("/api/v1/sites"), "authorization", "Bearer wrong");
    assert_eq!(collector.send(from_address(bearer, "192.0.2.1")).await.refusal().0, 429, "one count for both doors");
    assert_eq!(collector.send(guess("198.51.100.1")).await.status, 401, "another client may still err");
    let right = from_address(get(&format!("/sign-in?token={TOKEN}")), "192.0.2.1");
    assert_eq!(collector.send(right).await.status, 303);
}

#[tokio::test]
async fn signing_out_takes_the_cookie_back() {
    let answer = Collector::start().send(Request::post("/sign-out").body(Body::empty()).unwrap()).await;
    assert_eq!((answer.status.as_u16(), answer.header("location")), (303, Some("/sign-in")));
    assert!(answer.header("set-cookie").unwrap().starts_with("waypost=; "));
    assert!(answer.header("set-cookie").unwrap().contains("Max-Age=0"));
}
