//! Whether an event's data is what the table says.

use super::{Field, ITEM, Kind, Unit, find};
use crate::decimal::Decimal;
use crate::json::Raw;
use crate::limits::is_email;

/// What is wrong with the data of an event called `name`, one line each: a field that is missing, of another kind or not
/// in the table, or a text that is an e-mail address. Of an event of the site's own only the last can be said.
pub fn check(name: &str, data: Raw<'_>) -> Vec<String> {
    let mut problems = Vec::new();
    addresses(name, data, &mut problems);
    let Some(entry) = find(name) else { return problems };
    if !data.is_object() {
        problems.push(format!("{name}: the data is no object"));
        return problems;
    }
    let fields: Vec<&Field> = entry.fields().collect();
    members(name, &fields, entry.is_open, data, &mut problems);
    problems
}

fn members(at: &str, fields: &[&Field], is_open: bool, object: Raw<'_>, problems: &mut Vec<String>) {
    for field in fields {
        match object.get(field.name) {
            Some(value) => self::value(&format!("{at}.{}", field.name), field.kind, value, problems),
            None if field.required => problems.push(format!("{at}: `{}` is missing", field.name)),
            None => {}
        }
    }
    let is_known = |key: &str| fields.iter().any(|field| field.name == key);
    for (key, _) in object.entries().filter(|(key, _)| !is_open && !is_known(key)) {
        problems.push(format!("{at}: `{key}` is not in the table"));
    }
}

fn value(at: &str, kind: Kind, value: Raw<'_>, problems: &mut Vec<String>) {
    let text = value.str();
    let fits = match kind {
        Kind::Text => text.is_some(),
        Kind::Short(max) => text.is_some_and(|text| text.chars().count() <= max),
        Kind::Word(words) => text.is_some_and(|text| words.contains(&&*text)),
        Kind::Whole(unit) => whole(value, unit),
        Kind::Decimal => value.number_or_str().is_some_and(|text| Decimal::parse(&text).is_some()),
        Kind::Measure(unit) => whole(value, unit) || text.is_some_and(|text| Decimal::parse(&text).is_some()),
        Kind::Flag => matches!(value.text(), "true" | "false"),
        Kind::List(fields) => return list(at, fields, value, problems),
    };
    if !fits {
        problems.push(format!("{at}: {}, expected {}", value.text(), kind.words()));
    }
}

fn whole(value: Raw<'_>, unit: Unit) -> bool {
    value.u64().is_some_and(|number| unit != Unit::Percent || number <= 100)
}

fn list(at: &str, fields: &'static [Field], value: Raw<'_>, problems: &mut Vec<String>) {
    if !value.is_array() {
        problems.push(format!("{at}: {}, expected list", value.text()));
    }
    let all: Vec<&Field> = fields.iter().collect();
    for (index, item) in value.items().enumerate() {
        let at = format!("{at}[{index}]");
        // The shop may say more of its products, too.
        members(&at, &all, true, item, problems);
        if fields == ITEM && item.get("item_id").or(item.get("item_name")).is_none() {
            problems.push(format!("{at}: neither `item_id` nor `item_name`"));
        }
    }
}

/// No text anywhere in the data may be an e-mail address.
fn addresses(at: &str, value: Raw<'_>, problems: &mut Vec<String>) {
    if let Some(text) = value.str()
        && text.split_whitespace().any(is_email)
    {
        problems.push(format!("{at}: an e-mail address"));
    }
    value.entries().for_each(|(key, value)| addresses(&format!("{at}.{key}"), value, problems));
    value.items().enumerate().for_each(|(index, value)| addresses(&format!("{at}[{index}]"), value, problems));
}

impl Kind {
    /// What has to be there, in words.
    pub fn words(self) -> String {
        let of = |unit: Unit| match unit.symbol() {
            "" => String::new(),
            symbol => format!(" ({symbol})"),
        };
        match self {
            Kind::Text => "string".to_owned(),
            Kind::Short(max) => format!("string of at most {max} characters"),
            Kind::Word(words) => {
                format!("one of {}", words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(" "))
            }
            Kind::Whole(unit) => format!("whole number{}", of(unit)),
            Kind::Decimal => "decimal number".to_owned(),
            Kind::Measure(unit) => format!("whole number{} or decimal string", of(unit)),
            Kind::Flag => "`true` or `false`".to_owned(),
            Kind::List(_) => "list".to_owned(),
        }
    }
}
