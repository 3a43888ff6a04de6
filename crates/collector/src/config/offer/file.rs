//! The offers of a site as the file gives them: each is read by itself, so that a wrong one costs no other.

use super::{FileTexts, SiteOffer, WrongOffer};
use serde::de::{Deserialize, Deserializer, Error as _};
use serde_path_to_error::Segment;

/// The tables `[[site.offer]]` of one site.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FileOffers(Vec<Result<FileTexts, WrongOffer>>);

impl<'de> Deserialize<'de> for FileOffers {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match toml::Value::deserialize(deserializer)? {
            toml::Value::Array(tables) => Ok(Self(tables.into_iter().map(read).collect())),
            _ => Err(D::Error::custom("is no list: a site may have several offers, each begins with [[site.offer]]")),
        }
    }
}

fn read(table: toml::Value) -> Result<FileTexts, WrongOffer> {
    serde_path_to_error::deserialize(table).map_err(|error| {
        let place = error.path().iter().find_map(place).map_or_else(String::new, |place| format!("number {place}: "));
        WrongOffer { steps: error.path().iter().filter_map(name).collect(), reason: place + error.inner().message() }
    })
}

/// The place in a list, from 1.
fn place(segment: &Segment) -> Option<usize> {
    match segment {
        Segment::Seq { index } => Some(index + 1),
        _ => None,
    }
}

fn name(segment: &Segment) -> Option<String> {
    match segment {
        Segment::Map { key } => Some(key.clone()),
        Segment::Seq { .. } | Segment::Enum { .. } | Segment::Unknown => None,
    }
}

impl FileOffers {
    /// The offers that can be used, in the order of the file, and what is wrong with the others, by their place in it.
    pub fn check(&self, translated: bool) -> (Vec<SiteOffer>, Vec<(usize, WrongOffer)>) {
        let (mut offers, mut wrong) = (Vec::<SiteOffer>::new(), Vec::new());
        for (index, table) in self.0.iter().enumerate() {
            let offer = table.clone().and_then(|texts| SiteOffer::new(texts, translated)).and_then(|offer| {
                let is_free = !offers.iter().any(|earlier| earlier.settings.id == offer.settings.id);
                let reason = || format!("\"{}\" is the id of an earlier offer already", offer.settings.id);
                is_free.then_some(()).ok_or_else(|| WrongOffer { steps: vec!["id".to_owned()], reason: reason() })?;
                Ok(offer)
            });
            match offer {
                Ok(offer) => offers.push(offer),
                Err(problem) => wrong.push((index, problem)),
            }
        }
        (offers, wrong)
    }
}
