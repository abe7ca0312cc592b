//! The ways to misbehave: each a [`Rude`], switched on by a [`Switch`] for some of the answers.

use std::time::Duration;

use crate::http::Reply;
use crate::soap::Style;

/// One way to misbehave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rude {
    /// No answer; the connection stays open.
    Silence,
    /// No answer; the connection is closed.
    HangUp,
    /// This HTTP status with a short text, as GenieACS does.
    Status(u16),
    /// So many redirects in a row with this status, then the answer.
    Redirect {
        hops: u32,
        status: u16,
    },
    /// Redirects without end.
    RedirectLoop,
    /// `Connection: close` after each answer.
    Close,
    Chunked,
    /// A byte at a time with this pause.
    Drip(Duration),
    /// Half an answer, then the connection is closed.
    Half,
    /// Head and body in TCP segments of their own.
    Segments,
    /// `100 Continue` before the answer.
    Continue,
    /// So many bytes of text inside an envelope.
    Huge(u64),
    /// A chunked body that never ends (1 TiB).
    Endless,
    /// A body that is no XML.
    Garbage,
    /// An envelope whose end tags do not match.
    Mismatched,
    /// A billion laughs: nested entities in a DOCTYPE.
    Laughs,
    /// So many elements inside each other.
    Nested(usize),
    Bom,
    Cdata,
    NoDeclaration,
    /// No xsi:type.
    NoTypes,
    /// No arrayType.
    NoArrayTypes,
    /// The XML Schema namespaces of 1999.
    Schema1999,
    /// Prefixes that no other ACS has.
    Prefixes,
    /// Prefixes of attributes are not declared, as perl-cwmp does.
    Undeclared,
    /// A header that nobody knows, without mustUnderstand.
    UnknownHeader,
    /// The same with mustUnderstand="1".
    UnknownHeaderMust,
    /// Answers carry another ID than the request.
    WrongId,
    /// Every ID is the text "null", as Magma does.
    NullId,
    /// Every request carries the Inform's ID, as perl-cwmp does.
    SameId,
    /// No ID at all.
    NoId,
    /// The session's cookie without a Path, as GenieACS does.
    CookieWithoutPath,
    /// Two more cookies with the session's.
    ManyCookies,
    /// 401 with a new nonce, though the login was right.
    LoginAgain,
    /// 401 with stale=true and a new nonce, though the login was right.
    Stale,
    /// This SOAP fault (8000 to 8899) in answer to the Inform or another request of the agent.
    Fault(u32),
    /// A fault as GenieACS writes it: `<soap-env:Body:Fault>`.
    BrokenFault,
    /// 200 without a body instead of 204.
    Empty200,
    /// Any other namespace than this is refused with this status.
    Only {
        namespace: String,
        status: u16,
    },
}

/// Name, argument, and what it does, for `help rude`.
pub const HELP: [(&str, &str, &str); 40] = [
    ("silence", "", "no answer; the connection stays open"),
    ("hang-up", "", "no answer; the connection is closed"),
    ("status", "CODE", "this HTTP status with a short text"),
    (
        "redirect",
        "[HOPS] [302|307]",
        "redirects in a row, then the answer",
    ),
    ("redirect-loop", "", "redirects without end"),
    ("close", "", "Connection: close after each answer"),
    ("chunked", "", "bodies in small chunks"),
    ("drip", "[MILLISECONDS]", "a byte at a time"),
    ("half", "", "half an answer, then closed"),
    ("segments", "", "head and body in TCP segments of their own"),
    ("continue", "", "100 Continue before the answer"),
    ("huge", "[BYTES]", "so much text in an envelope (100 MB)"),
    ("endless", "", "a chunked body that never ends"),
    ("garbage", "", "a body that is no XML"),
    ("mismatched", "", "end tags that do not match"),
    ("laughs", "", "a billion laughs"),
    ("nested", "[COUNT]", "elements inside each other (10000)"),
    ("bom", "", "a byte order mark first"),
    ("cdata", "", "texts as CDATA"),
    ("no-declaration", "", "no <?xml …?>"),
    ("no-types", "", "no xsi:type"),
    ("no-array-types", "", "no arrayType"),
    ("schema-1999", "", "the XML Schema namespaces of 1999"),
    ("prefixes", "", "other prefixes"),
    ("undeclared", "", "prefixes of attributes not declared"),
    ("unknown-header", "", "a SOAP header that nobody knows"),
    ("unknown-header-must", "", "the same with mustUnderstand"),
    ("wrong-id", "", "answers with another ID"),
    ("null-id", "", "every ID is \"null\""),
    ("same-id", "", "every request has the Inform's ID"),
    ("no-id", "", "no ID"),
    (
        "cookie-without-path",
        "",
        "the session's cookie without a Path",
    ),
    ("many-cookies", "", "two more cookies"),
    ("login-again", "", "401 though the login was right"),
    (
        "stale",
        "",
        "401 with stale=true though the login was right",
    ),
    (
        "fault",
        "CODE",
        "a SOAP fault for the agent's request (8005)",
    ),
    ("broken-fault", "", "a fault as GenieACS writes it"),
    ("empty-200", "", "200 without a body instead of 204"),
    (
        "only",
        "NAMESPACE [CODE]",
        "other namespaces are refused (400)",
    ),
    ("off", "", "well-behaved again"),
];

/// A way to misbehave, and which answers of a session it befalls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Switch {
    pub what: Rude,
    /// So many answers of each session stay good. 0: the answer to the Inform is bad already.
    pub after: u32,
    /// So many answers are bad in all; None: every one.
    pub times: Option<u32>,
}

impl Rude {
    /// For every answer.
    #[must_use]
    pub fn always(self) -> Switch {
        Switch {
            what: self,
            after: 0,
            times: None,
        }
    }

    /// From the answer after `count` good ones in each session.
    #[must_use]
    pub fn after(self, count: u32) -> Switch {
        self.always().after(count)
    }

    /// For the first `count` answers.
    #[must_use]
    pub fn times(self, count: u32) -> Switch {
        self.always().times(count)
    }
}

impl From<Rude> for Switch {
    fn from(what: Rude) -> Switch {
        what.always()
    }
}

impl Switch {
    #[must_use]
    pub fn after(self, after: u32) -> Switch {
        Switch { after, ..self }
    }

    #[must_use]
    pub fn times(self, times: u32) -> Switch {
        Switch {
            times: Some(times),
            ..self
        }
    }

    /// Reads `NAME [ARGUMENT…] [after N] [times N]`.
    ///
    /// # Errors
    /// An unknown name, a missing or senseless argument.
    pub fn parse(words: &[String]) -> Result<Switch, String> {
        let (mut after, mut times, mut arguments) = (0, None, Vec::new());
        let mut words = words.iter().map(String::as_str);
        let name = words
            .next()
            .ok_or("expected a way to misbehave; `help rude` lists them")?;
        while let Some(word) = words.next() {
            match word {
                "after" => after = number(words.next(), "after")?,
                "times" => times = Some(number(words.next(), "times")?),
                other => arguments.push(other),
            }
        }
        let arguments = arguments.as_slice();
        let first = |default| {
            arguments
                .first()
                .map_or(Ok(default), |a| number(Some(a), name))
        };
        let what = match name {
            "silence" => Rude::Silence,
            "hang-up" => Rude::HangUp,
            "status" => Rude::Status(status(arguments.first(), name)?),
            "redirect" => Rude::Redirect {
                hops: first(1)?,
                status: if arguments.len() > 1 {
                    status(arguments.get(1), name)?
                } else {
                    302
                },
            },
            "redirect-loop" => Rude::RedirectLoop,
            "close" => Rude::Close,
            "chunked" => Rude::Chunked,
            "drip" => Rude::Drip(Duration::from_millis(u64::from(first(20)?))),
            "half" => Rude::Half,
            "segments" => Rude::Segments,
            "continue" => Rude::Continue,
            "huge" => Rude::Huge(u64::from(first(100_000_000)?)),
            "endless" => Rude::Endless,
            "garbage" => Rude::Garbage,
            "mismatched" => Rude::Mismatched,
            "laughs" => Rude::Laughs,
            "nested" => Rude::Nested(first(10_000)? as usize),
            "bom" => Rude::Bom,
            "cdata" => Rude::Cdata,
            "no-declaration" => Rude::NoDeclaration,
            "no-types" => Rude::NoTypes,
            "no-array-types" => Rude::NoArrayTypes,
            "schema-1999" => Rude::Schema1999,
            "prefixes" => Rude::Prefixes,
            "undeclared" => Rude::Undeclared,
            "unknown-header" => Rude::UnknownHeader,
            "unknown-header-must" => Rude::UnknownHeaderMust,
            "wrong-id" => Rude::WrongId,
            "null-id" => Rude::NullId,
            "same-id" => Rude::SameId,
            "no-id" => Rude::NoId,
            "cookie-without-path" => Rude::CookieWithoutPath,
            "many-cookies" => Rude::ManyCookies,
            "login-again" => Rude::LoginAgain,
            "stale" => Rude::Stale,
            "fault" => Rude::Fault(first(8005)?),
            "broken-fault" => Rude::BrokenFault,
            "empty-200" => Rude::Empty200,
            "only" => Rude::Only {
                namespace: (*arguments
                    .first()
                    .ok_or("only: expected a namespace such as cwmp-1-0")?)
                .to_owned(),
                status: if arguments.len() > 1 {
                    status(arguments.get(1), name)?
                } else {
                    400
                },
            },
            other => {
                return Err(format!(
                    "no way to misbehave is called {other:?}; `help rude` lists them"
                ));
            }
        };
        Ok(Switch { what, after, times })
    }
}

fn number(word: Option<&str>, name: &str) -> Result<u32, String> {
    word.and_then(|w| w.parse().ok()).ok_or_else(|| {
        format!(
            "{name}: expected a number, got {:?}",
            word.unwrap_or("nothing")
        )
    })
}

fn status(word: Option<&&str>, name: &str) -> Result<u16, String> {
    word.and_then(|w| w.parse().ok())
        .filter(|s| (200..600).contains(s))
        .ok_or_else(|| {
            format!(
                "{name}: expected an HTTP status from 200 to 599, got {:?}",
                word.unwrap_or(&"nothing")
            )
        })
}

/// The switches that befall one answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mood(pub Vec<Rude>);

impl Mood {
    /// What the switches make of an envelope's looks.
    pub(crate) fn style(&self) -> Style {
        let mut style = Style::default();
        for rude in &self.0 {
            match rude {
                Rude::Bom => style.byte_order_mark = true,
                Rude::Cdata => style.cdata = true,
                Rude::NoDeclaration => style.declaration = false,
                Rude::NoTypes => style.xsi_type = false,
                Rude::NoArrayTypes => style.array_type = false,
                Rude::Schema1999 => style.schema_1999 = true,
                Rude::Undeclared => style.declared = false,
                Rude::UnknownHeader => style.unknown_header = Some(false),
                Rude::UnknownHeaderMust => style.unknown_header = Some(true),
                Rude::Prefixes => {
                    style = Style {
                        soap: "soap11env",
                        encoding: "e",
                        xsd: "xs",
                        xsi: "i",
                        cwmp: "tr069",
                        ..style
                    };
                }
                _ => {}
            }
        }
        style
    }

    /// What the switches make of an answer that is ready to go.
    pub(crate) fn spoil(&self, mut reply: Reply) -> Reply {
        for rude in &self.0 {
            let how = &mut reply.delivery;
            match rude {
                Rude::Silence => how.silent = true,
                Rude::HangUp => how.hang_up = true,
                Rude::Close => how.close = true,
                Rude::Chunked => how.chunked = !reply.body.is_empty(),
                Rude::Drip(pause) => how.drip = Some(*pause),
                Rude::Half => how.half = true,
                Rude::Segments => how.segments = true,
                Rude::Continue => how.go_on = true,
                Rude::Huge(bytes) => {
                    reply = xml_reply(reply, b"<Envelope>".to_vec());
                    reply.filler = *bytes;
                }
                Rude::Endless => {
                    reply = xml_reply(reply, b"<Envelope>".to_vec());
                    reply.filler = 1 << 40;
                    reply.delivery.chunked = true;
                }
                Rude::Garbage => {
                    reply = xml_reply(reply, b"\x00\xff\xfe<<< not XML & never was".to_vec())
                }
                Rude::Mismatched => {
                    let text = String::from_utf8_lossy(&reply.body).into_owned();
                    let at = text.rfind("</").unwrap_or(0);
                    reply = xml_reply(
                        reply,
                        format!("{}</wrong>", text.get(..at).unwrap_or("")).into_bytes(),
                    );
                }
                Rude::Laughs => reply = xml_reply(reply, laughs()),
                Rude::Nested(count) => {
                    let mut body = "<a>".repeat(*count);
                    body.push_str(&"</a>".repeat(*count));
                    reply = xml_reply(
                        reply,
                        format!("{}{body}{}", ENVELOPE_START, ENVELOPE_END).into_bytes(),
                    );
                }
                _ => {}
            }
        }
        reply
    }
}

const ENVELOPE_START: &str = "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\" xmlns:c=\"urn:dslforum-org:cwmp-1-2\"><s:Body><c:GetRPCMethods>";
const ENVELOPE_END: &str = "</c:GetRPCMethods></s:Body></s:Envelope>";

fn xml_reply(reply: Reply, body: Vec<u8>) -> Reply {
    let mut headers = reply.headers;
    if crate::http::find(&headers, "Content-Type").is_none() {
        headers.push(("Content-Type".to_owned(), "text/xml".to_owned()));
    }
    Reply {
        status: 200,
        headers,
        body,
        filler: 0,
        delivery: reply.delivery,
    }
}

fn laughs() -> Vec<u8> {
    let mut out = "<?xml version=\"1.0\"?>\n<!DOCTYPE l [\n<!ENTITY l0 \"lol\">\n".to_owned();
    for i in 1..10 {
        out.push_str(&format!(
            "<!ENTITY l{i} \"{}\">\n",
            format!("&l{};", i - 1).repeat(10)
        ));
    }
    out.push_str("]>\n");
    out.push_str(ENVELOPE_START);
    out.push_str("&l9;");
    out.push_str(ENVELOPE_END);
    out.into_bytes()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        text.split(' ').map(str::to_owned).collect()
    }

    #[test]
    fn every_way_that_help_names_can_be_switched_on() {
        for (name, argument, _) in HELP {
            if name == "off" {
                continue;
            }
            let argument = match argument {
                "CODE" => " 503",
                "NAMESPACE [CODE]" => " cwmp-1-0",
                _ => "",
            };
            let line = format!("{name}{argument} after 2 times 3");
            let switch = Switch::parse(&words(&line)).unwrap();
            assert_eq!((switch.after, switch.times), (2, Some(3)), "{line}");
        }
    }

    #[test]
    fn senseless_switches_are_refused() {
        for bad in [
            "",
            "status",
            "status abc",
            "status 99",
            "silence after",
            "only",
            "nonsense",
        ] {
            assert!(Switch::parse(&words(bad)).is_err(), "{bad}");
        }
    }
}
