//! The few pieces of HTML that every section is made of.

use std::fmt::Write as _;

use qudao::{Label, Locale, label};

use crate::words::Word;

/// Text with the characters escaped that mean something in HTML, in text and in quoted attributes alike.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            // controls have no place in a document; a line break in a name is a space
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// A piece of text in each language; one span each unless they are the same.
#[must_use]
pub fn both(text: impl Fn(Locale) -> String) -> String {
    let (zh, en) = (text(Locale::ZhCn), text(Locale::En));
    if zh == en { escape(&zh) } else { format!("<span lang=zh-CN>{}</span><span lang=en>{}</span>", escape(&zh), escape(&en)) }
}

/// A word of the report in both languages.
#[must_use]
pub fn word(word: Word) -> String {
    both(|locale| word.text(locale).to_owned())
}

/// A word of the core in both languages.
#[must_use]
pub fn name(word: Label) -> String {
    both(|locale| label(word, locale).to_owned())
}

/// A word of the report with its gaps filled, in both languages.
#[must_use]
pub fn filled(word: Word, values: &[&str]) -> String {
    both(|locale| word.fill(locale, values))
}

/// An id that may stand in an attribute and after `#`: everything but letters, digits, `-` and `_` becomes its code point.
#[must_use]
pub fn anchor(prefix: &str, id: &str) -> String {
    let mut out = String::from(prefix);
    for c in id.chars() {
        if c.is_ascii_alphanumeric() || c == '-' || c == '_' {
            out.push(c);
        } else {
            let _ = write!(out, ".{:x}", u32::from(c));
        }
    }
    out
}

/// A definition: term and description.
#[must_use]
pub fn term(name: Word, description: &str) -> String {
    format!("<div><dt>{}</dt><dd>{description}</dd></div>", word(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_text_stays_text() {
        assert_eq!(escape("<b onclick='x'>\"&\n"), "&lt;b onclick=&#39;x&#39;&gt;&quot;&amp; ");
        assert_eq!(anchor("p-", "A:1\"><"), "p-A.3a1.22.3e.3c");
    }

    #[test]
    fn the_same_text_is_written_once() {
        assert_eq!(both(|_| "P-1".to_owned()), "P-1");
    }
}
