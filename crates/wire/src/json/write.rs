//! Writing: objects, arrays and strings, straight into one text.

use super::Raw;

/// Appends `text` as a JSON string.
pub fn push_str(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\0'..='\u{1f}' => {
                out.push_str("\\u00");
                out.push(if c < '\u{10}' { '0' } else { '1' });
                out.push(char::from(b"0123456789abcdef"[c as usize & 15]));
            }
            _ => out.push(c),
        }
    }
    out.push('"');
}

/// Appends the digits of `number`. `core::fmt` would bring three kilobytes of padding and precision with it.
pub fn push_u64(out: &mut String, mut number: u64) {
    let mut digits = [0u8; 20];
    let mut at = digits.len();
    loop {
        at -= 1;
        digits[at] = b'0' + (number % 10) as u8;
        number /= 10;
        if number == 0 {
            break;
        }
    }
    out.extend(digits[at..].iter().map(|digit| char::from(*digit)));
}

/// An object being written; the brace closes when this is dropped.
pub struct Object<'o> {
    out: &'o mut String,
    first: bool,
}

impl<'o> Object<'o> {
    /// Opens an object at the end of `out`.
    pub fn new(out: &'o mut String) -> Self {
        out.push('{');
        Self { out, first: true }
    }

    /// Writes a key and gives the text to write its value to. The value must be one JSON value.
    pub fn key(&mut self, key: &str) -> &mut String {
        if !std::mem::take(&mut self.first) {
            self.out.push(',');
        }
        push_str(self.out, key);
        self.out.push(':');
        self.out
    }

    /// A string member.
    pub fn str(&mut self, key: &str, value: &str) -> &mut Self {
        push_str(self.key(key), value);
        self
    }

    /// A string member, left out when empty.
    pub fn str_unless_empty(&mut self, key: &str, value: &str) -> &mut Self {
        if value.is_empty() { self } else { self.str(key, value) }
    }

    /// A whole-number member.
    pub fn u64(&mut self, key: &str, value: u64) -> &mut Self {
        push_u64(self.key(key), value);
        self
    }

    /// `true` or `false`.
    pub fn bool(&mut self, key: &str, value: bool) -> &mut Self {
        self.key(key).push_str(if value { "true" } else { "false" });
        self
    }

    /// A member whose value is JSON already.
    pub fn raw(&mut self, key: &str, value: &str) -> &mut Self {
        self.key(key).push_str(value);
        self
    }

    /// A member whose value is JSON already, left out when that is the object without members.
    pub fn raw_unless_empty(&mut self, key: &str, value: Raw<'_>) -> &mut Self {
        if value == Raw::EMPTY { self } else { self.raw(key, value.text()) }
    }
}

impl Drop for Object<'_> {
    fn drop(&mut self) {
        self.out.push('}');
    }
}

/// An array being written; the bracket closes when this is dropped.
pub struct List<'o> {
    out: &'o mut String,
    first: bool,
}

impl<'o> List<'o> {
    /// Opens an array at the end of `out`.
    pub fn new(out: &'o mut String) -> Self {
        out.push('[');
        Self { out, first: true }
    }

    /// Gives the text to write the next element to. The element must be one JSON value.
    pub fn item(&mut self) -> &mut String {
        if !std::mem::take(&mut self.first) {
            self.out.push(',');
        }
        self.out
    }

    /// A whole-number element.
    pub fn u64(&mut self, value: u64) -> &mut Self {
        push_u64(self.item(), value);
        self
    }
}

impl Drop for List<'_> {
    fn drop(&mut self) {
        self.out.push(']');
    }
}
