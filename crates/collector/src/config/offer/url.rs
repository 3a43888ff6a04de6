//! Addresses that an offer may lead to or have pictures from.

/// Longest of them, in bytes, inclusive.
const MAX_BYTES: usize = 2_000;

/// What is wrong with an address. Right are one of `https` or `http`, and a path of the page's own host: neither runs a script
/// (`javascript:`) nor brings its content along (`data:`).
pub(super) fn wrong_url(url: &str) -> Option<String> {
    let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    let is_whole =
        host.is_some_and(|host| host.starts_with(|first: char| first.is_ascii_alphanumeric() || first == '['));
    let is_path = url.starts_with('/') && !url.starts_with("//");
    let is_plain = url.len() <= MAX_BYTES && url.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    let reason = "is no safe address: write it as in \"https://shop.example/sale/\" or \"/sale/\"";
    (!is_plain || !is_whole && !is_path).then(|| format!("{url:?} {reason}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pages_and_paths_are_addresses() {
        for good in ["/", "/sale/?a=b#c", "https://shop.example", "http://localhost:8787/x", "https://[::1]/"] {
            assert_eq!(wrong_url(good), None, "{good}");
        }
        let long = format!("/{}", "a".repeat(MAX_BYTES));
        assert!(wrong_url(&long[1..]).is_some(), "a bare name is no path");
        assert_eq!(wrong_url(&long[..MAX_BYTES]), None);
        for bad in [
            "",
            "sale",
            "//evil.example/",
            "/\\evil.example/",
            "javascript:alert(1)",
            " https://shop.example/",
            "https:///x",
            "https://",
            "data:image/png;base64,AA==",
            "/sale now/",
            "/\n/evil.example",
            &long,
        ] {
            let wrong = wrong_url(bad).unwrap_or_default();
            assert!(wrong.contains("is no safe address"), "{bad}");
        }
    }
}
