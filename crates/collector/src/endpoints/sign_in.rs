//! Getting into the dashboard: the link with the token, the cookie, and the dashboard's own files.

use crate::app::{App, Shared};
use crate::assets::{self, Dashboard};
use crate::client::Client;
use crate::html;
use crate::reject::Reject;
use axum::extract::{Path, Query, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

const COOKIE: &str = "waypost";

/// How long a browser stays signed in.
const COOKIE_SECONDS: u32 = 30 * 24 * 60 * 60;

/// The query of the sign-in link.
#[derive(Deserialize)]
pub struct Asked {
    token: Option<String>,
}

/// The right token sets the cookie and leads to the dashboard. A wrong one shows the sign-in page with 401, and after
/// [`crate::app::GUESSES_A_MINUTE`] of them with 429.
pub async fn sign_in(State(app): State<Shared>, client: Client, Query(asked): Query<Asked>) -> Response {
    match asked.token.as_deref().map(str::trim) {
        None | Some("") => sign_in_page(StatusCode::OK, ""),
        Some(token) if app.token.matches(token) => {
            let cookie = app.token.cookie();
            let secure = if client.secure { "; Secure" } else { "" };
            let cookie = format!("{COOKIE}={cookie}; Path=/; HttpOnly; SameSite=Lax; Max-Age={COOKIE_SECONDS}{secure}");
            let headers = [(header::SET_COOKIE, cookie), (header::CACHE_CONTROL, "no-store".to_owned())];
            (headers, Redirect::to("/")).into_response()
        }
        Some(_) => match app.guesses.count(client.address) {
            Ok(()) => sign_in_page(StatusCode::UNAUTHORIZED, "This token is wrong."),
            Err(refused) => {
                let mut response = sign_in_page(refused.status(), "Too many wrong tokens. Please wait a minute.");
                if let Some(after) = refused.into_response().headers_mut().remove(header::RETRY_AFTER) {
                    response.headers_mut().insert(header::RETRY_AFTER, after);
                }
                response
            }
        },
    }
}

/// Takes the cookie back.
pub async fn sign_out() -> Response {
    let cookie = format!("{COOKIE}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0");
    ([(header::SET_COOKIE, cookie)], Redirect::to("/sign-in")).into_response()
}

/// The dashboard for those who are signed in, else the sign-in page.
pub async fn home(State(app): State<Shared>, headers: HeaderMap) -> Response {
    file(&app, "index.html", &headers)
}

/// A file of the dashboard. Pages are for those who are signed in; what pages load is the same for everyone and no secret.
pub async fn dashboard(State(app): State<Shared>, Path(path): Path<String>, headers: HeaderMap) -> Response {
    file(&app, &path, &headers)
}

/// Lets only those through who carry the cookie or the token.
///
/// # Errors
/// [`Reject::NotSignedIn`] for others, [`Reject::TooMany`] for those who keep guessing.
pub async fn require(
    State(app): State<Shared>,
    client: Client,
    request: Request,
    next: Next,
) -> Result<Response, Reject> {
    if is_signed_in(&app, request.headers()) {
        return Ok(next.run(request).await);
    }
    if bearer(request.headers()).is_some() {
        app.guesses.count(client.address)?;
    }
    Err(Reject::NotSignedIn)
}

fn file(app: &App, path: &str, headers: &HeaderMap) -> Response {
    if path.ends_with(".html") && !is_signed_in(app, headers) {
        return sign_in_page(StatusCode::UNAUTHORIZED, "");
    }
    match Dashboard::get(path) {
        Some(file) => assets::answer(path, file, headers),
        None => html::not_found(),
    }
}

fn is_signed_in(app: &App, headers: &HeaderMap) -> bool {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = cookies.flat_map(|list| list.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.any(|(name, value)| name == COOKIE && app.token.matches_cookie(value))
        || bearer(headers).is_some_and(|token| app.token.matches(token))
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ").map(str::trim)
}

fn sign_in_page(status: StatusCode, problem: &str) -> Response {
    let problem = match problem {
        "" => String::new(),
        text => format!("<p class=\"problem\" role=\"alert\">{}</p>\n", html::escape(text)),
    };
    let body = include_str!("../../pages/sign-in.html").replace("{problem}", &problem);
    let mut response = html::page(status, "Sign in", &body);
    response.headers_mut().insert(header::CACHE_CONTROL, header::HeaderValue::from_static("no-store"));
    response
}
