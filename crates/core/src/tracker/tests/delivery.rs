//! Whatever happens to a browser, its network and its collector: what was tracked is stored, or its loss has a reason.

use super::*;
use crate::outbox::Limits;
use std::collections::{BTreeMap, BTreeSet};
use waypost_wire::{Again, Naming};

/// A device and a collector, and what passes between them.
struct World {
    page: Tracker,
    now: UnixMs,
    pages: u8,
    memory: Option<String>,
    records: BTreeMap<String, String>,
    on_the_way: Vec<(u64, String)>,
    tracked: BTreeMap<Id, u64>,
    /// What the collector keeps of heads, by stream and number.
    heads: BTreeMap<(Id, u64), String>,
    stored: BTreeSet<(Id, u64)>,
    lost: BTreeSet<(Id, u64)>,
}

const LIMITS: Limits = Limits { events: 6, bytes: 5_000_000, age_ms: 3_600_000 };

#[derive(Clone, Debug)]
enum Step {
    Track(u8),
    Pass(u32),
    Hide,
    Show,
    Answer(u8, u8),
    /// The browser is killed, and the shop opened again.
    Crash,
    StorageLost,
    /// The collector comes back from a backup without the heads.
    HeadsLost,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => any::<u8>().prop_map(Step::Track),
        3 => (0u32..400_000).prop_map(Step::Pass),
        1 => Just(Step::Hide),
        1 => Just(Step::Show),
        6 => (any::<u8>(), any::<u8>()).prop_map(|(which, how)| Step::Answer(which, how)),
        1 => Just(Step::Crash),
        1 => Just(Step::StorageLost),
        1 => Just(Step::HeadsLost),
    ]
}

impl World {
    fn new() -> Self {
        let mut world = Self {
            page: page(0),
            now: 10_000_000,
            pages: 0,
            memory: None,
            records: BTreeMap::new(),
            on_the_way: Vec::new(),
            tracked: BTreeMap::new(),
            heads: BTreeMap::new(),
            stored: BTreeSet::new(),
            lost: BTreeSet::new(),
        };
        world.give(Input::Start { memory: None });
        world
    }

    fn give(&mut self, input: Input) {
        for effect in self.page.handle(self.now, input) {
            match effect {
                Effect::Store { key, text } => drop(self.records.insert(key, text)),
                Effect::Remove(keys) => keys.iter().for_each(|key| drop(self.records.remove(key))),
                Effect::Remember(text) => self.memory = Some(text),
                Effect::Send { batch, body, .. } => self.on_the_way.push((batch, body)),
                _ => {}
            }
        }
        self.tracked.insert(self.page.origin.stream, self.page.last_n);
    }

    fn take(&mut self, step: Step) {
        match step {
            Step::Track(kind) => {
                let name = ["view", "add_to_cart", "purchase", "Not A Name"][usize::from(kind) % 4];
                let data = format!("{{\"transaction_id\":\"{}\"}}", self.tracked.values().sum::<u64>());
                self.give(Input::Track { at: self.now, name: name.into(), data });
            }
            Step::Pass(ms) => {
                self.now += u64::from(ms);
                for timer in Timer::ALL {
                    self.give(Input::Woken(timer));
                }
            }
            Step::Hide => self.give(Input::Hidden),
            Step::Show => self.give(Input::Visible),
            Step::Answer(which, how) => self.answer(which, how),
            Step::Crash => {
                self.on_the_way.clear();
                self.pages += 1;
                self.page = page(self.pages);
                let memory = self.memory.clone();
                self.give(Input::Start { memory });
                let records = self.records.values().cloned().collect::<Vec<_>>().join("\n");
                self.give(Input::Adopted { records, is_sure: true });
            }
            Step::StorageLost => {
                self.records.clear();
                self.give(Input::StorageLost);
            }
            Step::HeadsLost => self.heads.clear(),
        }
    }

    fn answer(&mut self, which: u8, how: u8) {
        if self.on_the_way.is_empty() {
            return;
        }
        let (batch, body) = self.on_the_way.remove(usize::from(which) % self.on_the_way.len());
        let reply = match how % 8 {
            0..=2 => self.store(&body),
            // The answer is cut off after the commit.
            3 => {
                self.store(&body);
                Reply::Unreachable
            }
            // Who refuses even what tells of losses wants to know nothing.
            4 if !body.contains("\"lost\":") => Reply::Status { code: 400, retry_after_s: 0 },
            5 => Reply::Status { code: 503, retry_after_s: 2 },
            6 => Reply::TooMuch,
            _ => Reply::Handed,
        };
        self.give(Input::Answered { batch, reply });
    }

    fn store(&mut self, body: &str) -> Reply {
        let again = Again::of(body).map(|again| (again.stream, again.number));
        let Some(head) = again.map_or(Some("{}".to_owned()), |again| self.heads.get(&again).cloned()) else {
            return Reply::Status { code: 409, retry_after_s: 0 };
        };
        let batch = Batch::decode_with(body, &head).unwrap().batch;
        if let Naming::Named(number) = batch.naming {
            self.heads.insert((batch.stream, number), batch.head());
        }
        self.lost.extend(batch.lost.iter().map(|(n, _)| (batch.stream, n.unwrap())));
        self.stored.extend(batch.events.iter().map(|event| (batch.stream, event.n)));
        Reply::Ok(format!("{{\"stored\":{},\"dropped\":[]}}", batch.events.len() + batch.lost.len()))
    }

    /// Everything arrives from now on.
    fn settle(&mut self) {
        while self.page.outbox.waiting() > 0 || !self.on_the_way.is_empty() {
            self.give(Input::Flush);
            self.answer(0, 0);
        }
    }
}

fn page(number: u8) -> Tracker {
    let config = Config { consent: Consent::Granted, outbox: LIMITS, ..Config::new("demo") };
    Tracker::new(config, "{}".to_owned(), Id([number + 1; 16]), Id([number + 101; 16]))
}

proptest! {
    #[test]
    fn what_was_tracked_is_stored_or_its_loss_has_a_reason(steps in prop::collection::vec(step(), 0..80)) {
        let mut world = World::new();
        for step in steps {
            world.take(step);
            let held = world.page.outbox.entries().iter().filter(|entry| entry.batch.is_none() && !entry.is_lost());
            prop_assert!(held.count() <= LIMITS.events);
        }
        world.settle();
        for (stream, tracked) in &world.tracked {
            for n in 1..=*tracked {
                let event = (*stream, n);
                prop_assert!(world.stored.contains(&event) || world.lost.contains(&event), "{n} of {tracked} is missing");
            }
        }
        prop_assert!(world.records.is_empty(), "nothing is kept of what is settled: {:?}", world.records.keys());
    }
}

#[test]
fn a_grant_taken_back_purges_what_waits_and_counts_it() {
    let (mut page, _) = Page::open(Consent::Granted, None);
    page.track("scroll", "");
    let effects = page.give(Input::Consent(Choice::all(Consent::Denied)));
    assert!(effects.contains(&Effect::Erase) && bodies(&effects).is_empty(), "{effects:?}");
    let counted = Effect::Tell { topic: "drop", detail: r#"{"reason":"consent","count":2}"#.to_owned() };
    assert!(effects.contains(&counted), "{effects:?}");
}

#[test]
fn a_reset_tells_the_collector_what_it_discarded_of_the_stream_it_ended() {
    let (mut page, _) = Page::open(Consent::Granted, None);
    page.track("scroll", "");
    let mut effects = page.give(Input::Reset { elsewhere: false });
    effects.extend(page.give(Input::Flush));
    let batch = Batch::decode(bodies(&effects)[0]).unwrap().batch;
    assert_eq!((batch.stream, batch.visitor, batch.events), (Id([1; 16]), None, vec![]));
    assert_eq!(batch.lost, [(Some(1), "reset".into()), (Some(2), "reset".into())]);
}

#[test]
fn without_locks_only_what_is_old_is_taken_over() {
    for (age, is_sure, taken) in [(delivery_age() - 1, false, 0), (delivery_age(), false, 1), (0, true, 1)] {
        let (mut left, effects) = Page::open(Consent::Granted, None);
        let stored = |effect: &Effect| match effect {
            Effect::Store { text, .. } => Some(text.clone()),
            _ => None,
        };
        let records = effects.iter().filter_map(stored).collect::<Vec<_>>().join("\n");
        left.now += 1;
        let mut next = Tracker::new(
            Config { consent: Consent::Granted, ..Config::new("demo") },
            "{}".into(),
            Id([5; 16]),
            Id([6; 16]),
        );
        next.handle(left.now, Input::Start { memory: None });
        next.handle(999_000 + age, Input::Adopted { records, is_sure });
        let adopted = next.outbox.under_way();
        assert_eq!(adopted, taken, "{age} {is_sure}");
    }
}

fn delivery_age() -> u64 {
    super::super::delivery::LEFT_AFTER_MS
}

#[test]
fn what_is_worth_most_does_not_wait_for_the_answer_to_what_is_not() {
    let (mut page, _) = Page::open(Consent::Anonymous, None);
    assert_eq!(sent_names(&page.give(Input::Flush)), ["page_view"]);
    assert!(sent_names(&page.track("add_to_cart", ADD)).is_empty(), "a batch is under way");
    assert_eq!(sent_names(&page.track("purchase", r#"{"transaction_id":"1"}"#)), ["add_to_cart", "purchase"]);
    assert!(sent_names(&page.track("sign_up", "")).is_empty(), "two are enough");
}
