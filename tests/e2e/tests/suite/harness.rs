//! What the other tests rest upon: a browser that opens pages, and a pointer that really leaves them.

use anyhow::Result;
use serde_json::json;
use waypost_e2e::browser::{Browser, Shape};
use waypost_e2e::front::Front;
use waypost_e2e::wait;

#[tokio::test]
async fn a_pointer_leaving_by_the_top_edge_is_seen_by_the_page() -> Result<()> {
    let front = Front::start().await?;
    let mut browser = Browser::start(Shape::Desktop).await?;
    browser.open(&front.url("/fixture/pointer.html")).await?;
    browser.leave_by_the_top().await?;
    let left = browser.until("return window.left").await?;
    assert_eq!(left["relatedTarget"], json!(null));
    assert_eq!(left["pointerType"], "mouse");
    assert!(left["clientY"].as_f64().is_some_and(|y| y < 0.0), "{left}");
    Ok(())
}

#[tokio::test]
async fn console_messages_errors_and_violations_of_a_page_are_heard() -> Result<()> {
    let front = Front::start().await?;
    let browser = Browser::start(Shape::Desktop).await?;
    browser.open(&front.url("/fixture/noisy.html")).await?;
    let messages = wait::until("three reports", async || {
        let messages = front.messages();
        if messages.len() == 3 { Ok(messages) } else { Err(format!("{messages:?}")) }
    })
    .await?;
    let mut kinds: Vec<&str> = messages.iter().map(|message| message.kind.as_str()).collect();
    kinds.sort_unstable();
    assert_eq!(kinds, ["uncaught", "violation", "warn"]);
    Ok(())
}
