//! Sentences as data: one catalogue per language, and the one reader of all of them.
//!
//! A catalogue is a list of sentences by code. Where a code has several cases, `code.case` stands before `code`, which is for all
//! others. In a sentence
//!
//! * `{contribution}` is a place: what the reason says under this name. `{contribution:signed}` says it in the way named behind the
//!   colon; the places and their ways are in [`super::places`];
//! * `<measured>` puts another entry of the catalogue here;
//! * `[a|b|c]` is the first of these in which every place says something, and nothing where there is none. What need not say
//!   anything stands in brackets of its own: `[, paid on {paid_on}]`.
//!
//! Another language is another such list, named in [`catalogues`].

use std::str::Chars;

use super::{en, whole, zh_cn};
use crate::title::Locale;

macro_rules! sentences {
    ($($code:literal: $sentence:literal,)+) => { concat!($($code, " = ", $sentence, "\n"),+) };
}
pub(super) use sentences;

/// The catalogues of a language: of every build, and of what only the whole build says.
pub(super) const fn catalogues(locale: Locale) -> [&'static str; 2] {
    match locale {
        Locale::En => [en::SENTENCES, whole::EN],
        Locale::ZhCn => [zh_cn::SENTENCES, whole::ZH_CN],
    }
}

/// The sentence of a case, or else of the code.
pub(super) fn find(locale: Locale, code: &str, case: &str) -> Option<&'static str> {
    catalogues(locale).into_iter().find_map(|list| find_in(list, code, case))
}

/// The word of a label; none in a build that has no use for it.
pub(super) fn word(locale: Locale, key: &str) -> &'static str {
    let words = match locale {
        Locale::En => [en::WORDS, whole::WORDS_EN],
        Locale::ZhCn => [zh_cn::WORDS, whole::WORDS_ZH_CN],
    };
    words.into_iter().find_map(|list| find_in(list, key, "")).unwrap_or_default()
}

fn find_in(list: &'static str, code: &str, case: &str) -> Option<&'static str> {
    list.lines().find_map(|line| {
        let rest = line.strip_prefix(code)?;
        rest.strip_prefix('.').and_then(|rest| rest.strip_prefix(case)).unwrap_or(rest).strip_prefix(" = ")
    })
}

/// What a place says, if anything.
pub(super) type Say<'s> = dyn Fn(&str) -> Option<String> + 's;

/// The sentence of a code with its places filled in; nothing where the language has no such sentence.
pub(super) fn filled(locale: Locale, code: &str, case: &str, say: &Say<'_>) -> Option<String> {
    let mut text = String::new();
    Filler { locale, say }.fill(&mut find(locale, code, case)?.chars(), &mut text);
    Some(text)
}

struct Filler<'s> {
    locale: Locale,
    say: &'s Say<'s>,
}

impl Filler<'_> {
    /// Fills in up to the `|` or `]` that ends this piece; tells which, and whether every place said something.
    fn fill(&self, rest: &mut Chars<'_>, text: &mut String) -> (Option<char>, bool) {
        let mut is_whole = true;
        while let Some(next) = rest.next() {
            match next {
                '{' => match (self.say)(up_to('}', rest)) {
                    Some(said) => text.push_str(&said),
                    None => is_whole = false,
                },
                '<' => {
                    let length = text.len();
                    let piece = find(self.locale, up_to('>', rest), "").unwrap_or_default();
                    self.fill(&mut piece.chars(), text);
                    is_whole &= text.len() > length;
                }
                '[' => self.choose(rest, text),
                '|' | ']' => return (Some(next), is_whole),
                _ => text.push(next),
            }
        }
        (None, is_whole)
    }

    fn choose(&self, rest: &mut Chars<'_>, text: &mut String) {
        let mut is_chosen = false;
        loop {
            let length = text.len();
            let (end, is_whole) = self.fill(rest, text);
            if is_chosen || !is_whole {
                text.truncate(length);
            }
            is_chosen |= is_whole;
            if end != Some('|') {
                return;
            }
        }
    }
}

/// What stands before `end`, which is read over.
fn up_to<'t>(end: char, rest: &mut Chars<'t>) -> &'t str {
    let (before, after) = rest.as_str().split_once(end).unwrap_or_default();
    *rest = after.chars();
    before
}
