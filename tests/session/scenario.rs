//! A session as a dialogue: each line is what the ACS says or what the agent must do then.

use cwmpd::cwmp::rpc::{
    CpeRequest, DeviceId, Events, Inform, ParameterInfo, ParameterValue, Request, Response, Status,
    Version,
};
use cwmpd::cwmp::session::{Failure, Host, Opening, Post, PostKind, Session, Step};
use cwmpd::cwmp::soap::Limits;
use cwmpd::fault::{Fault, FaultCode};
use cwmpd::model::value::Base;
use std::collections::VecDeque;
use xmltree::Element;

pub struct Scenario {
    session: Session,
    pub world: World,
    step: Step,
    /// Every body that was POSTed, the Inform first.
    pub posted: Vec<Vec<u8>>,
}

/// The rest of the agent: carries out anything, and remembers it.
#[derive(Default)]
pub struct World {
    pub calls: Vec<(Version, Request)>,
    pub informed: u32,
    /// Requests of the agent's own that wait.
    pub own: VecDeque<CpeRequest>,
    pub answered: Vec<&'static str>,
    /// What Kickeds were answered.
    pub kicked: Vec<Result<String, String>>,
}

impl Host for World {
    fn inform_delivered(&mut self) {
        self.informed += 1;
    }

    fn call(&mut self, version: Version, request: Request) -> Result<Response, Fault> {
        self.calls.push((version, request.clone()));
        match request {
            Request::GetRpcMethods => Ok(Response::GetRpcMethods {
                methods: vec!["GetRPCMethods"],
            }),
            Request::GetParameterValues { names } => Ok(Response::GetParameterValues {
                list: names
                    .into_iter()
                    .map(|name| ParameterValue {
                        name,
                        value: "v".into(),
                        base: Base::String,
                    })
                    .collect(),
            }),
            Request::GetParameterNames { path, .. } => Ok(Response::GetParameterNames {
                list: vec![ParameterInfo {
                    name: path,
                    writable: false,
                }],
            }),
            Request::SetParameterValues { .. } => Ok(Response::SetParameterValues {
                status: Status::Applied,
            }),
            Request::SetParameterAttributes { .. } => Ok(Response::SetParameterAttributes),
            Request::GetParameterAttributes { .. } => {
                Ok(Response::GetParameterAttributes { list: Vec::new() })
            }
            Request::AddObject { .. } => Ok(Response::AddObject {
                instance_number: 1,
                status: Status::Applied,
            }),
            Request::DeleteObject { .. } => Ok(Response::DeleteObject {
                status: Status::Applied,
            }),
            Request::Reboot { .. } => Ok(Response::Reboot),
            Request::ScheduleInform { .. } => Ok(Response::ScheduleInform),
            Request::ChangeDuState { .. } => Ok(Response::ChangeDuState),
            Request::FactoryReset => Ok(Response::FactoryReset),
            Request::Transfer(request) => Ok(Response::Transfer(request.kind)),
            Request::GetQueuedTransfers => Ok(Response::GetQueuedTransfers { list: Vec::new() }),
            Request::GetAllQueuedTransfers => {
                Ok(Response::GetAllQueuedTransfers { list: Vec::new() })
            }
            Request::CancelTransfer { .. } => Ok(Response::CancelTransfer),
            Request::Unknown { method } => Err(Fault::new(FaultCode::MethodNotSupported, method)),
            Request::Malformed { reason, .. } => {
                Err(Fault::new(FaultCode::InvalidArguments, reason))
            }
        }
    }

    fn next_request(&mut self) -> Option<CpeRequest> {
        self.own.pop_front()
    }

    fn request_answered(&mut self, request: &CpeRequest) {
        self.answered.push(request.method());
    }

    fn kicked(&mut self, answer: Result<String, String>) {
        self.kicked.push(answer);
    }
}

impl Scenario {
    /// The Inform is POSTed; the ACS has not answered.
    pub fn start() -> Scenario {
        Scenario::falling_back(0)
    }

    pub fn falling_back(steps: u8) -> Scenario {
        let (session, post) = Session::start(opening(steps));
        let posted = vec![post.body.clone()];
        let step = Step::Post(post);
        Scenario {
            session,
            world: World::default(),
            step,
            posted,
        }
    }

    /// The InformResponse has come, and the agent has nothing of its own to say.
    pub fn open() -> Scenario {
        Scenario::start().acs(&inform_response()).posts_nothing()
    }

    /// The agent has `count` requests of its own.
    pub fn wanting(mut self, count: usize) -> Scenario {
        self.world
            .own
            .extend((0..count).map(|_| CpeRequest::GetRpcMethods));
        self
    }

    pub fn acs(self, reply: &str) -> Scenario {
        self.acs_bytes(reply.as_bytes())
    }

    pub fn acs_bytes(mut self, reply: &[u8]) -> Scenario {
        self.step = self.session.on_reply(reply, &mut self.world);
        if let Step::Post(post) = &self.step {
            self.posted.push(post.body.clone());
        }
        self
    }

    /// 204, or 200 with nothing in it.
    pub fn acs_nothing(self) -> Scenario {
        self.acs_bytes(b"")
    }

    pub fn posts_request(self, method: &str, id: &str) -> Scenario {
        let (found, found_id) = self.posted(PostKind::Request);
        assert_eq!(
            (found.name.as_str(), found_id.as_deref()),
            (method, Some(id))
        );
        self
    }

    pub fn posts_response(self, method: &str, id: Option<&str>) -> Scenario {
        let (found, found_id) = self.posted(PostKind::Response);
        assert_eq!((found.name.as_str(), found_id.as_deref()), (method, id));
        self
    }

    /// A fault with this text somewhere in it.
    pub fn posts_fault(self, text: &str, id: Option<&str>) -> Scenario {
        let (found, found_id) = self.posted(PostKind::Response);
        assert_eq!((found.name.as_str(), found_id.as_deref()), ("Fault", id));
        let body = String::from_utf8(self.posted.last().unwrap().clone()).unwrap();
        assert!(body.contains(text), "{text} in {body}");
        self
    }

    pub fn in_namespace(self, version: Version) -> Scenario {
        let body = String::from_utf8(self.posted.last().unwrap().clone()).unwrap();
        assert!(
            body.contains(&format!("xmlns:cwmp=\"{}\"", version.namespace())),
            "{version:?}: {body}"
        );
        self
    }

    pub fn posts_nothing(self) -> Scenario {
        let expected = Post {
            body: Vec::new(),
            kind: PostKind::Empty,
        };
        assert_eq!(self.step, Step::Post(expected));
        self
    }

    pub fn ends(self) -> Scenario {
        assert_eq!(self.step, Step::End(Ok(())));
        self
    }

    pub fn fails(self, expected: &str) -> Scenario {
        match &self.step {
            Step::End(Err(Failure::Peer(text))) => {
                assert!(text.contains(expected), "expected {expected}, got {text}");
            }
            other => panic!("expected a failure of the peer ({expected}), got {other:?}"),
        }
        self
    }

    pub fn fails_over_the_version(self) -> Scenario {
        assert_eq!(self.step, Step::End(Err(Failure::Version)));
        self
    }

    pub fn speaks(self, version: Version) -> Scenario {
        assert_eq!(self.session.version(), version);
        self
    }

    pub fn informed(self, times: u32) -> Scenario {
        assert_eq!(self.world.informed, times);
        self
    }

    /// What was POSTed last: the element in its Body, and its ID.
    fn posted(&self, expected: PostKind) -> (Element, Option<String>) {
        let Step::Post(post) = &self.step else {
            panic!("expected a {expected:?}, got {:?}", self.step);
        };
        assert_eq!(post.kind, expected);
        let envelope = Element::parse(&post.body[..]).unwrap();
        let id = envelope
            .get_child("Header")
            .and_then(|header| header.get_child("ID"))
            .map(|id| id.get_text().unwrap_or_default().into_owned());
        let body = envelope.get_child("Body").unwrap();
        let content = body.children[0].as_element().unwrap();
        (content.clone(), id)
    }
}

pub fn opening(fall_back: u8) -> Opening {
    Opening {
        inform: Inform {
            device: DeviceId {
                manufacturer: "ACME".into(),
                oui: "00A0C9".into(),
                product_class: "Router".into(),
                serial_number: "1".into(),
            },
            events: Events::one("2 PERIODIC"),
            current_time: "2026-11-22T13:35:43+01:00".into(),
            retry_count: 0,
            parameters: Vec::new(),
        },
        fall_back,
        session_timeout: 60,
        limits: Limits::default(),
    }
}

/// An envelope of the ACS with these headers and this RPC.
pub fn envelope(version: Version, headers: &str, body: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\" xmlns:cwmp=\"{}\">\
         <s:Header>{headers}</s:Header><s:Body>{body}</s:Body></s:Envelope>",
        version.namespace()
    )
}

pub fn id(id: &str) -> String {
    format!("<cwmp:ID s:mustUnderstand=\"1\">{id}</cwmp:ID>")
}

pub fn inform_response() -> String {
    inform_response_with(Version::V1_2, "")
}

pub fn inform_response_with(version: Version, headers: &str) -> String {
    let headers = id("1") + headers;
    let body = "<cwmp:InformResponse><MaxEnvelopes>1</MaxEnvelopes></cwmp:InformResponse>";
    envelope(version, &headers, body)
}

/// A request with an ID.
pub fn request(number: &str, body: &str) -> String {
    envelope(Version::V1_2, &id(number), body)
}

pub fn fault(code: u32) -> String {
    let body = format!(
        "<s:Fault><faultcode>Server</faultcode><faultstring>CWMP fault</faultstring><detail>\
         <cwmp:Fault><FaultCode>{code}</FaultCode><FaultString>because</FaultString></cwmp:Fault>\
         </detail></s:Fault>"
    );
    request("1", &body)
}

pub const HOLD: &str = "<cwmp:HoldRequests s:mustUnderstand=\"1\">1</cwmp:HoldRequests>";

pub const GET: &str = "<cwmp:GetParameterValues><ParameterNames><string>Device.X</string>\
     </ParameterNames></cwmp:GetParameterValues>";
