//! An event that must be told, and the comparison of all such with what was told.

use std::fmt::Write;

use serde_json::{Value, json};

use crate::collector::Event;
use crate::expect::path_of;

/// Fields that hold money: a decimal string, compared by its value.
const MONEY: [&str; 5] = ["price", "value", "tax", "shipping", "discount"];

/// An event that must be told.
#[derive(Clone, Debug)]
pub struct Told {
    name: &'static str,
    paths: Vec<String>,
    data: Value,
    sources: Vec<&'static str>,
    may_be_missing: bool,
}

/// An event called `name`, whatever its data, from any source.
pub fn told(name: &'static str) -> Told {
    Told { name, paths: Vec::new(), data: Value::Null, sources: Vec::new(), may_be_missing: false }
}

/// One item with these fields, in the currency.
pub fn one(currency: &str, item: Value) -> Value {
    json!({"currency": currency, "items": [item]})
}

/// Any of these values will do.
pub fn any(values: &[&str]) -> Value {
    json!({ "any": values })
}

impl Told {
    /// With at least these data. Money is compared by its value; [`any`] leaves a choice.
    pub fn with(mut self, data: Value) -> Self {
        self.data = data;
        self
    }

    /// On the page at `path`, unless something else has been said.
    pub(crate) fn here(mut self, path: &str) -> Self {
        if self.paths.is_empty() {
            self.paths.push(path.to_owned());
        }
        self
    }

    /// From this source, or one of these where the issue leaves it open.
    pub fn from(mut self, sources: &[&'static str]) -> Self {
        self.sources = sources.to_vec();
        self
    }

    /// On one of these pages instead of the one that is open.
    pub fn on(mut self, paths: &[&str]) -> Self {
        self.paths = paths.iter().map(|&path| path.to_owned()).collect();
        self
    }

    /// It may as well not be told.
    pub fn perhaps(mut self) -> Self {
        self.may_be_missing = true;
        self
    }

    /// Why `event` is not this one; none if it is.
    fn differs(&self, event: &Event) -> Option<String> {
        if self.name != event.name {
            return Some("another event".to_owned());
        }
        if !self.paths.iter().any(|path| path == path_of(event)) {
            return Some(format!("on {} instead of {:?}", path_of(event), self.paths));
        }
        let source = event.data["source"].as_str().unwrap_or_default();
        if !self.sources.is_empty() && !self.sources.contains(&source) {
            return Some(format!("from {source:?} instead of {:?}", self.sources));
        }
        let confidence = &event.data["confidence"];
        if !self.sources.is_empty() && !confidence.as_u64().is_some_and(|c| (1..=100).contains(&c)) {
            return Some(format!("with the confidence {confidence}"));
        }
        lacks(&event.data, &self.data, "data")
    }
}

/// What is wrong with the list that arrived, as lines of text, each event with what was pressed before it; empty when
/// nothing is.
pub(crate) fn compared(expected: &[Told], arrived: &[(String, &Event)]) -> String {
    // The longest list that both have in common, from the end.
    let mut common = vec![vec![0; arrived.len() + 1]; expected.len() + 1];
    for i in (0..expected.len()).rev() {
        for j in (0..arrived.len()).rev() {
            let pair = if expected[i].differs(arrived[j].1).is_none() { common[i + 1][j + 1] + 1 } else { 0 };
            common[i][j] = pair.max(common[i + 1][j]).max(common[i][j + 1]);
        }
    }
    let (mut i, mut j, mut is_right) = (0, 0, true);
    let mut text = String::from("what must be told (-), what was told although it must not (+):\n");
    while i < expected.len() || j < arrived.len() {
        let both = i < expected.len() && j < arrived.len();
        if both && expected[i].differs(arrived[j].1).is_none() && common[i][j] == common[i + 1][j + 1] + 1 {
            let _ = writeln!(text, "  {}", line(&arrived[j]));
            (i, j) = (i + 1, j + 1);
        } else if j == arrived.len() || i < expected.len() && common[i + 1][j] >= common[i][j + 1] {
            let told = &expected[i];
            if !told.may_be_missing {
                is_right = false;
                let _ = writeln!(text, "- {} {:?} {} {:?}", told.name, told.paths, told.data, told.sources);
                if let Some(near) = arrived.get(j).filter(|near| near.1.name == told.name) {
                    let _ = writeln!(text, "    not the next: {}", told.differs(near.1).unwrap_or_default());
                }
            }
            i += 1;
        } else {
            is_right = false;
            let _ = writeln!(text, "+ {}", line(&arrived[j]));
            j += 1;
        }
    }
    if is_right { String::new() } else { text }
}

fn line((step, event): &(String, &Event)) -> String {
    format!("{} {} {} after {step}", event.name, path_of(event), event.data)
}

/// Where and how `whole` lacks something of `part`; none if it has all of it.
fn lacks(whole: &Value, part: &Value, at: &str) -> Option<String> {
    match (whole, part) {
        (_, Value::Null) => None,
        (whole, Value::Object(choice)) if choice.contains_key("any") => {
            let is_one = choice["any"].as_array().is_some_and(|values| values.contains(whole));
            (!is_one).then(|| format!("{at} is {whole}, none of {}", choice["any"]))
        }
        (Value::Object(whole), Value::Object(part)) => part.iter().find_map(|(key, value)| {
            if value.is_null() {
                return None;
            }
            let at = format!("{at}.{key}");
            let Some(found) = whole.get(key) else { return Some(format!("{at} is missing")) };
            if MONEY.contains(&key.as_str()) {
                return (cents(found).is_none() || cents(found) != cents(value))
                    .then(|| format!("{at} is {found}, not {value}"));
            }
            lacks(found, value, &at)
        }),
        (Value::Array(whole), Value::Array(part)) if whole.len() == part.len() => {
            whole.iter().zip(part).enumerate().find_map(|(n, (whole, part))| lacks(whole, part, &format!("{at}[{n}]")))
        }
        (whole, part) => (whole != part).then(|| format!("{at} is {whole}, not {part}")),
    }
}

/// The decimal string as hundredths; none when it is not one.
fn cents(value: &Value) -> Option<u64> {
    let (whole, rest) = value.as_str()?.split_once('.').unwrap_or((value.as_str()?, ""));
    let rest = rest.trim_end_matches('0');
    let is_number =
        !whole.is_empty() && rest.len() <= 2 && format!("{whole}{rest}").bytes().all(|b| b.is_ascii_digit());
    is_number.then(|| format!("{whole}{rest:0<2}").parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(name: &str, data: Value) -> Event {
        let page = json!({"url": "http://127.0.0.1:1/p"});
        let event = json!({"id": 1, "stream": "s", "n": 1, "name": name, "occurred_at_ms": 1, "page": page, "consent": "anonymous", "data": data});
        serde_json::from_value(event).expect("an event")
    }

    fn wrong<const E: usize, const A: usize>(expected: [&Told; E], arrived: [&Event; A]) -> String {
        let expected: Vec<Told> = expected.into_iter().map(|told| told.clone().on(&["/p"])).collect();
        let arrived: Vec<(String, &Event)> = arrived.into_iter().map(|event| (String::new(), event)).collect();
        compared(&expected, &arrived)
    }

    #[test]
    fn money_is_compared_by_value_and_must_be_a_decimal_string() {
        let told = told("add_to_cart").with(one("EUR", json!({"price": "29.90", "item_id": any(&["a", "b"])})));
        let add = |price: Value, id: &str| {
            event("add_to_cart", one("EUR", json!({"price": price, "item_id": id, "more": 1})))
        };
        assert_eq!(wrong([&told], [&add(json!("29.9"), "b")]), "");
        for bad in [add(json!(29.9), "b"), add(json!("29.91"), "b"), add(json!("2990"), "b"), add(json!("29.90"), "c")]
        {
            assert_ne!(wrong([&told], [&bad]), "");
        }
    }

    #[test]
    fn one_too_many_one_too_few_and_another_source_are_wrong() {
        let view = event("view_item", json!({"source": "json_ld", "confidence": 85}));
        let expected = told("view_item").from(&["json_ld"]);
        assert_eq!(wrong([&expected], [&view]), "");
        assert_eq!(wrong([&expected, &told("view_cart").perhaps()], [&view]), "");
        assert!(wrong([&expected], [&view, &view]).contains("+ view_item"));
        assert!(wrong([&expected, &expected], [&view]).contains("- view_item"));
        assert!(wrong([&told("view_item").from(&["microdata"])], [&view]).contains("from \"json_ld\""));
    }
}
