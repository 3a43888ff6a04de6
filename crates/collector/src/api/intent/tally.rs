//! Sums of what came of decisions and offers.

use crate::arm::HOLDOUT;
use crate::outcome::{Exposure, Fate, Judged};
use crate::share::{Difference, Share};
use crate::store::Leavings;
use serde::Serialize;
use std::collections::BTreeMap;

/// Bins of the calibration, each a tenth of the score.
const BINS: usize = 10;

/// What is counted while visitors come by, one after another.
#[derive(Default)]
pub struct Tally {
    signals: BTreeMap<(String, Option<String>), Counts>,
    offers: BTreeMap<String, BTreeMap<String, Arm>>,
    predicted: BTreeMap<Option<String>, u64>,
}

#[derive(Default)]
struct Counts {
    decisions: u64,
    shown: u64,
    vetoed: u64,
    pending: u64,
    left: u64,
    stayed: u64,
    bought: u64,
    predicted: u64,
    bins: [[u64; 2]; BINS],
    vetoes: BTreeMap<String, [u64; 2]>,
}

#[derive(Clone, Copy, Default)]
struct Arm {
    exposed: u64,
    captured: u64,
    purchase: u64,
    returned: u64,
}

/// One signal on one class of device.
#[derive(Serialize)]
pub struct Signal {
    signal: String,
    device: Option<String>,
    decisions: u64,
    shown: u64,
    vetoed: u64,
    pending: u64,
    left: u64,
    stayed: u64,
    bought: u64,
    precision: Option<Share>,
    leavings: u64,
    predicted: u64,
    recall: Option<Share>,
    calibration: Vec<Bin>,
    vetoes: Vec<Veto>,
}

#[derive(Serialize)]
struct Bin {
    from: f64,
    to: f64,
    decisions: u64,
    left: u64,
    share: Option<Share>,
}

#[derive(Serialize)]
struct Veto {
    veto: String,
    decisions: u64,
    left: u64,
}

/// How many leavings there were on one class of device, and of how many some signal told.
#[derive(Serialize)]
pub struct Device {
    device: Option<String>,
    leavings: u64,
    predicted: u64,
    recall: Option<Share>,
}

/// The arms of one offer, the hold-out last.
#[derive(Serialize)]
pub struct Offer {
    offer: String,
    arms: Vec<OfArm>,
}

#[derive(Serialize)]
struct OfArm {
    arm: String,
    exposed: u64,
    captured: u64,
    purchase: u64,
    returned: u64,
    uplift: Option<Uplift>,
}

#[derive(Serialize)]
struct Uplift {
    purchase: Option<Difference>,
    returned: Option<Difference>,
}

impl Tally {
    /// Takes in a decision.
    pub fn decision(&mut self, judged: &Judged) {
        let decision = &judged.decision;
        let counts = self.signals.entry((decision.signal.clone(), judged.device.clone())).or_default();
        let has_left = judged.fate == Fate::Left;
        counts.decisions += 1;
        if let Some(veto) = &decision.veto {
            counts.vetoed += 1;
            if judged.fate != Fate::Pending {
                let [decisions, left] = counts.vetoes.entry(veto.clone()).or_default();
                *decisions += 1;
                *left += u64::from(has_left);
            }
            return;
        }
        if judged.was_last {
            counts.predicted += 1;
            *self.predicted.entry(judged.device.clone()).or_default() += 1;
        }
        // An offer keeps people, so who was shown one cannot tell whether they were about to leave.
        if decision.is_shown {
            counts.shown += 1;
            return;
        }
        match judged.fate {
            Fate::Pending => return counts.pending += 1,
            Fate::Left => counts.left += 1,
            Fate::Stayed => counts.stayed += 1,
        }
        counts.bought += u64::from(judged.bought);
        if let Some(score) = decision.score {
            let [decisions, left] = &mut counts.bins[usize::from(score / 10).min(BINS - 1)];
            *decisions += 1;
            *left += u64::from(has_left);
        }
    }

    /// Takes in a visitor's exposure to an offer.
    pub fn exposure(&mut self, exposure: &Exposure) {
        let arms = self.offers.entry(exposure.offer.clone()).or_default();
        let arm = arms.entry(exposure.arm.clone()).or_default();
        arm.exposed += 1;
        arm.captured += u64::from(exposure.captured);
        arm.purchase += u64::from(exposure.purchase);
        arm.returned += u64::from(exposure.returned);
    }

    /// What it has come to.
    pub fn tell(self, leavings: &Leavings) -> (Vec<Signal>, Vec<Device>, Vec<Offer>) {
        let of =
            |device: &Option<String>| leavings.iter().find(|(known, _)| known == device).map_or(0, |(_, count)| *count);
        let signals = self.signals.into_iter().map(|((signal, device), counts)| {
            let leavings = of(&device);
            counts.tell(signal, device, leavings)
        });
        let devices = leavings.iter().map(|(device, leavings)| {
            let predicted = self.predicted.get(device).copied().unwrap_or_default();
            Device { device: device.clone(), leavings: *leavings, predicted, recall: Share::of(predicted, *leavings) }
        });
        let offers = self.offers.into_iter().map(|(offer, arms)| Offer { offer, arms: of_arms(&arms) });
        (signals.collect(), devices.collect(), offers.collect())
    }
}

impl Counts {
    fn tell(self, signal: String, device: Option<String>, leavings: u64) -> Signal {
        let Self { decisions, shown, vetoed, pending, left, stayed, bought, predicted, bins, vetoes } = self;
        let bins = bins.iter().enumerate().filter(|(_, [decisions, _])| *decisions > 0);
        Signal {
            precision: Share::of(left, left + stayed),
            recall: Share::of(predicted, leavings),
            calibration: bins
                .map(|(tenth, [decisions, left])| Bin {
                    from: tenth as f64 / BINS as f64,
                    to: (tenth + 1) as f64 / BINS as f64,
                    decisions: *decisions,
                    left: *left,
                    share: Share::of(*left, *decisions),
                })
                .collect(),
            vetoes: vetoes.into_iter().map(|(veto, [decisions, left])| Veto { veto, decisions, left }).collect(),
            signal,
            device,
            decisions,
            shown,
            vetoed,
            pending,
            left,
            stayed,
            bought,
            leavings,
            predicted,
        }
    }
}

fn of_arms(arms: &BTreeMap<String, Arm>) -> Vec<OfArm> {
    let base = arms.get(HOLDOUT);
    let mut all: Vec<OfArm> = arms
        .iter()
        .map(|(name, arm)| {
            let against = |of: fn(&Arm) -> u64| {
                base.and_then(|base| Difference::of([of(arm), arm.exposed], [of(base), base.exposed]))
            };
            let has_base = base.is_some() && name != HOLDOUT;
            OfArm {
                arm: name.clone(),
                exposed: arm.exposed,
                captured: arm.captured,
                purchase: arm.purchase,
                returned: arm.returned,
                uplift: has_base
                    .then(|| Uplift { purchase: against(|arm| arm.purchase), returned: against(|arm| arm.returned) }),
            }
        })
        .collect();
    all.sort_by_key(|arm| arm.arm == HOLDOUT);
    all
}
