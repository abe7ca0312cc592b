//! What `help` lists: the words of the line language.

use crate::cr;
use crate::expect;
use crate::print::{Ink, Printer};
use crate::rude;

/// Command, arguments, what it does: for `help` and for the check before a script runs.
pub(crate) const COMMANDS: [(&str, &str, &str); 50] = [
    (
        "wait",
        "inform [EVENT…] [from DEVICE] [within SECONDS]",
        "until an Inform with these events comes; ends the session before",
    ),
    (
        "wait",
        "request METHOD [within SECONDS]",
        "until the agent sends this request (TransferComplete …)",
    ),
    (
        "wait",
        "transfer KEY [within SECONDS]",
        "until the agent has reported how this transfer ended",
    ),
    (
        "wait",
        "notification [PATH[=VALUE]…] [within SECONDS]",
        "until lightweight notifications have told all of these",
    ),
    (
        "wait",
        "deploy KEY [within SECONDS]",
        "until the agent has reported this change; `autonomous`: one that nobody asked for",
    ),
    (
        "wait",
        "stun [binding|change|probe|signed] [within SECONDS]",
        "until such a STUN request comes; sets $mapped",
    ),
    ("wait", "quiet SECONDS", "no Inform comes meanwhile"),
    ("pause", "SECONDS", "says nothing; the session goes on"),
    ("get", "PATH…", "values; \"\" is the whole tree"),
    (
        "names",
        "PATH [next]",
        "names below PATH, or its children only",
    ),
    (
        "set",
        "PATH[:TYPE]=VALUE… [key KEY]",
        "type: the last one seen, else string; `PATH:=VALUE` sends none",
    ),
    ("add", "TABLE [key KEY]", "a new row; its number is $row"),
    ("del", "ROW [key KEY]", "deletes a row"),
    ("attrs", "PATH…", "notification and access list"),
    (
        "attrset",
        "PATH… [notification=0…6] [access=Subscriber|none]",
        "sets them",
    ),
    ("methods", "", "the RPCs that the agent has"),
    (
        "reboot",
        "[KEY]",
        "asks for a reboot; it happens when the session has ended",
    ),
    (
        "schedule-inform",
        "SECONDS [KEY]",
        "orders an Inform for later",
    ),
    ("factory-reset", "", "asks for a factory reset"),
    (
        "download",
        "TYPE URL [key K] [delay N] [size N] [name N] [login USER PASSWORD]",
        "TYPE: 1 firmware … 6, or a whole name; /files/… is ours",
    ),
    (
        "upload",
        "TYPE URL [key K] [delay N] [login USER PASSWORD]",
        "TYPE: 1 configuration, 2 log, or a whole name",
    ),
    (
        "schedule",
        "TYPE URL START-END[:MODE[:RETRIES]]… [key K] [message TEXT] …",
        "ScheduleDownload; MODE 1 to 4",
    ),
    (
        "deploy",
        "install URL … and update … and uninstall UUID … [key K]",
        "ChangeDUState; [uuid U] [url URL] [version V] [env PATH] [login USER PASSWORD]",
    ),
    (
        "queued",
        "[all]",
        "transfers that wait or are not reported yet",
    ),
    ("cancel", "KEY", "CancelTransfer"),
    (
        "file",
        "NAME TEXT | NAME size N | NAME tar PATH TEXT…",
        "puts a file under /files/; `expect file NAME [contains TEXT]`",
    ),
    (
        "cr",
        "[now] [USER PASSWORD] [as MANNER [NUMBER]]",
        "a connection request; ends the session before, unless `now`; `help cr` lists the manners",
    ),
    (
        "cr",
        "udp [again|forged|upper] [copies N] [old SECONDS] [elsewhere] [to HOST:PORT]",
        "by UDP, from the STUN server's port unless `elsewhere`",
    ),
    (
        "stun",
        "start [ADDRESS:PORT] | stop | silent on|off | elsewhere address|port|nowhere",
        "a STUN server; sets $stun and $stun_port",
    ),
    (
        "stun",
        "login USER PASSWORD [classic|short-term|long-term] | login off",
        "requests must be signed",
    ),
    (
        "stun",
        "nat SECONDS|off | flush",
        "plays a NAT that forgets; forgets now",
    ),
    (
        "cr",
        "xmpp [now] [from JID] [to JID] [USER PASSWORD]",
        "the same over XMPP, by the server or account below",
    ),
    (
        "xmpp",
        "server DOMAIN USER PASSWORD [port N] [tls]",
        "a small XMPP server with an account for the agent; its port is $xmpp_port",
    ),
    (
        "xmpp",
        "account JID PASSWORD HOST[:PORT]",
        "`cr xmpp` logs in to this server instead",
    ),
    (
        "xmpp",
        "wait [within SECONDS]",
        "until the agent is connected to our server",
    ),
    ("xmpp", "stop", "stops our server, or forgets the account"),
    (
        "raw",
        "FILE",
        "sends this body; {id} and {cwmp} in it are replaced",
    ),
    (
        "expect",
        "…",
        "checks the last answer; `help expect` lists what can be expected",
    ),
    ("end", "", "ends the session"),
    ("device", "NAME|any", "commands are for this device only"),
    ("let", "NAME=VALUE", "sets a variable, used as $NAME"),
    ("say", "TEXT…", "prints a heading"),
    (
        "show",
        "[complaints|informs|transcript]",
        "the last answer in full, or these",
    ),
    (
        "option",
        "NAME VALUE",
        "changes the ACS; `help option` lists them",
    ),
    (
        "rude",
        "NAME [ARGUMENT…] [after N] [times N]",
        "misbehaves; `help rude` lists the ways",
    ),
    (
        "forget",
        "",
        "forgets Informs and complaints that came so far",
    ),
    ("status", "", "devices and sessions"),
    ("help", "[cr|expect|option|rude]", "this list"),
    ("quit", "", "ends the program"),
    ("exit", "", "ends the program"),
];

const OPTIONS: [(&str, &str, &str); 15] = [
    (
        "auth",
        "none|basic|digest|digest-genie|digest-sha256|digest-no-qop|digest-sess|digest-both",
        "how agents log in",
    ),
    ("file-auth", "the same", "how they log in for files"),
    ("username", "TEXT", "of agents"),
    ("password", "TEXT", "of agents"),
    (
        "cr-username",
        "TEXT",
        "of connection requests, unless a `set` gave another",
    ),
    ("cr-password", "TEXT", "the same"),
    (
        "namespace",
        "cwmp-1-0|cwmp-1-1|cwmp-1-2|echo",
        "of our messages",
    ),
    (
        "use-version",
        "1.0…1.4|none",
        "UseCWMPVersion in the InformResponse",
    ),
    ("hold-requests", "on|off", "HoldRequests is 1"),
    ("cookies", "on|off", "sessions by cookie, or by connection"),
    (
        "hold",
        "SECONDS",
        "an idle session waits so long for a command",
    ),
    (
        "within",
        "SECONDS",
        "longest wait for an answer or an Inform",
    ),
    (
        "auto-cr",
        "on|off",
        "a command without a session sends a connection request",
    ),
    ("next-url", "TEXT", "what a Kicked is answered"),
    ("lines", "N", "lines of a list that are shown; 0: all"),
];

/// Prints what `help` or `help ABOUT` lists.
pub(crate) fn print(printer: &mut Printer, about: Option<&str>) -> Result<(), String> {
    let rows: Vec<(String, &str)> = match about {
        None => COMMANDS
            .iter()
            .map(|(n, a, d)| (format!("{n} {a}"), *d))
            .collect(),
        Some("rude") => rude::HELP
            .iter()
            .map(|(n, a, d)| (format!("rude {n} {a}"), *d))
            .collect(),
        Some("cr") => cr::MANNERS
            .iter()
            .map(|(n, _, d)| (format!("cr as {n}"), *d))
            .collect(),
        Some("option") => OPTIONS
            .iter()
            .map(|(n, a, d)| (format!("option {n} {a}"), *d))
            .collect(),
        Some("expect") => expect::HELP
            .iter()
            .map(|(n, d)| (format!("expect {n}"), *d))
            .collect(),
        Some(other) => {
            return Err(format!(
                "help: expected cr, expect, option, rude or nothing, got {other:?}"
            ));
        }
    };
    let width = rows
        .iter()
        .map(|(l, _)| l.trim_end().chars().count())
        .max()
        .unwrap_or(0)
        .min(56);
    for (left, right) in rows {
        printer.line(
            Ink::Plain,
            &format!("  {:<width$}  {right}", left.trim_end()),
        );
    }
    Ok(())
}
