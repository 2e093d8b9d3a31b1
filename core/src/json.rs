//! A reader of JSON text, value by value: no tree, no float, one copy of its code for all that is read.
//!
//! What it refuses, in which words and at which line and column is what `serde_json` says, with which the tests compare it.

use std::borrow::Cow;

/// A JSON value, of a list or object only that it begins.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Scalar<'a> {
    Null,
    Boolean(bool),
    /// A token without fraction and exponent, within ±(2^53−1): beyond that JavaScript has already changed it.
    Integer(i64),
    /// Any other number token.
    Inexact,
    Text(&'a str),
    List,
    Object,
}

impl Scalar<'_> {
    /// What a person calls this type.
    pub(crate) const fn type_name(self) -> &'static str {
        match self {
            Scalar::Null => "null",
            Scalar::Boolean(_) => "a boolean",
            Scalar::Integer(_) | Scalar::Inexact => "a number",
            Scalar::Text(_) => "a text",
            Scalar::List => "a list",
            Scalar::Object => "an object",
        }
    }
}

/// Deepest nesting that is read.
pub(crate) const MAX_DEPTH: usize = 64;
const SAFE_INTEGER: u64 = (1 << 53) - 1;

/// Why a text cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    TooDeep,
    /// What is wrong, and after how many bytes.
    Syntax(&'static str, usize),
}

impl Fault {
    /// Line and column of a place, from 1; the column counts bytes.
    pub(crate) fn line_and_column(text: &str, at: usize) -> (usize, usize) {
        let before = text.as_bytes().get(..at).unwrap_or_default();
        let line_start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        (1 + before.iter().filter(|byte| **byte == b'\n').count(), at - line_start)
    }
}

type Read<T> = Result<T, Fault>;

pub(crate) struct Reader<'t> {
    text: &'t str,
    at: usize,
    /// The last text that had escapes.
    unescaped: String,
}

impl<'t> Reader<'t> {
    pub(crate) const fn new(text: &'t str) -> Reader<'t> {
        Reader { text, at: 0, unescaped: String::new() }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn next(&mut self) -> Option<u8> {
        let next = self.peek();
        self.at += usize::from(next.is_some());
        next
    }

    fn next_token(&mut self) -> Option<u8> {
        let bytes = self.text.as_bytes();
        loop {
            match bytes.get(self.at) {
                Some(b' ' | b'\n' | b'\t' | b'\r') => self.at += 1,
                byte => return byte.copied(),
            }
        }
    }

    /// What has been read is wrong.
    #[cold]
    fn wrong<T>(&self, what: &'static str) -> Read<T> {
        Err(Fault::Syntax(what, self.at))
    }

    /// What comes is wrong.
    #[cold]
    fn wrong_next<T>(&self, what: &'static str) -> Read<T> {
        Err(Fault::Syntax(what, (self.at + 1).min(self.text.len())))
    }

    /// A value; of a list or object, its bracket.
    pub(crate) fn value(&mut self) -> Read<Scalar<'_>> {
        let Some(first) = self.next_token() else { return self.wrong_next("EOF while parsing a value") };
        if first.is_ascii_digit() {
            return self.number(false);
        }
        if !matches!(first, b'"' | b'{' | b'[' | b'-' | b'n' | b't' | b'f') {
            return self.wrong_next("expected value");
        }
        self.at += 1;
        match first {
            b'"' => {
                let raw = self.string()?;
                Ok(Scalar::Text(raw.unwrap_or(&self.unescaped)))
            }
            b'{' => Ok(Scalar::Object),
            b'[' => Ok(Scalar::List),
            b'-' => self.number(true),
            b'n' => self.word(b"ull", Scalar::Null),
            b't' => self.word(b"rue", Scalar::Boolean(true)),
            _ => self.word(b"alse", Scalar::Boolean(false)),
        }
    }

    fn word(&mut self, rest: &[u8], value: Scalar<'static>) -> Read<Scalar<'static>> {
        for expected in rest {
            match self.next() {
                None => return self.wrong("EOF while parsing a value"),
                Some(next) if next != *expected => return self.wrong("expected ident"),
                Some(_) => {}
            }
        }
        Ok(value)
    }

    /// Whether an element comes; the bracket that ends the list is taken.
    pub(crate) fn element(&mut self, first: &mut bool) -> Read<bool> {
        match self.next_token() {
            None => self.wrong_next("EOF while parsing a list"),
            Some(b']') => {
                self.at += 1;
                Ok(false)
            }
            Some(_) if std::mem::take(first) => Ok(true),
            Some(b',') => {
                self.at += 1;
                match self.next_token() {
                    Some(b']') => self.wrong_next("trailing comma"),
                    Some(_) => Ok(true),
                    None => self.wrong_next("EOF while parsing a value"),
                }
            }
            Some(_) => self.wrong_next("expected `,` or `]`"),
        }
    }

    /// Takes the name and colon of the member that is expected next. Nothing is taken where something else comes, or where it is
    /// not written as programs write it; `member` then says what.
    pub(crate) fn takes_member(&mut self, name: &str, first: bool) -> bool {
        let bytes = self.text.as_bytes();
        let mut at = self.at;
        if !first {
            if bytes.get(at) != Some(&b',') {
                return false;
            }
            at += 1;
        }
        while let Some(b' ' | b'\n' | b'\t' | b'\r') = bytes.get(at) {
            at += 1;
        }
        let end = at + name.len() + 1;
        let is_it = bytes.get(at) == Some(&b'"')
            && bytes.get(end) == Some(&b'"')
            && bytes.get(end + 1) == Some(&b':')
            && bytes.get(at + 1..end) == Some(name.as_bytes());
        if is_it {
            self.at = end + 2;
        }
        is_it
    }

    /// The name of the next member, with its colon; the bracket that ends the object is taken.
    pub(crate) fn member(&mut self, first: &mut bool) -> Read<Option<Cow<'t, str>>> {
        match self.next_token() {
            None => return self.wrong_next("EOF while parsing an object"),
            Some(b'}') => {
                self.at += 1;
                return Ok(None);
            }
            Some(b'"') if *first => {}
            Some(_) if *first => return self.wrong_next("key must be a string"),
            Some(b',') => {
                self.at += 1;
                match self.next_token() {
                    Some(b'"') => {}
                    Some(b'}') => return self.wrong_next("trailing comma"),
                    Some(_) => return self.wrong_next("key must be a string"),
                    None => return self.wrong_next("EOF while parsing a value"),
                }
            }
            Some(_) => return self.wrong_next("expected `,` or `}`"),
        }
        *first = false;
        self.at += 1;
        let name = match self.string()? {
            Some(raw) => Cow::Borrowed(raw),
            None => Cow::Owned(std::mem::take(&mut self.unescaped)),
        };
        match self.next_token() {
            Some(b':') => {
                self.at += 1;
                Ok(Some(name))
            }
            Some(_) => self.wrong_next("expected `:`"),
            None => self.wrong_next("EOF while parsing an object"),
        }
    }

    /// Passes over a value around which `depth` lists and objects are open.
    pub(crate) fn skip(&mut self, depth: usize) -> Read<()> {
        match self.value()? {
            Scalar::List => self.skip_list(depth + 1),
            Scalar::Object => self.skip_object(depth + 1),
            _ => Ok(()),
        }
    }

    /// Passes over the rest of a list that is open.
    pub(crate) fn skip_list(&mut self, depth: usize) -> Read<()> {
        if depth > MAX_DEPTH {
            return Err(Fault::TooDeep);
        }
        let mut first = true;
        while self.element(&mut first)? {
            self.skip(depth)?;
        }
        Ok(())
    }

    /// Passes over the rest of an object that is open.
    pub(crate) fn skip_object(&mut self, depth: usize) -> Read<()> {
        if depth > MAX_DEPTH {
            return Err(Fault::TooDeep);
        }
        let mut first = true;
        while self.member(&mut first)?.is_some() {
            self.skip(depth)?;
        }
        Ok(())
    }

    /// Nothing may come any more.
    pub(crate) fn end(&mut self) -> Read<()> {
        match self.next_token() {
            Some(_) => self.wrong_next("trailing characters"),
            None => Ok(()),
        }
    }

    /// The text up to the quotation mark; `None`: it had escapes and is in `unescaped`.
    fn string(&mut self) -> Read<Option<&'t str>> {
        let (start, end) = (self.at, self.end_of_plain());
        if self.text.as_bytes().get(end) == Some(&b'"') {
            self.at = end + 1;
            return Ok(Some(self.text.get(start..end).unwrap_or_default()));
        }
        self.unescaped.clear();
        self.escaped_string()
    }

    #[cold]
    fn escaped_string(&mut self) -> Read<Option<&'t str>> {
        let mut start = self.at;
        loop {
            self.at = self.end_of_plain();
            let part = self.text.get(start..self.at).unwrap_or_default();
            self.unescaped.push_str(part);
            match self.next() {
                None => return self.wrong("EOF while parsing a string"),
                Some(b'"') => return Ok(None),
                Some(b'\\') => {
                    let character = self.escape()?;
                    self.unescaped.push(character);
                    start = self.at;
                }
                Some(_) => return self.wrong("control character (\\u0000-\\u001F) found while parsing a string"),
            }
        }
    }

    /// Where the text ends or needs a look.
    fn end_of_plain(&self) -> usize {
        // a plain loop: what is compiled for size keeps the calls of an iterator
        let (bytes, mut at) = (self.text.as_bytes(), self.at);
        while let Some(byte) = bytes.get(at) {
            if *byte < 0x20 || *byte == b'"' || *byte == b'\\' {
                break;
            }
            at += 1;
        }
        at
    }

    #[cold]
    fn escape(&mut self) -> Read<char> {
        Ok(match self.next() {
            None => return self.wrong("EOF while parsing a string"),
            Some(same @ (b'"' | b'\\' | b'/')) => char::from(same),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.code_point(),
            Some(_) => return self.wrong("invalid escape"),
        })
    }

    /// After `\u`; characters beyond the first plane come as two surrogates.
    fn code_point(&mut self) -> Read<char> {
        const LONE: &str = "lone leading surrogate in hex escape";
        let high = self.four_digits()?;
        if let Some(character) = char::from_u32(high) {
            return Ok(character);
        }
        if high >= 0xdc00 {
            return self.wrong(LONE);
        }
        for expected in *b"\\u" {
            match self.next() {
                None => return self.wrong("EOF while parsing a string"),
                Some(next) if next != expected => return self.wrong("unexpected end of hex escape"),
                Some(_) => {}
            }
        }
        let low = self.four_digits()?;
        let character =
            if (0xdc00..=0xdfff).contains(&low) { char::from_u32(0x1_0000 + ((high - 0xd800) << 10) + (low - 0xdc00)) } else { None };
        character.map_or_else(|| self.wrong(LONE), Ok)
    }

    fn four_digits(&mut self) -> Read<u32> {
        let Some(digits) = self.text.as_bytes().get(self.at..self.at + 4) else {
            self.at = self.text.len();
            return self.wrong("EOF while parsing a string");
        };
        let value = digits.iter().try_fold(0, |value, digit| Some(value * 16 + char::from(*digit).to_digit(16)?));
        self.at += 4;
        value.map_or_else(|| self.wrong("invalid escape"), Ok)
    }

    /// After the sign.
    fn number(&mut self, negative: bool) -> Read<Scalar<'static>> {
        let (mut digits, mut exponent) = (0u64, 0i32);
        match self.next() {
            None => return self.wrong("EOF while parsing a value"),
            Some(b'0') => {
                if matches!(self.peek(), Some(b'0'..=b'9')) {
                    return self.wrong_next("invalid number");
                }
            }
            Some(first @ b'1'..=b'9') => {
                digits = u64::from(first - b'0');
                // digits that 64 bits cannot take are not looked at, as far as their own value goes
                while let Some(digit @ b'0'..=b'9') = self.peek() {
                    match with_digit(digits, digit).filter(|_| exponent == 0) {
                        Some(more) => digits = more,
                        None => exponent = exponent.saturating_add(1),
                    }
                    self.at += 1;
                }
            }
            Some(_) => return self.wrong("invalid number"),
        }
        let is_whole = !matches!(self.peek(), Some(b'.' | b'e' | b'E'));
        if is_whole && exponent == 0 {
            return Ok(match i64::try_from(digits) {
                // -0 is no integer
                Ok(value) if digits <= SAFE_INTEGER && !(negative && value == 0) => Scalar::Integer(if negative { -value } else { value }),
                _ => Scalar::Inexact,
            });
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            let start = self.at;
            let mut full = false;
            while let Some(digit @ b'0'..=b'9') = self.peek() {
                match with_digit(digits, digit).filter(|_| !full) {
                    Some(more) => (digits, exponent) = (more, exponent.saturating_sub(1)),
                    None => full = true,
                }
                self.at += 1;
            }
            if start == self.at {
                return self.wrong_next(if self.peek().is_some() { "invalid number" } else { "EOF while parsing a value" });
            }
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.at += 1;
            exponent = self.exponent(digits == 0, exponent)?;
        }
        if is_beyond_floats(digits, exponent) { self.wrong("number out of range") } else { Ok(Scalar::Inexact) }
    }

    /// After `e`; the power of ten that the digits are to be multiplied with.
    fn exponent(&mut self, is_zero: bool, start: i32) -> Read<i32> {
        let negative = match self.peek() {
            Some(sign @ (b'+' | b'-')) => {
                self.at += 1;
                sign == b'-'
            }
            _ => false,
        };
        let mut exponent = match self.next() {
            None => return self.wrong("EOF while parsing a value"),
            Some(digit @ b'0'..=b'9') => i32::from(digit - b'0'),
            Some(_) => return self.wrong("invalid number"),
        };
        while let Some(digit @ b'0'..=b'9') = self.peek() {
            self.at += 1;
            match exponent.checked_mul(10).and_then(|tens| tens.checked_add(i32::from(digit - b'0'))) {
                Some(more) => exponent = more,
                None if !is_zero && !negative => return self.wrong("number out of range"),
                None => {
                    while let Some(b'0'..=b'9') = self.peek() {
                        self.at += 1;
                    }
                    return Ok(i32::MIN);
                }
            }
        }
        Ok(if negative { start.saturating_sub(exponent) } else { start.saturating_add(exponent) })
    }
}

fn with_digit(digits: u64, digit: u8) -> Option<u64> {
    digits.checked_mul(10)?.checked_add(u64::from(digit - b'0'))
}

/// Whether digits · 10^exponent is more than a 64-bit float can hold: such numbers are refused, although none is kept.
fn is_beyond_floats(digits: u64, exponent: i32) -> bool {
    /// Half a unit beyond the largest float, 1.797…e308, in 20 digits.
    const FIRST: u128 = 17_976_931_348_623_158_079;
    let Some(length) = digits.checked_ilog10().map(|log| log + 1) else { return false };
    if exponent > 308 {
        return true;
    }
    match u32::try_from(exponent).map(|exponent| exponent + length) {
        Ok(309) => u128::from(digits) * 10u128.pow(20 - length) >= FIRST,
        Ok(places) => places > 309,
        Err(_) => false,
    }
}

#[cfg(test)]
mod tests;
