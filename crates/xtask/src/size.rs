//! `cargo xtask size`: the bytes of every file a page loads, and the budget they must keep.

mod parts;

use std::fs;
use std::io::Write;

use anyhow::{Context, Result, bail};
use clap::Args;
use flate2::{Compression, write::GzEncoder};
use serde_json::{Value, json};

use crate::workspace::Workspace;

const BUDGET: &str = "pkg/budget.json";
const LOADER: &str = "waypost.js";
const EVERY_PAGE: [&str; 3] = [LOADER, "waypost-sdk.js", "waypost.wasm"];

/// The chunks that are loaded when first needed, each with its limit in the budget.
const WHEN_NEEDED: [(&str, &str); 19] = [
    ("waypost-shop.js", "shop_brotli"),
    ("waypost-acts.js", "acts_brotli"),
    ("waypost-layer.js", "layer_brotli"),
    ("waypost-results.js", "results_brotli"),
    ("waypost-forms.js", "forms_brotli"),
    ("waypost-friction.js", "friction_brotli"),
    ("waypost-conversions.js", "conversions_brotli"),
    ("waypost-pack.js", "pack_brotli"),
    ("waypost-keep.js", "keep_brotli"),
    ("waypost-restore.js", "restore_brotli"),
    ("waypost-banner.js", "banner_brotli"),
    ("waypost-options.js", "options_brotli"),
    ("waypost-rules.js", "rules_brotli"),
    ("waypost-offer.js", "offer_brotli"),
    ("waypost-offer-more.js", "offer_more_brotli"),
    ("waypost-facts.js", "facts_brotli"),
    ("waypost-intent.js", "intent_brotli"),
    ("waypost-intent.wasm", "intent_wasm_brotli"),
    ("waypost-debug.js", "debug_brotli"),
];

/// What the budget file itself may never exceed, in brotli bytes.
const EVERY_PAGE_CEILING: usize = 45_000;
const LOADER_CEILING: usize = 3_000;

/// What `cargo xtask size` takes.
#[derive(Args, Default)]
pub struct Options {
    /// Print one JSON object instead of a table
    #[arg(long)]
    json: bool,
    /// Print what each feature costs instead: of the files that hold several
    #[arg(long, conflicts_with = "json")]
    parts: bool,
}

/// Bytes of one file or a sum of files: as it is, `gzip -9`, brotli 11.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Bytes {
    raw: usize,
    gzip: usize,
    brotli: usize,
}

impl Bytes {
    fn of(content: &[u8]) -> Result<Self> {
        let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
        gzip.write_all(content)?;
        let mut brotli = Vec::new();
        let params =
            brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, size_hint: content.len(), ..Default::default() };
        brotli::BrotliCompress(&mut &content[..], &mut brotli, &params)?;
        Ok(Self { raw: content.len(), gzip: gzip.finish()?.len(), brotli: brotli.len() })
    }

    fn plus(self, other: Self) -> Self {
        Self { raw: self.raw + other.raw, gzip: self.gzip + other.gzip, brotli: self.brotli + other.brotli }
    }

    fn json(self) -> Value {
        json!({ "raw": self.raw, "gzip": self.gzip, "brotli": self.brotli })
    }
}

/// Brotli bytes each part may have at most.
struct Budget {
    every_page: usize,
    loader: usize,
    /// In the order of [`WHEN_NEEDED`].
    when_needed: Vec<usize>,
}

impl Budget {
    fn read(workspace: &Workspace) -> Result<Self> {
        let text = fs::read_to_string(workspace.path(BUDGET)).with_context(|| format!("cannot read {BUDGET}"))?;
        let json: Value = serde_json::from_str(&text).with_context(|| format!("{BUDGET} is not JSON"))?;
        let number = |key: &str| {
            let number = json[key].as_u64().and_then(|number| usize::try_from(number).ok());
            number.with_context(|| format!("{BUDGET} has no number {key}"))
        };
        Ok(Self {
            every_page: number("every_page_brotli")?,
            loader: number("loader_brotli")?,
            when_needed: WHEN_NEEDED.iter().map(|(_, key)| number(key)).collect::<Result<_>>()?,
        })
    }
}

/// Prints the sizes of what `cargo xtask build` left. Fails when one is over the budget, or the budget over its ceiling.
pub fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    if options.parts {
        return parts::run(workspace);
    }
    let measure = |name: &str| {
        let path = workspace.path("pkg/dist").join(name);
        let content = fs::read(&path).with_context(|| format!("no pkg/dist/{name}: run `cargo xtask build`"))?;
        Ok::<_, anyhow::Error>((name.to_owned(), Bytes::of(&content)?))
    };
    let every_page = EVERY_PAGE.into_iter().map(measure).collect::<Result<Vec<_>>>()?;
    let when_needed = WHEN_NEEDED.iter().map(|(name, _)| measure(name)).collect::<Result<Vec<_>>>()?;
    if options.json {
        println!("{}", json!({ "every_page": group_json(&every_page), "when_needed": group_json(&when_needed) }));
    } else {
        println!("{:<22} {:>8} {:>8} {:>8}", "bytes", "raw", "gzip", "brotli");
        print_files(&every_page);
        print_files(&[("every page".to_owned(), sum(&every_page))]);
        println!("\nwhen first needed");
        print_files(&when_needed);
    }
    let loader = every_page[0].1.brotli;
    let when_needed: Vec<usize> = when_needed.iter().map(|(_, bytes)| bytes.brotli).collect();
    let over = excesses(&Budget::read(workspace)?, sum(&every_page).brotli, loader, &when_needed);
    if !over.is_empty() {
        bail!("{}", over.join("\n       "));
    }
    Ok(())
}

/// A sentence for each limit that is exceeded.
fn excesses(budget: &Budget, every_page: usize, loader: usize, when_needed: &[usize]) -> Vec<String> {
    let chunks = WHEN_NEEDED.iter().zip(when_needed).zip(&budget.when_needed);
    let rows = [
        ("every_page_brotli in pkg/budget.json", budget.every_page, EVERY_PAGE_CEILING),
        ("loader_brotli in pkg/budget.json", budget.loader, LOADER_CEILING),
        ("what every page loads", every_page, budget.every_page),
        ("the loader", loader, budget.loader),
    ];
    rows.into_iter()
        .chain(chunks.map(|(((name, _), bytes), limit)| (*name, *bytes, *limit)))
        .filter(|(_, bytes, limit)| bytes > limit)
        .map(|(what, bytes, limit)| format!("{what} is {bytes} bytes brotli, the limit is {limit}"))
        .collect()
}

fn sum(files: &[(String, Bytes)]) -> Bytes {
    files.iter().fold(Bytes::default(), |sum, (_, bytes)| sum.plus(*bytes))
}

fn group_json(files: &[(String, Bytes)]) -> Value {
    let by_name = files.iter().map(|(name, bytes)| (name.clone(), bytes.json())).collect::<serde_json::Map<_, _>>();
    json!({ "files": by_name, "sum": sum(files).json() })
}

fn print_files(files: &[(String, Bytes)]) {
    for (name, bytes) in files {
        println!("{name:<22} {:>8} {:>8} {:>8}", bytes.raw, bytes.gzip, bytes.brotli);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn budget(every_page: usize, loader: usize) -> Budget {
        Budget { every_page, loader, when_needed: vec![10_000; WHEN_NEEDED.len()] }
    }

    /// `chunk` are the bytes of the offer's view; every other chunk has one.
    #[track_caller]
    fn check(budget: &Budget, [every_page, loader, chunk]: [usize; 3], expected: &[&str]) {
        let chunks = WHEN_NEEDED.map(|(name, _)| if name == "waypost-offer.js" { chunk } else { 1 });
        assert_eq!(excesses(budget, every_page, loader, &chunks), expected);
    }

    #[test]
    fn a_size_may_reach_its_budget_and_not_pass_it() {
        let budget = budget(40_000, 3_000);
        check(&budget, [40_000, 3_000, 10_000], &[]);
        check(&budget, [40_001, 3_000, 10_000], &["what every page loads is 40001 bytes brotli, the limit is 40000"]);
        check(&budget, [40_000, 3_001, 10_000], &["the loader is 3001 bytes brotli, the limit is 3000"]);
        check(&budget, [40_000, 3_000, 10_001], &["waypost-offer.js is 10001 bytes brotli, the limit is 10000"]);
    }

    #[test]
    fn the_budget_itself_has_a_ceiling() {
        check(&budget(45_000, 3_000), [1, 1, 1], &[]);
        let over = "every_page_brotli in pkg/budget.json is 45001 bytes brotli, the limit is 45000";
        check(&budget(45_001, 3_000), [1, 1, 1], &[over]);
        let over = "loader_brotli in pkg/budget.json is 3001 bytes brotli, the limit is 3000";
        check(&budget(40_000, 3_001), [1, 1, 1], &[over]);
    }

    #[test]
    fn compression_is_measured_by_compressing() {
        let bytes = Bytes::of(&[b'a'; 10_000]).unwrap();
        assert_eq!(bytes.raw, 10_000);
        assert!((10..100).contains(&bytes.gzip), "{bytes:?}");
        assert!((5..bytes.gzip).contains(&bytes.brotli), "{bytes:?}");
    }
}
