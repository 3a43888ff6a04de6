//! Offers about the product of the page, products that are recommended, and offers that a shop makes itself.

use anyhow::Result;
use serde_json::{Value, json};
use waypost_e2e::browser::Shape;
use waypost_e2e::stage::Stage;

const PAGE: &str = "/fixture/plain.html";

/// A stage whose one site has this `[[site.offer]]`, which nothing but a second on the page brings.
async fn stage(table: &str) -> Result<Stage> {
    stage_with(table, json!({"armAfterMs": 0, "armInteractions": 0})).await
}

/// The same with these options of offers.
async fn stage_with(table: &str, options: Value) -> Result<Stage> {
    let file = format!(
        "[[site]]\nkey = \"demo\"\n[[site.offer]]\n{table}\n[site.offer.when]\nafter_s = 1\n[site.offer.frequency]\nper_session = 2\n"
    );
    let stage = Stage::start_with(Shape::Desktop, &file).await?;
    stage.configure(&json!({ "offer": options }).to_string());
    Ok(stage)
}

fn mug() -> Value {
    json!({"currency": "EUR", "value": "14.90", "items": [
        {"item_id": "dapple-mug", "item_name": "Dapple mug", "item_variant": "blue", "price": "14.90", "quantity": 1},
    ]})
}

#[tokio::test]
async fn who_waits_for_a_product_leaves_an_address_for_it() -> Result<()> {
    let stage = stage("kind = \"restock\"").await?;
    stage.open(PAGE).await?;
    stage.call("track", json!(["view_item", mug()])).await?;
    let withheld = stage.collector.event_named("offer_withheld").await?;
    let said = ["offer", "reason", "field"].map(|field| withheld.data[field].clone());
    assert_eq!(said, ["restock", "no_item", "out_of_stock"]);
    stage.call("track", json!(["out_of_stock", {"item_id": "dapple-mug"}])).await?;
    let offer = stage.offer().await?;
    assert_eq!(offer.says(".cart .name").await?, "Dapple mugblue");
    assert_eq!(offer.says(".cart .amount").await?, "€14.90");
    offer.give_address("jane@example.org").await?;
    let capture = stage.collector.captures().await?.remove(0);
    assert_eq!((&capture["offer"], &capture["email"]), (&json!("restock"), &json!("jane@example.org")));
    let item = json!({"item_id": "dapple-mug", "item_name": "Dapple mug", "item_variant": "blue", "price": "14.90", "currency": "EUR"});
    assert_eq!(capture["item"], item);
    assert_eq!(capture["consent"]["text"], "We use your address for this one e-mail about this product.");
    stage.collector.event_named("offer_submitted").await?;
    assert!(stage.front.heard("/v1/events").iter().all(|heard| !heard.body.contains("jane@")));
    stage.end().await
}

#[tokio::test]
async fn a_product_that_is_out_of_stock_may_have_its_id_from_the_shop_alone() -> Result<()> {
    let stage = stage("kind = \"restock\"").await?;
    stage.open("/shop/product/rook-brush/").await?;
    let offer = stage.offer().await?;
    assert_eq!(offer.says(".cart .name").await?, "Rook brush");
    let out = stage.collector.event_named("out_of_stock").await?;
    assert_eq!(
        (&out.data["item_name"], out.data.get("item_id")),
        (&json!("Rook brush"), None),
        "as its markup says it"
    );
    offer.give_address("jane@example.org").await?;
    assert_eq!(stage.collector.captures().await?[0]["item"]["item_id"], "rook-brush");
    stage.end().await
}

#[tokio::test]
async fn an_alert_is_about_the_product_that_was_viewed_before_the_offers_were_known() -> Result<()> {
    let stage = stage_with("kind = \"price_alert\"", json!({"armAfterMs": 600_000})).await?;
    stage.open(PAGE).await?;
    stage.call("track", json!(["view_item", mug()])).await?;
    stage.collector.event_named("view_item").await?;
    // The rules are loaded by the call.
    stage.call("offer", json!(["price-alert"])).await?;
    let offer = stage.offer().await?;
    assert_eq!(offer.says(".cart .name").await?, "Dapple mugblue");
    offer.give_address("jane@example.org").await?;
    assert_eq!(stage.collector.captures().await?[0]["item"]["item_id"], "dapple-mug");
    stage.end().await
}

const CARDS: &str = "return [...root.querySelectorAll('.card')].map(card => card.textContent)";

#[tokio::test]
async fn a_recommended_product_is_followed_and_told_as_chosen() -> Result<()> {
    let item =
        |id: &str| format!("{{ item_id = \"{id}\", item_name = \"A {id}\", url = \"/fixture/next.html?{id}\" }}");
    let table = format!("kind = \"recommendations\"\nitems = [{}, {}]", item("jug"), item("mug"));
    let stage = stage(&table).await?;
    stage.open(PAGE).await?;
    let offer = stage.offer().await?;
    assert_eq!(offer.eval(CARDS).await?, json!(["A jug", "A mug"]));
    offer.find("li:nth-child(2) .card").await?.click().await?;
    stage.arrive("/fixture/next.html").await?;
    let chosen = stage.collector.event_named("select_item").await?;
    let expected =
        json!({"item_list_id": "recommendations", "items": [{"item_id": "mug", "item_name": "A mug", "index": 2}]});
    assert_eq!(chosen.data, expected);
    let over = stage.collector.event_named("offer_dismissed").await?;
    assert_eq!(over.data, json!({"offer": "recommendations", "arm": "offer", "by": "followed"}));
    assert!(stage.stored("click").await?.is_empty(), "what is in an offer is no click on the page");
    stage.end().await
}

#[tokio::test]
async fn the_page_recommends_by_its_options_or_a_block_and_nothing_unsafe_is_shown() -> Result<()> {
    let run = json!({"item_id": "bad", "item_name": "Bad", "url": "javascript:document.title='run'"});
    let good = json!({"item_id": "jug", "item_name": "<b>Jug</b>", "url": "/jug/", "image": "javascript:1", "price": "9.50", "currency": "EUR"});
    let options = json!({"armAfterMs": 0, "armInteractions": 0, "items": [run, good, {"item_id": "x"}]});
    let stage = stage_with("kind = \"recommendations\"", options).await?;
    stage.open(PAGE).await?;
    let offer = stage.offer().await?;
    assert_eq!(offer.eval(CARDS).await?, json!(["<b>Jug</b>€9.50"]));
    assert_eq!(offer.eval("return root.querySelectorAll('img, b').length").await?, json!(0));
    let block = "<script type=\"application/json\" data-waypost-items>[{\"item_id\":\"a\",\"item_name\":\"In a block\",\"url\":\"/\"}]</script>";
    stage.front.edit("<h1>Plain</h1>", &format!("<h1>Plain</h1>{block}"));
    stage.open(PAGE).await?;
    assert_eq!(stage.offer().await?.eval(CARDS).await?, json!(["In a block"]));
    stage.end().await
}

#[tokio::test]
async fn without_products_nothing_is_recommended() -> Result<()> {
    let stage = stage("kind = \"recommendations\"").await?;
    stage.open(PAGE).await?;
    let withheld = stage.collector.event_named("offer_withheld").await?;
    let said = ["offer", "reason", "field"].map(|field| withheld.data[field].clone());
    assert_eq!(said, ["recommendations", "no_item", "items"]);
    assert!(!stage.has_offer().await?);
    stage.end().await
}

#[tokio::test]
async fn an_offer_of_the_shops_own_has_its_blocks_and_tells_which_link_was_pressed() -> Result<()> {
    let table = "kind = \"custom\"\ntitle = \"Sale\"\nblocks = [
        { type = \"heading\", text = \"<i>What</i>\" },
        { type = \"text\", text = \"Linen\" },
        { type = \"list\", items = [\"One\", \"Two\"] },
        { type = \"picture\", url = \"/shop/img/heron-jug.svg\", alt = \"A jug\" },
        { type = \"link\", text = \"Further down\", url = \"/fixture/plain.html#press\", button = true },
    ]";
    let stage = stage(table).await?;
    stage.open(PAGE).await?;
    let offer = stage.offer().await?;
    let shown = "return [...root.querySelectorAll('h3, .intro, li, a')].map(node => node.textContent)";
    assert_eq!(offer.eval(shown).await?, json!(["<i>What</i>", "Linen", "One", "Two", "Further down"]));
    assert_eq!(offer.eval("return root.querySelector('img').alt").await?, "A jug");
    offer.find("a.send").await?.click().await?;
    // What it leads to is on this page, so that the offer has to be out of the way.
    stage.offer_is_gone().await?;
    assert_eq!(stage.browser.eval("return location.hash").await?, "#press");
    let pressed = stage.collector.event_named("select_promotion").await?;
    assert_eq!(pressed.data, json!({"promotion_id": "custom", "creative_name": "Further down"}));
    let over = stage.collector.event_named("offer_dismissed").await?;
    assert_eq!(over.data["by"], "followed");
    stage.end().await
}
