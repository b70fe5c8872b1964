//! Colour, and file names that cannot play tricks on a terminal.

use std::fmt::Write as _;
use std::path::Path;

use anstyle::{AnsiColor, Color};

/// Whether to colour, and how.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    colour: bool,
}

impl Style {
    /// In colour, or not.
    pub fn new(colour: bool) -> Self {
        Self { colour }
    }

    /// Text that says that all is well.
    pub fn good(self, text: &str) -> String {
        self.paint(text, Some(AnsiColor::Green))
    }

    /// Text that says that something may be wrong.
    pub fn warning(self, text: &str) -> String {
        self.paint(text, Some(AnsiColor::Yellow))
    }

    /// Text that says that something is wrong.
    pub fn bad(self, text: &str) -> String {
        self.paint(text, Some(AnsiColor::Red))
    }

    /// Text that is to be seen first.
    pub fn bold(self, text: &str) -> String {
        self.paint(text, None)
    }

    fn paint(self, text: &str, colour: Option<AnsiColor>) -> String {
        if !self.colour {
            return text.to_owned();
        }
        let style = anstyle::Style::new()
            .bold()
            .fg_color(colour.map(Color::Ansi));
        format!("{style}{text}{style:#}")
    }
}

/// A path for a person; octets that are no Unicode are shown as `\xNN`.
pub fn show(path: &Path) -> String {
    let mut shown = String::new();
    for chunk in path.as_os_str().as_encoded_bytes().utf8_chunks() {
        for c in chunk.valid().chars() {
            if c == '\n' {
                shown.extend(c.escape_unicode());
            } else {
                shown.push(c);
            }
        }
        for octet in chunk.invalid() {
            let _ = write!(shown, "\\x{octet:02X}");
        }
    }
    plain(&shown)
}

/// A text that may repeat what stands in a file or in its name: control characters and those that turn
/// the direction of writing are escaped; line ends stay.
pub fn plain(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        if c != '\n' && plays_tricks(c) {
            shown.extend(c.escape_unicode());
        } else {
            shown.push(c);
        }
    }
    shown
}

/// Whether a terminal, an editor or a page might do something else with a character than show it.
pub(crate) fn plays_tricks(c: char) -> bool {
    c.is_control() || is_invisible(c)
}

/// Characters that change how others are shown, or are not shown themselves: Unicode's bidirectional
/// controls, zero-width characters and line separators.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{061C}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}'
    )
}
