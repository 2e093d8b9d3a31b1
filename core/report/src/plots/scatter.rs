//! Risk against size: one mark per partner, its shape and colour from the band, its area from the total.

use plotters::coord::combinators::WithKeyPoints;
use plotters::coord::types::RangedCoordi32;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, VPos};
use qudao::Locale;

use super::{BAD, Canvas, GOOD, INK, MIDDLE, MUTED, Painted, PlotError, RULE, Width, label_pixels, letters, svg};
use crate::figures::axis_label;

/// How good or bad a band is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Band {
    /// The best one.
    Good,
    /// One between.
    Middle,
    /// The worst one.
    Bad,
}

impl Band {
    /// Its colour on the light page.
    const fn colour(self) -> RGBColor {
        match self {
            Band::Good => GOOD,
            Band::Middle => MIDDLE,
            Band::Bad => BAD,
        }
    }
}

/// One partner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dot {
    /// Its id, written beside marks that matter.
    pub label: String,
    /// Across.
    pub size: i64,
    /// Up.
    pub points: i32,
    /// Shape and colour.
    pub band: Band,
    /// Area.
    pub total: i64,
}

/// All partners.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scatter {
    /// The marks.
    pub dots: Vec<Dot>,
    /// What stands across.
    pub across: String,
    /// What stands up.
    pub up: String,
    /// Names of the bands, best first.
    pub bands: Vec<(Band, String)>,
}

type Plane = Cartesian2d<WithKeyPoints<LogCoord<i64>>, RangedCoordi32>;

fn mark(canvas: &DrawingArea<SVGBackend<'_>, Plane>, at: (i64, i32), band: Band, radius: i32) -> Painted {
    let ring = |style: ShapeStyle| {
        let r = radius;
        match band {
            Band::Good => canvas.draw(&(EmptyElement::at(at) + Circle::new((0, 0), r, style))),
            Band::Middle => canvas.draw(&(EmptyElement::at(at) + Polygon::new(vec![(0, -r - 1), (r + 1, r), (-r - 1, r)], style))),
            Band::Bad => canvas.draw(&(EmptyElement::at(at) + Polygon::new(vec![(0, -r - 2), (r + 2, 0), (0, r + 2), (-r - 2, 0)], style))),
        }
    };
    ring(band.colour().mix(0.72).filled())
}

fn legend(canvas: &Canvas<'_>, bands: &[(Band, String)]) -> Painted {
    let mut x = 0;
    for (band, name) in bands {
        let style = band.colour().filled();
        match band {
            Band::Good => canvas.draw(&Circle::new((x + 6, 9), 5, style))?,
            Band::Middle => canvas.draw(&Polygon::new(vec![(x + 6, 3), (x + 12, 14), (x, 14)], style))?,
            Band::Bad => canvas.draw(&Polygon::new(vec![(x + 6, 2), (x + 13, 9), (x + 6, 16), (x - 1, 9)], style))?,
        }
        canvas.draw(&Text::new(name.clone(), (x + 18, 3), letters(&INK, HPos::Left, VPos::Top)))?;
        x += 40 + label_pixels(name);
    }
    Ok(())
}

/// Ends of the axis across and its ticks: 1, 2 and 5 times powers of ten, or the powers alone where there are many.
fn ticks(dots: &[Dot], most: usize) -> (i64, i64, Vec<i64>) {
    let positive = || dots.iter().map(|dot| dot.size).filter(|size| *size > 0);
    let lowest = positive().min().unwrap_or(1);
    let highest = positive().max().unwrap_or(1);
    let powers = std::iter::successors(Some(1i64), |power| power.checked_mul(10)).take(18);
    let all = powers.flat_map(|power| [1, 2, 5].map(|times| power.saturating_mul(times))).collect::<Vec<i64>>();
    let first = all.iter().take_while(|tick| **tick <= lowest).count().saturating_sub(1);
    let last = all.iter().take_while(|tick| **tick < highest).count().max(first + 1);
    let between = all.get(first..=last).unwrap_or(&[1, 10]);
    let is_power = |tick: &i64| tick.to_string().trim_end_matches('0') == "1";
    let shown = between.iter().copied().filter(|tick| between.len() <= most || is_power(tick)).collect();
    (between.first().copied().unwrap_or(1), between.last().copied().unwrap_or(10), shown)
}

/// Where labels stand already, so that they do not stand on each other.
#[derive(Default)]
struct Labels(Vec<(i32, i32, i32)>);

impl Labels {
    /// Takes a place for a label that begins at (x, y), if it is free.
    fn take(&mut self, x: i32, y: i32, width: i32) -> bool {
        let free = self.0.iter().all(|(left, top, right)| x > *right || x + width < *left || (y - top).abs() > 13);
        if free {
            self.0.push((x, y, x + width));
        }
        free
    }
}

/// Draws the marks.
///
/// # Errors
/// When drawing fails.
pub fn scatter(name: &str, data: &Scatter, width: Width, locale: Locale) -> Result<String, PlotError> {
    let (left, right, ticks) = ticks(&data.dots, if width == Width::Narrow { 4 } else { 8 });
    let lowest = data.dots.iter().map(|dot| dot.points).min().unwrap_or(0).min(0);
    let highest = data.dots.iter().map(|dot| dot.points).max().unwrap_or(0).max(10);
    let margin = (highest - lowest) / 12 + 1;
    let largest = data.dots.iter().map(|dot| dot.total).max().unwrap_or(1).max(1);
    // area follows the total, so the radius follows its root; in thousandths, to stay with whole numbers
    let (smallest, growth) = if data.dots.len() > 200 { (2, 6) } else { (3, 9) };
    let radius = |total: i64| {
        let share = i128::from(total.max(0)) * 1_000_000 / i128::from(largest);
        smallest + i32::try_from(share.isqrt() * growth / 1_000).unwrap_or(0)
    };
    svg(name, width, 320, |canvas| {
        let (head, plot) = canvas.split_vertically(26);
        legend(&head, &data.bands)?;
        let mut chart = ChartBuilder::on(&plot)
            .x_label_area_size(42)
            .y_label_area_size(44)
            .margin_right(28)
            .build_cartesian_2d((left..right).log_scale().with_key_points(ticks), lowest - margin..highest + margin)?;
        chart
            .configure_mesh()
            .bold_line_style(RULE)
            .light_line_style(TRANSPARENT)
            .axis_style(RULE)
            .axis_desc_style(letters(&MUTED, HPos::Center, VPos::Center))
            .x_desc(data.across.clone())
            .y_desc(data.up.clone())
            .x_label_formatter(&|value| axis_label(*value, locale))
            .x_label_style(letters(&MUTED, HPos::Center, VPos::Top))
            .y_labels(10)
            .y_label_style(letters(&MUTED, HPos::Right, VPos::Center))
            .draw()?;
        // large marks first, so that small ones stay visible
        let mut dots = data.dots.iter().collect::<Vec<_>>();
        dots.sort_by_key(|dot| (std::cmp::Reverse(dot.total), dot.label.clone()));
        let named = dots.iter().filter(|dot| dot.band == Band::Bad).count() <= 12;
        let mut labels = Labels::default();
        for dot in dots {
            let at = (dot.size.max(left), dot.points);
            let radius = radius(dot.total);
            mark(chart.plotting_area(), at, dot.band, radius)?;
            if !named || dot.band != Band::Bad {
                continue;
            }
            let (x, y) = chart.backend_coord(&at);
            let wide = label_pixels(&dot.label);
            let sides = [(radius + 4, 0), (-radius - 4 - wide, 0), (radius + 4, -13), (radius + 4, 13)];
            if let Some(side) = sides.into_iter().find(|(dx, dy)| labels.take(x + dx, y + dy, wide)) {
                let text = Text::new(dot.label.clone(), side, letters(&INK, HPos::Left, VPos::Center));
                chart.plotting_area().draw(&(EmptyElement::at(at) + text))?;
            }
        }
        Ok(())
    })
}
