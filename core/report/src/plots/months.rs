//! Sales by month: this year's bars inside last year's.

use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, VPos};
use qudao::Locale;

use super::{ACCENT, INK, MUTED, PlotError, QUIET, RULE, Width, label_pixels, letters, svg};
use crate::figures::axis_label;

/// Two rows of months.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Months {
    /// Names of the months.
    pub labels: Vec<String>,
    /// This year; `None` after the review.
    pub this: Vec<Option<i64>>,
    /// The year before.
    pub last: Vec<i64>,
    /// What the two rows are called: this year, last year.
    pub names: [String; 2],
}

/// Draws the months.
///
/// # Errors
/// When drawing fails.
pub fn months(name: &str, data: &Months, width: Width, locale: Locale) -> Result<String, PlotError> {
    let count = i32::try_from(data.labels.len()).unwrap_or(0);
    let values = || data.this.iter().flatten().chain(&data.last).copied();
    let low = values().min().unwrap_or(0).min(0);
    let high = values().max().unwrap_or(0).max(1);
    let high = high + high / 20 + 1;
    svg(name, width, 320, |canvas| {
        let (legend, plot) = canvas.split_vertically(24);
        let mut x = 0;
        for (name, colour) in data.names.iter().zip([ACCENT, QUIET]) {
            legend.draw(&Rectangle::new([(x, 4), (x + 12, 14)], colour.filled()))?;
            legend.draw(&Text::new(name.clone(), (x + 18, 3), letters(&INK, HPos::Left, VPos::Top)))?;
            x += 40 + label_pixels(name);
        }
        let centres = (0..count).map(|index| index * 100 + 50).collect::<Vec<i32>>();
        let mut chart = ChartBuilder::on(&plot)
            .x_label_area_size(26)
            .y_label_area_size(58)
            .build_cartesian_2d((0..count.max(1) * 100).with_key_points(centres), low..high)?;
        // every other month on a telephone
        let step = if width == Width::Narrow { 2 } else { 1 };
        let month = |x: &i32| {
            let index = usize::try_from(x / 100).unwrap_or(0);
            if index % step == 0 { data.labels.get(index).cloned().unwrap_or_default() } else { String::new() }
        };
        chart
            .configure_mesh()
            .disable_x_mesh()
            .bold_line_style(RULE)
            .light_line_style(TRANSPARENT)
            .axis_style(RULE)
            .x_labels(data.labels.len())
            .x_label_formatter(&month)
            .x_label_style(letters(&MUTED, HPos::Center, VPos::Top))
            .y_labels(5)
            .y_label_formatter(&|value| axis_label(*value, locale))
            .y_label_style(letters(&MUTED, HPos::Right, VPos::Center))
            .draw()?;
        let bar = |index: usize, inset: i32, value: i64, colour: RGBColor| {
            let left = i32::try_from(index).unwrap_or(0) * 100;
            Rectangle::new([(left + inset, value.max(0)), (left + 100 - inset, value.min(0))], colour.filled())
        };
        chart.draw_series(data.last.iter().enumerate().map(|(index, value)| bar(index, 12, *value, QUIET)))?;
        chart.draw_series(data.this.iter().enumerate().filter_map(|(index, value)| Some(bar(index, 30, (*value)?, ACCENT))))?;
        Ok(())
    })
}
