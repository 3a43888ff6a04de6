//! Pages and files: the shop, the guides, the SDK, and what is not there.

mod common;

use axum::body::Body;
use axum::http::Request;
use common::{Collector, get, with_header};
use waypost_collector::assets::{Docs, Shop};
use waypost_collector::html::POLICY;

#[tokio::test]
async fn every_page_of_the_shop_is_served_under_the_strict_policy() {
    let collector = Collector::start();
    for path in [
        "/shop/",
        "/shop/category/lamps/",
        "/shop/product/any-thing/",
        "/shop/search/?q=bowl",
        "/shop/cart/",
        "/shop/checkout/",
        "/shop/checkout/delivery/",
        "/shop/checkout/payment/",
        "/shop/thanks/",
        "/shop/account/",
    ] {
        let answer = collector.get(path).await;
        assert_eq!(
            (answer.status.as_u16(), answer.header("content-type")),
            (200, Some("text/html; charset=utf-8")),
            "{path}"
        );
        assert_eq!(answer.header("content-security-policy"), Some(POLICY), "{path}");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{path}");
    }
}

#[tokio::test]
async fn the_preview_of_the_shop_may_be_framed_by_this_server_and_records_nothing() {
    let collector = Collector::start();
    for path in ["/shop/", "/shop/cart/", "/shop/product/any-thing/"] {
        let answer = collector.get(&format!("{path}?waypost_preview=1")).await;
        let expected = POLICY.replace("frame-ancestors 'none'", "frame-ancestors 'self'");
        assert_eq!(answer.header("content-security-policy"), Some(expected.as_str()));
        assert!(answer.text().contains("/shop/js/preview.js") && !answer.text().contains("/waypost.js"), "{path}");
    }
    assert!(collector.get("/shop/cart/").await.text().contains("/waypost.js"));
    assert_eq!(
        collector.get("/shop/css/base.css?waypost_preview=1").await.header("content-type"),
        Some("text/css; charset=utf-8")
    );
    assert_eq!(collector.get("/dashboard/preview.html").await.status, 401);
}

#[tokio::test]
async fn the_policy_is_the_one_that_is_promised() {
    for part in [
        "default-src 'self'",
        "script-src 'self' 'wasm-unsafe-eval'",
        "style-src 'self'",
        "require-trusted-types-for 'script'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    ] {
        assert!(POLICY.split("; ").any(|policy| policy == part), "{part}");
    }
}

#[tokio::test]
async fn files_have_the_type_that_they_are() {
    let collector = Collector::start();
    let brochure = collector.get("/shop/brochure.pdf").await;
    assert_eq!((brochure.status.as_u16(), brochure.header("content-type")), (200, Some("application/pdf")));
    for (ending, kind) in
        [(".svg", "image/svg+xml"), (".js", "text/javascript; charset=utf-8"), (".css", "text/css; charset=utf-8")]
    {
        let path = Shop::iter().find(|path| path.ends_with(ending)).unwrap();
        let answer = collector.get(&format!("/shop/{path}")).await;
        assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, Some(kind)));
    }
}

#[tokio::test]
async fn a_browser_that_has_the_file_is_not_sent_it_again() {
    let collector = Collector::start();
    let first = collector.get("/shop/").await;
    let tag = first.header("etag").unwrap().to_owned();
    let again = collector.send(with_header(get("/shop/"), "if-none-match", &format!("\"other\", {tag}"))).await;
    assert_eq!((again.status.as_u16(), again.bytes.len(), again.header("etag")), (304, 0, Some(tag.as_str())));
    let changed = collector.send(with_header(get("/shop/"), "if-none-match", "W/\"other\"")).await;
    assert_eq!((changed.status.as_u16(), changed.bytes), (200, first.bytes));
}

#[tokio::test]
async fn files_are_compressed_for_those_who_can_read_it() {
    let collector = Collector::start();
    let plain = collector.get("/shop/").await;
    assert_eq!((plain.header("content-encoding"), plain.header("vary")), (None, Some("accept-encoding")));
    for encoding in ["br", "gzip"] {
        let answer = collector.send(with_header(get("/shop/"), "accept-encoding", encoding)).await;
        assert_eq!(
            (answer.header("content-encoding"), answer.header("vary")),
            (Some(encoding), Some("accept-encoding"))
        );
        assert!(answer.bytes.len() < plain.bytes.len());
        assert_eq!(answer.header("etag"), plain.header("etag"));
    }
}

#[tokio::test]
async fn head_tells_what_get_would() {
    let answer = Collector::start().send(Request::head("/shop/").body(Body::empty()).unwrap()).await;
    assert_eq!((answer.status.as_u16(), answer.bytes.len()), (200, 0));
}

#[tokio::test]
async fn what_is_not_there_is_a_page_for_people_and_json_for_programs() {
    let collector = Collector::start();
    for path in ["/nope", "/shop/nope/", "/shop/nope.js", "/docs/nope", "/dashboard/nope.js", "/shop/../Cargo.toml"] {
        let answer = collector.get(path).await;
        assert_eq!(
            (answer.status.as_u16(), answer.header("content-type")),
            (404, Some("text/html; charset=utf-8")),
            "{path}"
        );
        assert_eq!(answer.header("content-security-policy"), Some(POLICY), "{path}");
    }
    for path in ["/v1/nope", "/api/nope", "/api/v1/nope", "/maps/nope.map"] {
        let refusal = collector.get(path).await.refusal();
        assert_eq!(refusal, (404, "not_found".to_owned(), format!("there is nothing at {path}")));
    }
}

#[tokio::test]
async fn the_shop_without_its_slash_leads_to_the_shop() {
    let answer = Collector::start().get("/shop").await;
    assert_eq!((answer.status.as_u16(), answer.header("location")), (308, Some("/shop/")));
}

#[tokio::test]
async fn a_guide_is_a_page_and_its_headings_can_be_linked_to() {
    let answer = Collector::start().get("/docs/self-hosting").await;
    assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, Some("text/html; charset=utf-8")));
    assert!(answer.text().contains("<title>Self-hosting · Waypost</title>"), "{}", answer.text());
    assert!(answer.text().contains("<h2 id=\"backup\">"), "{}", answer.text());
}

#[tokio::test]
async fn every_link_between_guides_leads_to_a_heading_that_is_there() {
    let collector = Collector::start();
    let mut checked = 0;
    for file in Docs::iter().filter(|file| file.ends_with(".md")) {
        let name = file.trim_end_matches(".md");
        let page = collector.get(&format!("/docs/{name}")).await;
        assert_eq!(page.status, 200, "{name}");
        let links = page.text().split("<a href=\"").skip(1).filter_map(|rest| rest.split('"').next());
        for link in links.filter(|link| !link.contains(':') && !link.starts_with('/')) {
            let (target, id) = link.split_once('#').unwrap_or((link, ""));
            let target = if target.is_empty() { name } else { target };
            let linked = collector.get(&format!("/docs/{target}")).await;
            assert_eq!(linked.status, 200, "{name} links to {link}");
            assert!(id.is_empty() || linked.text().contains(&format!(" id=\"{id}\"")), "{name} links to {link}");
            checked += 1;
        }
    }
    assert!(checked > 0);
}

#[tokio::test]
async fn pages_load_no_inline_script_or_style() {
    let collector = Collector::start();
    for path in ["/sign-in", "/nope", "/docs/self-hosting"] {
        let page = collector.get(path).await;
        for inline in ["<script>", "<style", " style=", " onclick="] {
            assert!(!page.text().contains(inline), "{path}: {inline}");
        }
    }
    assert_eq!(collector.get("/page.css").await.header("content-type"), Some("text/css; charset=utf-8"));
}
