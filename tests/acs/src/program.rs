//! The program `testacs`: its command line and its prompt.

use std::io::{BufRead, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::acs::Acs;
use crate::demo;
use crate::print::{Ink, Printer};
use crate::state::Options;
use crate::tls::{Certificate, read_pem};

const USAGE: &str = "\
testacs: a test ACS for TR-069 agents

  testacs [OPTION…]              an ACS with a prompt; `help` there lists the commands
  testacs run SCRIPT… [OPTION…]  runs scripts of the same commands, and ends
  testacs demo                   builds the agent of this repository and shows it at work
  testacs ubusd DIR SOCKET       stands in for OpenWrt's ubusd: answers calls from DIR/OBJECT.METHOD.json

  --listen ADDRESS:PORT          default 0.0.0.0:7557
  --tls [NAME,…]                 HTTPS with a certificate made on the spot, for these names and addresses
  --cert FILE --key FILE         HTTPS with this certificate chain and key (PEM)
  --client-ca FILE               agents must show a certificate of this CA (PEM)
  --files DIR                    serves DIR under /files/ (GET, PUT, Range)
  --transcript FILE              writes every message to FILE; `-`: to standard output
  --NAME VALUE                   any `option NAME VALUE` of the line language: --auth digest --hold 20 …

exit status: 0 done · 1 a step failed · 2 wrong command line, or the ACS cannot start
";

struct Arguments {
    mode: Mode,
    options: Options,
    transcript: Option<PathBuf>,
    /// `option` lines.
    settings: Vec<String>,
}

enum Mode {
    Prompt,
    Run(Vec<PathBuf>),
    Demo,
    Help,
}

/// Runs the program; `arguments` without its name.
#[must_use]
pub fn main(arguments: Vec<String>) -> ExitCode {
    if let [word, files, socket] = &arguments[..]
        && word == "ubusd"
    {
        return crate::ubusd::main(files.as_ref(), socket.as_ref());
    }
    let colour = std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    match parse(arguments) {
        Ok(Arguments {
            mode: Mode::Help, ..
        }) => {
            print!("{USAGE}");
            ExitCode::SUCCESS
        }
        Ok(Arguments {
            mode: Mode::Demo, ..
        }) => demo::main(colour),
        Ok(arguments) => serve(arguments, colour).unwrap_or_else(|why| {
            eprintln!("testacs: {why}");
            ExitCode::from(2)
        }),
        Err(why) => {
            eprintln!("testacs: {why}\n\n{USAGE}");
            ExitCode::from(2)
        }
    }
}

fn parse(arguments: Vec<String>) -> Result<Arguments, String> {
    let mut options = Options {
        listen: ([0, 0, 0, 0], 7557).into(),
        ..Options::default()
    };
    let mut words = arguments.into_iter().peekable();
    let mode = match words.peek().map(String::as_str) {
        Some("run") => Mode::Run(Vec::new()),
        Some("demo") => Mode::Demo,
        Some("help" | "--help" | "-h") => Mode::Help,
        _ => Mode::Prompt,
    };
    if !matches!(mode, Mode::Prompt) {
        words.next();
    }
    let mut all = Arguments {
        mode,
        options: Options::default(),
        transcript: None,
        settings: Vec::new(),
    };
    let (mut certificate, mut key) = (None, None);
    while let Some(word) = words.next() {
        let Some(name) = word.strip_prefix("--") else {
            match &mut all.mode {
                Mode::Run(scripts) => scripts.push(PathBuf::from(word)),
                _ => return Err(format!("expected an option, got {word:?}")),
            }
            continue;
        };
        if name == "tls" {
            let names = words
                .next_if(|w| !w.starts_with("--") && !w.ends_with(".acs"))
                .unwrap_or_default();
            options.certificate = Some(Certificate::SelfMade {
                names: names.split(',').map(str::to_owned).collect(),
            });
            continue;
        }
        let value = words
            .next()
            .ok_or_else(|| format!("--{name}: expected a value"))?;
        match name {
            "listen" => {
                options.listen = value
                    .parse()
                    .map_err(|_| format!("--listen: expected ADDRESS:PORT, got {value:?}"))?;
            }
            "cert" => certificate = Some(PathBuf::from(value)),
            "key" => key = Some(PathBuf::from(value)),
            "client-ca" => {
                options.client_ca =
                    Some(std::fs::read_to_string(&value).map_err(|e| format!("{value}: {e}"))?);
            }
            "files" => options.files = Some(PathBuf::from(value)),
            "transcript" => all.transcript = Some(PathBuf::from(value)),
            name => all.settings.push(format!(
                "option {name} \"{}\"",
                value
                    .replace('\\', "\\\\")
                    .replace('"', "\\\"")
                    .replace('$', "\\$")
            )),
        }
    }
    match (certificate, key) {
        (Some(certificate), Some(key)) => options.certificate = Some(read_pem(&certificate, &key)?),
        (None, None) => {}
        _ => return Err("--cert and --key go together".to_owned()),
    }
    if matches!(&all.mode, Mode::Run(scripts) if scripts.is_empty()) {
        return Err("run: expected a script".to_owned());
    }
    all.options = options;
    Ok(all)
}

fn serve(arguments: Arguments, colour: bool) -> Result<ExitCode, String> {
    let transcript: Option<Box<dyn Write + Send>> = match &arguments.transcript {
        None => None,
        Some(path) if path.as_os_str() == "-" => Some(Box::new(std::io::stdout())),
        Some(path) => Some(Box::new(
            std::fs::File::create(path).map_err(|e| format!("{}: {e}", path.display()))?,
        )),
    };
    let acs = Acs::start_with_transcript(arguments.options, transcript)?;
    let mut printer = Printer::new(Box::new(std::io::stdout()), colour, 0);
    for line in &arguments.settings {
        acs.setting(line)?;
    }
    let any = if acs.address().ip().is_unspecified() {
        " (any address of this host)"
    } else {
        ""
    };
    printer.line(Ink::Plain, &format!("testacs at {}{any}", acs.url()));
    if let (Some(fingerprint), Some(pem)) = (acs.fingerprint(), acs.certificate()) {
        printer.line(
            Ink::Plain,
            &format!("certificate SHA-256 {fingerprint}\n{}", pem.trim_end()),
        );
    }
    match arguments.mode {
        Mode::Run(scripts) => {
            for script in scripts {
                if let Err(why) = acs.script_file(&script, Box::new(std::io::stdout()), colour) {
                    let _ = std::io::stdout().flush();
                    eprintln!("{why}");
                    return Ok(ExitCode::FAILURE);
                }
            }
        }
        _ => prompt(&acs, printer, colour),
    }
    Ok(ExitCode::SUCCESS)
}

fn prompt(acs: &Acs, mut printer: Printer, colour: bool) {
    acs.configure(|options| {
        options.auto_cr = true;
        options.hold = options.hold.max(Duration::from_secs(20));
    });
    let terminal = std::io::stdin().is_terminal();
    // An Inform that comes while a command waits for it is shown by that command.
    let busy = Arc::new(Mutex::new(false));
    let quiet = Arc::clone(&busy);
    acs.watch(move |informed| {
        if !*quiet.lock().unwrap_or_else(PoisonError::into_inner) {
            let mut printer = Printer::new(Box::new(std::io::stdout()), colour, 0);
            printer.line(Ink::Plain, "");
            printer.inform(informed);
            if terminal {
                print!("> ");
                let _ = std::io::stdout().flush();
            }
        }
    });
    let mut lines = std::io::stdin().lock().lines();
    loop {
        if terminal {
            print!("> ");
            let _ = std::io::stdout().flush();
        }
        let Some(Ok(line)) = lines.next() else { return };
        *busy.lock().unwrap_or_else(PoisonError::into_inner) = true;
        let go_on = acs.prompt(&line, &mut printer);
        printer.text.clear();
        *busy.lock().unwrap_or_else(PoisonError::into_inner) = false;
        if !go_on {
            return;
        }
    }
}
