//! Short names between the WebAssembly and its glue: wasm-bindgen's carry hashes that do not compress.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

/// The one module that the glue gives to the WebAssembly, and what `wasm-opt` calls it.
const MODULE: &str = "./waypost_bg.js";
const SHORT_MODULE: &str = "a";

/// The glue with the names that `wasm-opt --minify-imports-and-exports-and-modules` has said to use.
///
/// Fails when the two do not fit together: a name it does not find, or one that nobody has shortened.
pub fn shorten(glue: &str, said: &str) -> Result<String> {
    let said: Value = serde_json::from_str(said).context("wasm-opt has not said its names as JSON")?;
    let mut glue = replace_once(glue, &format!("\"{MODULE}\": "), &format!("\"{SHORT_MODULE}\": "))?;
    for import in rows(&said, "imports")? {
        let [module, long, short] = words(import)?;
        ensure!(module == MODULE, "the glue cannot be shortened: {long} comes from {module}");
        glue = replace_once(&glue, &format!(" {long}: function("), &format!(" {short}: function("))?;
    }
    let exports = rows(&said, "exports")?.iter().map(|export| words(export).map(|[long, short]| (long, short)));
    shorten_exports(&glue, &exports.collect::<Result<_>>()?)
}

/// Every `wasm.long` becomes `wasm.short`; the end of a longer word, as in `waypost_bg.wasm.d.ts`, stays.
fn shorten_exports(glue: &str, exports: &BTreeMap<&str, &str>) -> Result<String> {
    const INSTANCE: &str = "wasm.";
    let is_in_name = |c: char| c.is_ascii_alphanumeric() || "_$".contains(c);
    let mut shortened = String::with_capacity(glue.len());
    let mut rest = glue;
    while let Some(at) = rest.find(INSTANCE) {
        let (before, found) = rest.split_at(at + INSTANCE.len());
        let (name, after) = found.split_at(found.find(|c| !is_in_name(c)).unwrap_or(found.len()));
        shortened.push_str(before);
        if rest[..at].ends_with(|c| is_in_name(c) || "./".contains(c)) {
            shortened.push_str(name);
        } else {
            let short = exports.get(name).with_context(|| format!("the glue uses wasm.{name}, which is no export"))?;
            shortened.push_str(short);
        }
        rest = after;
    }
    Ok(shortened + rest)
}

fn replace_once(text: &str, from: &str, to: &str) -> Result<String> {
    match text.matches(from).count() {
        1 => Ok(text.replacen(from, to, 1)),
        count => bail!("the glue has {count} times, not once, {from:?}"),
    }
}

fn rows<'a>(said: &'a Value, key: &str) -> Result<&'a Vec<Value>> {
    said[key].as_array().with_context(|| format!("wasm-opt has said no {key}"))
}

fn words<const N: usize>(row: &Value) -> Result<[&str; N]> {
    let words: Vec<_> = row.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    words.try_into().ok().with_context(|| format!("wasm-opt has said {row}, not {N} names"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const GLUE: &str = r#"
    const import0 = {
        __proto__: null,
        __wbg_get_12: function(arg0) { return wasm.memory.buffer !== wasm.memory.buffer; },
        __wbg_get_123: function(arg0) { return (wasm.go(arg0), -wasm.go_on); },
    };
    return { "./waypost_bg.js": import0 };
    // see waypost_bg.wasm.d.ts"#;

    fn said(imports: &str, exports: &str) -> String {
        format!(r#"{{"imports": [{imports}], "exports": [{exports}]}}"#)
    }

    const IMPORTS: &str = r#"["./waypost_bg.js", "__wbg_get_12", "b"], ["./waypost_bg.js", "__wbg_get_123", "$a"]"#;
    const EXPORTS: &str = r#"["memory", "c"], ["go", "d"], ["go_on", "e"]"#;

    #[test]
    fn both_ends_are_given_the_short_names() {
        let expected = r#"
    const import0 = {
        __proto__: null,
        b: function(arg0) { return wasm.c.buffer !== wasm.c.buffer; },
        $a: function(arg0) { return (wasm.d(arg0), -wasm.e); },
    };
    return { "a": import0 };
    // see waypost_bg.wasm.d.ts"#;
        assert_eq!(shorten(GLUE, &said(IMPORTS, EXPORTS)).unwrap(), expected);
    }

    #[track_caller]
    fn check_refused(imports: &str, exports: &str, because: &str) {
        let error = shorten(GLUE, &said(imports, exports)).unwrap_err().to_string();
        assert!(error.contains(because), "{error}");
    }

    #[test]
    fn ends_that_do_not_fit_are_refused() {
        check_refused(r#"["./waypost_bg.js", "__wbg_gone_1", "b"]"#, EXPORTS, "0 times");
        check_refused(r#"["./snippet.js", "__wbg_get_12", "b"]"#, EXPORTS, "./snippet.js");
        check_refused(IMPORTS, r#"["memory", "c"], ["go", "d"]"#, "wasm.go_on");
        check_refused(r#"["./waypost_bg.js", "b"]"#, EXPORTS, "not 3 names");
    }
}
