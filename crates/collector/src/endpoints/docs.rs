//! The guides, from Markdown.

use crate::assets::Docs;
use crate::html;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd};

/// A guide: `docs/<page>.md` as a page, its headings reachable by their ids.
pub async fn page(Path(name): Path<String>) -> Response {
    let file = Docs::get(&format!("{name}.md"));
    match file.as_ref().and_then(|file| std::str::from_utf8(&file.data).ok()) {
        Some(markdown) => html::page(StatusCode::OK, &title(markdown, &name), &render(markdown)),
        None => html::not_found(),
    }
}

fn title(markdown: &str, name: &str) -> String {
    markdown.lines().find_map(|line| line.strip_prefix("# ")).unwrap_or(name).to_owned()
}

fn render(markdown: &str) -> String {
    let options = Options::ENABLE_TABLES | Options::ENABLE_HEADING_ATTRIBUTES;
    let mut events: Vec<Event<'_>> = Parser::new_ext(markdown, options).collect();
    let mut heading = None;
    let mut words = String::new();
    for index in 0..events.len() {
        match &events[index] {
            Event::Start(Tag::Heading { id: None, .. }) => {
                heading = Some(index);
                words.clear();
            }
            Event::Start(Tag::Link { dest_url, .. }) => {
                let page = page_of(dest_url);
                if let (Some(page), Event::Start(Tag::Link { dest_url, .. })) = (page, &mut events[index]) {
                    *dest_url = CowStr::from(page);
                }
            }
            Event::Text(text) | Event::Code(text) => words.push_str(text),
            Event::End(TagEnd::Heading(_)) => {
                if let Some(Event::Start(Tag::Heading { id, .. })) = heading.take().map(|start| &mut events[start]) {
                    *id = Some(CowStr::from(slug(&words)));
                }
            }
            _ => {}
        }
    }
    let mut out = String::new();
    pulldown_cmark::html::push_html(&mut out, events.into_iter());
    out
}

/// The address here of a guide that a link names by its file, as `install.md#options`.
fn page_of(link: &str) -> Option<String> {
    let (file, id) = link.split_once('#').map_or((link, None), |(file, id)| (file, Some(id)));
    let name = file.strip_suffix(".md").filter(|name| !name.contains(['/', ':']))?;
    Some(id.map_or(name.to_owned(), |id| format!("{name}#{id}")))
}

/// The id of a heading: its letters and digits in lower case, blanks as dashes.
fn slug(words: &str) -> String {
    let kept = words.trim().to_lowercase().replace(' ', "-");
    kept.chars().filter(|c| c.is_alphanumeric() || *c == '-' || *c == '_').collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_reachable_by_their_words() {
        assert_eq!(render("## `no_site`"), "<h2 id=\"no_site\"><code>no_site</code></h2>\n");
        assert_eq!(render("# How to, quickly"), "<h1 id=\"how-to-quickly\">How to, quickly</h1>\n");
        assert_eq!(render("# Given {#own}"), "<h1 id=\"own\">Given</h1>\n");
    }

    #[test]
    fn links_to_files_lead_to_pages() {
        for (link, page) in [
            ("install.md", Some("install")),
            ("install.md#options", Some("install#options")),
            ("#options", None),
            ("https://example.org/a.md", None),
        ] {
            assert_eq!(page_of(link).as_deref(), page);
        }
        assert_eq!(render("[a](b.md#c)"), "<p><a href=\"b#c\">a</a></p>\n");
    }

    #[test]
    fn the_first_heading_is_the_title() {
        assert_eq!(title("text\n# A guide\n# Other", "x"), "A guide");
        assert_eq!(title("text", "x"), "x");
    }
}
