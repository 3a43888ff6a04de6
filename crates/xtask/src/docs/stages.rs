//! The names of each stage in the dashboard's `stage.js` and the drawer's `stage.ts`.

use waypost_wire::catalogue::{STAGES, events};

/// JavaScript: an object of names by stage, one list a stage, broken as Prettier breaks long ones.
pub fn lists() -> String {
    let mut out = String::from("const EVENTS = {\n");
    for stage in STAGES {
        out.push_str(&format!("  {}: [\n", stage.word()));
        for entry in events().filter(|entry| entry.stage == stage) {
            out.push_str(&format!("    '{}',\n", entry.name));
        }
        out.push_str("  ],\n");
    }
    out.push_str("};\n");
    out
}

/// The same in TypeScript, with each name as a type of its own.
pub fn typed() -> String {
    lists().replace("\n};\n", "\n} as const;\n")
}
