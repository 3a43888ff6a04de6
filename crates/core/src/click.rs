//! What is said of a click: enough to know the element again, nothing that somebody typed.

use crate::page::clean_url;
use crate::redact;
use waypost_wire::json::Object;

/// Longest text kept, in characters.
pub const MAX_TEXT: usize = 64;

/// The data of a `click` event: `tag`, and `id`, `text` and `href` where there are any.
/// White space in the text is folded; the address loses its query and fragment.
pub fn data(tag: &str, id: &str, text: &str, href: &str) -> String {
    let words: Vec<&str> = text.split_ascii_whitespace().take(MAX_TEXT).collect();
    let text: String = redact::text(&words.join(" ")).chars().take(MAX_TEXT).collect();
    let mut out = String::new();
    Object::new(&mut out)
        .str("tag", tag)
        .str_unless_empty("id", &redact::text(id))
        .str_unless_empty("text", &text)
        .str_unless_empty("href", &clean_url(href));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_folded_cut_and_redacted() {
        assert_eq!(
            data("a", "", "  Mail\n jane@example.org ", "mailto:jane@example.org?subject=x"),
            r#"{"tag":"a","text":"Mail [email]","href":"mailto:[email]"}"#
        );
        let long = "x".repeat(MAX_TEXT + 1);
        assert_eq!(
            data("button", "buy", &long, ""),
            format!(r#"{{"tag":"button","id":"buy","text":"{}"}}"#, &long[1..])
        );
    }
}
