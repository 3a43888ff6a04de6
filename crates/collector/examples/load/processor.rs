//! Who used the processors, as Linux counts it: a figure measured beside other work says little.

use anyhow::Context as _;

// proc(5): times are counted in hundredths of a second, whatever the kernel's own clock is.
const TICKS_A_SECOND: f64 = 100.0;

/// Processor time of one process, in seconds; `self` is this one.
pub fn used_by(process: &str) -> anyhow::Result<f64> {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat"))?;
    let (_, fields) = stat.rsplit_once(") ").context("no fields")?;
    // utime and stime are the fields 14 and 15, and the 12th and 13th behind the name.
    sum(fields.split(' ').skip(11).take(2))
}

/// Processor time of all processes together, in seconds.
pub fn used_by_all() -> anyhow::Result<f64> {
    let stat = std::fs::read_to_string("/proc/stat")?;
    let fields = stat.lines().next().context("no line")?.split_whitespace().skip(1);
    // user, nice and system; idle and waiting are nobody's; then two kinds of interrupts.
    sum(fields.enumerate().filter(|(index, _)| matches!(index, 0..=2 | 5..=6)).map(|(_, ticks)| ticks))
}

fn sum<'a>(ticks: impl Iterator<Item = &'a str>) -> anyhow::Result<f64> {
    let ticks: Vec<f64> = ticks.map(str::parse).collect::<Result<_, _>>()?;
    Ok(ticks.iter().sum::<f64>() / TICKS_A_SECOND)
}
