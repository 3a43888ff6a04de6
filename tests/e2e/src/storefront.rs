//! Shop systems as far as a browser meets them: what each of their addresses answers.
//!
//! The pages are in `fixtures/storefronts`, written by us with the conventions of each system: paths, form actions,
//! class names, attributes, structured data and globals. A storefront has one kind of goods in its cart, and knows how
//! many. In its pages and answers `{{quantity}}` is that number and `{{total}}` what they cost; what stands between
//! `{{#full}}` and `{{/full}}` is there when there are any, between `{{#empty}}` and `{{/empty}}` when there are none.

mod table;

pub use table::{BIGCOMMERCE, HEADLESS, MAGENTO, OPENCART, PLAIN, PRESTASHOP, SHOPIFY, WOOCOMMERCE};

/// What an address answers.
#[derive(Clone, Copy, Debug)]
pub enum Reply {
    /// The page of this name.
    Page(&'static str),
    /// This status and this JSON.
    Data(u16, &'static str),
    /// The browser is sent on to this address.
    See(&'static str),
}

/// One address of a shop.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Route {
    method: &'static str,
    target: &'static str,
    saying: &'static str,
    reply: Reply,
    then: Option<u32>,
}

impl Route {
    const fn new(method: &'static str, target: &'static str, reply: Reply) -> Self {
        Self { method, target, saying: "", reply, then: None }
    }

    /// Only when the body holds `text`.
    const fn saying(mut self, text: &'static str) -> Self {
        self.saying = text;
        self
    }

    /// From then on so many are in the cart.
    const fn then(mut self, quantity: u32) -> Self {
        self.then = Some(quantity);
        self
    }
}

/// What never changes of a storefront.
#[derive(Debug)]
pub(crate) struct System {
    name: &'static str,
    routes: &'static [Route],
    /// What one of the goods in the cart costs, in hundredths.
    price: u32,
    has_inline_scripts: bool,
}

/// A shop that is open.
#[derive(Clone, Debug)]
pub struct Storefront {
    system: &'static System,
    quantity: u32,
}

impl Storefront {
    pub(crate) const fn new(system: &'static System) -> Self {
        Self { system, quantity: 1 }
    }

    /// The folder of its pages.
    pub fn name(&self) -> &'static str {
        self.system.name
    }

    /// Whether its pages have event handlers in their attributes, which no strict policy allows.
    pub fn has_inline_scripts(&self) -> bool {
        self.system.has_inline_scripts
    }

    /// Answers a request, none where the address is not one of its own.
    pub fn answer(&mut self, method: &str, target: &str, body: &str) -> Option<Reply> {
        let fits = |route: &&Route| {
            route.method == method
                && is_of(target, route.target)
                && (route.saying.is_empty() || body.contains(route.saying))
        };
        let route = self.system.routes.iter().find(fits)?;
        self.quantity = route.then.unwrap_or(self.quantity);
        Some(route.reply)
    }

    /// `text` with what is in the cart.
    pub fn filled(&self, text: &str) -> String {
        let total = self.quantity * self.system.price;
        let (stays, goes) = if self.quantity == 0 { ("empty", "full") } else { ("full", "empty") };
        let mut text = text
            .replace("{{quantity}}", &self.quantity.to_string())
            .replace("{{total}}", &format!("{}.{:02}", total / 100, total % 100));
        let [open, close] = [format!("{{{{#{goes}}}}}"), format!("{{{{/{goes}}}}}")];
        while let Some((before, rest)) = text.split_once(&open) {
            text = format!("{before}{}", rest.split_once(&close).map_or("", |(_, after)| after));
        }
        text.replace(&format!("{{{{#{stays}}}}}"), "").replace(&format!("{{{{/{stays}}}}}"), "")
    }
}

/// Whether `target` has the path of `pattern` and every parameter of it, in any order. A `*` at the end of a path or
/// parameter stands for any rest.
fn is_of(target: &str, pattern: &str) -> bool {
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let (wanted_path, wanted) = pattern.split_once('?').unwrap_or((pattern, ""));
    let fits = |text: &str, wanted: &str| match wanted.strip_suffix('*') {
        Some(start) => text.starts_with(start),
        None => text == wanted,
    };
    let has = |wanted: &str| wanted.is_empty() || query.split('&').any(|part| fits(part, wanted));
    fits(path, wanted_path) && wanted.split('&').all(has)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_known_by_its_path_and_parameters() {
        assert!(is_of("/cart?add=1&id_product=3", "/cart?add=1"));
        assert!(is_of("/index.php?a=b&route=checkout/cart.add", "/index.php?route=checkout/cart*"));
        assert!(is_of("/checkout/cart/add/uenc/x/product/3/", "/checkout/cart/add/*"));
        assert!(!is_of("/cart?delete=1", "/cart?add=1"));
        assert!(!is_of("/cart/add", "/cart"));
    }

    #[test]
    fn pages_say_what_is_in_the_cart() {
        let mut shop = SHOPIFY;
        let page = "{{#full}}{{quantity}} for {{total}}{{/full}}{{#empty}}nothing{{/empty}}";
        assert_eq!(shop.filled(page), "1 for 49.50");
        shop.quantity = 0;
        assert_eq!(shop.filled(page), "nothing");
    }
}
