//! Has the crate rebuilt when a file appears in a folder that it embeds: the compiler only follows files it knows.

use std::path::Path;

fn main() {
    for folder in ["www/shop", "www/dashboard", "pkg/dist", "docs"] {
        let folder = Path::new("../..").join(folder);
        // Cargo would rebuild every time for a path that is not there, so that its parent is watched until it is.
        let there = folder.ancestors().find(|path| path.exists()).unwrap_or(Path::new("../.."));
        println!("cargo:rerun-if-changed={}", there.display());
    }
}
