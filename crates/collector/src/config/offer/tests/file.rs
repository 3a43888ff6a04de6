//! What is said of an offer in the file that is wrong, and that the others work.

use crate::config::File;
use std::path::Path;

fn left_out(offer: &str) -> String {
    let text = format!("[[site]]\nkey = \"a\"\n[[site.offer]]\n{offer}\n[[site.offer]]\nid = \"keep\"\n");
    let file = File::parse(Path::new("waypost.toml"), &text).unwrap();
    let ids: Vec<_> = file.site[0].whole.iter().map(|offer| offer.settings.id.as_str()).collect();
    assert_eq!(ids, ["keep"], "{offer}");
    file.left_out.join("\n")
}

#[test]
fn a_wrong_block_or_product_is_named_with_its_place() {
    let custom = |block: &str| {
        left_out(&format!("kind = \"custom\"\ntitle = \"T\"\nblocks = [{{ type = \"text\", text = \"A\" }}, {block}]"))
    };
    let slots = |item: &str| left_out(&format!("kind = \"recommendations\"\nitems = [{item}]"));
    let blocks = ("waypost.toml, line 6, field site[0].offer[0].blocks", "number 2: ");
    let items = ("waypost.toml, line 5, field site[0].offer[0].items", "number 1: ");
    for (said, (field, place), expected) in [
        (
            custom("{ type = \"video\" }"),
            blocks,
            "unknown variant `video`, expected one of `heading`, `text`, `picture`",
        ),
        (custom("{ type = \"html\", text = \"<b>\" }"), blocks, "unknown variant `html`"),
        (custom("{ text = \"A\" }"), blocks, "missing field `type`"),
        (custom("{ type = \"link\", text = \"A\" }"), blocks, "missing field `url`"),
        (custom("{ type = \"text\", text = \"A\", style = \"x\" }"), blocks, "unknown field `style`"),
        (
            custom("{ type = \"picture\", url = \"javascript:x\", alt = \"\" }"),
            blocks,
            "`url` \"javascript:x\" is no safe",
        ),
        (slots("{ item_id = \"a\", url = \"/\" }"), items, "missing field `item_name`"),
        (slots("{ item_id = \"a\", item_name = \"A\", url = \"/\", stock = 1 }"), items, "unknown field `stock`"),
    ] {
        assert!(said.starts_with(field) && said.contains(&format!(": {place}{expected}")), "{said}");
    }
}

#[test]
fn a_kind_that_is_unknown_is_told_with_those_that_there_are() {
    let kinds =
        "`keep_cart`, `discount`, `newsletter`, `survey`, `restock`, `price_alert`, `recommendations`, `custom`";
    let expected =
        format!("waypost.toml, line 4, field site[0].offer[0].kind: unknown variant `modal`, expected one of {kinds}");
    assert_eq!(left_out("kind = \"modal\""), expected);
}
