//! Shows the exit-intent detector recorded pointers, as a page would see them, and prints when it decides.
//!
//! `cargo run --release -p waypost-core --example replay_pointer -- PERSON/SESSION.csv.gz …`
//!
//! Prints CSV, `session,t_ms`, a row for each decision; a session is called `PERSON/SESSION`.

#[path = "pointer/traces.rs"]
mod traces;

use std::path::Path;
use std::process::ExitCode;

use waypost_core::intent::MODEL;

fn main() -> ExitCode {
    let paths: Vec<String> = std::env::args().skip(1).collect();
    if paths.is_empty() {
        eprintln!("replay_pointer takes traces: PERSON/SESSION.csv.gz …");
        return ExitCode::from(2);
    }
    println!("session,t_ms");
    for path in paths {
        match traces::Session::read(Path::new(&path)) {
            Ok(session) => {
                for t in session.replay(&MODEL) {
                    println!("{},{t}", session.name);
                }
            }
            Err(error) => {
                eprintln!("{path}: {error}");
                return ExitCode::FAILURE;
            }
        }
    }
    ExitCode::SUCCESS
}

#[cfg(test)]
mod tests {
    use super::traces::{Score, Session};
    use super::*;
    use waypost_core::intent::LOOKS;

    /// Somebody presses in the page, leaves for the band in 200 ms, and comes back after `back` ms.
    fn session(back: u32, is_pressed: bool) -> Session {
        let mut text = "t_ms,kind,button,x,y\n1000,m,-,620,480\n2000,p,l,620,500\n2080,r,l,620,500\n".to_owned();
        for step in 1..=20_u32 {
            text += &format!("{},m,-,{},{}\n", 3_000 + 10 * step, 620 - 16 * step, 500 - 20 * step);
        }
        text += "3210,m,-,300,90\n";
        if is_pressed {
            text += &format!("{},p,l,300,50\n", 3_210 + back - 10);
        }
        text += &format!("{},m,-,300,130\n", 3_210 + back);
        Session::parse("a/session_1".to_owned(), &text).unwrap()
    }

    #[test]
    fn the_detector_decides_in_a_trace_as_on_a_page() {
        let decided = session(1_000, true).replay(&MODEL);
        let [at] = *decided else { panic!("{decided:?}") };
        let outside = at - 3_210;
        assert!(LOOKS.contains(&outside), "{outside}");
        assert!(session(outside, true).replay(&MODEL).is_empty(), "who is back at the look is not gone");
        assert_eq!(session(outside + 1, true).replay(&MODEL), [at]);
    }

    #[test]
    fn a_decision_is_right_from_300_ms_before_the_crossing_until_the_press() {
        for (t, right, decisions) in [(2_909, 0, 1), (2_910, 1, 1), (4_199, 1, 1), (4_200, 0, 0), (4_201, 0, 1)] {
            let mut score = Score::default();
            score.add(&session(1_000, true).departures, &[t]);
            assert_eq!((score.right, score.decisions, score.real), (right, decisions, 1), "{t}");
        }
        let mut score = Score::default();
        score.add(&session(1_000, false).departures, &[3_460]);
        assert_eq!((score.right, score.decisions, score.real), (0, 1, 0));
    }
}
