//! Plots as inline SVG. Each is drawn twice, for wide and for narrow pages, so that its letters keep their size.
//!
//! Colours are those of the light page; the style sheet finds them by value and replaces them on a dark one.

mod bars;
mod months;
mod scatter;

use std::io;

use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::markup::escape;

pub use bars::{Bar, bars};
pub use months::{Months, months};
pub use scatter::{Band, Dot, Scatter, scatter};

/// A plot could not be drawn.
#[derive(Debug, thiserror::Error)]
#[error("a plot could not be drawn: {0}")]
pub struct PlotError(String);

type Canvas<'a> = DrawingArea<SVGBackend<'a>, Shift>;
type Painted = Result<(), DrawingAreaErrorKind<io::Error>>;

/// Letters.
pub(crate) const INK: RGBColor = RGBColor(0x1f, 0x29, 0x33);
/// Labels of axes.
pub(crate) const MUTED: RGBColor = RGBColor(0x5b, 0x66, 0x73);
/// Grid lines.
pub(crate) const RULE: RGBColor = RGBColor(0xd9, 0xde, 0xe4);
/// What the plot is about.
pub(crate) const ACCENT: RGBColor = RGBColor(0x2b, 0x5c, 0x8a);
/// What it is compared with.
pub(crate) const QUIET: RGBColor = RGBColor(0xc3, 0xcd, 0xd7);
/// A good band.
pub(crate) const GOOD: RGBColor = RGBColor(0x2f, 0x7d, 0x5b);
/// A band between.
pub(crate) const MIDDLE: RGBColor = RGBColor(0xb2, 0x6a, 0x00);
/// A bad band, and amounts below zero.
pub(crate) const BAD: RGBColor = RGBColor(0xb3, 0x26, 0x1e);

/// plotters writes 1/1.24 of this as `font-size`: 12 pixels.
const LETTERS: i32 = 15;

/// Width of a plot in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Width {
    /// Half a wide page.
    Wide,
    /// A telephone.
    Narrow,
}

impl Width {
    const fn pixels(self) -> u32 {
        match self {
            Width::Wide => 540,
            Width::Narrow => 320,
        }
    }

    /// The class by which the style sheet shows one of the two.
    const fn class(self) -> &'static str {
        match self {
            Width::Wide => "wide",
            Width::Narrow => "narrow",
        }
    }
}

/// Both widths of one plot, one after the other.
///
/// # Errors
/// When drawing fails.
pub fn both_widths(draw: impl Fn(Width) -> Result<String, PlotError>) -> Result<String, PlotError> {
    Ok(draw(Width::Wide)? + &draw(Width::Narrow)?)
}

fn svg(name: &str, width: Width, height: u32, paint: impl FnOnce(&Canvas<'_>) -> Painted) -> Result<String, PlotError> {
    let mut text = String::new();
    {
        let canvas = SVGBackend::with_string(&mut text, (width.pixels(), height)).into_drawing_area();
        paint(&canvas).and_then(|()| canvas.present()).map_err(|error| PlotError(error.to_string()))?;
    }
    // within HTML no namespace is needed; the name is what a screen reader says
    let class = width.class();
    let head = format!("<svg class={class} role=img aria-label=\"{0}\"><title>{0}</title>", escape(name));
    let (size, shapes) = text.split_once(" xmlns=\"http://www.w3.org/2000/svg\">").unwrap_or(("", &text));
    let size = size.strip_prefix("<svg").unwrap_or_default();
    let head = head.replacen("<svg", &format!("<svg{size}"), 1);
    // plotters writes every attribute, also those that say what holds anyway
    Ok(head + &shapes.replace(" opacity=\"1\"", "").replace(" stroke=\"none\"", "").replace(" font-family=\"sans-serif\"", ""))
}

fn letters(colour: &'static RGBColor, horizontal: HPos, vertical: VPos) -> TextStyle<'static> {
    TextStyle::from(("sans-serif", LETTERS).into_font()).color(colour).pos(Pos::new(horizontal, vertical))
}

/// Estimated width of a label in pixels: Latin letters are about 6.5 wide, Chinese characters 12.
fn label_pixels(text: &str) -> i32 {
    i32::try_from(text.width()).unwrap_or(i32::MAX / 8) * 13 / 2
}

/// As much of a label as fits.
fn fitted(text: &str, pixels: i32) -> String {
    if label_pixels(text) <= pixels {
        return text.to_owned();
    }
    let columns = usize::try_from(pixels * 2 / 13).unwrap_or(0).saturating_sub(1);
    let mut used = 0;
    let mut out: String = text
        .chars()
        .take_while(|c| {
            used += c.width().unwrap_or(0);
            used <= columns
        })
        .collect();
    out.push('…');
    out
}
