//! What people see: aligned, short, in colour only on a terminal.

use std::io::Write;

use crate::soap::{Answer, Value};
use crate::state::Informed;

/// Where a script's output goes.
pub(crate) struct Printer {
    to: Box<dyn Write + Send>,
    /// A copy, for the transcript.
    pub text: String,
    pub colour: bool,
    /// Each step is printed before it is done.
    pub echo: bool,
    /// Lines of a list that are shown; 0: all.
    pub limit: usize,
}

impl std::fmt::Debug for Printer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Printer")
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ink {
    Plain,
    Bold,
    Dim,
    Good,
    Bad,
}

impl Printer {
    pub fn new(to: Box<dyn Write + Send>, colour: bool, limit: usize) -> Printer {
        Printer {
            to,
            text: String::new(),
            colour,
            echo: false,
            limit,
        }
    }

    pub fn line(&mut self, ink: Ink, text: &str) {
        self.text.push_str(text);
        self.text.push('\n');
        let code = match ink {
            Ink::Plain => "",
            Ink::Bold => "1",
            Ink::Dim => "2",
            Ink::Good => "32",
            Ink::Bad => "31",
        };
        let _ = if self.colour && !code.is_empty() {
            writeln!(self.to, "\x1b[{code}m{text}\x1b[0m")
        } else {
            writeln!(self.to, "{text}")
        };
        let _ = self.to.flush();
    }

    pub fn inform(&mut self, informed: &Informed) {
        let inform = &informed.inform;
        let events: Vec<String> = inform
            .events
            .iter()
            .map(|(code, key)| {
                if key.is_empty() {
                    code.clone()
                } else {
                    format!("{code} (key {key})")
                }
            })
            .collect();
        self.line(Ink::Good, &format!("  Inform  {}", events.join(", ")));
        let retries = if inform.retry_count == "0" {
            String::new()
        } else {
            format!(", retry {}", inform.retry_count)
        };
        self.line(
            Ink::Dim,
            &format!(
                "          {} {}  {}, {} parameters{retries}",
                inform.manufacturer,
                informed.device,
                informed.namespace,
                inform.parameters.len()
            ),
        );
    }

    pub fn answer(&mut self, answer: &Answer, took: std::time::Duration) {
        let took = format!("{:.0} ms", took.as_secs_f64() * 1000.0);
        match answer {
            Answer::Values(list) => {
                self.table(list.iter().map(|v| (v.path.as_str(), shown(v))));
                self.line(
                    Ink::Dim,
                    &format!("  {}, {took}", count(list.len(), "value")),
                );
            }
            Answer::Names(list) => {
                let rows = list
                    .iter()
                    .map(|(p, w)| (p.as_str(), if *w { "writable" } else { "" }.to_owned()));
                self.table(rows);
                self.line(
                    Ink::Dim,
                    &format!("  {}, {took}", count(list.len(), "name")),
                );
            }
            Answer::Attributes(list) => {
                let rows = list.iter().map(|(p, n, access)| {
                    let n = ["off", "passive", "active"]
                        .get(*n as usize)
                        .map_or_else(|| n.to_string(), |t| (*t).to_owned());
                    (p.as_str(), format!("{n:<8} {}", access.join(",")))
                });
                self.table(rows);
                self.line(
                    Ink::Dim,
                    &format!("  {}, {took}", count(list.len(), "parameter")),
                );
            }
            Answer::Methods(list) => self.line(Ink::Plain, &format!("  {}", list.join(" "))),
            Answer::Status(0) => self.line(Ink::Good, &format!("  done, {took}")),
            Answer::Status(_) => {
                self.line(Ink::Good, &format!("  accepted, not applied yet, {took}"))
            }
            Answer::Added { instance, status } => {
                let status = if *status == 0 {
                    ""
                } else {
                    ", not applied yet"
                };
                self.line(Ink::Good, &format!("  instance {instance}{status}, {took}"));
            }
            Answer::Transfer(0) => self.line(Ink::Good, &format!("  done already, {took}")),
            Answer::Transfer(_) => {
                self.line(Ink::Good, &format!("  accepted, to be reported, {took}"));
            }
            Answer::Queued(list) => {
                let rows = list.iter().map(|(key, state)| {
                    let state = ["?", "waits", "in progress", "completed"]
                        .get(*state as usize)
                        .map_or_else(|| state.to_string(), |t| (*t).to_owned());
                    (key.as_str(), state)
                });
                self.table(rows);
                self.line(
                    Ink::Dim,
                    &format!("  {}, {took}", count(list.len(), "transfer")),
                );
            }
            Answer::Done(_) => self.line(Ink::Good, &format!("  done, {took}")),
            Answer::Fault(fault) => {
                if fault.code == 0 {
                    return self.line(Ink::Bad, &format!("  {fault}"));
                }
                self.line(Ink::Bad, &format!("  fault {} {}", fault.code, fault.text));
                for (path, code, text) in &fault.parameters {
                    self.line(Ink::Bad, &format!("        {code} {path}  {text}"));
                }
            }
        }
    }

    /// Two columns, aligned; the rest beyond the limit is counted.
    pub fn table<'a>(&mut self, rows: impl Iterator<Item = (&'a str, String)>) {
        let rows: Vec<(&str, String)> = rows.collect();
        let limit = if self.limit == 0 || rows.len() <= self.limit + 1 {
            rows.len()
        } else {
            self.limit
        };
        let width = rows
            .iter()
            .take(limit)
            .map(|(p, _)| p.chars().count())
            .max()
            .unwrap_or(0)
            .min(72);
        for (path, value) in rows.iter().take(limit) {
            self.line(Ink::Plain, format!("  {path:<width$}  {value}").trim_end());
        }
        if rows.len() > limit {
            self.line(Ink::Dim, &format!("  … and {} more", rows.len() - limit));
        }
    }
}

/// A value on one line, cut where it is long.
pub(crate) fn shown(v: &Value) -> String {
    let mut text: String = v
        .value
        .chars()
        .take(100)
        .flat_map(|c| {
            if c.is_control() {
                c.escape_default().collect::<Vec<_>>()
            } else {
                vec![c]
            }
        })
        .collect();
    if v.value.chars().count() > 100 {
        text.push('…');
    }
    text
}

pub(crate) fn count(n: usize, what: &str) -> String {
    if n == 1 {
        format!("1 {what}")
    } else {
        format!("{n} {what}s")
    }
}
