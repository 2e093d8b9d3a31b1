//! Each catalogue has a sentence for everything, and names no place that there is not.

use std::collections::{BTreeMap, BTreeSet};

use super::every_reason;
use crate::reason::{Field, Fields, Reason};
use crate::text::catalogue::{catalogues, find};
use crate::text::places::{BEYOND, way};
use crate::title::Locale;

/// Words that a language may do without: what has none there is written in digits, or as the programme calls it.
const OPTIONAL: [&str; 3] = ["short", "currency", "column"];

/// Code, case and sentence of every entry.
fn entries(locale: Locale) -> Vec<(&'static str, &'static str, &'static str)> {
    let lines = catalogues(locale).into_iter().flat_map(str::lines);
    let split = lines.map(|line| line.split_once(" = ").expect("a code and a sentence"));
    split.map(|(code, sentence)| code.split_once('.').map_or((code, "", sentence), |(code, case)| (code, case, sentence))).collect()
}

/// What stands between two marks, each time.
fn between(sentence: &str, open: char, close: char) -> Vec<&str> {
    let pieces = sentence.split(open).skip(1);
    pieces.map(|piece| piece.split_once(close).expect("an end").0).collect()
}

/// The places of the entries that a sentence is put together from.
fn places_of_pieces(locale: Locale, sentence: &'static str) -> Vec<&'static str> {
    let mut all = Vec::new();
    for piece in between(sentence, '<', '>') {
        let piece = find(locale, piece, "").unwrap_or_else(|| panic!("there is no `{piece}`"));
        all.extend(between(piece, '{', '}'));
        all.extend(places_of_pieces(locale, piece));
    }
    all
}

/// The names under which reasons, and pieces of their evidence, say something.
fn names() -> BTreeMap<&'static str, BTreeSet<&'static str>> {
    fn add(names: &mut BTreeMap<&'static str, BTreeSet<&'static str>>, code: &'static str, fields: &dyn Fields) {
        fields.each_field(&mut |name, _| {
            names.entry(code).or_default().insert(name);
        });
    }
    let mut names: BTreeMap<&'static str, BTreeSet<&'static str>> = BTreeMap::new();
    for reason in every_reason() {
        names.entry(reason.code()).or_default();
        add(&mut names, reason.code(), &reason);
        reason.each_field(&mut |_, shown| match shown.field() {
            Field::Less(less) => less.iter().for_each(|one| add(&mut names, "less", one)),
            Field::Slices(slices) => slices.iter().for_each(|one| add(&mut names, "slice", one)),
            Field::Each(each) => each.iter().for_each(|one| add(&mut names, "each", one)),
            Field::Records(records) => records.iter().for_each(|one| add(&mut names, "record", one)),
            Field::Sources(sources) => sources.iter().for_each(|one| add(&mut names, "source", one)),
            _ => {}
        });
    }
    names
}

#[test]
fn every_reason_has_a_sentence_in_every_language() {
    for (tag, locale) in Locale::ALL {
        for (code, _) in Reason::ALL {
            assert!(find(locale, code, "").is_some(), "{tag}: `{code}`");
        }
        let codes = |locale| -> BTreeSet<&str> {
            entries(locale).into_iter().map(|(code, ..)| code).filter(|code| !OPTIONAL.contains(code)).collect()
        };
        assert_eq!(codes(locale), codes(Locale::En), "{tag}");
    }
}

#[test]
fn every_place_of_a_sentence_is_there() {
    let names = names();
    let all: BTreeSet<&str> = names.values().flatten().copied().collect();
    let check = |known: &BTreeSet<&str>, place: &str, what: &str| {
        let (name, asked) = place.split_once(':').unwrap_or((place, ""));
        assert!(known.contains(name) || BEYOND.contains(&name), "{what} has no `{name}`");
        assert!(asked.is_empty() || way(asked).is_some(), "{what} asks for `{asked}`");
    };
    for (tag, locale) in Locale::ALL {
        for (code, case, sentence) in entries(locale) {
            let Some(known) = names.get(code) else { continue };
            let what = format!("{tag}: `{code}.{case}`");
            between(sentence, '{', '}').into_iter().for_each(|place| check(known, place, &what));
            // a piece serves several reasons, which need not have all of its places
            places_of_pieces(locale, sentence).into_iter().for_each(|place| check(&all, place, &what));
        }
    }
}

#[test]
fn catalogues_are_well_formed() {
    for (tag, locale) in Locale::ALL {
        let mut seen = BTreeSet::new();
        for (code, case, sentence) in entries(locale) {
            assert!(!seen.contains(&(code, "")) && seen.insert((code, case)), "{tag}: `{code}.{case}` is there before, or stands too late");
            let count = |mark: char| sentence.matches(mark).count();
            assert!(count('[') == count(']') && count('{') == count('}'), "{tag}: `{code}.{case}`");
            let mut depth = 0_usize;
            for character in sentence.chars() {
                match character {
                    '[' => depth += 1,
                    ']' => depth -= 1,
                    '|' => assert!(depth > 0, "{tag}: `{code}.{case}` has a choice outside brackets"),
                    _ => {}
                }
            }
        }
    }
}
