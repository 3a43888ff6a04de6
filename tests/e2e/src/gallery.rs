//! The offer in any of its looks: its view is shown by a call, as the tracker would, with the collector's own words.

use anyhow::{Result, ensure};
use serde_json::{Value, json};

use crate::stage::Stage;

/// A configuration with a site for each kind of offer, called like the kind; `demo` keeps the cart.
pub const SITES: &str = r#"
[[site]]
key = "demo"
[[site.offer]]
ask_name = true
ask_phone = true

[[site]]
key = "keep_cart"

[[site]]
key = "discount"
[[site.offer]]
kind = "discount"
code = "LARK-10"

[[site]]
key = "newsletter"
[[site.offer]]
kind = "newsletter"

[[site]]
key = "survey"
[[site.offer]]
kind = "survey"

[[site]]
key = "restock"
[[site.offer]]
kind = "restock"

[[site]]
key = "price_alert"
[[site.offer]]
kind = "price_alert"

[[site]]
key = "recommendations"
[[site.offer]]
kind = "recommendations"
items = [
  { item_id = "heron-jug", item_name = "Heron jug", url = "/shop/product/heron-jug/", image = "/shop/img/heron-jug.svg", price = "46.00", currency = "EUR" },
  { item_id = "dapple-mug", item_name = "Dapple mug", url = "/shop/product/dapple-mug/", image = "/shop/img/dapple-mug.svg", price = "14.90", currency = "EUR" },
  { item_id = "tam-pepper-mill", item_name = "Tam pepper mill", url = "/shop/product/tam-pepper-mill/", image = "/shop/img/tam-pepper-mill.svg", price = "1239.00", currency = "EUR" },
  { item_id = "kite-lamp", item_name = "Kite lamp", url = "/shop/product/kite-lamp/", image = "/shop/img/kite-lamp.svg" },
]

[[site]]
key = "custom"
[[site.offer]]
kind = "custom"
title = "Two weeks of winter linen"
blocks = [
  { type = "text", text = "Everything in linen ships free until the end of the month." },
  { type = "picture", url = "/shop/img/hero.svg", alt = "A set table in the morning" },
  { type = "heading", text = "What is in it" },
  { type = "list", items = ["Towels and throws", "Aprons and napkins", "Bags to keep them in"] },
  { type = "link", text = "To the linen", url = "/shop/category/linen/", button = true },
  { type = "link", text = "How we send it", url = "/shop/#sending" },
]
[site.offer.in.ar]
title = "أسبوعان من كتان الشتاء"
blocks = [
  { type = "text", text = "شحن مجاني لكل ما هو من الكتان حتى نهاية الشهر." },
  { type = "picture", url = "/shop/img/hero.svg", alt = "مائدة في الصباح" },
  { type = "heading", text = "ماذا ستجد" },
  { type = "list", items = ["مناشف وأغطية", "مآزر ومناديل"] },
  { type = "link", text = "إلى الكتان", url = "/shop/category/linen/", button = true },
]
"#;

/// The sites of [`SITES`], each with another kind of offer; `demo` asks for name and phone, too.
pub const KINDS: [&str; 8] =
    ["demo", "discount", "newsletter", "survey", "restock", "price_alert", "recommendations", "custom"];

/// All layouts. A teaser is the tab; what it opens is one of the others.
pub const LAYOUTS: [&str; 5] = ["dialog", "bar", "sheet", "inline", "teaser"];

/// All themes.
pub const THEMES: [&str; 3] = ["plain", "soft", "contrast"];

/// One look.
#[derive(Clone, Copy, Debug)]
pub struct Piece {
    /// A site of [`SITES`].
    pub site: &'static str,
    /// One of [`LAYOUTS`].
    pub layout: &'static str,
    /// One of [`THEMES`].
    pub theme: &'static str,
    /// `auto`, `light` or `dark`.
    pub scheme: &'static str,
    /// Language of its words.
    pub lang: &'static str,
    /// Whether it is shown as to a visitor with a mouse.
    pub mouse: bool,
}

/// The default look.
pub const PLAIN: Piece =
    Piece { site: "keep_cart", layout: "dialog", theme: "plain", scheme: "light", lang: "en", mouse: true };

impl Stage {
    /// Shows a piece in the open page in place of another, and waits until it is on screen. Within the page it gets a
    /// place with room at the end. What it tells the tracker is in `__told`; `__outcome` takes what became of a reply.
    pub async fn exhibit(&self, piece: Piece) -> Result<()> {
        let Piece { site, layout, theme, scheme, lang, mouse } = piece;
        let look = json!({"layout": layout, "touch_layout": layout, "theme": theme, "scheme": scheme});
        let cart = json!({"currency": "EUR", "value": "119.70", "items": [
            {"item_id": "brindle-casserole", "item_name": "Brindle casserole", "item_variant": "ash", "price": "89.90", "quantity": 1},
            {"item_id": "quarry-bowl", "item_name": "Quarry bowl", "price": "14.90", "quantity": 2},
        ]});
        let script = format!(
            "const done = arguments[arguments.length - 1];
             const run = async () => {{
               for (const old of document.querySelectorAll('waypost-offer, [data-waypost-offer]')) old.remove();
               const config = await (await fetch('/v1/config?site={site}&lang={lang}')).json();
               const offer = {{ ...config.offers[0], ...{look} }};
               if (offer.layout === 'inline') {{
                 const place = document.createElement('div');
                 place.dataset.waypostOffer = offer.id;
                 place.style.minHeight = '60em';
                 document.body.append(place);
                 place.scrollIntoView();
               }} else {{
                 scrollTo(0, 0);
               }}
               const item = {{ item_id: 'quarry-bowl', item_name: 'Quarry bowl', item_variant: 'Chalk', price: '14.90', currency: 'EUR' }};
               offer.blocks = offer.blocks.map(block => block.type === 'item' ? {{ ...block, item }} : block);
               const {{ prepare, show }} = await import('/waypost-offer.js');
               await prepare(offer);
               window.__told = [];
               const view = JSON.stringify({{ offer, cart: {cart}, modal: {mouse}, marketing: true }});
               window.__outcome = await show(view, (input, data) => __told.push(data ? {{ ...input, data: JSON.parse(data) }} : input));
             }};
             run().then(() => done(''), error => done(String(error)))"
        );
        let answer = self.browser.driver.execute_async(&script, Vec::new()).await?;
        ensure!(answer.json() == "", "{piece:?}: {}", answer.json());
        self.browser.until("return __told.some(({ k }) => k === 'offer_shown')").await?;
        Ok(())
    }

    /// What the piece on show has told the tracker since it was on screen.
    pub async fn told(&self) -> Result<Vec<Value>> {
        let told = self.browser.eval("return __told.filter(({ k }) => k !== 'offer_shown')").await?;
        Ok(told.as_array().cloned().unwrap_or_default())
    }

    /// Emulates what the visitor's system prefers, such as `("prefers-reduced-motion", "reduce")`. Chromium only.
    pub async fn prefer(&self, features: &[(&str, &str)]) -> Result<()> {
        let features: Vec<Value> = features.iter().map(|(name, value)| json!({"name": name, "value": value})).collect();
        let media = json!({"features": features});
        self.browser.driver.cdp().send_raw("Emulation.setEmulatedMedia", media).await?;
        Ok(())
    }

    /// Emulates a viewport of this size. Chromium only.
    pub async fn resize(&self, width: u32, height: u32) -> Result<()> {
        let size = json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false});
        self.browser.driver.cdp().send_raw("Emulation.setDeviceMetricsOverride", size).await?;
        Ok(())
    }
}
