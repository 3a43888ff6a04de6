//! Pages that somebody wrote by hand: a button and its words, a price in the text, sometimes microdata or RDFa.

use anyhow::Result;
use serde_json::json;
use waypost_e2e::storefront::PLAIN;
use waypost_e2e::told::{one, told};
use waypost_e2e::walk::Walk;

/// The buttons of `words.html`, in their order: an addition each, in the languages of European and American shops.
const WORDS: [&str; 21] = [
    "en", "de", "fr", "es", "pt", "it", "nl", "pl", "sv", "ro", "cs", "tr", "ru", "uk", "basket", "bag", "mx", "legen",
    "toe", "sacola", "wagen",
];

/// So many buttons of `nowords.html` have words of the cart without adding to it.
const NO_WORDS: usize = 24;

#[tokio::test]
async fn pages_made_by_hand_are_told() -> Result<()> {
    let mut walk = Walk::to(PLAIN).await?;
    a_page_of_a_button_and_a_price_is_told_as_far_as_it_says_anything(&mut walk).await?;
    walk.without(&[]);
    a_french_shop_is_known_by_where_its_forms_and_links_lead(&mut walk).await?;
    words_in_many_languages_add_and_like_words_do_not(&mut walk).await?;
    each_source_stands_in_for_the_one_before_it(&mut walk).await?;
    walk.end().await
}

async fn a_page_of_a_button_and_a_price_is_told_as_far_as_it_says_anything(walk: &mut Walk) -> Result<()> {
    walk.open("/krug.html", "product").await?;
    walk.tells(told("view_item").perhaps());
    walk.press("#note").await?;
    walk.press("#sold").await?;
    walk.stage.fill("input", "2").await?;
    walk.press("#add").await?;
    walk.sees("#added").await?;
    let jug = json!({"item_name": "Reiherkrug", "price": "1249.90", "quantity": 2});
    walk.tells(told("add_to_cart").with(one("EUR", jug)).from(&["button"]));
    walk.press("#added a").await?;
    walk.arrive("/warenkorb.html", "cart").await?;
    walk.tells(told("view_cart"));

    walk.open("/mug.html", "product").await?;
    let mug = json!({"item_id": "DM-30", "item_name": "Dapple mug", "price": "14.90"});
    walk.tells(told("view_item").with(one("GBP", mug.clone())).from(&["microdata"]));
    walk.press("#view").await?;
    walk.arrive("/basket.html", "cart").await?;
    walk.tells(told("view_cart"));
    walk.open("/mug.html", "product").await?;
    walk.tells(told("view_item").with(one("GBP", mug.clone())));
    walk.press("#add").await?;
    walk.tells(told("add_to_cart").with(one("GBP", mug)).from(&["button", "request"]));
    walk.arrive("/basket.html", "cart").await?;
    walk.tells(told("view_cart"));

    walk.open("/bowl.html", "product").await?;
    let bowl = json!({"item_id": "QB-01", "item_name": "Quarry bowl", "price": "29.90"});
    walk.tells(told("view_item").with(one("GBP", bowl.clone())).from(&["rdfa"]));
    // The browser refuses the form: 9 are too many.
    walk.stage.fill("[name=qty]", "9").await?;
    walk.press("#add").await?;
    walk.stage.fill("[name=qty]", "3").await?;
    walk.press("#add").await?;
    walk.tells(
        told("add_to_cart")
            .with(one("GBP", json!({"item_id": "QB-01", "item_name": "Quarry bowl", "price": "29.90", "quantity": 3})))
            .from(&["form", "button"]),
    );
    walk.arrive("/basket.html", "cart").await?;
    walk.tells(told("view_cart"));
    walk.open("/thanks.html", "thank_you").await?;
    Ok(())
}

async fn a_french_shop_is_known_by_where_its_forms_and_links_lead(walk: &mut Walk) -> Result<()> {
    walk.open("/produit/cruche.html", "product").await?;
    walk.tells(told("view_item").perhaps());
    walk.stage.fill("[name=qte]", "2").await?;
    // It says no more than "Add", and its form leads to the cart.
    walk.press("#add").await?;
    let jug = json!({"item_name": "Cruche Héron", "price": "46.00", "quantity": 2});
    walk.tells(told("add_to_cart").with(one("EUR", jug)).from(&["form"]));
    walk.arrive("/panier.html", "cart").await?;
    walk.tells(told("view_cart"));
    walk.press("#coupon").await?;
    walk.arrive("/panier.html", "cart").await?;
    walk.tells(told("view_cart").perhaps());
    walk.press("#remove").await?;
    let gone = json!({"items": [{"item_name": "Cruche Héron", "quantity": 2}]});
    walk.tells(told("remove_from_cart").with(gone).from(&["button"]));
    walk.arrive("/panier.html", "cart").await?;
    walk.tells(told("view_cart").perhaps());
    walk.press("#order").await?;
    walk.arrive("/commande.html", "checkout").await?;
    walk.tells(told("begin_checkout").on(&["/panier.html", "/commande.html"]));
    Ok(())
}

async fn words_in_many_languages_add_and_like_words_do_not(walk: &mut Walk) -> Result<()> {
    walk.look_at("/words.html").await?;
    for (number, id) in WORDS.iter().enumerate() {
        walk.press(&format!("#{id}")).await?;
        walk.sees(&format!("#{id}.pressed")).await?;
        let piece =
            json!({"item_name": format!("Piece {}", number + 1), "price": format!("{}.50", number + 1), "quantity": 1});
        walk.tells(told("add_to_cart").with(one("EUR", piece)).from(&["button"]));
    }
    walk.look_at("/no-words.html").await?;
    for number in 0..NO_WORDS {
        walk.press(&format!("#n{number}")).await?;
        walk.sees(&format!("#n{number}.pressed")).await?;
    }
    // "Remove from cart", "Aus dem Warenkorb entfernen" and "Proceed to checkout" may be taken by their word.
    for name in ["remove_from_cart", "remove_from_cart", "begin_checkout"] {
        walk.tells(told(name).perhaps());
    }
    Ok(())
}

async fn each_source_stands_in_for_the_one_before_it(walk: &mut Walk) -> Result<()> {
    for (page, off, is_seen, add) in [
        ("/bowl.html", &["rdfa", "form"][..], false, &["button"][..]),
        ("/bowl.html", &["form", "button"], true, &[]),
        ("/mug-again.html", &["microdata", "button", "request"], false, &[]),
    ] {
        walk.without(off);
        walk.look_at(page).await?;
        if is_seen {
            walk.tells(told("view_item").from(&["rdfa"]));
        }
        walk.press("#add").await?;
        if !add.is_empty() {
            walk.tells(told("add_to_cart").with(json!({"items": [{"quantity": 1}]})).from(add));
        }
        walk.arrive("/basket.html", "cart").await?;
        let cart = told("view_cart");
        // An address is what was requested.
        walk.tells(if off.contains(&"request") { cart.perhaps() } else { cart });
    }
    Ok(())
}
