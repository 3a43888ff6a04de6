//! Which browser a request comes from, as far as figures need it: nothing else of the user agent is kept.

use woothee::parser::Parser;

/// Longest user agent that is looked at, in bytes. Those of browsers have one or two hundred.
const MAX_BYTES: usize = 1024;

/// Most digits of a major version. Longer ones are made up, and each would be a group of its own.
const MAX_DIGITS: usize = 4;

/// Family and major version, such as `Chrome 156`; empty where it is not known.
pub fn of(user_agent: &str) -> String {
    let known = (user_agent.len() <= MAX_BYTES).then(|| Parser::new().parse(user_agent)).flatten();
    let Some(browser) = known.filter(|browser| browser.name != "UNKNOWN") else { return String::new() };
    let is_version = |major: &&str| major.len() <= MAX_DIGITS && major.bytes().all(|byte| byte.is_ascii_digit());
    let major = browser.version.split('.').next().filter(is_version);
    [browser.name, major.unwrap_or_default()].join(" ").trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_is_known_by_family_and_major_version() {
        let webkit = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)";
        for (user_agent, expected) in [
            (format!("{webkit} Chrome/156.0.0.0 Safari/537.36"), "Chrome 156"),
            (format!("{webkit} Chrome/156.0.0.0 Safari/537.36 Edg/156.0.0.0"), "Edge 156"),
            ("Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0".to_owned(), "Firefox 153"),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1".to_owned(),
                "Safari 18",
            ),
            (format!("{webkit} Chrome/9999.0.0.0 Safari/537.36"), "Chrome 9999"),
            (format!("{webkit} Chrome/10000.0.0.0 Safari/537.36"), "Chrome"),
            ("something".to_owned(), ""),
            (String::new(), ""),
            (format!("{webkit} Chrome/156.0.0.0 {}", "x".repeat(MAX_BYTES)), ""),
        ] {
            assert_eq!(of(&user_agent), expected, "{user_agent}");
        }
    }
}
