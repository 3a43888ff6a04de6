//! What no line of source may contain, and how long a file may be.

/// Lines a source file may have; `src/lib.rs` fewer, because it only converts.
const MAX_LINES: usize = 400;
const MAX_LIB_LINES: usize = 250;

const SOURCE: [&str; 7] = ["rs", "ts", "js", "mjs", "css", "html", "sql"];

/// Text and what is wrong with it. Checked in the code of the SDK, of the npm package and of the pages.
const UNSAFE_IN_A_PAGE: [(&str, &str); 11] = [
    ("innerHTML", "build nodes one by one"),
    ("inner_html", "build nodes one by one"),
    ("outerHTML", "build nodes one by one"),
    ("outer_html", "build nodes one by one"),
    ("insertAdjacentHTML", "build nodes one by one"),
    ("insert_adjacent_html", "build nodes one by one"),
    ("document.write", "build nodes one by one"),
    ("eval(", "the strict policy forbids it"),
    ("new Function", "the strict policy forbids it"),
    ("beforeunload", "it keeps the page from the back/forward cache"),
    ("onunload", "it keeps the page from the back/forward cache"),
];

/// What has no place in `wire` and `core`, where everything comes in as a value.
const IMPURE: [&str; 9] = [
    "Instant",
    "SystemTime",
    "std::env",
    "std::fs",
    "std::io",
    "std::net",
    "std::thread",
    "static mut",
    "thread_local!",
];

/// One line for each place of a file where a rule is broken. Comments and `mod tests` are not code.
pub fn check(path: &str, text: &str) -> Vec<String> {
    let Some((_, ending)) = path.rsplit_once('.') else { return Vec::new() };
    if !SOURCE.contains(&ending) {
        return Vec::new();
    }
    let mut broken = length(path, text);
    let in_sdk = path.starts_with("src/");
    let code = code(path, text);
    for &(number, line) in &code {
        let mut found = |what: String| broken.push(format!("{path}:{number}: {what}"));
        if in_sdk || path.starts_with("pkg/src/") || path.starts_with("www/") {
            for (word, why) in UNSAFE_IN_A_PAGE.iter().filter(|(word, _)| has_word(line, word)) {
                found(format!("{word}: {why}"));
            }
            if is_unload_listener(line) {
                found("unload: it keeps the page from the back/forward cache".to_owned());
            }
        }
        if in_sdk && [".unwrap(", ".expect("].iter().any(|call| line.contains(call)) {
            found("the SDK may not panic: no unwrap or expect".to_owned());
        }
        if path.starts_with("crates/wire/src/") || path.starts_with("crates/core/src/") {
            for word in IMPURE.iter().filter(|word| has_word(line, word)) {
                found(format!("{word}: no clock, I/O or global here"));
            }
        }
    }
    if in_sdk && path != "src/lib.rs" {
        broken.extend(exports(&code).into_iter().map(|number| format!("{path}:{number}: only src/lib.rs exports")));
    }
    broken
}

fn length(path: &str, text: &str) -> Vec<String> {
    let limit = if path == "src/lib.rs" { MAX_LIB_LINES } else { MAX_LINES };
    let lines = text.lines().count();
    let too_long = lines > limit;
    too_long.then(|| format!("{path}: {lines} lines, the limit is {limit}")).into_iter().collect()
}

/// The lines that are code, with their numbers. Unit tests stand at the end of their file, or in a `tests.rs`.
fn code<'a>(path: &str, text: &'a str) -> Vec<(usize, &'a str)> {
    let is_comment = |line: &str| ["//", "/*", "* ", "*/"].iter().any(|mark| line.trim_start().starts_with(mark));
    let lines = text.lines().zip(1..).take_while(|(line, _)| *line != "mod tests {" && !path.ends_with("/tests.rs"));
    lines.filter(|(line, _)| !is_comment(line)).map(|(line, number)| (number, line)).collect()
}

/// Whether `word` stands in the line other than as a part of a longer word; `_` parts words.
fn has_word(line: &str, word: &str) -> bool {
    let is_part = |next: Option<char>| next.is_some_and(char::is_alphanumeric);
    let ends_in_letter = is_part(word.chars().next_back());
    line.match_indices(word).any(|(at, _)| {
        let longer_before = is_part(line[..at].chars().next_back());
        let longer_after = ends_in_letter && is_part(line[at + word.len()..].chars().next());
        !(longer_before || longer_after)
    })
}

fn is_unload_listener(line: &str) -> bool {
    line.contains("addEventListener") && ["'unload'", "\"unload\"", "`unload`"].iter().any(|name| line.contains(name))
}

/// Numbers of the lines with a `#[wasm_bindgen]` that is not on, or in, an `extern` block of imports.
fn exports(code: &[(usize, &str)]) -> Vec<usize> {
    let mut found = Vec::new();
    let mut in_extern = false;
    for (index, (number, line)) in code.iter().enumerate() {
        if line.starts_with("extern ") {
            in_extern = true;
        } else if *line == "}" {
            in_extern = false;
        }
        let is_attribute = line.trim_start().starts_with("#[wasm_bindgen");
        if is_attribute && !in_extern {
            let item = code[index..].iter().find(|(_, line)| !line.trim_start().starts_with("#["));
            if !item.is_some_and(|(_, line)| line.starts_with("extern ")) {
                found.push(*number);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_code(path: &str, text: &str, expected: &[&str]) {
        assert_eq!(check(path, text), expected, "{text}");
    }

    #[test]
    fn a_file_may_reach_its_length_and_not_pass_it() {
        check_code("crates/collector/src/a.rs", &"\n".repeat(400), &[]);
        check_code("www/shop/a.css", &"\n".repeat(401), &["www/shop/a.css: 401 lines, the limit is 400"]);
        check_code("src/lib.rs", &"\n".repeat(250), &[]);
        check_code("src/lib.rs", &"\n".repeat(251), &["src/lib.rs: 251 lines, the limit is 250"]);
        check_code("docs/long.md", &"\n".repeat(401), &[]);
    }

    #[test]
    fn pages_and_sdk_may_not_write_html_run_text_or_listen_to_unload() {
        check_code("pkg/src/a.ts", "x.innerHTML = y", &["pkg/src/a.ts:1: innerHTML: build nodes one by one"]);
        check_code(
            "src/browser/a.rs",
            "e.set_inner_html(x);",
            &["src/browser/a.rs:1: inner_html: build nodes one by one"],
        );
        check_code("www/shop/a.js", "\neval(x)", &["www/shop/a.js:2: eval(: the strict policy forbids it"]);
        let cached = "it keeps the page from the back/forward cache";
        check_code("www/a.js", "addEventListener('unload', f)", &[&format!("www/a.js:1: unload: {cached}")]);
        check_code("pkg/src/a.ts", "on('beforeunload')", &[&format!("pkg/src/a.ts:1: beforeunload: {cached}")]);

        check_code("pkg/src/a.ts", "// never innerHTML\n/**\n * nor eval(x)\n */\nretrieval(x)", &[]);
        check_code("tests/e2e/src/a.rs", "browser.eval(x)", &[]);
    }

    #[test]
    fn the_sdk_may_not_panic_outside_its_tests() {
        let broken = "src/a.rs:1: the SDK may not panic: no unwrap or expect";
        check_code("src/a.rs", "x.unwrap();", &[broken]);
        check_code("src/a.rs", "x.expect(\"y\");", &[broken]);
        check_code("src/a.rs", "#[expect(dead_code)]\nx.unwrap_or(1);", &[]);
        check_code("src/a.rs", "#[cfg(test)]\nmod tests {\n    x.unwrap();\n}", &[]);
        check_code("src/a/tests.rs", "x.unwrap();", &[]);
        check_code("crates/xtask/src/a.rs", "x.unwrap();", &[]);
    }

    #[test]
    fn wire_and_core_have_no_clock_and_no_io() {
        let broken = "crates/core/src/a.rs:1: Instant: no clock, I/O or global here";
        check_code("crates/core/src/a.rs", "let now = Instant::now();", &[broken]);
        check_code(
            "crates/wire/src/a.rs",
            "use std::fs;",
            &["crates/wire/src/a.rs:1: std::fs: no clock, I/O or global here"],
        );
        check_code("crates/core/src/a.rs", "struct Instantly; struct ReInstant;", &[]);
        check_code("crates/collector/src/a.rs", "use std::fs;", &[]);
    }

    #[test]
    fn only_lib_rs_exports_and_imports_stand_in_extern_blocks() {
        let export = "#[wasm_bindgen]\npub fn track() {}";
        check_code("src/lib.rs", export, &[]);
        check_code("src/capture/a.rs", export, &["src/capture/a.rs:1: only src/lib.rs exports"]);
        let import =
            "#[wasm_bindgen(module = \"/a.js\")]\nextern \"C\" {\n    #[wasm_bindgen(catch)]\n    fn f();\n}\n";
        check_code("src/browser/a.rs", import, &[]);
        let both = format!("{import}#[wasm_bindgen(js_name = b)]\n#[must_use]\npub struct B;");
        check_code("src/browser/a.rs", &both, &["src/browser/a.rs:6: only src/lib.rs exports"]);
    }
}
