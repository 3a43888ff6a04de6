//! `cargo xtask size --parts`: what each feature costs of the files that hold several.
//!
//! A bundle's feature costs what the bundle shrinks by, in brotli bytes, when its modules are left out, but not what only they
//! needed of others. Shares of the WebAssembly are shares of its code before `wasm-opt`, which takes the names away, scaled to the
//! brotli bytes of the file; a function that was put into another counts where it was put.

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context, Result};
use wasmparser::{KnownCustom, Name, Parser, Payload};

use super::Bytes;
use crate::shell;
use crate::wasm::TARGET;
use crate::workspace::Workspace;

/// Features by the modules of `pkg/src` that hold them, and in which bundle.
const FEATURES: [(&str, &str, &[&str]); 27] = [
    ("sdk", "page views: navigation, hiding, restore", &["capture/page"]),
    ("sdk", "engagement and scroll depth", &["capture/engagement", "capture/clock"]),
    ("sdk", "sections", &["capture/section"]),
    ("sdk", "what is told of a click", &["capture/click", "capture/own"]),
    ("sdk", "copies", &["capture/copy"]),
    ("sdk", "JavaScript errors", &["capture/error"]),
    ("sdk", "failed requests", &["capture/request"]),
    ("sdk", "slow pages", &["capture/slow"]),
    ("sdk", "Web Vitals with attribution", &["capture/vital"]),
    ("sdk", "facts of the device", &["capture/device"]),
    ("sdk", "beginning the captures, loading chunks", &["captures", "capture", "banner-sign"]),
    ("sdk", "one choice and one cart in all tabs", &["tabs"]),
    ("sdk", "delivery: requests, timers, what keeps", &["transport", "host", "keeper", "there"]),
    ("sdk", "the border to the WebAssembly", &["engine", "wasm", "sdk"]),
    ("shop", "which page an address is", &["shop/address", "shop/words"]),
    ("shop", "structured data: JSON-LD and Open Graph", &["shop/ld", "shop/open-graph"]),
    ("shop", "products and lists on a page", &["shop/page", "shop/page-watch", "shop/source"]),
    ("shop", "items and money", &["shop/item", "shop/money"]),
    ("shop", "the type of a page", &["shop/page-type"]),
    ("shop", "loading the others", &["shop", "shop/layer-sign"]),
    ("shop-acts", "addresses and conventions of the shop systems", &["shop/asked", "shop/systems", "shop/signals"]),
    ("shop-acts", "what buttons say in twelve languages", &["shop/phrases"]),
    ("shop-acts", "which press is an act", &["shop/judge", "shop/acts", "shop/ledger", "shop/problems"]),
    ("shop-acts", "which product an act is of", &["shop/near", "shop/card", "shop/fields"]),
    ("shop-acts", "products chosen in a list", &["shop/pick"]),
    ("shop-acts", "what is marked by attributes: microdata, RDFa", &["shop/markup"]),
    ("shop-acts", "links that add, carts, and orders", &["shop/landing", "shop/order", "shop/rows"]),
];

/// Parts of the WebAssembly by the beginnings of their functions' names; the first that fits counts.
const MODULES: [(&str, &[&str]); 12] = [
    ("acts: sources merged", &["waypost_core::acts", "waypost_core::tracker::shop", "waypost_core::merge"]),
    ("cart and history of products", &["waypost_core::cart", "waypost_core::history", "waypost_wire::decimal"]),
    ("outbox and delivery", &["waypost_core::outbox", "waypost_core::tracker::delivery", "waypost_core::record"]),
    ("redaction", &["waypost_core::redact", "waypost_wire::limits"]),
    ("page and campaign", &["waypost_core::page"]),
    ("consent, memory, session", &["waypost_core::consent", "waypost_core::memory", "waypost_core::tracker::consent"]),
    ("offer", &["waypost_core::offer", "waypost_core::tracker::exit"]),
    ("the tracker's own steps, and what was put into them", &["waypost_core::tracker", "waypost_core::config"]),
    ("JSON, read and written", &["waypost_wire::json"]),
    ("other of the wire", &["waypost_wire"]),
    ("the border", &["waypost", "handle", "room"]),
    ("Rust's library and the allocator", &[""]),
];

/// Prints the costs, dearest first. Needs what `cargo xtask build` leaves.
pub fn run(workspace: &Workspace) -> Result<()> {
    for (bundle, file) in [("sdk", "sdk"), ("shop", "shop"), ("shop-acts", "acts")] {
        println!("{:<58} brotli", format!("waypost-{file}.js, without"));
        print(features(workspace, bundle)?);
    }
    println!("{:<58} brotli, about", "waypost.wasm");
    print(shares(workspace)?);
    Ok(())
}

fn print(mut rows: Vec<(&str, usize)>) {
    rows.sort_by_key(|(_, bytes)| std::cmp::Reverse(*bytes));
    for (name, bytes) in rows {
        println!("  {name:<56} {bytes:>6}");
    }
    println!();
}

fn features(workspace: &Workspace, bundle: &str) -> Result<Vec<(&'static str, usize)>> {
    let mut esbuild = workspace.npm_program("esbuild");
    esbuild
        .args([&format!("pkg/src/{bundle}.ts"), "--bundle", "--target=es2022", "--charset=utf8", "--format=esm"])
        .args(["--external:*.js", "--external:*.wasm", "--log-level=warning"]);
    let whole = shell::output(&mut esbuild)?;
    let all = minified(workspace, &whole)?;
    let of_bundle = FEATURES.iter().filter(|(of, ..)| *of == bundle);
    of_bundle
        .map(|(_, name, modules)| {
            let rest = minified(workspace, &without(&whole, modules))?;
            Ok((*name, all.saturating_sub(rest)))
        })
        .collect()
}

/// A bundle without the lines of these modules; each module begins with a comment that names it.
fn without(bundle: &str, modules: &[&str]) -> String {
    let mut is_left_out = false;
    let mut rest = String::new();
    for line in bundle.lines() {
        if let Some(name) = line.strip_prefix("// pkg/src/") {
            is_left_out = modules.iter().any(|module| name.strip_suffix(".ts") == Some(module));
        }
        // What the bundle gives comes last, and belongs to none.
        if !is_left_out || line.starts_with("export ") {
            rest.push_str(line);
            rest.push('\n');
        }
        is_left_out &= !line.starts_with("export ");
    }
    rest
}

/// The brotli bytes of a bundle as it would be shipped.
fn minified(workspace: &Workspace, bundle: &str) -> Result<usize> {
    let path = workspace.target.join("parts.js");
    fs::write(&path, bundle)?;
    let mut terser = workspace.npm_program("terser");
    terser.arg(&path).args(["--module", "--ecma", "2022", "--mangle", "--toplevel"]);
    // What only the modules needed that were left out stays: it belongs to another feature.
    terser.args(["--compress", "passes=3,pure_getters,unsafe_arrows,unused=false"]);
    Ok(Bytes::of(shell::output(&mut terser)?.as_bytes())?.brotli)
}

fn shares(workspace: &Workspace) -> Result<Vec<(&'static str, usize)>> {
    let path = workspace.target.join(TARGET).join("wasm-release/waypost.wasm");
    let compiled = fs::read(&path).with_context(|| format!("no {}: run `cargo xtask build`", path.display()))?;
    let shipped = fs::read(workspace.path("pkg/dist/waypost.wasm"))?;
    let brotli = Bytes::of(&shipped)?.brotli;
    let functions = functions(&compiled)?;
    let all: usize = functions.iter().map(|(_, bytes)| bytes).sum();
    let mut sums: BTreeMap<&str, usize> = BTreeMap::new();
    for (name, bytes) in &functions {
        *sums.entry(part_of(name)).or_default() += bytes;
    }
    Ok(sums.into_iter().map(|(part, bytes)| (part, bytes * brotli / all)).collect())
}

/// The part that a function belongs to. Of `<A as B>::c` and of what is made for another's type, the first own name counts.
fn part_of(function: &str) -> &'static str {
    let own = function.find("waypost_").map_or(function, |at| &function[at..]);
    let part = MODULES.iter().find(|(_, names)| names.iter().any(|name| own.starts_with(name)));
    part.map_or("", |(part, _)| part)
}

/// The functions of a module with their names and the bytes of their bodies.
fn functions(module: &[u8]) -> Result<Vec<(String, usize)>> {
    let (mut imported, mut sizes, mut names) = (0, Vec::new(), BTreeMap::new());
    for payload in Parser::new(0).parse_all(module) {
        match payload? {
            Payload::ImportSection(imports) => imported = imports.count(),
            Payload::CodeSectionEntry(body) => sizes.push(body.range().len()),
            Payload::CustomSection(custom) => {
                let KnownCustom::Name(subsections) = custom.as_known() else { continue };
                for subsection in subsections {
                    let Name::Function(functions) = subsection? else { continue };
                    for naming in functions {
                        let naming = naming?;
                        names.insert(naming.index, format!("{:#}", rustc_demangle::demangle(naming.name)));
                    }
                }
            }
            _ => {}
        }
    }
    let named = (imported..).zip(sizes);
    Ok(named.map(|(index, size)| (names.get(&index).cloned().unwrap_or_default(), size)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_module_is_left_out_with_all_its_lines_and_no_other() {
        let bundle = "// pkg/src/a.ts\nlet a = 1;\n\n// pkg/src/a/b.ts\nlet b = 2;\nexport {\n  a\n};\n";
        assert_eq!(without(bundle, &["a"]), "// pkg/src/a/b.ts\nlet b = 2;\nexport {\n  a\n};\n");
        assert_eq!(without(bundle, &["a/b"]), "// pkg/src/a.ts\nlet a = 1;\n\nexport {\n  a\n};\n");
        assert_eq!(without(bundle, &["b"]), bundle);
    }

    #[test]
    fn a_function_counts_where_its_own_name_is() {
        assert_eq!(part_of("waypost_core::cart::Cart::add"), "cart and history of products");
        assert_eq!(part_of("<core::iter::Map<waypost_wire::json::Raw> as Iterator>::next"), "JSON, read and written");
        assert_eq!(part_of("waypost_core::tracker::Tracker::handle"), MODULES[7].0);
        assert_eq!(part_of("core::str::from_utf8"), "Rust's library and the allocator");
        assert_eq!(part_of("waypost::input::read"), "the border");
    }
}
