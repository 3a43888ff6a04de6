//! Who may import whom, by what cargo has resolved.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result};
use serde_json::Value;

/// Each of our crates, with those of ours that it may depend on in any way.
const ARROWS: [(&str, &[&str]); 7] = [
    ("waypost-wire", &[]),
    ("waypost-core", &["waypost-wire"]),
    ("waypost", &["waypost-core", "waypost-wire"]),
    ("waypost-intent", &["waypost-core", "waypost-wire"]),
    ("waypost-collector", &["waypost-wire"]),
    ("waypost-e2e", &["waypost-collector", "waypost-core", "waypost-wire"]),
    ("xtask", &["waypost-collector", "waypost-wire"]),
];

/// The crates that must run anywhere: no browser, async runtime, randomness or I/O below them.
const PURE: [&str; 2] = ["waypost-wire", "waypost-core"];

/// What they may not have below them: the crate of that name and all named `NAME-…` or `NAME_…`.
const IMPURE: [&str; 22] = [
    "async",
    "axum",
    "console",
    "futures",
    "getrandom",
    "gloo",
    "hyper",
    "instant",
    "js",
    "mio",
    "rand",
    "reqwest",
    "rusqlite",
    "serde-wasm",
    "smol",
    "socket2",
    "tokio",
    "uuid",
    "wasm-bindgen",
    "web",
    "web-sys",
    "web-time",
];

/// One line for each import against the rules.
pub fn check(metadata: &Value) -> Result<Vec<String>> {
    let graph = Graph::read(metadata)?;
    let mut broken = Vec::new();
    for krate in &graph.ours {
        let Some((_, allowed)) = ARROWS.iter().find(|(name, _)| name == krate) else {
            broken.push(format!("{krate}: a crate of ours that has no row among the arrows of house/imports.rs"));
            continue;
        };
        for other in graph.any[krate].intersection(&graph.ours).filter(|other| !allowed.contains(&other.as_str())) {
            broken.push(format!("{krate}: depends on {other}, against the arrows of the design"));
        }
    }
    for krate in PURE {
        let below = graph.below(krate);
        broken.extend(below.iter().filter(|name| is_impure(name)).map(|name| format!("{krate}: has {name} below it")));
    }
    Ok(broken)
}

fn is_impure(name: &str) -> bool {
    IMPURE
        .iter()
        .any(|impure| name.strip_prefix(impure).is_some_and(|rest| rest.is_empty() || rest.starts_with(['-', '_'])))
}

/// Names of crates, each with the names it depends on directly.
struct Graph {
    ours: BTreeSet<String>,
    /// Dependencies of every kind, those of tests too.
    any: BTreeMap<String, BTreeSet<String>>,
    /// Without those of tests.
    shipped: BTreeMap<String, BTreeSet<String>>,
}

impl Graph {
    fn read(metadata: &Value) -> Result<Self> {
        let names: BTreeMap<&str, &str> = list(metadata, "packages")?
            .iter()
            .filter_map(|package| Some((package["id"].as_str()?, package["name"].as_str()?)))
            .collect();
        let name = |id: &Value| {
            let name = id.as_str().and_then(|id| names.get(id)).map(|name| (*name).to_owned());
            name.with_context(|| format!("cargo metadata names no package {id}"))
        };
        let ours = list(metadata, "workspace_members")?.iter().map(name).collect::<Result<_>>()?;
        let (mut any, mut shipped) = (BTreeMap::new(), BTreeMap::new());
        for node in list(&metadata["resolve"], "nodes")? {
            let krate = name(&node["id"])?;
            // Two versions of a crate share a name, and then what is below them.
            let any: &mut BTreeSet<_> = any.entry(krate.clone()).or_default();
            let shipped: &mut BTreeSet<_> = shipped.entry(krate).or_default();
            for dependency in list(node, "deps")? {
                let other = name(&dependency["pkg"])?;
                if list(dependency, "dep_kinds")?.iter().any(|kind| kind["kind"] != "dev") {
                    shipped.insert(other.clone());
                }
                any.insert(other);
            }
        }
        Ok(Self { ours, any, shipped })
    }

    /// All that `krate` is made of, itself not counted.
    fn below(&self, krate: &str) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        let mut waiting = vec![krate.to_owned()];
        while let Some(next) = waiting.pop() {
            for other in self.shipped.get(&next).into_iter().flatten() {
                if found.insert(other.clone()) {
                    waiting.push(other.clone());
                }
            }
        }
        found
    }
}

fn list<'a>(value: &'a Value, key: &str) -> Result<&'a Vec<Value>> {
    value[key].as_array().with_context(|| format!("cargo metadata has no {key}"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// What cargo would say of crates that depend on each other so: (crate, dependency, kind).
    fn metadata(ours: &[&str], edges: &[(&str, &str, Option<&str>)]) -> Value {
        let names: BTreeSet<_> = ours.iter().copied().chain(edges.iter().flat_map(|edge| [edge.0, edge.1])).collect();
        let nodes: Vec<_> = names
            .iter()
            .map(|name| {
                let edges = edges.iter().filter(|edge| edge.0 == *name);
                let deps: Vec<_> =
                    edges.map(|edge| json!({ "pkg": edge.1, "dep_kinds": [{ "kind": edge.2 }] })).collect();
                json!({ "id": name, "deps": deps })
            })
            .collect();
        let packages: Vec<_> = names.iter().map(|name| json!({ "id": name, "name": name })).collect();
        json!({ "packages": packages, "workspace_members": ours, "resolve": { "nodes": nodes } })
    }

    #[track_caller]
    fn check_edges(edges: &[(&str, &str, Option<&str>)], expected: &[&str]) {
        let ours: Vec<_> = ARROWS.iter().map(|(name, _)| *name).collect();
        assert_eq!(check(&metadata(&ours, edges)).unwrap(), expected);
    }

    #[test]
    fn the_arrows_of_the_design_may_be_imported() {
        let edges: Vec<_> = ARROWS.iter().flat_map(|(from, to)| to.iter().map(move |to| (*from, *to, None))).collect();
        check_edges(&edges, &[]);
    }

    #[test]
    fn an_import_against_the_arrows_is_named_even_when_only_tests_need_it() {
        let expected = ["waypost-collector: depends on waypost-core, against the arrows of the design"];
        check_edges(&[("waypost-collector", "waypost-core", None)], &expected);
        check_edges(&[("waypost-collector", "waypost-core", Some("dev"))], &expected);
        let expected = ["waypost: depends on waypost-collector, against the arrows of the design"];
        check_edges(&[("waypost", "waypost-collector", None)], &expected);
    }

    #[test]
    fn a_new_crate_of_ours_needs_a_row() {
        let broken = check(&metadata(&["waypost-new"], &[])).unwrap();
        assert!(broken[0].starts_with("waypost-new: "), "{broken:?}");
    }

    #[test]
    fn a_browser_or_async_crate_anywhere_below_a_pure_crate_is_named() {
        check_edges(&[("waypost-core", "web-sys", None)], &["waypost-core: has web-sys below it"]);
        check_edges(
            &[("waypost-core", "innocent", None), ("innocent", "tokio-util", Some("build"))],
            &["waypost-core: has tokio-util below it"],
        );
        check_edges(
            &[("waypost-core", "waypost-wire", None), ("waypost-wire", "getrandom", None)],
            &["waypost-wire: has getrandom below it", "waypost-core: has getrandom below it"],
        );
    }

    #[test]
    fn what_only_tests_of_a_pure_crate_need_may_be_impure() {
        check_edges(&[("waypost-core", "proptest", Some("dev")), ("proptest", "rand", None)], &[]);
        check_edges(&[("waypost-core", "random-names", None)], &[]);
    }
}
