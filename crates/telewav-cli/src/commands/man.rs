//! `telewav man`: manual pages, one for telewav and one for each of its commands.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use clap::CommandFactory;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};
use telewav::words::Lang;

use crate::Streams;
use crate::args::{Args, ManPages};
use crate::exit::{Exit, Stop};
use crate::show;
use crate::words::{Notice, Text, Written, help, text};

const MANUAL: &str = "telewav manual";

pub fn run(args: &ManPages, streams: &mut Streams<'_>) -> Result<Exit, Stop> {
    let pages = Pages::new(streams.lang);
    if let Some(folder) = &args.output {
        return pages.write_to(folder);
    }
    let command = match &args.name {
        None => &pages.program,
        Some(name) => pages.program.find_subcommand(name).ok_or_else(|| {
            let name = name.clone();
            Notice::NoCommand { name }
        })?,
    };
    let page = pages.page(command).map_err(|error| Notice::NotWritten {
        what: Written::Page,
        error,
    })?;
    show::octets(&page, streams)
}

struct Pages {
    program: clap::Command,
    lang: Lang,
}

impl Pages {
    fn new(lang: Lang) -> Self {
        // A page on each form of `telewav help` would say nothing.
        let mut program = Args::command().disable_help_subcommand(true);
        program.build();
        if lang == Lang::ZhCn {
            program = help::plain(program);
        }
        Self { program, lang }
    }

    /// All pages, as files of the names that `man` looks for.
    fn write_to(&self, folder: &Path) -> Result<Exit, Stop> {
        let failed = |path: &Path, error: io::Error| Notice::FileNotWritten {
            path: path.to_owned(),
            error,
        };
        fs::create_dir_all(folder).map_err(|e| failed(folder, e))?;
        for command in std::iter::once(&self.program).chain(self.program.get_subcommands()) {
            let path = folder.join(Man::new(command.clone()).get_filename());
            self.page(command)
                .and_then(|page| fs::write(&path, page))
                .map_err(|e| failed(&path, e))?;
        }
        Ok(Exit::Success)
    }

    fn page(&self, command: &clap::Command) -> io::Result<Vec<u8>> {
        let source = format!("telewav {}", env!("CARGO_PKG_VERSION"));
        let man = Man::new(command.clone()).source(source).manual(MANUAL);
        let is_program = command.get_name() == self.program.get_name();
        let mut page = Vec::new();
        man.render_title(&mut page)?;
        man.render_name_section(&mut page)?;
        man.render_synopsis_section(&mut page)?;
        man.render_description_section(&mut page)?;
        man.render_options_section(&mut page)?;
        if is_program {
            man.render_subcommands_section(&mut page)?;
        }
        exit_status(command, &mut page)?;
        if command.get_arguments().any(|arg| arg.get_id() == "config") {
            files(self.lang, &mut page)?;
        }
        self.see_also(is_program, &mut page)?;
        Ok(match self.lang {
            Lang::ZhCn => help::manual(&String::from_utf8_lossy(&page)).into_bytes(),
            _ => page,
        })
    }

    fn see_also(&self, is_program: bool, page: &mut dyn Write) -> io::Result<()> {
        let mut roff = Roff::new();
        roff.control("SH", ["SEE ALSO"]);
        let mut words = Vec::new();
        if is_program {
            for command in self.program.get_subcommands() {
                if !words.is_empty() {
                    words.push(roman(", "));
                }
                words.push(bold(format!("telewav-{}", command.get_name())));
                words.push(roman("(1)"));
            }
        } else {
            words.extend([bold("telewav"), roman("(1)")]);
        }
        roff.text(words);
        roff.to_writer(page)
    }
}

/// The codes stand in the help as a table, which a paragraph would run together.
fn exit_status(command: &clap::Command, page: &mut dyn Write) -> io::Result<()> {
    let help = command.get_after_help().map(ToString::to_string);
    let codes = help.iter().flat_map(|help| help.lines().skip(1));
    let mut roff = Roff::new();
    roff.control("SH", ["EXIT STATUS"]);
    for (code, meaning) in codes.filter_map(|line| line.trim().split_once(' ')) {
        roff.control("TP", []);
        roff.text([bold(code)]);
        roff.text([roman(meaning.trim())]);
    }
    roff.to_writer(page)
}

fn files(lang: Lang, page: &mut dyn Write) -> io::Result<()> {
    let mut roff = Roff::new();
    roff.control("SH", ["FILES"]);
    roff.control("TP", []);
    roff.text([bold("telewav.toml")]);
    roff.text([roman(text(Text::Configuration, lang))]);
    roff.to_writer(page)
}
