//! Pages that the strict policy would break: styles and code that are not in files of their own.

use html5gum::emitters::default::DefaultEmitter;
use html5gum::{HtmlString, Token, Tokenizer};

/// One line for each style or script that a page holds itself. A `<script>` of a JSON type is data.
pub fn check(path: &str, html: &str) -> Vec<String> {
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    // As a browser does, so that the text of a script is not read as tags.
    emitter.naively_switch_states(true);
    let mut broken = Vec::new();
    let mut in_code = false;
    let mut found = |position: usize, what: String| {
        let line = html[..position].matches('\n').count() + 1;
        broken.push(format!("{path}:{line}: {what}"));
    };
    for Ok(token) in Tokenizer::new_with_emitter(html, emitter) {
        match token {
            Token::StartTag(tag) => {
                let name = text(&tag.name);
                if name == "style" {
                    found(tag.span.start, "a <style> of its own".to_owned());
                }
                for attribute in tag.attributes.keys().map(text) {
                    if attribute == "style" || attribute.starts_with("on") {
                        found(tag.span.start, format!("the attribute {attribute} on <{name}>"));
                    }
                }
                let kind = tag.attributes.iter().find(|(key, _)| text(key) == "type").map(|(_, kind)| text(kind));
                in_code = name == "script" && !kind.is_some_and(|kind| kind.ends_with("json"));
            }
            Token::String(content) if in_code && !text(&content).trim().is_empty() => {
                found(content.span.start, "code inside a <script>".to_owned());
            }
            Token::EndTag(_) => in_code = false,
            _ => {}
        }
    }
    broken
}

fn text(string: &HtmlString) -> String {
    String::from_utf8_lossy(string).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_page(html: &str, expected: &[&str]) {
        assert_eq!(check("p.html", html), expected, "{html}");
    }

    #[test]
    fn files_of_their_own_and_data_are_allowed() {
        check_page(
            r#"<script async src="/waypost.js" data-site="demo"></script><link rel="stylesheet" href="s.css">"#,
            &[],
        );
        check_page(r#"<script type="application/json" data-waypost-config>{"a": "<style>"}</script>"#, &[]);
        check_page(r#"<script type="application/ld+json">{"@type": "Store"}</script>"#, &[]);
        check_page(r#"<p title="style= onclick=" data-waypost-on="view">style="x"</p><!-- <p onclick="f()"> -->"#, &[]);
        check_page("<script src=a.js>\n</script><p>text</p>", &[]);
    }

    #[test]
    fn inline_styles_and_code_are_named_with_their_line() {
        check_page("<p>\n<b\n style='color: red'>", &["p.html:2: the attribute style on <b>"]);
        check_page("<button ONCLICK=f()>", &["p.html:1: the attribute onclick on <button>"]);
        check_page("<svg><style>a{}</style></svg>", &["p.html:1: a <style> of its own"]);
        check_page("<script>\nalert(1)</script>", &["p.html:1: code inside a <script>"]);
        check_page("<script type=module>import 'a'</script>", &["p.html:1: code inside a <script>"]);
    }
}
