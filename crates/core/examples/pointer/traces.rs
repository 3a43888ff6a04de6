//! Recorded pointers: what a page would have seen of them, and what became of each leaving.
#![allow(dead_code)] // Each of the two examples needs its part.

use std::fs::{File, read_dir};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use flate2::read::GzDecoder;
use waypost_core::intent::{Detector, Kind, Look, Model, Seen};

/// Above this line, in pixels of the screen, is the browser's own band; below it the page.
const BAND: i32 = 100;

/// How long before the crossing a decision may come, in milliseconds.
const EARLY_MS: u32 = 300;

/// One line of a trace.
pub struct Row {
    t: u32,
    kind: u8,
    button: u8,
    x: i32,
    y: i32,
}

/// A crossing from the page into the band.
pub struct Departure {
    pub at: u32,
    /// When the pointer was back, or the left button was pressed in the band.
    pub end: u32,
    /// Whether it was pressed.
    pub is_real: bool,
}

/// The session of one person.
pub struct Session {
    /// `PERSON/NAME`.
    pub name: String,
    pub seen: Vec<Seen>,
    pub departures: Vec<Departure>,
}

impl Session {
    pub fn person(&self) -> &str {
        self.name.split('/').next().unwrap_or_default()
    }

    /// Reads `…/PERSON/NAME.csv.gz`.
    pub fn read(path: &Path) -> io::Result<Self> {
        let mut text = String::new();
        GzDecoder::new(File::open(path)?).read_to_string(&mut text)?;
        let part =
            |path: Option<&Path>| path.and_then(Path::file_name).unwrap_or_default().to_string_lossy().into_owned();
        let name = format!("{}/{}", part(path.parent()), part(Some(path)).trim_end_matches(".csv.gz"));
        Self::parse(name, &text)
    }

    /// `text` is CSV with the columns `t_ms,kind,button,x,y` and a header.
    pub fn parse(name: String, text: &str) -> io::Result<Self> {
        let rows = text.lines().skip(1).map(row).collect::<Option<Vec<_>>>();
        let rows = rows.ok_or_else(|| io::Error::other(format!("{name} has a line that is none of a trace")))?;
        Ok(Self { name, seen: seen(&rows), departures: departures(&rows) })
    }

    /// When the detector decides; it is shown nothing but what the page sees.
    pub fn replay(&self, model: &Model<'_>) -> Vec<u32> {
        let mut decisions = Vec::new();
        self.follow(model, |_, t| decisions.push(t));
        decisions
    }

    /// The same, with the detector after each decision.
    pub fn follow(&self, model: &Model<'_>, mut decided: impl FnMut(&Detector<'_>, u32)) {
        let mut detector = Detector::new(model);
        let mut due = None;
        for seen in &self.seen {
            while let Some(t) = due.take_if(|t| *t < seen.t) {
                match detector.look(t) {
                    Look::Again(later) => due = Some(later),
                    Look::Leaves(_) => decided(&detector, t),
                    Look::Nothing => {}
                }
            }
            due = detector.see(*seen).or(due);
        }
    }
}

/// All sessions in the folders of the persons in `root`, in order.
pub fn all(root: &Path) -> io::Result<Vec<Session>> {
    let mut paths: Vec<PathBuf> = Vec::new();
    for person in read_dir(root)?.filter_map(Result::ok).filter(|entry| entry.path().is_dir()) {
        paths.extend(read_dir(person.path())?.filter_map(Result::ok).map(|entry| entry.path()));
    }
    paths.retain(|path| path.to_string_lossy().ends_with(".csv.gz"));
    paths.sort();
    paths.iter().map(|path| Session::read(path)).collect()
}

fn row(line: &str) -> Option<Row> {
    let mut cells = line.trim_end().split(',');
    let mut cell = || cells.next();
    let t = cell()?.parse().ok()?;
    let kind = *cell()?.as_bytes().first()?;
    let button = *cell()?.as_bytes().first()?;
    Some(Row { t, kind, button, x: cell()?.parse().ok()?, y: cell()?.parse().ok()? })
}

fn seen(rows: &[Row]) -> Vec<Seen> {
    let mut all = Vec::new();
    let mut was_inside = None;
    for &Row { t, kind, x, y, .. } in rows {
        let is_inside = y >= BAND;
        let y = (y - BAND).max(0);
        if was_inside.is_some_and(|was| was != is_inside) {
            let kind = if is_inside { Kind::Enter } else { Kind::Leave };
            all.push(Seen { t, kind, x, y });
        }
        if is_inside {
            let kind = match kind {
                b'p' => Kind::Down,
                b'r' => Kind::Up,
                b'w' => Kind::Wheel,
                _ => Kind::Move,
            };
            all.push(Seen { t, kind, x, y });
        }
        was_inside = Some(is_inside);
    }
    all
}

fn departures(rows: &[Row]) -> Vec<Departure> {
    let mut all = Vec::new();
    let mut i = 1;
    while i < rows.len() {
        if !(rows[i - 1].y >= BAND && rows[i].y < BAND && rows[i].kind == b'm') {
            i += 1;
            continue;
        }
        let ends = |row: &Row| row.y >= BAND || (row.kind == b'p' && row.button == b'l');
        let j = rows[i..].iter().position(ends).map_or(rows.len(), |more| i + more);
        let end = rows.get(j).or(rows.last()).map_or(0, |row| row.t);
        all.push(Departure { at: rows[i].t, end, is_real: rows.get(j).is_some_and(|row| row.y < BAND) });
        i = j.max(i + 1);
    }
    all
}

/// How good decisions were.
#[derive(Clone, Debug, Default)]
pub struct Score {
    pub decisions: usize,
    pub right: usize,
    pub real: usize,
    /// From each right decision to the press, in milliseconds.
    pub leads: Vec<u32>,
}

impl Score {
    /// Adds what a session's decisions, in order, were worth: the first one of a departure counts, and each that belongs to
    /// none.
    pub fn add(&mut self, departures: &[Departure], decisions: &[u32]) {
        let mut used = vec![false; decisions.len()];
        for Departure { at, end, is_real } in departures {
            self.real += usize::from(*is_real);
            let mut hit = None;
            for (used, t) in used.iter_mut().zip(decisions) {
                if t.saturating_add(EARLY_MS) >= *at && t <= end {
                    // A decision at the press is too late.
                    let counts = !*used && (!is_real || t < end);
                    hit = hit.or(counts.then_some(*t));
                    *used = true;
                }
            }
            self.decisions += usize::from(hit.is_some());
            if let Some(t) = hit.filter(|_| *is_real) {
                self.right += 1;
                self.leads.push(end - t);
            }
        }
        self.decisions += used.iter().filter(|used| !**used).count();
    }

    pub fn merge(&mut self, other: &Self) {
        self.decisions += other.decisions;
        self.right += other.right;
        self.real += other.real;
        self.leads.extend(&other.leads);
    }

    pub fn precision(&self) -> f64 {
        self.right as f64 / self.decisions.max(1) as f64
    }

    pub fn recall(&self) -> f64 {
        self.right as f64 / self.real.max(1) as f64
    }

    /// The median, in milliseconds.
    pub fn lead(&self) -> u32 {
        let mut leads = self.leads.clone();
        leads.sort_unstable();
        leads.get(leads.len() / 2).copied().unwrap_or_default()
    }
}
