//! What can go wrong between a browser and its collector.

use std::time::Duration;

use anyhow::Result;
use bytes::Bytes;
use hyper::header::{HeaderValue, LOCATION};
use hyper::{Response, StatusCode};

use super::Body;

/// An answer of which a text can be made as long as one likes.
const EMPTY: &str = "{\"stored\":1,\"dropped\":[],\"more\":\"\"}";

/// What goes wrong at one path.
#[derive(Clone, Debug)]
pub enum Fault {
    /// The request is forwarded after this long.
    Delay(Duration),
    /// The connection closes without an answer and the collector hears nothing.
    Refuse,
    /// The collector hears nothing and this status, type and body are answered.
    Answer(u16, &'static str, &'static str),
    /// The collector hears nothing and the browser is sent to this address.
    Redirect(&'static str),
    /// The collector hears nothing and a JSON text of so many bytes is answered.
    Huge(usize),
    /// The collector answers, and the connection closes before the browser hears of it.
    CutOff,
    /// The same for the next request only.
    Once(u16, &'static str, &'static str),
    /// One request in ten comes to nothing, half of those after the collector has heard it; all others take up to this long.
    Lossy(Duration),
}

/// Numbers that look random and are the same in every run.
#[derive(Debug, Default)]
pub struct Dice(u64);

/// What becomes of one request.
#[derive(Debug, Default)]
pub(super) struct Course {
    /// How long it takes to be forwarded.
    pub delay: Duration,
    /// The collector hears nothing.
    pub is_refused: bool,
    /// Nothing is answered although the collector was reached.
    pub is_cut_off: bool,
    /// What is answered in place of the collector.
    pub answer: Option<Result<Response<Body>>>,
}

impl Dice {
    /// A number from 0 to below `end`.
    pub fn below(&mut self, end: u64) -> u64 {
        // SplitMix64 (Steele, Lea and Flood, 2014).
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % end
    }
}

impl Fault {
    pub(super) fn course(&self, dice: &mut Dice) -> Course {
        let answered = |answer| Course { is_refused: true, answer: Some(answer), ..Course::default() };
        match *self {
            Self::Delay(delay) => Course { delay, ..Course::default() },
            Self::Refuse => Course { is_refused: true, ..Course::default() },
            Self::CutOff => Course { is_cut_off: true, ..Course::default() },
            Self::Lossy(longest) => Course {
                delay: Duration::from_millis(dice.below(longest.as_millis() as u64 + 1)),
                is_refused: dice.below(20) == 0,
                is_cut_off: dice.below(20) == 0,
                answer: None,
            },
            Self::Answer(status, kind, text) | Self::Once(status, kind, text) => {
                answered(response(status, kind, text.to_owned()))
            }
            Self::Redirect(address) => answered(response(307, "text/plain", String::new()).map(|mut response| {
                response.headers_mut().insert(LOCATION, HeaderValue::from_static(address));
                response
            })),
            Self::Huge(bytes) => {
                let filling = bytes.saturating_sub(EMPTY.len());
                answered(response(
                    200,
                    "application/json",
                    EMPTY.replace("\"\"", &format!("\"{}\"", "x".repeat(filling))),
                ))
            }
        }
    }
}

fn response(status: u16, kind: &'static str, text: String) -> Result<Response<Body>> {
    Ok(super::answer(StatusCode::from_u16(status)?, kind, Bytes::from(text)))
}
