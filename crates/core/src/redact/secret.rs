//! Numbers and runs of characters that tell a person: phone and card numbers, IBANs, tokens, long runs of digits.

/// What stands in a card number's place.
pub const CARD: &str = "[card]";

/// Fewest digits in a row that are a secret whatever they are.
const LONG: usize = 10;

/// Fewest letters and digits in a row that may be a token.
const TOKEN: usize = 20;

/// `text` with each secret replaced by what it was: `[phone]`, `[card]`, `[iban]`, `[token]` or `[number]`.
pub fn mask(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = String::with_capacity(text.len());
    let (mut kept, mut at) = (0, 0);
    while at < bytes.len() {
        let is_start = at == 0 || !bytes[at - 1].is_ascii_alphanumeric();
        match is_start.then(|| secret(&bytes[at..])).flatten() {
            Some((len, marker)) => {
                out.push_str(&text[kept..at]);
                out.push_str(marker);
                at += len;
                kept = at;
            }
            None => at += 1,
        }
    }
    out.push_str(&text[kept..]);
    out
}

/// Whether a whole number as JSON is a card number: 13 to 19 digits of the card networks' ranges that pass Luhn's check
/// (ISO/IEC 7812).
pub fn is_card(number: &str) -> bool {
    let digits = number.as_bytes();
    (13..=19).contains(&digits.len())
        && matches!(digits[0], b'2'..=b'6')
        && digits.iter().all(u8::is_ascii_digit)
        && luhn(digits)
}

/// The secret at the beginning of `bytes`: how long it is, and its marker.
fn secret(bytes: &[u8]) -> Option<(usize, &'static str)> {
    iban(bytes)
        .map(|len| (len, "[iban]"))
        .or_else(|| token(bytes).map(|len| (len, "[token]")))
        .or_else(|| number(bytes))
}

/// Two capitals, two digits and 11 to 30 letters and digits, perhaps in groups, whose check digits are right (ISO 13616).
fn iban(bytes: &[u8]) -> Option<usize> {
    let is_head = bytes.len() >= 15 && bytes[..2].iter().all(u8::is_ascii_uppercase);
    if !is_head || !bytes[2..4].iter().all(u8::is_ascii_digit) {
        return None;
    }
    let (mut rest, mut count) = (0, 0);
    for (at, byte) in bytes.iter().enumerate().skip(4) {
        match byte {
            b' ' if bytes[at - 1] != b' ' => continue,
            _ if byte.is_ascii_alphanumeric() && count < 30 => count += 1,
            _ => return None,
        }
        rest = modulo(rest, *byte);
        let is_end = bytes.get(at + 1).is_none_or(|next| !next.is_ascii_alphanumeric());
        if is_end && count >= 11 && bytes[..4].iter().fold(rest, |sum, byte| modulo(sum, *byte)) == 1 {
            return Some(at + 1);
        }
    }
    None
}

/// The remainder by 97 of a number that goes on with this character, a letter being two digits.
fn modulo(sum: u32, byte: u8) -> u32 {
    match byte {
        b'0'..=b'9' => (sum * 10 + u32::from(byte - b'0')) % 97,
        letter => (sum * 100 + u32::from(letter.to_ascii_uppercase() - b'A') + 10) % 97,
    }
}

/// A run of letters, digits, `_` and `-` that no person wrote: a UUID, or with [`TOKEN`] letters and digits in a row.
fn token(bytes: &[u8]) -> Option<usize> {
    let len = bytes.iter().take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')).count();
    let run = &bytes[..len];
    let parts = run.split(|byte| !byte.is_ascii_alphanumeric());
    let is_uuid = len == 36 && parts.clone().map(<[u8]>::len).eq([8, 4, 4, 4, 12]);
    let is_mixed = |part: &[u8]| {
        let digits = part.iter().filter(|byte| byte.is_ascii_digit()).count();
        part.len() >= TOKEN && digits >= 2 && part.len() - digits >= 2
    };
    (is_uuid || parts.clone().any(is_mixed)).then_some(len)
}

/// A run of digits, perhaps in groups: a card or phone number, or too long for anything else.
fn number(bytes: &[u8]) -> Option<(usize, &'static str)> {
    let mut digits: Vec<u8> = Vec::new();
    // Where each group ends, in digits and in bytes.
    let mut groups: Vec<(usize, usize)> = Vec::new();
    let is_international = bytes.first() == Some(&b'+');
    let mut at = usize::from(is_international || bytes.first() == Some(&b'('));
    loop {
        let begin = digits.len();
        digits.extend(bytes[at..].iter().take_while(|byte| byte.is_ascii_digit()));
        if digits.len() == begin || digits.len() > 40 {
            break;
        }
        at += digits.len() - begin;
        groups.push((digits.len(), at));
        at += bytes[at..].iter().take(2).take_while(|byte| b" -./()".contains(byte)).count();
    }
    let (count, end) = *groups.last()?;
    if bytes.get(end).is_some_and(u8::is_ascii_alphabetic) && groups.len() == 1 {
        // The beginning of a word.
        return None;
    }
    let begins = || std::iter::once(0).chain(groups.iter().map(|(digits, _)| *digits));
    let is_card = begins().any(|from| {
        let card = |to: usize| std::str::from_utf8(&digits[from.min(to)..to]).is_ok_and(is_card);
        groups.iter().any(|(to, _)| card(*to))
    });
    if is_card {
        return Some((end, CARD));
    }
    let lens: Vec<usize> = begins().zip(&groups).map(|(from, (to, _))| to - from).collect();
    let is_national = (digits[0] == b'0' && lens[0] > 1 || bytes[0] == b'(') && count >= 9
        || lens.ends_with(&[3, 3, 4]) && lens.len() <= 4 && lens[0] <= 3;
    if is_international && count >= 7 || is_national && count <= 15 {
        return Some((end, "[phone]"));
    }
    let first = groups[0];
    (first.0 >= LONG).then_some((first.1, "[number]"))
}

/// Luhn's check: every second digit from the right doubled, the sum of all digits ends with 0.
fn luhn(digits: &[u8]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(at, digit)| {
            let value = u32::from(digit - b'0') << (at & 1);
            if value > 9 { value - 9 } else { value }
        })
        .sum();
    sum.is_multiple_of(10)
}
