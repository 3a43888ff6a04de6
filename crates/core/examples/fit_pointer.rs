//! Fits the exit-intent detector to recorded pointers, and measures it on persons it was not fitted on.
//!
//! `cargo run --release -p waypost-core --example fit_pointer -- table|cross DIR`
//!
//! `table` prints `crates/core/src/intent/table.rs`. `cross` leaves out one person after another, fits to the others
//! (thresholds too: chosen where those others, each left out once more, reach the recall), and prints precision, recall and
//! median lead of the person left out, beside those of detectors in common use.

#[path = "pointer/learn.rs"]
mod learn;
#[path = "pointer/traces.rs"]
mod traces;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;

use learn::{Small, fit};
use traces::{Score, Session};
use waypost_core::intent::{AFTER, Detector, FEATURES, LOOKS, Model, Tree};

const TREES: usize = 100;
const TREES_AFTER: usize = 24;

/// The share of real leavings that is to be recognised.
const RECALL: f64 = 0.79;

/// How much surer than the last look each one has to be: who waits learns more; at more than 1 nothing is decided. The most
/// precise of these is taken.
const SURER: [[f32; LOOKS.len()]; 4] = [
    [2.0, 0.04, 0.02, 0.0, 0.0],
    [0.1, 0.05, 0.02, 0.0, 0.0],
    [0.2, 0.08, 0.05, 0.02, 0.0],
    [0.25, 0.15, 0.1, 0.05, 0.0],
];

/// A leaving that came to an end.
struct Leaving {
    features: [i16; FEATURES],
    after: [i16; AFTER],
    at: u32,
    back: u32,
    /// How long until the press or the return; nothing for what is no departure.
    ended: Option<u32>,
    is_real: bool,
}

struct Fitted {
    trees: Small,
    after: Small,
    thresholds: [f32; LOOKS.len()],
}

impl Fitted {
    fn model(&self) -> Model<'_> {
        Model {
            trees: &self.trees.trees,
            start: self.trees.start,
            thresholds: self.thresholds,
            after: &self.after.trees,
            after_start: self.after.start,
        }
    }
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [what, root] = &*arguments else {
        eprintln!("fit_pointer takes `table` or `cross`, and the folder of the traces");
        return ExitCode::from(2);
    };
    let sessions = match traces::all(Path::new(root)) {
        Ok(sessions) if !sessions.is_empty() => sessions,
        Ok(_) => {
            eprintln!("there is no PERSON/SESSION.csv.gz in {root}");
            return ExitCode::FAILURE;
        }
        Err(error) => {
            eprintln!("{root}: {error}");
            return ExitCode::FAILURE;
        }
    };
    let mut persons: BTreeMap<&str, Vec<&Session>> = BTreeMap::new();
    for session in &sessions {
        persons.entry(session.person()).or_default().push(session);
    }
    match &**what {
        "table" => print_table(&fit_to(&persons), &persons),
        "cross" => cross(&persons),
        _ => {
            eprintln!("fit_pointer does `table` or `cross`, not {what}");
            return ExitCode::from(2);
        }
    }
    ExitCode::SUCCESS
}

type Persons<'a> = BTreeMap<&'a str, Vec<&'a Session>>;

fn without<'a>(persons: &Persons<'a>, left_out: &str) -> Persons<'a> {
    persons.iter().filter(|(name, _)| **name != left_out).map(|(name, all)| (*name, all.clone())).collect()
}

/// The leavings of these sessions as a detector with the model sees them.
fn leavings(sessions: &[&Session], model: &Model<'_>) -> Vec<Leaving> {
    let mut all: Vec<Leaving> = Vec::new();
    for session in sessions {
        let ends: BTreeMap<u32, _> = session.departures.iter().map(|one| (one.at, one)).collect();
        let mut detector = Detector::new(model);
        let mut is_out = false;
        let mut open: Option<usize> = None;
        for seen in &session.seen {
            if detector.see(*seen).is_some() {
                if let Some(last) = open.replace(all.len()) {
                    all[last].after = detector.ended();
                }
                let departure = ends.get(&seen.t);
                all.push(Leaving {
                    features: detector.features().unwrap_or([0; FEATURES]),
                    after: [0; AFTER],
                    at: seen.t,
                    back: u32::MAX,
                    ended: departure.map(|one| one.end - one.at),
                    is_real: departure.is_some_and(|one| one.is_real),
                });
                is_out = true;
            } else if is_out && seen.kind == waypost_core::intent::Kind::Enter {
                is_out = false;
                if let Some(last) = open {
                    all[last].back = seen.t;
                }
            }
        }
    }
    all.retain(|leaving| leaving.ended.is_some());
    all
}

const NOTHING: Model<'static> =
    Model { trees: &[], start: 0, thresholds: [2.0; LOOKS.len()], after: &[], after_start: 0 };

fn fit_after(persons: &Persons<'_>) -> Small {
    let examples: Vec<_> = persons
        .values()
        .flat_map(|sessions| leavings(sessions, &NOTHING))
        .filter(|leaving| leaving.after != [0; AFTER])
        .map(|leaving| (leaving.after.to_vec(), leaving.is_real))
        .collect();
    fit(&[examples], TREES_AFTER)
}

/// Leavings of each person, their habits judged by a model that does not know the person.
fn judged<'a>(persons: &Persons<'a>) -> BTreeMap<&'a str, Vec<Leaving>> {
    let judge = |name: &str| {
        let after = fit_after(&without(persons, name));
        leavings(&persons[name], &Model { after: &after.trees, after_start: after.start, ..NOTHING })
    };
    std::thread::scope(|scope| {
        let all: Vec<_> = persons.keys().map(|name| (*name, scope.spawn(|| judge(name)))).collect();
        all.into_iter().map(|(name, one)| (name, one.join().unwrap())).collect()
    })
}

/// As the model takes it at a look.
fn at_look(leaving: &Leaving, ms: u32) -> Vec<i16> {
    let mut features = leaving.features.to_vec();
    features[FEATURES - 1] = ms as i16;
    features
}

fn is_out(leaving: &Leaving, ms: u32) -> bool {
    leaving.back.saturating_sub(leaving.at) > ms
}

/// Whether a decision so long after the crossing is right. A page sees no press outside, so who has pressed is still out.
fn is_right(leaving: &Leaving, ms: u32) -> bool {
    leaving.is_real && leaving.ended.is_some_and(|ended| ended > ms)
}

fn fit_looks<'a>(all: impl Iterator<Item = &'a Leaving> + Clone) -> Small {
    let groups = LOOKS.map(|ms| {
        let still_out = all.clone().filter(|leaving| is_out(leaving, ms));
        still_out.map(|leaving| (at_look(leaving, ms), is_right(leaving, ms))).collect::<Vec<_>>()
    });
    fit(&groups, TREES)
}

/// What a leaving comes to at each look for those who do not know the person.
type Scored<'a> = ([f32; LOOKS.len()], &'a Leaving);

fn fit_to(persons: &Persons<'_>) -> Fitted {
    let judged = judged(persons);
    let mut scores: Vec<Scored<'_>> = Vec::new();
    for (name, own) in &judged {
        let others = fit_looks(judged.iter().filter(|(other, _)| *other != name).flat_map(|(_, all)| all));
        let says = |leaving, ms| waypost_core::intent::sum(&others.trees, others.start, &at_look(leaving, ms));
        scores.extend(own.iter().map(|leaving| (LOOKS.map(|ms| says(leaving, ms)), leaving)));
    }
    let choices = SURER.map(|surer| thresholds(&scores, &surer));
    let (thresholds, _) = choices.into_iter().max_by(|one, other| one.1.total_cmp(&other.1)).unwrap();
    Fitted { trees: fit_looks(judged.values().flatten()), after: fit_after(persons), thresholds }
}

/// The thresholds that reach the recall, and their precision.
fn thresholds(scores: &[Scored<'_>], surer: &[f32; LOOKS.len()]) -> ([f32; LOOKS.len()], f64) {
    let real = scores.iter().filter(|(_, leaving)| leaving.is_real).count();
    let at = |last: f32| surer.map(|more| ((last + more) * 256.0).floor() / 256.0);
    let count = |thresholds: &[f32; LOOKS.len()]| {
        let decided: Vec<bool> = scores.iter().filter_map(|one| decides(one, thresholds)).collect();
        (decided.iter().filter(|is_right| **is_right).count(), decided.len())
    };
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..24 {
        let middle = (low + high) / 2.0;
        if count(&at(middle)).0 as f64 >= RECALL * real as f64 { low = middle } else { high = middle }
    }
    let (right, all) = count(&at(low));
    (at(low), right as f64 / all.max(1) as f64)
}

/// Whether the decision is right; nothing if there is none.
fn decides((score, leaving): &Scored<'_>, thresholds: &[f32; LOOKS.len()]) -> Option<bool> {
    let look = (0..LOOKS.len()).find(|look| is_out(leaving, LOOKS[*look]) && score[*look] >= thresholds[*look])?;
    Some(is_right(leaving, LOOKS[look]))
}

fn cross(persons: &Persons<'_>) {
    println!("{:<24} {:>9} {:>9} {:>9} {:>8}", "detector", "decisions", "precision", "recall", "lead ms");
    for grace in [0, 100, 200, 350, 500] {
        let mut score = Score::default();
        for session in persons.values().flatten() {
            let still = session.departures.iter().filter(|one| one.end - one.at >= grace);
            score.add(&session.departures, &still.map(|one| one.at + grace).collect::<Vec<_>>());
        }
        line(&format!("crossing + {grace} ms"), &score);
    }
    let mut total = Score::default();
    for name in persons.keys() {
        let fitted = fit_to(&without(persons, name));
        let mut score = Score::default();
        for session in &persons[name] {
            score.add(&session.departures, &session.replay(&fitted.model()));
        }
        line(&format!("{name}, left out"), &score);
        total.merge(&score);
    }
    line("all, left out", &total);
}

fn line(what: &str, score: &Score) {
    let (precision, recall) = (score.precision(), score.recall());
    println!("{what:<24} {:>9} {precision:>9.4} {recall:>9.4} {:>8}", score.decisions, score.lead());
}

fn print_table(fitted: &Fitted, persons: &Persons<'_>) {
    let sessions = persons.values().map(Vec::len).sum::<usize>();
    let names = |trees: &[Tree]| trees.iter().map(|tree| format!("    {tree:?},\n")).collect::<String>();
    println!("//! Written by `cargo run --release -p waypost-core --example fit_pointer -- table DIR`, 2026-12-01.");
    println!("//!");
    println!(
        "//! Fitted to {sessions} sessions of {} persons: the training half of the Balabit Mouse Dynamics",
        persons.len()
    );
    println!("//! Challenge data set (<https://github.com/balabit/Mouse-Dynamics-Challenge>).");
    println!("\nuse super::model::{{Model, Tree}};\n");
    println!("/// The model that pages use.");
    println!("pub const MODEL: Model<'static> = Model {{");
    println!("    trees: &TREES,\n    start: {},", fitted.trees.start);
    println!("    thresholds: {:?},", fitted.thresholds);
    println!("    after: &AFTER,\n    after_start: {},\n}};", fitted.after.start);
    let trees = &fitted.trees.trees;
    println!("\n#[rustfmt::skip]\nconst TREES: [Tree; {}] = [\n{}];", trees.len(), names(trees));
    let after = &fitted.after.trees;
    println!("\n#[rustfmt::skip]\nconst AFTER: [Tree; {}] = [\n{}];", after.len(), names(after));
}
