//! What a wrong file of rules of channels is told.

use waypost_collector::config::Config;

use super::flags;

/// What is said of a configuration whose rules of channels are `text`; the directory's name is left out.
fn with_channels(text: &str) -> Result<Config, String> {
    let directory = tempfile::tempdir().unwrap();
    let (config, channels) = (directory.path().join("waypost.toml"), directory.path().join("channels.toml"));
    std::fs::write(&config, format!("channels = {channels:?}\n")).unwrap();
    std::fs::write(&channels, text).unwrap();
    let place = format!("{}/", directory.path().display());
    flags(&["--config", config.to_str().unwrap()]).map_err(|error| error.replace(&place, ""))
}

#[test]
fn rules_of_channels_take_the_place_of_those_built_in() {
    let config = with_channels("[[rule]]\nchannel = \"social\"\nhost = [\"forum.example\"]\n").unwrap();
    assert_ne!(config.channels, Config::default().channels);
    assert_eq!(flags(&[]).unwrap().channels, Config::default().channels);
}

#[test]
fn wrong_rules_of_channels_are_refused_with_their_line_and_field() {
    for (text, message) in [
        ("[[rule]]\nchannel =\n", "channels.toml, line 2: string values must be quoted, expected literal string"),
        (
            "\n[[rule]]\nchannel = \"direct\"\n",
            "channels.toml, line 3, field rule[0].channel: unknown variant `direct`, expected one of `search`, `social`, \
             `email`, `paid`, `referral`, `ai`, `other`",
        ),
        (
            "[[rule]]\nchannel = \"ai\"\nhosts = [\"a.example\"]\n",
            "channels.toml, line 3, field rule[0].hosts: unknown field `hosts`, expected one of `channel`, `medium`, \
             `source`, `click`, `host`",
        ),
        (
            "[[rule]]\nchannel = \"ai\"\nhost = [\n\"a.example\",\n\"B.example\"]\n",
            "channels.toml, line 5, field rule[0].host[1]: \"B.example\" can fit nothing: write it in lower case, without \
             blanks around it",
        ),
        ("[[rule]]\nhost = [\"a.example\"]\n", "channels.toml, line 1, field rule[0]: missing field `channel`"),
    ] {
        assert_eq!(with_channels(text).unwrap_err(), message);
    }
    let refusal = with_channels("[[rule]]\nchannel = \"paid\"\nclick = [\"gclick\"]\n").unwrap_err();
    assert!(refusal.contains("line 3, field rule[0].click[0]: \"gclick\" is no click id"), "{refusal}");
    let refusal = flags(&["--config", "/nowhere/waypost.toml"]).unwrap_err();
    assert!(refusal.starts_with("/nowhere/waypost.toml: "), "{refusal}");
}
