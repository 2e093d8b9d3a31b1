//! Sentences of the core as lists. Nothing here says why; it only sets what the core has said.

use std::fmt::Write as _;

use qudao::{Explanation, Line, Locale, Programme, leaf_text};

use crate::markup::{escape, word};
use crate::shortfall::Gap;
use crate::words;

const LOCALES: [(&str, Locale); 2] = [("zh-CN", Locale::ZhCn), ("en", Locale::En)];

fn item(out: &mut String, line: &Line, top: usize) {
    let depth = line.indent.saturating_sub(top);
    let class = match (depth, line.text.chars().next()) {
        (0, _) => "",
        (_, Some('✓')) => " class=y",
        (_, Some('✗')) => " class=n",
        (_, _) => " class=s",
    };
    let _ = write!(out, "<li{class}>{}", escape(&line.text));
}

/// The lines below the heading, in both languages; those that `keep` takes.
pub(super) fn list(out: &mut String, explain: impl Fn(Locale) -> Explanation, keep: impl Fn(&Line) -> bool) {
    for (tag, locale) in LOCALES {
        let explanation = explain(locale);
        let mut lines = explanation.lines().iter().skip(1).take_while(|line| keep(line)).peekable();
        let Some(top) = lines.peek().map(|line| line.indent) else { continue };
        let _ = write!(out, "<ul class=why lang={tag}>");
        lines.for_each(|line| item(out, line, top));
        out.push_str("</ul>");
    }
}

/// The lines below the heading in groups, one per reason, in the order given.
pub(super) fn ordered(out: &mut String, explain: impl Fn(Locale) -> Explanation, order: &[usize]) {
    for (tag, locale) in LOCALES {
        let explanation = explain(locale);
        let lines = explanation.lines().get(1..).unwrap_or_default();
        let Some(top) = lines.first().map(|line| line.indent) else { continue };
        let mut groups: Vec<Vec<&Line>> = Vec::new();
        for line in lines {
            match groups.last_mut() {
                Some(group) if line.indent > top => group.push(line),
                _ => groups.push(vec![line]),
            }
        }
        let _ = write!(out, "<ul class=why lang={tag}>");
        for line in order.iter().filter_map(|at| groups.get(*at)).flatten() {
            item(out, line, top);
        }
        out.push_str("</ul>");
    }
}

/// What is missing, as nested lists.
pub(super) fn gap(out: &mut String, gap: &Gap<'_>, programme: &Programme) {
    out.push_str("<ul class=gap>");
    pieces(out, gap, programme);
    out.push_str("</ul>");
}

fn pieces(out: &mut String, gap: &Gap<'_>, programme: &Programme) {
    match gap {
        Gap::Leaf(leaf) => {
            let _ = write!(out, "<li>{}", crate::markup::both(|locale| leaf_text(leaf, programme, locale)));
        }
        Gap::All(gaps) => gaps.iter().for_each(|gap| pieces(out, gap, programme)),
        Gap::Some(count, gaps) => {
            let _ = write!(out, "<li class=choice>{}<ul>", crate::markup::filled(words::SOME_OF, &[&count.to_string()]));
            gaps.iter().for_each(|gap| nested(out, gap, programme));
            out.push_str("</ul>");
        }
        Gap::OneOf(open, closed) => {
            match open.as_slice() {
                [single] => pieces(out, single, programme),
                several => {
                    let _ = write!(out, "<li class=choice>{}<ul>", word(words::ONE_OF));
                    several.iter().for_each(|gap| nested(out, gap, programme));
                    out.push_str("</ul>");
                }
            }
            if !closed.is_empty() {
                let _ = write!(out, "<li class=closed><details><summary>{}</summary><ul>", word(words::ALTERNATIVES));
                closed.iter().for_each(|gap| nested(out, gap, programme));
                out.push_str("</ul></details>");
            }
        }
    }
}

/// Several comparisons that belong together are one way among others.
fn nested(out: &mut String, gap: &Gap<'_>, programme: &Programme) {
    match gap {
        Gap::All(gaps) if gaps.len() > 1 => {
            let _ = write!(out, "<li class=choice>{}<ul>", word(words::ALL_OF));
            gaps.iter().for_each(|gap| pieces(out, gap, programme));
            out.push_str("</ul>");
        }
        gap => pieces(out, gap, programme),
    }
}

/// The sentences of the claim at a position of a conflict.
pub(super) fn claim(out: &mut String, explain: impl Fn(Locale) -> Explanation, at: usize) {
    for (tag, locale) in LOCALES {
        let explanation = explain(locale);
        let after = explanation.lines().iter().skip_while(|line| line.code != "claim");
        let mut seen = 0;
        let mine = after.filter(|line| {
            if line.code == "claim" {
                seen += 1;
                return false;
            }
            seen == at + 1
        });
        let mine = mine.collect::<Vec<_>>();
        let Some(top) = mine.first().map(|line| line.indent) else { continue };
        let _ = write!(out, "<ul class=why lang={tag}>");
        mine.into_iter().for_each(|line| item(out, line, top));
        out.push_str("</ul>");
    }
}
