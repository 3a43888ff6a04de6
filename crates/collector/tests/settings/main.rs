//! What a wrong file or flag is told: the line, the field and the reason, word for word.

mod channels;
mod offers;

use clap::Parser as _;
use std::path::Path;
use waypost_collector::cli::{Cli, Command};
use waypost_collector::config::{Config, DEFAULT_MIN_FREE_MIB, DEFAULT_RATE_LIMIT, File};

fn parse(text: &str) -> Result<Config, String> {
    File::parse(Path::new("waypost.toml"), text).map(Config::from).map_err(|error| error.to_string())
}

/// Checks that the one offer of the site `a` is left out with this message, and that the file counts all the same.
#[track_caller]
fn check_left_out(offer: &str, message: &str) {
    let config = parse(&format!("[[site]]\nkey = \"a\"\n[[site.offer]]\n{offer}")).unwrap();
    assert_eq!(config.left_out, [message]);
    assert_eq!(config.sites[0].offers, []);
}

#[track_caller]
fn check_refused(text: &str, message: &str) {
    assert_eq!(parse(text).unwrap_err(), message);
}

fn flags(flags: &[&str]) -> Result<Config, String> {
    let cli = Cli::try_parse_from(["waypost", "serve"].iter().chain(flags)).map_err(|error| error.to_string())?;
    let Command::Serve(serve) = cli.command;
    serve.settings().map_err(|error| error.to_string())
}

#[test]
fn an_empty_file_changes_nothing() {
    assert_eq!(parse(""), Ok(Config::default()));
}

#[test]
fn a_whole_file_is_understood() {
    let config = parse(
        r#"
        listen = "0.0.0.0:80"
        data = "/var/lib/waypost"
        token = "a-good-token"
        rate_limit = 0
        trusted_proxies = ["10.0.0.0/8", "192.0.2.7", "2001:db8::/32"]
        min_free_mib = 10

        [[site]]
        key = "shop"
        name = "The shop"
        origins = ["https://shop.example", "http://localhost:3000"]

        [[site.offer]]
        locale = "de"
        title = "Warenkorb behalten?"

        [[site.offer]]
        id = "why"
        kind = "survey"

        [[site]]
        key = "second"
        "#,
    )
    .unwrap();
    assert_eq!((config.listen.to_string().as_str(), config.data.to_str()), ("0.0.0.0:80", Some("/var/lib/waypost")));
    assert_eq!((config.token.as_deref(), config.rate_limit, config.min_free_mib), (Some("a-good-token"), 0, 10));
    let proxies: Vec<String> = config.trusted_proxies.iter().map(ToString::to_string).collect();
    assert_eq!(proxies, ["10.0.0.0/8", "192.0.2.7/32", "2001:db8::/32"]);
    let [shop, second] = &config.sites[..] else { panic!("{:?}", config.sites) };
    assert_eq!((shop.key.as_str(), shop.name.as_str(), shop.origins.len()), ("shop", "The shop", 2));
    let [keep, why] = &shop.offers[..] else { panic!("{:?}", shop.offers) };
    assert_eq!((keep.main.locale.as_str(), keep.main.title.as_str()), ("de", "Warenkorb behalten?"));
    assert_eq!(keep.main.close, second.offers[0].in_language("de").close, "the rest is built in");
    assert_eq!((keep.settings.id.as_str(), why.settings.id.as_str()), ("keep-cart", "why"));
    assert_eq!((second.name.as_str(), second.origins.len()), ("second", 0));
}

#[test]
fn what_is_not_toml_is_refused_with_its_line() {
    check_refused("listen = \"127.0.0.1:1\"\nrate_limit = = 3\n", "waypost.toml, line 2: extra `=`, expected nothing");
}

#[test]
fn an_unknown_field_is_refused() {
    check_refused(
        "data = \"d\"\n\ncolour = 1\n",
        "waypost.toml, line 3, field colour: unknown field `colour`, expected one of `listen`, `public_url`, `data`, `token`, \
         `rate_limit`, `trusted_proxies`, `min_free_mib`, `channels`, `site`",
    );
    check_refused(
        "[[site]]\nkey = \"a\"\n[[site]]\nkey = \"b\"\norigin = \"x\"\n",
        "waypost.toml, line 5, field site[1].origin: unknown field `origin`, expected one of `key`, `name`, `origins`, \
         `restore_page`, `restore_days`, `confirm_days`, `offer`, `offers_per_session`, `translated`",
    );
    check_left_out(
        "headline = \"x\"\n",
        "waypost.toml, line 4, field site[0].offer[0].headline: unknown field `headline`, expected one of `locale`, \
         `version`, `title`, `body`, `label`, `name`, `phone`, `optional`, `suggest`, `submit`, `close`, `consent_text`, \
         `marketing_text`, `thanks`, `invalid`, `invalid_phone`, `unreachable`, `waiting`, `waiting_here`, `total`, \
         `countdown`, `ended`, `stock`, `bought`, `copy`, `copied`, `more`, `done`, `reasons`, `items`, `blocks`, `id`, `kind`, `theme`, `scheme`, `layout`, `touch_layout`, `code`, \
         `countdown_until`, `countdown_minutes`, `show_stock`, `show_bought_today`, `ask_name`, `ask_phone`, `when`, `whom`, `schedule`, `frequency`, `holdout`, `arms`, `in`",
    );
    check_left_out(
        "[site.offer.schedule]\ntime_zone = \"UTC\"\nfrom = 2026-11-27T09:00:00Z\n",
        "waypost.toml, line 6, field site[0].offer[0].schedule.from: 2026-11-27T09:00:00Z is no local time: write it as in \
         2026-11-27T09:00:00 or 2026-11-27",
    );
    check_left_out(
        "[site.offer.whom]\ndevice = [\"watch\"]\n",
        "waypost.toml, line 5, field site[0].offer[0].whom.device: number 1: unknown variant `watch`, expected one of `desktop`, \
         `tablet`, `phone`",
    );
    check_refused(
        "[[site]]\nkey = \"a\"\noffers_per_session = 101\n",
        "waypost.toml, line 3, field site[0].offers_per_session: is 101: it has to be a whole number from 0 to 100",
    );
    check_refused(
        "[[site]]\nkey = \"a\"\n[site.offer]\ntitle = \"x\"\n",
        "waypost.toml, line 3, field site[0].offer: is no list: a site may have several offers, each begins with \
         [[site.offer]]",
    );
}

#[test]
fn a_wrong_type_is_refused() {
    check_refused(
        "rate_limit = \"many\"\n",
        "waypost.toml, line 1, field rate_limit: invalid type: string \"many\", expected u32",
    );
    check_refused(
        "rate_limit = -1\n",
        "waypost.toml, line 1, field rate_limit: invalid value: integer `-1`, expected u32",
    );
    check_refused("\nlisten = \"here\"\n", "waypost.toml, line 2, field listen: invalid socket address syntax");
    check_refused("[site]\nkey = \"a\"\n", "waypost.toml, line 1, field site: invalid type: map, expected a sequence");
}

#[test]
fn a_wrong_origin_is_refused_and_told_how_to_write_it() {
    check_refused(
        "[[site]]\nkey = \"a\"\norigins = [\n  \"https://a.example\",\n  \"b.example/\",\n]\n",
        "waypost.toml, line 5, field site[0].origins[1]: \"b.example/\" is no origin: write scheme and host, such as \
         \"https://shop.example\"",
    );
}

#[test]
fn a_site_needs_a_key_of_its_own() {
    check_refused("[[site]]\nname = \"A\"\n", "waypost.toml, line 1, field site[0]: missing field `key`");
    check_refused(
        "[[site]]\nkey = \"A shop\"\n",
        "waypost.toml, line 2, field site[0].key: \"A shop\" is no site key: 1 to 64 of a-z 0-9 _ -",
    );
    check_refused(
        "[[site]]\nkey = \"a\"\n[[site]]\nkey = \"b\"\n[[site]]\nname = \"A\"\nkey = \"a\"\n",
        "waypost.toml, line 7, field site[2].key: \"a\" is the key of site[0] already",
    );
}

#[test]
fn tokens_and_networks_are_checked() {
    check_refused(
        "token = \"short\"\n",
        "waypost.toml, line 1, field token: a token has 8 to 256 characters, this one 5",
    );
    check_refused(
        "trusted_proxies = [\"10.0.0.0/8\", \"proxy\"]\n",
        "waypost.toml, line 1, field trusted_proxies[1]: \"proxy\" is neither an address nor a network",
    );
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let message = flags(&["--config", "/nonexistent/waypost.toml"]).unwrap_err();
    assert_eq!(message, "/nonexistent/waypost.toml: No such file or directory (os error 2)");
}

#[test]
fn without_flags_there_is_one_site_for_the_collectors_own_pages() {
    let config = flags(&[]).unwrap();
    assert_eq!(config, Config::default());
    assert_eq!((config.listen.to_string().as_str(), config.rate_limit), ("127.0.0.1:8787", DEFAULT_RATE_LIMIT));
    assert_eq!((config.sites[0].key.as_str(), config.sites.len()), ("demo", 1));
    assert_eq!((config.min_free_mib, config.token), (DEFAULT_MIN_FREE_MIB, None));
}

#[test]
fn flags_go_over_the_file() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("waypost.toml");
    std::fs::write(&path, "rate_limit = 7\nlisten = \"127.0.0.1:1\"\n[[site]]\nkey = \"a\"\n").unwrap();
    let file = path.to_str().unwrap();
    let config = flags(&["--config", file, "--listen", "127.0.0.1:2", "--origin", "a=https://a.example"]).unwrap();
    assert_eq!((config.rate_limit, config.listen.port()), (7, 2));
    assert_eq!(config.sites[0].origins[0].text(), "https://a.example");
    let config = flags(&["--config", file, "--site", "b=B", "--site", "c=C", "--token", "12345678"]).unwrap();
    assert_eq!(config.sites.iter().map(|site| site.key.as_str()).collect::<Vec<_>>(), ["b", "c"]);
    assert_eq!(config.token.as_deref(), Some("12345678"));
}

#[test]
fn wrong_flags_are_refused() {
    for (wrong, message) in [
        (["--site", "A=B"], "--site A: the key has to be 1 to 64 of a-z 0-9 _ -"),
        (["--origin", "shop=https://a.example"], "--origin shop: there is no site with this key"),
        (
            ["--origin", "demo=a.example"],
            "--origin demo: \"a.example\" is no origin: write scheme and host, such as \"https://shop.example\"",
        ),
    ] {
        assert_eq!(flags(&wrong).unwrap_err(), message);
    }
    assert_eq!(flags(&["--site", "a=A", "--site", "a=B"]).unwrap_err(), "--site a: this key is there twice");
    for (wrong, words) in [
        (["--site", "demo"], "write it as KEY=VALUE"),
        (["--token", "1234567"], "a token has 8 to 256 characters, this one 7"),
        (["--listen", "here"], "invalid socket address syntax"),
    ] {
        let message = flags(&wrong).unwrap_err();
        assert!(message.contains(words), "{message}");
    }
}

#[test]
fn the_file_in_the_guide_is_right_and_shows_the_default_words() {
    let guide = include_str!("../../../../docs/self-hosting.md");
    let example = guide.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let config = parse(example).unwrap();
    let [shop, second] = &config.sites[..] else { panic!("{:?}", config.sites) };
    assert_eq!((&config.left_out[..], &shop.offers[0]), (&[][..], &second.offers[0]));
    assert_eq!((config.rate_limit, config.min_free_mib), (DEFAULT_RATE_LIMIT, DEFAULT_MIN_FREE_MIB));
    assert_eq!(config.listen, Config::default().listen);
}

#[test]
fn links_need_a_page_of_the_site_and_a_number_of_days() {
    let site = |line: &str| format!("[[site]]\nkey = \"a\"\norigins = [\"https://shop.example\"]\n{line}\n");
    let good = "restore_page = \"https://shop.example/cart/?a=1\"\nrestore_days = 365";
    let config = parse(&format!("public_url = \"https://collect.example\"\n{}", site(good))).unwrap();
    let found = (config.public_url.as_ref().map(|url| url.text()), config.sites[0].restore_days);
    assert_eq!(found, (Some("https://collect.example"), 365));
    assert_eq!(config.sites[0].restore_page.as_deref(), Some("https://shop.example/cart/?a=1"));
    let line =
        |line: usize, field: &str, rest: &str| format!("waypost.toml, line {line}, field site[0].{field}: {rest}");
    for days in [0, 366] {
        let wrong = line(4, "restore_days", &format!("{days} is not from 1 to 365"));
        check_refused(&site(&format!("restore_days = {days}")), &wrong);
    }
    let wrong = "\"/cart/\" is no page: write its whole address, such as \"https://shop.example/cart/\"";
    check_refused(&site("restore_page = \"/cart/\""), &line(4, "restore_page", wrong));
    let wrong = "\"https://shop.example.evil.example/\" is on none of the site's origins";
    check_refused(&site("restore_page = \"https://shop.example.evil.example/\""), &line(4, "restore_page", wrong));
}
