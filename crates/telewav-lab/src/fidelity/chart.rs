//! Charts as SVG: text as text, lines that differ in more than their colour, readable on light and dark.

use std::fmt::Write as _;

use super::levels::Levels;
use super::path::Path;
use super::response::Response;

const WIDTH: f64 = 760.0;
const HEIGHT: f64 = 420.0;
const LEFT: f64 = 64.0;
const RIGHT: f64 = 16.0;
const TOP: f64 = 20.0;
const BOTTOM: f64 = 96.0;

/// Colours that people with any colour vision tell apart (Okabe and Ito), and dashes.
const STROKES: [(&str, &str); 6] = [
    ("#0072B2", ""),
    ("#D55E00", "6 3"),
    ("#009E73", "2 3"),
    ("#CC79A7", "8 3 2 3"),
    ("#E69F00", "3 2"),
    ("#808080", "1 3"),
];

struct Line {
    name: String,
    points: Vec<(f64, f64)>,
}

struct Axis {
    title: &'static str,
    from: f64,
    to: f64,
    step: f64,
}

impl Axis {
    fn ticks(&self) -> impl Iterator<Item = f64> {
        let n = ((self.to - self.from) / self.step).round() as u32;
        (0..=n).map(move |i| self.from + f64::from(i) * self.step)
    }

    fn share(&self, value: f64) -> f64 {
        (value.clamp(self.from, self.to) - self.from) / (self.to - self.from)
    }
}

/// All that comes out of tones, by their frequency.
pub fn response(responses: &[Response], rate_hz: u32) -> String {
    let lines: Vec<Line> = responses
        .iter()
        .filter(|response| response.rate_hz == rate_hz)
        .map(|response| Line {
            name: response.path.name().to_owned(),
            points: response
                .points
                .iter()
                .map(|point| (point.hz / 1000.0, point.all_db))
                .collect(),
        })
        .collect();
    let x = Axis {
        title: "frequency of the tone, kHz (48,000 Hz to 8000 Hz)",
        from: 0.0,
        to: 8.0,
        step: 1.0,
    };
    let y = Axis {
        title: "what comes out, dB",
        from: -180.0,
        to: 20.0,
        step: 20.0,
    };
    chart(&lines, &x, &y)
}

/// SINAD by level.
pub fn levels(levels: &Levels) -> String {
    let line = |name: &str, sinads: &[f64]| Line {
        name: name.to_owned(),
        points: levels
            .dbfs
            .iter()
            .copied()
            .zip(sinads.iter().copied())
            .collect(),
    };
    let mut lines: Vec<Line> = levels
        .of_paths
        .iter()
        .filter(|(path, _)| *path != Path::SoxNoDither)
        .map(|(path, sinads)| line(path.name(), sinads))
        .collect();
    lines.push(line("bound of G.711", &levels.bound_db));
    let x = Axis {
        title: "level of the tone, dBFS",
        from: -60.0,
        to: 0.0,
        step: 10.0,
    };
    let y = Axis {
        title: "SINAD, dB",
        from: 0.0,
        to: 45.0,
        step: 5.0,
    };
    chart(&lines, &x, &y)
}

fn chart(lines: &[Line], x: &Axis, y: &Axis) -> String {
    let at_x = |value: f64| LEFT + x.share(value) * (WIDTH - LEFT - RIGHT);
    let at_y = |value: f64| HEIGHT - BOTTOM - y.share(value) * (HEIGHT - TOP - BOTTOM);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" font-family=\"sans-serif\" font-size=\"12\">\n\
         <style>text {{ fill: #24292f }} .grid {{ stroke: #8c959f; stroke-opacity: 0.35 }} \
         @media (prefers-color-scheme: dark) {{ text {{ fill: #d0d7de }} }}</style>\n"
    );
    for tick in x.ticks() {
        let px = at_x(tick);
        let _ = writeln!(
            svg,
            "<line class=\"grid\" x1=\"{px:.1}\" y1=\"{TOP}\" x2=\"{px:.1}\" y2=\"{:.1}\"/>\
             <text x=\"{px:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{tick}</text>",
            HEIGHT - BOTTOM,
            HEIGHT - BOTTOM + 16.0
        );
    }
    for tick in y.ticks() {
        let py = at_y(tick);
        let _ = writeln!(
            svg,
            "<line class=\"grid\" x1=\"{LEFT}\" y1=\"{py:.1}\" x2=\"{:.1}\" y2=\"{py:.1}\"/>\
             <text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{tick}</text>",
            WIDTH - RIGHT,
            LEFT - 6.0,
            py + 4.0
        );
    }
    let _ = writeln!(
        svg,
        "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{}</text>\n\
         <text transform=\"translate(14 {:.1}) rotate(-90)\" text-anchor=\"middle\">{}</text>",
        (LEFT + WIDTH - RIGHT) / 2.0,
        HEIGHT - BOTTOM + 36.0,
        x.title,
        (TOP + HEIGHT - BOTTOM) / 2.0,
        y.title
    );
    // The first line is telewav's, and lies on top.
    for (line, (colour, dashes)) in lines.iter().zip(STROKES).rev() {
        let points = line
            .points
            .iter()
            .filter(|(px, _)| (x.from..=x.to).contains(px));
        let points: Vec<String> = points
            .map(|(px, py)| format!("{:.1},{:.1}", at_x(*px), at_y(*py)))
            .collect();
        let _ = writeln!(
            svg,
            "<polyline fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\" stroke-dasharray=\"{dashes}\" points=\"{}\"/>",
            points.join(" ")
        );
    }
    let width = (WIDTH - LEFT - RIGHT) / lines.len().max(1) as f64;
    for (i, (line, (colour, dashes))) in lines.iter().zip(STROKES).enumerate() {
        let px = LEFT + i as f64 * width;
        let py = HEIGHT - 22.0;
        let _ = writeln!(
            svg,
            "<line x1=\"{px:.1}\" y1=\"{py}\" x2=\"{:.1}\" y2=\"{py}\" stroke=\"{colour}\" stroke-width=\"2\" \
             stroke-dasharray=\"{dashes}\"/><text x=\"{:.1}\" y=\"{:.1}\">{}</text>",
            px + 28.0,
            px + 34.0,
            py + 4.0,
            line.name
        );
    }
    svg.push_str("</svg>\n");
    svg
}
