//! The table of events in `docs/events.md`.

use waypost_wire::catalogue::{Entry, FOUND, Field, GROUPS, ITEM, Kind};

/// A group of fields with at least so many is not repeated, but named by the event that has it first.
const LONG: usize = 2;

/// Markdown: one table a group of events, then the fields that many of them share.
pub fn table() -> String {
    let mut out = String::new();
    let mut told: Vec<(&[Field], &str)> = Vec::new();
    for group in GROUPS {
        out.push_str(&format!("\n### {}\n\n", group.title));
        out.push_str("| Event | Stage | When | When not | Data | Example |\n|---|---|---|---|---|---|\n");
        for entry in group.events {
            out.push_str(&row(entry, &mut told));
        }
    }
    out.push_str(&fields("Items", "One entry of `items`. The shop may add more.", ITEM));
    out.push_str(&fields(
        "Where it was found",
        "What Waypost adds to an act that it found in the page by itself.",
        FOUND,
    ));
    out
}

fn row(entry: &'static Entry, told: &mut Vec<(&'static [Field], &'static str)>) -> String {
    let mut data = Vec::new();
    for group in entry.fields {
        let known = told.iter().find(|(fields, _)| fields == group).map(|(_, name)| *name);
        match known {
            _ if *group == FOUND => data.push("[where it was found](#where-it-was-found)".to_owned()),
            Some(name) => data.push(format!("what `{name}` has")),
            None => {
                data.extend(group.iter().map(|field| format!("`{}`: {}{}", field.name, kind(field), field.meaning)));
                if group.len() >= LONG {
                    told.push((group, entry.name));
                }
            }
        }
    }
    let stage =
        if entry.is_macro { format!("{}, **macro**", entry.stage.word()) } else { entry.stage.word().to_owned() };
    let data = if data.is_empty() { "none".to_owned() } else { data.join("; ") };
    let cells = [&format!("`{}`", entry.name), &stage, entry.when, entry.not, &data, &format!("`{}`", entry.example)];
    line(&cells)
}

fn fields(title: &str, about: &str, fields: &[Field]) -> String {
    let mut out = format!("\n### {title}\n\n{about}\n\n| Field | Type | Meaning |\n|---|---|---|\n");
    for field in fields {
        out.push_str(&line(&[&format!("`{}`", field.name), &words(field.kind), field.meaning]));
    }
    out
}

/// What a field holds, as it stands before its meaning; a plain string goes without saying.
fn kind(field: &Field) -> String {
    let optional = if field.required { None } else { Some("optional".to_owned()) };
    let kind = (field.kind != Kind::Text).then(|| words(field.kind));
    let said: Vec<String> = optional.into_iter().chain(kind).collect();
    if said.is_empty() { String::new() } else { format!("({}) ", said.join(", ")) }
}

fn words(kind: Kind) -> String {
    match kind {
        Kind::List(_) => "list of [items](#items)".to_owned(),
        other => other.words(),
    }
}

fn line(cells: &[&str]) -> String {
    let cells: Vec<String> = cells.iter().map(|cell| cell.replace('|', "\\|")).collect();
    format!("| {} |\n", cells.join(" | "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_event_has_a_row_of_six_cells() {
        let table = table();
        for entry in waypost_wire::catalogue::events() {
            let start = format!("| `{}` |", entry.name);
            let rows: Vec<&str> = table.lines().filter(|line| line.starts_with(&start)).collect();
            let [row] = rows[..] else { panic!("{}: {rows:?}", entry.name) };
            assert_eq!(row.replace("\\|", "").matches('|').count(), 7, "{row}");
        }
    }

    #[test]
    fn a_field_says_its_type_its_unit_and_whether_it_may_be_missing() {
        let table = table();
        for words in [
            "`first_ms`: (optional, whole number (ms)) from",
            "`engaged_ms`: (whole number (ms)) the",
            "what `click` has; `host`: the other host",
            "| purchase, **macro** |",
        ] {
            assert!(table.contains(words), "{words}");
        }
    }
}
