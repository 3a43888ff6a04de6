//! How often one client may ask.

use crate::config::RATE_BURST_FACTOR;
use crate::reject::Reject;
use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota};
use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;

/// Clients above which the quiet ones are forgotten.
const SWEEP_AT: usize = 10_000;

/// A limit that every client address has to itself. For IPv6 that is a /64, which one client usually has whole.
pub struct Rate {
    limiter: Option<DefaultKeyedRateLimiter<IpAddr>>,
    limit: u32,
    unit: &'static str,
}

impl Rate {
    /// `limit` a second on average, [`RATE_BURST_FACTOR`] times as many at once; 0 is no limit.
    pub fn a_second(limit: u32) -> Self {
        let burst = NonZeroU32::new(limit.saturating_mul(RATE_BURST_FACTOR));
        let quota = NonZeroU32::new(limit).zip(burst).map(|(limit, burst)| Quota::per_second(limit).allow_burst(burst));
        Self::with(quota, limit, "a second")
    }

    /// `limit` a minute, all of them at once if need be; 0 is no limit.
    pub fn a_minute(limit: u32) -> Self {
        Self::with(NonZeroU32::new(limit).map(Quota::per_minute), limit, "a minute")
    }

    fn with(quota: Option<Quota>, limit: u32, unit: &'static str) -> Self {
        Self { limiter: quota.map(DefaultKeyedRateLimiter::keyed), limit, unit }
    }

    /// Counts one more for `client`.
    ///
    /// # Errors
    /// [`Reject::TooMany`] when that is one too many; it says how long to wait.
    pub fn count(&self, client: IpAddr) -> Result<(), Reject> {
        let Some(limiter) = &self.limiter else { return Ok(()) };
        if limiter.len() > SWEEP_AT {
            limiter.retain_recent();
        }
        limiter.check_key(&network(client)).map_err(|not_until| Reject::TooMany {
            limit: self.limit,
            unit: self.unit,
            wait: not_until.wait_time_from(DefaultClock::default().now()),
        })
    }
}

fn network(client: IpAddr) -> IpAddr {
    match client.to_canonical() {
        IpAddr::V6(v6) => IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() >> 64 << 64)),
        v4 => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn a_burst_is_four_times_the_rate_and_no_more() {
        let rate = Rate::a_second(1);
        for _ in 0..RATE_BURST_FACTOR {
            assert_eq!(rate.count(client("192.0.2.1")), Ok(()));
        }
        let refused = rate.count(client("192.0.2.1")).unwrap_err();
        assert!(matches!(refused, Reject::TooMany { limit: 1, unit: "a second", .. }), "{refused:?}");
        assert_eq!(rate.count(client("192.0.2.2")), Ok(()), "another client is not held back");
    }

    #[test]
    fn zero_is_no_limit() {
        let rate = Rate::a_second(0);
        assert!((0..1000).all(|_| rate.count(client("192.0.2.1")).is_ok()));
    }

    #[test]
    fn a_network_of_ipv6_counts_as_one_client() {
        let rate = Rate::a_minute(1);
        assert_eq!(rate.count(client("2001:db8::1")), Ok(()));
        assert!(rate.count(client("2001:db8::2")).is_err());
        assert_eq!(rate.count(client("2001:db8:0:1::1")), Ok(()));
    }
}
