//! Batches as a busy shop sends them, every event with a number of its own.

use std::fmt::Write as _;

/// Events in each batch.
pub const BATCH_EVENTS: usize = 50;

/// Batches that one stream sends before its page is left.
const STREAM_BATCHES: usize = 4;

/// Stand for ids in the templates.
const STREAM_MARK: &str = "11111111111111111111111111111111";
const VISITOR_MARK: &str = "22222222222222222222222222222222";
const SESSION_MARK: &str = "33333333333333333333333333333333";

/// An endless row of distinct batches. Every other stream has consent, and so a visitor and a session of its own.
pub struct Batches {
    templates: Vec<Template>,
    salt: u64,
    next: u64,
}

struct Template {
    body: Vec<u8>,
    marks: Vec<(usize, u64)>,
}

/// What to send.
pub struct Request {
    /// Tells anonymous visitors apart.
    pub user_agent: String,
    /// The batch.
    pub body: Vec<u8>,
}

impl Batches {
    /// Batches of one salt never meet those of another.
    pub fn new(salt: u64) -> Self {
        let both = [false, true];
        let templates =
            both.into_iter().flat_map(|granted| (0..STREAM_BATCHES).map(move |part| template(granted, part)));
        Self { templates: templates.collect(), salt, next: 0 }
    }

    /// Length of a batch, more or less.
    pub fn body_bytes(&self) -> usize {
        self.templates.iter().map(|template| template.body.len()).sum::<usize>() / self.templates.len()
    }

    /// The next batch.
    pub fn next(&mut self) -> Request {
        let number = self.next;
        self.next += 1;
        // Streams take turns in groups, as pages of many visitors do.
        const AT_ONCE: u64 = 32;
        let per_group = AT_ONCE * STREAM_BATCHES as u64;
        let (group, within) = (number / per_group, number % per_group);
        let (part, stream) = ((within / AT_ONCE) as usize, group * AT_ONCE + within % AT_ONCE);
        let granted = stream % 2 == 1;
        let template = &self.templates[usize::from(granted) * STREAM_BATCHES + part];
        let mut body = template.body.clone();
        for (at, kind) in &template.marks {
            let id = mix(self.salt << 48 | kind << 40 | stream);
            body[*at..*at + 32].copy_from_slice(id.as_bytes());
        }
        Request { user_agent: format!("Mozilla/5.0 (X11; Linux x86_64) Shopper/{}-{stream}", self.salt), body }
    }
}

/// 32 hexadecimal digits that look random, as real ids are: ids in order would flatter the database's index.
fn mix(number: u64) -> String {
    let scramble = |seed: u64| {
        let mut z = number.wrapping_add(seed).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    };
    format!("{:016x}{:016x}", scramble(1), scramble(2))
}

fn template(granted: bool, part: usize) -> Template {
    let mut body = format!(r#"{{"v":1,"site":"demo","stream":"{STREAM_MARK}","sdk":"0.1.0","#);
    if granted {
        let _ = write!(body, r#""consent":"granted","visitor":"{VISITOR_MARK}","sessions":["{SESSION_MARK}"],"#);
    } else {
        body.push_str(r#""consent":"anonymous","#);
    }
    body.push_str(
        r#""device":{"class":"desktop","vw":1440,"vh":900,"lang":"en-GB"},"pages":[{"id":1,"url":"https://shop.example/product/stoneware-bowl/","title":"Stoneware bowl · Larkmoor","ref":"https://shop.example/category/table/","utm":{"source":"newsletter","campaign":"autumn"}}],"events":["#,
    );
    for index in 0..BATCH_EVENTS {
        if index > 0 {
            body.push(',');
        }
        let n = part * BATCH_EVENTS + index + 1;
        let (name, data) = event(n);
        let age = 5000 - index * 90;
        let session = if granted { r#","s":0"# } else { "" };
        let _ = write!(body, r#"{{"n":{n},"age":{age},"e":"{name}","p":1{session},"d":{data}}}"#);
    }
    body.push_str("]}");
    let body = body.into_bytes();
    let marks = [STREAM_MARK, VISITOR_MARK, SESSION_MARK].iter().zip(0..);
    let marks = marks.filter_map(|(mark, kind)| {
        let at = body.windows(mark.len()).position(|window| window == mark.as_bytes())?;
        Some((at, kind))
    });
    Template { marks: marks.collect(), body }
}

/// A shopper's mix: mostly looking and clicking, now and then a product, seldom a cart.
fn event(n: usize) -> (&'static str, &'static str) {
    const ITEM: &str = r#"{"currency":"EUR","value":"29.90","items":[{"item_id":"LM-0412","item_name":"Stoneware bowl","item_brand":"Larkmoor","item_category":"Table","item_variant":"Slate","price":"29.90","quantity":1}]}"#;
    match n {
        1 => ("page_view", "{}"),
        2 => ("view_item", ITEM),
        30 => ("add_to_cart", ITEM),
        150 => ("begin_checkout", ITEM),
        200 => ("purchase", ITEM),
        n if n % 10 == 0 => ("section_view", r#"{"section":"reviews","visible_ms":1840}"#),
        n if n % 4 == 0 => {
            ("click", r#"{"tag":"a","text":"Care and washing","href":"/product/stoneware-bowl/","id":"care"}"#)
        }
        n if n % 4 == 1 => ("scroll", r#"{"percent":50}"#),
        n if n % 4 == 2 => ("engagement", r#"{"visible_ms":15000,"focused_ms":12800}"#),
        _ => ("click", r#"{"tag":"button","text":"Next picture","id":"gallery-next"}"#),
    }
}
