//! An ACS that speaks real envelopes: it works a list of calls off, remembers all it is told, and is
//! rude on demand.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;
use xmltree::Element;

/// One call to the device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rpc {
    Get(&'static str),
    Set(Vec<(String, String)>, &'static str),
    Add(&'static str, &'static str),
    Delete(String, &'static str),
    /// SetParameterAttributes with this notification.
    Notify(&'static str, u8),
    /// GetParameterAttributes.
    Attributes(&'static str),
    Reboot(&'static str),
    ScheduleInform(u32, &'static str),
    FactoryReset,
    /// ChangeDUState: `install a-1`, `update a-2`, `uninstall a`, and the CommandKey.
    Change(&'static [&'static str], &'static str),
    /// Method, FileType, CommandKey.
    Transfer(&'static str, &'static str, &'static str),
}

/// What the device answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    Values(BTreeMap<String, String>),
    /// Notification by name.
    Attributes(BTreeMap<String, u8>),
    Added(u32),
    Done,
    Fault(u32),
}

/// One Inform, as it came.
#[derive(Clone, Debug)]
pub struct Informed {
    pub at: Duration,
    /// `1 BOOT`, `M Reboot [key]`.
    pub events: Vec<String>,
    pub retry_count: u32,
    pub parameters: BTreeMap<String, String>,
    /// Which boot of the device it came from; the device does not tell, the world does.
    pub boot: u32,
    /// The device's writes of `agent.json` until then.
    pub agent_writes: usize,
}

/// One thing that was reported and answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// What it is about, with its CommandKey.
    pub what: String,
    /// All that was said of it.
    pub content: String,
    /// The answer has reached the device, and the device has noted it. A power cut before the end of that
    /// one write is the only reason to report it again.
    pub noted: bool,
}

/// How the ACS behaves in a session.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mood {
    #[default]
    Good,
    /// Nothing listens.
    Away,
    /// Takes the Inform and says nothing.
    Silent,
    Status(u16),
    Garbage,
    /// A fault instead of the InformResponse.
    Fault(u32),
    /// Answers the Inform and then breaks the connection.
    BreaksOff,
    /// Gives so many good answers in each session, and then this.
    After(u32, Bad),
}

/// An answer that is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bad {
    Silence,
    Status(u16),
    Redirects,
    Garbage,
    Half,
    Fault(u32),
    Reset,
}

impl Bad {
    fn reply(self) -> Reply {
        match self {
            Bad::Silence => Reply::Gone("no answer within 60 s"),
            Bad::Status(status) => Reply::Status(status),
            Bad::Redirects => Reply::Gone("redirected more than 5 times"),
            Bad::Garbage => Reply::Body("<html>It works!</html".into()),
            Bad::Half => {
                let mut whole = envelope("1", "<cwmp:InformResponse></cwmp:InformResponse>");
                whole.truncate(whole.len() / 2);
                Reply::Body(whole)
            }
            Bad::Fault(code) => Reply::Body(envelope(
                "1",
                &format!(
                    "<soap:Fault><faultcode>Server</faultcode><faultstring>CWMP fault</faultstring><detail><cwmp:Fault>\
                     <FaultCode>{code}</FaultCode><FaultString>no</FaultString></cwmp:Fault></detail></soap:Fault>"
                ),
            )),
            Bad::Reset => Reply::Gone("connection reset by peer"),
        }
    }
}

/// What comes back over the wire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    Body(String),
    Status(u16),
    Gone(&'static str),
}

#[derive(Debug, Default)]
pub struct Acs {
    pub todo: VecDeque<Rpc>,
    pub done: Vec<(Rpc, Answer)>,
    pub informs: Vec<Informed>,
    /// How often each Reboot went out, answered or not.
    pub reboots_sent: BTreeMap<&'static str, usize>,
    /// How often each transfer was asked for, answered or not.
    pub transfers_sent: BTreeMap<&'static str, usize>,
    /// How often each ChangeDUState was asked for, answered or not.
    pub changes_sent: BTreeMap<&'static str, usize>,
    /// DUStateChangeCompletes: CommandKey, and the FaultCode of each result.
    pub changed: Vec<(String, Vec<u32>)>,
    /// All that was reported and answered, in this order.
    pub reports: Vec<Report>,
    /// From here on, what the device may still note.
    open: usize,
    /// Parameters whose changes are in `reports`.
    pub watched: Vec<&'static str>,
    /// TransferCompletes: CommandKey and FaultCode.
    pub completed: Vec<(String, u32)>,
    /// The same for each ScheduleInform.
    pub informs_ordered: BTreeMap<&'static str, usize>,
    pub mood: Mood,
    /// What to ask for in each session beside the list.
    pub always: Option<Rpc>,
    asked: Option<(Rpc, bool)>,
    always_done: bool,
    /// The device will reboot: there is nothing more to ask for in this session.
    going_down: bool,
    /// In the running session.
    answers: u32,
    ids: u32,
    /// How often the call at the head of the list has gone out.
    times_sent: u32,
}

impl Acs {
    /// One POST of the device. `boot` and `agent_writes` are for the record.
    pub fn post(&mut self, at: Duration, boot: u32, agent_writes: usize, body: &[u8]) -> Reply {
        if self.mood == Mood::Away {
            return Reply::Gone("connection refused");
        }
        if body.is_empty() {
            return self.turn();
        }
        let envelope = Element::parse(body).expect("well-formed XML");
        let message = envelope
            .get_child("Body")
            .and_then(|body| body.children[0].as_element());
        let message = message.expect("one message in the body");
        if message.name == "Inform" {
            self.informs.push(informed(message, at, boot, agent_writes));
            self.asked = None;
            self.always_done = false;
            self.going_down = false;
            self.answers = 0;
            if let Some(bad) = self.rudely() {
                return bad;
            }
            if matches!(self.mood, Mood::Good | Mood::BreaksOff | Mood::After(..)) {
                self.hear_inform();
            }
            return self.answer_inform();
        }
        if (message.name.ends_with("Complete") || message.name == "RequestDownload")
            && let Some(bad) = self.rudely()
        {
            return bad;
        }
        if message.name == "TransferComplete" {
            let fault = message.get_child("FaultStruct").expect("a FaultStruct");
            let code = text(fault, "FaultCode").parse().expect("a number");
            let key = text(message, "CommandKey");
            self.hear(format!("TransferComplete [{key}]"), deep_text(message));
            self.completed.push((key, code));
            return Reply::Body(self::envelope("tc", "<cwmp:TransferCompleteResponse/>"));
        }
        if message.name == "RequestDownload" {
            let wanted = deep_text(message);
            let version = wanted.split_whitespace().last().unwrap_or_default();
            self.hear(format!("RequestDownload [{version}]"), wanted.clone());
            return Reply::Body(self::envelope("rd", "<cwmp:RequestDownloadResponse/>"));
        }
        if message.name == "DUStateChangeComplete" {
            let key = text(message, "CommandKey");
            let results = message.children.iter().filter_map(|node| node.as_element());
            let code = |result: &Element| {
                let fault = result.get_child("Fault")?;
                Some(text(fault, "FaultCode").parse().expect("a number"))
            };
            let codes = results.filter_map(code).collect();
            self.hear(format!("DUStateChangeComplete [{key}]"), deep_text(message));
            self.changed.push((key, codes));
            return Reply::Body(self::envelope(
                "du",
                "<cwmp:DUStateChangeCompleteResponse/>",
            ));
        }
        let (rpc, from_list) = self
            .asked
            .take()
            .expect("an answer to something that was asked");
        if from_list {
            let mut answer = answer(message);
            // Asked once more because the first answer was lost, and already done.
            if matches!(rpc, Rpc::Delete(..))
                && self.times_sent > 1
                && answer == Answer::Fault(9005)
            {
                answer = Answer::Done;
            }
            self.times_sent = 0;
            if let Answer::Fault(code) = answer
                && !(code == 9002 && matches!(rpc, Rpc::Set(_, "refused")))
            {
                panic!("{rpc:?} was refused with {code}: {}", deep_text(message));
            }
            assert_eq!(self.todo.pop_front().as_ref(), Some(&rpc));
            self.going_down |= matches!(rpc, Rpc::Reboot(_) | Rpc::FactoryReset);
            self.done.push((rpc, answer));
        }
        self.turn()
    }

    fn turn(&mut self) -> Reply {
        match self.rudely() {
            Some(bad) => bad,
            None => self.ask(),
        }
    }

    /// What comes instead of the next answer of this session, if it is not to be a good one.
    fn rudely(&mut self) -> Option<Reply> {
        let so_far = self.answers;
        self.answers += 1;
        match self.mood {
            Mood::After(good, bad) if so_far >= good => Some(bad.reply()),
            _ => None,
        }
    }

    /// What the InformResponse delivers.
    fn hear_inform(&mut self) {
        let Some(inform) = self.informs.last().cloned() else {
            return;
        };
        for event in &inform.events {
            match event.as_str() {
                "0 BOOTSTRAP" => self.hear(event.clone(), String::new()),
                "1 BOOT" => self.hear(format!("{event} {}", inform.boot), String::new()),
                "4 VALUE CHANGE" => {
                    for name in self.watched.clone() {
                        if let Some(value) = inform.parameters.get(name) {
                            self.hear(format!("{name} {value}"), String::new());
                        }
                    }
                }
                _ if event.starts_with("M Reboot") || event.starts_with("M ScheduleInform") => {
                    self.hear(event.clone(), String::new());
                }
                _ => {}
            }
        }
    }

    fn hear(&mut self, what: String, content: String) {
        self.reports.push(Report {
            what,
            content,
            noted: false,
        });
    }

    /// The device has noted all that was answered.
    pub fn noted(&mut self) {
        for report in &mut self.reports[self.open..] {
            report.noted = true;
        }
        self.open = self.reports.len();
    }

    /// The device is dead: what it has not noted by now it never will.
    pub fn device_died(&mut self) {
        self.open = self.reports.len();
    }

    /// How often this was reported, where a report that the device could not note counts for nothing
    /// once it comes again, word for word.
    pub fn times(&self, what: &str) -> usize {
        let reports: Vec<&Report> = self.reports.iter().filter(|one| one.what == what).collect();
        for pair in reports.windows(2) {
            assert!(
                pair[0].noted || pair[0].content == pair[1].content,
                "{what} was {:?} first and {:?} then",
                pair[0].content,
                pair[1].content
            );
        }
        let again = reports.iter().rev().skip(1).filter(|one| !one.noted);
        reports.len() - again.count()
    }

    /// Whatever the device was ordered to do, it has reported exactly once; an order that went out again
    /// because its answer was lost may have been taken twice.
    pub fn judge_reports(&self) {
        let orders = [
            ("M Reboot", &self.reboots_sent),
            ("M ScheduleInform", &self.informs_ordered),
            ("TransferComplete", &self.transfers_sent),
            ("DUStateChangeComplete", &self.changes_sent),
        ];
        for (what, sent) in orders {
            for (key, sent) in sent {
                let what = format!("{what} [{key}]");
                let times = self.times(&what);
                assert!(
                    (1..=*sent).contains(&times),
                    "{what} was ordered {sent} times and reported {times} times"
                );
            }
        }
        assert_eq!(self.times("0 BOOTSTRAP"), 1, "0 BOOTSTRAP");
        for report in self
            .reports
            .iter()
            .filter(|one| one.what.starts_with("1 BOOT"))
        {
            assert_eq!(self.times(&report.what), 1, "{}", report.what);
        }
        // No event of a transfer without its TransferComplete behind it.
        for inform in &self.informs {
            for event in inform.events.iter().filter(|event| event.starts_with("M ")) {
                if ["M Download", "M ScheduleDownload", "M Upload"]
                    .iter()
                    .any(|code| event.starts_with(code))
                {
                    assert!(
                        inform
                            .events
                            .iter()
                            .any(|code| code == "7 TRANSFER COMPLETE")
                    );
                }
            }
        }
    }

    fn answer_inform(&mut self) -> Reply {
        match self.mood {
            Mood::Good | Mood::BreaksOff | Mood::Away | Mood::After(..) => Reply::Body(envelope(
                match self.mood {
                    // Not that of the Inform.
                    Mood::After(..) => "nobody-asked",
                    _ => "1",
                },
                "<cwmp:InformResponse><MaxEnvelopes>1</MaxEnvelopes></cwmp:InformResponse>",
            )),
            Mood::Silent => Bad::Silence.reply(),
            Mood::Status(status) => Bad::Status(status).reply(),
            Mood::Garbage => Bad::Garbage.reply(),
            Mood::Fault(code) => Bad::Fault(code).reply(),
        }
    }

    fn ask(&mut self) -> Reply {
        if self.mood == Mood::BreaksOff {
            return Reply::Gone("connection reset by peer");
        }
        let next = match self.todo.front() {
            Some(rpc) => Some((rpc.clone(), true)),
            None if !self.always_done => self.always.clone().map(|rpc| (rpc, false)),
            None => None,
        };
        let next = next.filter(|_| !self.going_down);
        let Some((rpc, from_list)) = next else {
            return Reply::Body(String::new());
        };
        self.always_done |= !from_list;
        self.times_sent += u32::from(from_list);
        if let Rpc::Reboot(key) = rpc {
            *self.reboots_sent.entry(key).or_default() += 1;
        }
        if let Rpc::ScheduleInform(_, key) = rpc {
            *self.informs_ordered.entry(key).or_default() += 1;
        }
        if let Rpc::Change(_, key) = rpc {
            *self.changes_sent.entry(key).or_default() += 1;
        }
        if let Rpc::Transfer(_, _, key) = rpc {
            *self.transfers_sent.entry(key).or_default() += 1;
        }
        let reply = self.request(&rpc);
        self.asked = Some((rpc, from_list));
        reply
    }

    fn request(&mut self, rpc: &Rpc) -> Reply {
        self.ids += 1;
        let body = match rpc {
            Rpc::Get(name) => format!(
                "<cwmp:GetParameterValues><ParameterNames soapenc:arrayType=\"xsd:string[1]\"><string>{name}</string>\
                 </ParameterNames></cwmp:GetParameterValues>"
            ),
            Rpc::Set(values, key) => {
                let mut list = String::new();
                for (name, value) in values {
                    list += &format!(
                        "<ParameterValueStruct><Name>{name}</Name><Value>{value}</Value></ParameterValueStruct>"
                    );
                }
                format!(
                    "<cwmp:SetParameterValues><ParameterList>{list}</ParameterList><ParameterKey>{key}</ParameterKey>\
                     </cwmp:SetParameterValues>"
                )
            }
            Rpc::Add(object, key) => format!(
                "<cwmp:AddObject><ObjectName>{object}</ObjectName><ParameterKey>{key}</ParameterKey></cwmp:AddObject>"
            ),
            Rpc::Delete(object, key) => format!(
                "<cwmp:DeleteObject><ObjectName>{object}</ObjectName><ParameterKey>{key}</ParameterKey>\
                 </cwmp:DeleteObject>"
            ),
            Rpc::Notify(name, notification) => format!(
                "<cwmp:SetParameterAttributes><ParameterList><SetParameterAttributesStruct><Name>{name}</Name>\
                 <NotificationChange>1</NotificationChange><Notification>{notification}</Notification>\
                 <AccessListChange>0</AccessListChange><AccessList/></SetParameterAttributesStruct></ParameterList>\
                 </cwmp:SetParameterAttributes>"
            ),
            Rpc::Attributes(name) => format!(
                "<cwmp:GetParameterAttributes><ParameterNames soapenc:arrayType=\"xsd:string[1]\"><string>{name}\
                 </string></ParameterNames></cwmp:GetParameterAttributes>"
            ),
            Rpc::Reboot(key) => {
                format!("<cwmp:Reboot><CommandKey>{key}</CommandKey></cwmp:Reboot>")
            }
            Rpc::ScheduleInform(delay, key) => format!(
                "<cwmp:ScheduleInform><DelaySeconds>{delay}</DelaySeconds><CommandKey>{key}</CommandKey>\
                 </cwmp:ScheduleInform>"
            ),
            Rpc::FactoryReset => "<cwmp:FactoryReset/>".to_string(),
            Rpc::Change(operations, key) => {
                let operations = operations.iter().map(|words| operation(words));
                let operations: String = operations.collect();
                format!(
                    "<cwmp:ChangeDUState>{operations}<CommandKey>{key}</CommandKey></cwmp:ChangeDUState>"
                )
            }
            Rpc::Transfer(method, file_type, key) => {
                let windows = match *method {
                    "ScheduleDownload" => {
                        "<TimeWindowList><TimeWindowStruct><WindowStart>60</WindowStart><WindowEnd>7200</WindowEnd>\
                         <WindowMode>1 At Any Time</WindowMode><UserMessage/><MaxRetries>3</MaxRetries>\
                         </TimeWindowStruct></TimeWindowList>"
                    }
                    _ => "<DelaySeconds>30</DelaySeconds>",
                };
                format!(
                    "<cwmp:{method}><CommandKey>{key}</CommandKey><FileType>{file_type}</FileType>\
                     <URL>http://files.example/{key}</URL><Username/><Password/>{windows}</cwmp:{method}>"
                )
            }
        };
        Reply::Body(envelope(&format!("acs-{}", self.ids), &body))
    }
}

/// The UUID of a unit is that of its name.
fn operation(words: &str) -> String {
    let (change, unit) = words.split_once(' ').expect("an operation");
    let name = unit.split('-').next().unwrap_or_default();
    let uuid = cwmpd::model::uuid::of_unit(&format!("{name}@sim"));
    let (kind, inside) = match change {
        "install" => ("Install", format!("<URL>http://files.example/{unit}</URL>")),
        "update" => (
            "Update",
            format!("<UUID>{uuid}</UUID><URL>http://files.example/{unit}</URL>"),
        ),
        _ => ("Uninstall", format!("<UUID>{uuid}</UUID>")),
    };
    format!("<Operations xsi:type=\"cwmp:{kind}OpStruct\">{inside}</Operations>")
}

fn envelope(id: &str, body: &str) -> String {
    format!(
        "<soap:Envelope xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\" \
         xmlns:soapenc=\"http://schemas.xmlsoap.org/soap/encoding/\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xmlns:xsd=\"http://www.w3.org/2001/XMLSchema\" \
         xmlns:cwmp=\"urn:dslforum-org:cwmp-1-2\"><soap:Header><cwmp:ID soap:mustUnderstand=\"1\">{id}</cwmp:ID>\
         </soap:Header><soap:Body>{body}</soap:Body></soap:Envelope>"
    )
}

fn informed(inform: &Element, at: Duration, boot: u32, agent_writes: usize) -> Informed {
    let event = |entry: &Element| match text(entry, "CommandKey").as_str() {
        "" => text(entry, "EventCode"),
        key => format!("{} [{key}]", text(entry, "EventCode")),
    };
    let events: Vec<String> = members(inform, "Event").map(event).collect();
    assert!(!events.is_empty(), "an Inform for no reason");
    Informed {
        at,
        events,
        retry_count: text(inform, "RetryCount").parse().expect("a number"),
        parameters: values(inform),
        boot,
        agent_writes,
    }
}

fn answer(message: &Element) -> Answer {
    match message.name.as_str() {
        "GetParameterValuesResponse" => Answer::Values(values(message)),
        "GetParameterAttributesResponse" => Answer::Attributes(
            members(message, "ParameterList")
                .map(|entry| {
                    let notification = text(entry, "Notification").parse().expect("a number");
                    (text(entry, "Name"), notification)
                })
                .collect(),
        ),
        "AddObjectResponse" => {
            Answer::Added(text(message, "InstanceNumber").parse().expect("a number"))
        }
        "Fault" => {
            let detail = message
                .get_child("detail")
                .and_then(|detail| detail.get_child("Fault"));
            Answer::Fault(
                text(detail.expect("a CWMP fault"), "FaultCode")
                    .parse()
                    .expect("a number"),
            )
        }
        name if name.ends_with("Response") => Answer::Done,
        name => panic!("expected a response, got {name}"),
    }
}

fn values(message: &Element) -> BTreeMap<String, String> {
    members(message, "ParameterList")
        .map(|entry| (text(entry, "Name"), text(entry, "Value")))
        .collect()
}

fn members<'e>(message: &'e Element, array: &str) -> impl Iterator<Item = &'e Element> {
    message
        .get_child(array)
        .into_iter()
        .flat_map(|array| array.children.iter().filter_map(|node| node.as_element()))
}

fn text(element: &Element, child: &str) -> String {
    element
        .get_child(child)
        .and_then(Element::get_text)
        .map_or(String::new(), |text| text.into_owned())
}

fn deep_text(element: &Element) -> String {
    let mut all = element
        .get_text()
        .map_or(String::new(), |text| text.into_owned());
    for child in element.children.iter().filter_map(|node| node.as_element()) {
        all = format!("{all} {}", deep_text(child));
    }
    all
}
