//! The table of figures, as Markdown.

/// A table whose head has been printed.
pub struct Table;

impl Table {
    /// Prints the head.
    pub fn begin() -> Self {
        println!("| figure | with Waypost | without | difference | aim |");
        println!("|---|---|---|---|---|");
        Self
    }

    /// A figure that was taken in pairs, and the difference in each pair.
    pub fn row<T>(&self, name: &str, unit: &str, aim: &str, with: &[T], without: &[T], value: fn(&T) -> f64) {
        let (a, b): (Vec<f64>, Vec<f64>) = (with.iter().map(value).collect(), without.iter().map(value).collect());
        let difference: Vec<f64> = a.iter().zip(&b).map(|(a, b)| a - b).collect();
        let [a, b, difference] = [a, b, difference].map(|values| spread(&values, unit));
        let aim = if aim.is_empty() { String::new() } else { format!("{aim} {unit}") };
        println!("| {name} | {a} | {b} | {difference} | {aim} |");
    }

    /// A figure that was taken once, with and without.
    pub fn line(&self, name: &str, [with, without]: [String; 2], aim: &str) {
        println!("| {name} | {with} | {without} | | {aim} |");
    }
}

/// Median and quartiles.
pub fn spread(values: &[f64], unit: &str) -> String {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let at = |part: f64| sorted[((sorted.len() - 1) as f64 * part).round() as usize];
    format!("{:.2} ({:.2} – {:.2}) {unit}", at(0.5), at(0.25), at(0.75))
}
