//! The table of routes.

mod connections;

pub use connections::run;

use crate::api;
use crate::app::Shared;
use crate::client::Client;
use crate::endpoints::{
    assets, captures, channel, config, confirm, docs, events, facts, health, restore, settled, shop, sign_in,
};
use crate::html;
use crate::reject::Reject;
use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, Method, Uri, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use std::time::Duration;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::cors::{AllowOrigin, CorsLayer};
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::trace::TraceLayer;

/// The files of the SDK that pages load.
const SDK_FILES: [&str; 22] = [
    "/waypost.js",
    "/waypost-sdk.js",
    "/waypost.wasm",
    "/waypost-shop.js",
    "/waypost-acts.js",
    "/waypost-layer.js",
    "/waypost-results.js",
    "/waypost-forms.js",
    "/waypost-friction.js",
    "/waypost-conversions.js",
    "/waypost-pack.js",
    "/waypost-keep.js",
    "/waypost-banner.js",
    "/waypost-options.js",
    "/waypost-restore.js",
    "/waypost-rules.js",
    "/waypost-intent.js",
    "/waypost-intent.wasm",
    "/waypost-offer.js",
    "/waypost-offer-more.js",
    "/waypost-facts.js",
    "/waypost-debug.js",
];

/// Every route of the collector.
#[rustfmt::skip]
pub fn app(app: Shared) -> Router {
    let ingest = Router::new()
        .route("/v1/events",   post(events::post))
        .route("/v1/settled",  get(settled::get))
        .route("/v1/captures", post(captures::post))
        .route("/v1/config",   get(config::get))
        .route("/v1/channel",  post(channel::post))
        .route("/v1/facts",    post(facts::post))
        .route("/v1/restore",  get(restore::cart))
        .method_not_allowed_fallback(wrong_method)
        .layer(from_fn_with_state(app.clone(), limit_rate))
        .layer(cross_origin(&app));
    let health = Router::new()
        .route("/healthz",     get(health::live))
        .route("/readyz",      get(health::ready).layer(from_fn_with_state(app.clone(), limit_rate)))
        .method_not_allowed_fallback(wrong_method);
    let dashboard_api = Router::new()
        .route("/api/v1/offers",   get(api::offers::get))
        .route("/api/v1/sites",    get(api::sites::get))
        .route("/api/v1/events",   get(api::events::get))
        .route("/api/v1/live",     get(api::live::get))
        .route("/api/v1/funnel",   get(api::funnel::get))
        .route("/api/v1/goals",    get(api::goals::get))
        .route("/api/v1/completeness", get(api::completeness::get))
        .route("/api/v1/intent",   get(api::intent::get))
        .route("/api/v1/captures", get(api::captures::get))
        .route("/api/v1/stock",    post(api::stock::post))
        .method_not_allowed_fallback(wrong_method)
        .layer(from_fn_with_state(app.clone(), sign_in::require))
        .layer(header(header::CACHE_CONTROL, "no-store"))
        .layer(CompressionLayer::new());
    let sdk = SDK_FILES.iter().fold(Router::new(), |router, file| router.route(file, get(assets::sdk)));
    let pages = sdk
        .route("/maps/{*name}",      get(assets::map))
        .route("/shop",              get(shop::slash))
        .route("/shop/",             get(shop::home))
        .route("/shop/{*path}",      get(shop::page))
        .route("/r/{token}",         get(restore::link).layer(from_fn_with_state(app.clone(), limit_rate)))
        .route("/c/{token}",         get(confirm::page).post(confirm::post).layer(from_fn_with_state(app.clone(), limit_rate)))
        .route("/docs/{name}",       get(docs::page))
        .route("/page.css",          get(html::style))
        .route("/",                  get(sign_in::home))
        .route("/dashboard/",        get(sign_in::home))
        .route("/dashboard/{*path}", get(sign_in::dashboard))
        .route("/sign-in",           get(sign_in::sign_in))
        .route("/sign-out",          post(sign_in::sign_out))
        .fallback(not_found)
        .method_not_allowed_fallback(wrong_method)
        .layer(header(header::CONTENT_SECURITY_POLICY, html::POLICY))
        .layer(CompressionLayer::new());

    Router::new()
        .merge(ingest)
        .merge(health)
        .merge(dashboard_api)
        .merge(pages)
        .layer(header(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(CatchPanicLayer::custom(|_| Reject::Store.into_response()))
        .layer(TraceLayer::new_for_http())
        .with_state(app)
}

async fn limit_rate(
    State(app): State<Shared>,
    client: Client,
    request: Request,
    next: Next,
) -> Result<Response, Reject> {
    app.requests.count(client.address)?;
    Ok(next.run(request).await)
}

/// Lets pages of configured sites read answers. Whether the page may send for the very site is decided when the body is read.
fn cross_origin(app: &Shared) -> CorsLayer {
    let app = app.clone();
    let known = AllowOrigin::predicate(move |origin, _| origin.to_str().is_ok_and(|origin| app.knows_origin(origin)));
    CorsLayer::new()
        .allow_origin(known)
        .allow_methods([Method::GET, Method::POST])
        .allow_headers([header::CONTENT_TYPE])
        .expose_headers([header::RETRY_AFTER])
        .max_age(Duration::from_secs(86_400))
}

fn header(name: HeaderName, value: &'static str) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
}

/// Programs get JSON, people a page.
async fn not_found(uri: Uri) -> Response {
    match uri.path() {
        path if path.starts_with("/v1/") || path.starts_with("/api/") => {
            Reject::NotFound(path.to_owned()).into_response()
        }
        _ => html::not_found(),
    }
}

async fn wrong_method(method: Method) -> Reject {
    Reject::Method(method.to_string())
}
