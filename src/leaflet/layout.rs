//! Rows of text over panels: where the text goes on in the next panel.

use std::ops::Range;

/// What stays together on a panel: an element, or two beside each other.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Row {
    /// Estimated height in millimetres.
    pub height: f64,
    /// Whether it must not be the last one of a panel.
    pub keeps_next: bool,
    /// Whether a section begins with it.
    pub is_first: bool,
}

/// Which rows stand on which panel.
#[derive(Debug, Clone, PartialEq)]
pub struct Layout {
    /// The rows of each panel.
    pub panels: Vec<Range<usize>>,
}

/// What it costs to go on with a section on the next panel, against a panel that is full.
const BREAK: f64 = 0.04;
/// What it costs to leave a panel empty before the end of the text.
const EMPTY: f64 = 1.0;
/// What it costs to leave a heading alone at the end of a panel.
const ORPHAN: f64 = 10.0;
/// What each panel costs that is fuller than full.
const OVER: f64 = 100.0;

/// Spreads rows over panels with room for these heights, as evenly as the sections allow.
pub fn layout(rows: &[Row], room: &[f64]) -> Layout {
    let mut before = vec![0.0];
    for row in rows {
        before.push(before.last().copied().unwrap_or_default() + row.height);
    }
    let cost = |panel: usize, range: Range<usize>| {
        let space = room.get(panel).copied().unwrap_or_default().max(1.0);
        let full = (before[range.end] - before[range.start]) / space;
        let end = match rows.get(range.end) {
            None => 0.0,
            Some(_) if range.is_empty() => EMPTY,
            Some(_) if rows[range.end - 1].keeps_next => ORPHAN,
            Some(next) if !next.is_first => BREAK,
            Some(_) => 0.0,
        };
        full.powi(3) + (full - 1.0).max(0.0) * OVER + end
    };
    // best[panel][end]: the least cost of the first rows up to `end`, and where the panel begins.
    let mut best: Vec<Vec<(f64, usize)>> = Vec::new();
    for panel in 0..room.len() {
        let of = |end: usize| {
            let from = |start: usize| {
                let above = match best.last() {
                    None if start == 0 => 0.0,
                    None => f64::INFINITY,
                    Some(costs) => costs[start].0,
                };
                (above + cost(panel, start..end), start)
            };
            (0..=end).map(from).min_by(|a, b| a.0.total_cmp(&b.0)).unwrap_or((0.0, 0))
        };
        let costs = (0..=rows.len()).map(of).collect();
        best.push(costs);
    }
    let mut end = rows.len();
    let mut panels: Vec<Range<usize>> = best
        .iter()
        .rev()
        .map(|costs| {
            let (last, start) = (end, costs[end].1);
            end = start;
            start..last
        })
        .collect();
    panels.reverse();
    Layout { panels }
}
