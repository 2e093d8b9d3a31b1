//! Horizontal bars, each below its label, so that long names have room.

use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, VPos};

use super::{ACCENT, BAD, INK, MUTED, PlotError, RULE, Width, fitted, label_pixels, letters, svg};

/// One bar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    /// What it stands for.
    pub label: String,
    /// How long it is.
    pub value: i64,
    /// The value as written.
    pub text: String,
}

/// Draws bars from a common zero line.
///
/// # Errors
/// When drawing fails.
pub fn bars(name: &str, bars: &[Bar], width: Width) -> Result<String, PlotError> {
    const ROW: i32 = 40;
    let rows = i32::try_from(bars.len()).unwrap_or(0);
    let height = u32::try_from(rows * ROW + 4).unwrap_or(4);
    let low = bars.iter().map(|bar| bar.value).min().unwrap_or(0).min(0);
    let high = bars.iter().map(|bar| bar.value).max().unwrap_or(0).max(low + 1);
    let pixels = i32::try_from(width.pixels()).unwrap_or(0);
    svg(name, width, height, |canvas| {
        let mut chart = ChartBuilder::on(canvas).build_cartesian_2d(low..high, 0..rows * ROW + 4)?;
        let top = |index: usize| rows * ROW + 4 - i32::try_from(index).unwrap_or(0) * ROW;
        for (index, bar) in bars.iter().enumerate() {
            let y = top(index);
            let room = pixels - label_pixels(&bar.text) - 16;
            let (from, to) = (bar.value.min(0), bar.value.max(0));
            let colour = if bar.value < 0 { BAD } else { ACCENT };
            chart.draw_series([Text::new(fitted(&bar.label, room), (low, y - 6), letters(&INK, HPos::Left, VPos::Top))])?;
            chart.draw_series([Text::new(bar.text.clone(), (high, y - 6), letters(&MUTED, HPos::Right, VPos::Top))])?;
            chart.draw_series([Rectangle::new([(low, y - 24), (high, y - 33)], RULE.mix(0.5).filled())])?;
            chart.draw_series([Rectangle::new([(from, y - 24), (to, y - 33)], colour.filled())])?;
            if low < 0 {
                chart.draw_series([PathElement::new(vec![(0, y - 21), (0, y - 36)], MUTED.stroke_width(1))])?;
            }
        }
        Ok(())
    })
}
