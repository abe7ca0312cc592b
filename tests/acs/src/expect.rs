//! `expect`: what the last answer must be.

use crate::deploy::Deployed;
use crate::run::Last;
use crate::soap::{Answer, CwmpFault, Report, Value};

/// What can be expected, for `help expect`.
pub const HELP: [(&str, &str); 24] = [
    (
        "PATH=VALUE",
        "this value, in the last values or in the last Inform",
    ),
    ("PATH:TYPE=VALUE", "the same, of this type"),
    ("PATH!=VALUE", "another value"),
    ("PATH", "the parameter or name is there"),
    ("no PATH", "it is not"),
    (
        "count OP NUMBER",
        "entries of the last answer; OP is =, !=, <, <=, > or >=",
    ),
    ("status 0|1", "of a set, add or del"),
    ("writable PATH", "by the last names; and `read-only PATH`"),
    (
        "notification PATH=0…6",
        "by the last attrs; and `access PATH=LIST`",
    ),
    ("method NAME", "by the last methods"),
    (
        "fault CODE|any [for PATH]",
        "the last answer is this fault; `for`: inside SetParameterValuesFault",
    ),
    (
        "event EVENT [key KEY]",
        "in the last Inform; and `no event EVENT`",
    ),
    (
        "changed PATH[=VALUE]",
        "the last Inform has `4 VALUE CHANGE` and this in it",
    ),
    ("namespace cwmp-1-N", "of the last Inform"),
    ("retries NUMBER", "RetryCount of the last Inform"),
    ("cr STATUS", "HTTP status of the last connection request"),
    (
        "transfer KEY fault CODE|0 [TEXT…]",
        "the last TransferComplete with this key; FILETYPE of an autonomous one",
    ),
    (
        "deploy KEY NUMBER FIELD=VALUE",
        "of this result of the last DUStateChangeComplete with this key, from 1; `deploy KEY count NUMBER`",
    ),
    ("queued KEY 1|2|3", "in the last list; and `no queued KEY`"),
    (
        "stun period|changes OP N",
        "seconds between the last two keep-alives; bindings announced",
    ),
    (
        "request TYPE [NAME=VALUE…]",
        "the last RequestDownload asks for this",
    ),
    ("kicked NAME=VALUE…", "the last Kicked has these arguments"),
    (
        "no notification",
        "no lightweight one came since the last that was waited for",
    ),
    ("no complaints", "the agent broke no rule so far"),
];

/// Checks the words after `expect`.
pub(crate) fn check(
    words: &[String],
    last: &Last,
    cr: Option<u16>,
    complaints: &[String],
    reports: &[Report],
) -> Result<(), String> {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["fault", rest @ ..] => fault(rest, last),
        ["count", op, number] => {
            let want: usize = number
                .parse()
                .map_err(|_| format!("expect count: expected a number, got {number:?}"))?;
            let got = match last {
                Last::Answer(Answer::Values(list)) => list.len(),
                Last::Answer(Answer::Names(list)) => list.len(),
                Last::Answer(Answer::Attributes(list)) => list.len(),
                Last::Answer(Answer::Methods(list)) => list.len(),
                Last::Answer(Answer::Queued(list)) => list.len(),
                Last::Inform(informed) => informed.inform.parameters.len(),
                other => return Err(format!("expected a list, got {}", describe(other))),
            };
            let good = match *op {
                "=" => got == want,
                "!=" => got != want,
                "<" => got < want,
                "<=" => got <= want,
                ">" => got > want,
                ">=" => got >= want,
                other => {
                    return Err(format!(
                        "expect count: expected =, !=, <, <=, > or >=, got {other:?}"
                    ));
                }
            };
            verdict(good, || format!("expected count {op} {want}, got {got}"))
        }
        ["event", event] => has_event(event, None, last),
        ["event", event, "key", key] => has_event(event, Some(key), last),
        ["changed", word] => {
            has_event("4 VALUE CHANGE", None, last).and_then(|()| value(word, last))
        }
        ["no", "event", event] => match has_event(event, None, last) {
            Ok(()) => Err(format!(
                "expected no event {event}, but it is in the Inform"
            )),
            Err(_) => Ok(()),
        },
        ["no", "complaints"] => verdict(complaints.is_empty(), || {
            format!("expected no complaints, got: {}", complaints.join("; "))
        }),
        ["namespace", want] => {
            let Last::Inform(informed) = last else {
                return Err(format!("expected an Inform, got {}", describe(last)));
            };
            verdict(informed.namespace == *want, || {
                format!("expected the namespace {want}, got {}", informed.namespace)
            })
        }
        ["retries", want] => {
            let Last::Inform(informed) = last else {
                return Err(format!("expected an Inform, got {}", describe(last)));
            };
            let got = &informed.inform.retry_count;
            verdict(got == want, || {
                format!("expected RetryCount {want}, got {got}")
            })
        }
        ["cr", want] => {
            let got = cr.map_or("no connection request".to_owned(), |s| s.to_string());
            verdict(got == *want, || {
                format!("expected the connection request to be answered {want}, got {got}")
            })
        }
        ["status", want] => {
            let (Last::Answer(Answer::Status(got) | Answer::Transfer(got))
            | Last::Answer(Answer::Added { status: got, .. })) = last
            else {
                return Err(format!("expected Status {want}, got {}", describe(last)));
            };
            verdict(got.to_string() == *want, || {
                format!("expected Status {want}, got {got}")
            })
        }
        ["writable", path] => writable(path, true, last),
        ["read-only", path] => writable(path, false, last),
        ["notification", pair] => attribute(pair, last, "notification", |n, _| n.to_string()),
        ["access", pair] => attribute(pair, last, "access", |_, list| list.join(",")),
        ["method", name] => {
            let Last::Answer(Answer::Methods(list)) = last else {
                return Err(format!(
                    "expected a list of methods, got {}",
                    describe(last)
                ));
            };
            verdict(list.iter().any(|m| m == name), || {
                format!("expected the method {name}, got {}", list.join(" "))
            })
        }
        ["transfer", key, "fault", want, text @ ..] => {
            let report = reports
                .iter()
                .rev()
                .find(|r| r.key == *key)
                .ok_or_else(|| format!("expected a report of the transfer {key}, none came"))?;
            let says = text.iter().all(|text| report.text.contains(text));
            verdict(report.code.to_string() == *want && says, || {
                format!(
                    "expected fault {want} {} of the transfer {key}, got {} {}",
                    text.join(" "),
                    report.code,
                    report.text
                )
            })
        }
        ["queued", key, want] => {
            let found = queued(last)?.iter().find(|(k, _)| k == key);
            let got = found.map_or("none".to_owned(), |(_, state)| state.to_string());
            verdict(got == *want, || {
                format!("expected the transfer {key} in state {want}, got {got}")
            })
        }
        ["no", "queued", key] => verdict(queued(last)?.iter().all(|(k, _)| k != key), || {
            format!("expected no transfer {key}, but it is in the list")
        }),
        ["no", path] => verdict(!has(path, last)?, || {
            format!("expected no {path}, but it is in the answer")
        }),
        [word] => value(word, last),
        [] => Err("expect: expected something to expect; `help expect` lists it".to_owned()),
        _ => Err(format!(
            "nobody knows how to expect {:?}; `help expect` lists what can be expected",
            words.join(" ")
        )),
    }
}

/// `NUMBER FIELD=VALUE` of the last report with this key, or `count NUMBER`.
pub(crate) fn deployed(key: &str, rest: &[String], reports: &[Deployed]) -> Result<(), String> {
    let report = reports
        .iter()
        .rev()
        .find(|r| crate::deploy::answers(r, key))
        .ok_or_else(|| format!("expected a report of the change {key}, none came"))?;
    let [which, what] = rest else {
        return Err(
            "expect deploy: expected KEY NUMBER FIELD=VALUE, or KEY count NUMBER".to_owned(),
        );
    };
    if which == "count" {
        let got = report.results.len().to_string();
        return verdict(got == *what, || {
            format!("expected {what} results of the change {key}, got {got}")
        });
    }
    let number: usize = which
        .parse()
        .ok()
        .filter(|number| (1..=report.results.len()).contains(number))
        .ok_or_else(|| {
            let count = report.results.len();
            format!("expect deploy: expected a result from 1 to {count}, got {which:?}")
        })?;
    let (field, want) = what
        .split_once('=')
        .ok_or_else(|| format!("expect deploy: expected FIELD=VALUE, got {what:?}"))?;
    let (field, equal) = field
        .strip_suffix('!')
        .map_or((field, true), |f| (f, false));
    let got = report.field(number - 1, field);
    verdict((got == want) == equal, || {
        let fault = report.field(number - 1, "FaultString");
        format!("expected {what} in result {number} of the change {key}, got {got:?} {fault}")
    })
}

fn verdict(good: bool, text: impl FnOnce() -> String) -> Result<(), String> {
    if good { Ok(()) } else { Err(text()) }
}

/// What the last answer was, in few words.
fn describe(last: &Last) -> String {
    match last {
        Last::Nothing => "nothing".to_owned(),
        Last::Inform(_) => "an Inform".to_owned(),
        Last::Answer(Answer::Values(list)) => crate::print::count(list.len(), "value"),
        Last::Answer(Answer::Names(list)) => crate::print::count(list.len(), "name"),
        Last::Answer(Answer::Attributes(list)) => format!(
            "attributes of {}",
            crate::print::count(list.len(), "parameter")
        ),
        Last::Answer(Answer::Methods(_)) => "a list of methods".to_owned(),
        Last::Answer(Answer::Status(status)) => format!("Status {status}"),
        Last::Answer(Answer::Added { instance, .. }) => format!("instance {instance}"),
        Last::Answer(Answer::Transfer(status)) => format!("Status {status}"),
        Last::Answer(Answer::Queued(list)) => crate::print::count(list.len(), "transfer"),
        Last::Answer(Answer::Done(name)) => name.clone(),
        Last::Answer(Answer::Fault(fault)) => fault.to_string(),
    }
}

fn queued(last: &Last) -> Result<&[(String, u32)], String> {
    match last {
        Last::Answer(Answer::Queued(list)) => Ok(list),
        other => Err(format!(
            "expected queued transfers, got {}",
            describe(other)
        )),
    }
}

fn values(last: &Last) -> Result<&[Value], String> {
    match last {
        Last::Answer(Answer::Values(list)) => Ok(list),
        Last::Inform(informed) => Ok(&informed.inform.parameters),
        other => Err(format!("expected values, got {}", describe(other))),
    }
}

fn has(path: &str, last: &Last) -> Result<bool, String> {
    match last {
        Last::Answer(Answer::Names(list)) => Ok(list.iter().any(|(name, _)| name == path)),
        Last::Answer(Answer::Attributes(list)) => Ok(list.iter().any(|(name, ..)| name == path)),
        other => Ok(values(other)?.iter().any(|v| v.path == path)),
    }
}

fn value(word: &str, last: &Last) -> Result<(), String> {
    let Some((left, want)) = word.split_once('=') else {
        return verdict(has(word, last)?, || {
            format!("expected {word}, but it is not in the answer")
        });
    };
    let (left, equal) = left.strip_suffix('!').map_or((left, true), |l| (l, false));
    let (path, kind) = match left.rsplit_once(':') {
        Some((path, kind)) if !kind.contains(']') => (path, Some(kind)),
        _ => (left, None),
    };
    let found = values(last)?.iter().find(|v| v.path == path);
    let got =
        found.ok_or_else(|| format!("expected {path}={want}, but {path} is not in the answer"))?;
    let shown = crate::print::shown(got);
    if equal {
        verdict(got.value == want, || {
            format!("expected {path}={want}, got {shown:?}")
        })?;
    } else {
        verdict(got.value != want, || {
            format!("expected {path} to differ from {want:?}")
        })?;
    }
    match kind {
        Some(kind) => verdict(got.kind == kind, || {
            format!("expected {path} of type {kind}, got {:?}", got.kind)
        }),
        None => Ok(()),
    }
}

fn fault(rest: &[&str], last: &Last) -> Result<(), String> {
    let (code, path) = match rest {
        [code] => (*code, None),
        [code, "for", path] => (*code, Some(*path)),
        _ => return Err("expect fault: expected CODE|any [for PATH]".to_owned()),
    };
    let want = path.map_or_else(
        || format!("fault {code}"),
        |p| format!("fault {code} for {p}"),
    );
    let Last::Answer(Answer::Fault(fault)) = last else {
        return Err(format!("expected {want}, got {}", describe(last)));
    };
    let fits = |c: u32| code == "any" || c.to_string() == code;
    let good = match path {
        None => fits(fault.code),
        Some(path) => fault
            .parameters
            .iter()
            .any(|(p, c, _)| p == path && fits(*c)),
    };
    verdict(good, || format!("expected {want}, got {}", text(fault)))
}

fn text(fault: &CwmpFault) -> String {
    fault.to_string()
}

fn has_event(event: &str, key: Option<&str>, last: &Last) -> Result<(), String> {
    let Last::Inform(informed) = last else {
        return Err(format!("expected an Inform, got {}", describe(last)));
    };
    let events = &informed.inform.events;
    let good = events
        .iter()
        .any(|(code, k)| code == event && key.is_none_or(|key| key == k));
    let list: Vec<String> = events
        .iter()
        .map(|(c, k)| {
            if k.is_empty() {
                c.clone()
            } else {
                format!("{c} (key {k})")
            }
        })
        .collect();
    let key = key.map_or_else(String::new, |k| format!(" with key {k:?}"));
    verdict(good, || {
        format!("expected the event {event}{key}, got {}", list.join(", "))
    })
}

fn writable(path: &str, want: bool, last: &Last) -> Result<(), String> {
    let Last::Answer(Answer::Names(list)) = last else {
        return Err(format!("expected names, got {}", describe(last)));
    };
    let (_, got) = list
        .iter()
        .find(|(name, _)| name == path)
        .ok_or_else(|| format!("expected {path}, but it is not in the answer"))?;
    let word = if want { "writable" } else { "read-only" };
    verdict(*got == want, || {
        format!("expected {path} to be {word}, got Writable {got}")
    })
}

fn attribute(
    pair: &str,
    last: &Last,
    what: &str,
    pick: fn(u32, &[String]) -> String,
) -> Result<(), String> {
    let (path, want) = pair
        .split_once('=')
        .ok_or_else(|| format!("expect {what}: expected PATH=VALUE, got {pair:?}"))?;
    let Last::Answer(Answer::Attributes(list)) = last else {
        return Err(format!("expected attributes, got {}", describe(last)));
    };
    let (_, n, access) = list
        .iter()
        .find(|(name, ..)| name == path)
        .ok_or_else(|| format!("expected {path}, but it is not in the answer"))?;
    let got = pick(*n, access);
    verdict(got == want, || {
        format!("expected {what} {want:?} of {path}, got {got:?}")
    })
}
