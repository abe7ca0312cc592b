//! Whole sessions: the session machine over the transport.

use crate::server::{NOTHING, answer, ok};
use crate::world::{World, session};
use cwmpd::cwmp::rpc::{Inform, Request, Response, Version};
use cwmpd::cwmp::session::{Failure, Host, Opening, Session};
use cwmpd::fault::Fault;
use cwmpd::io::acs::drive;

#[derive(Default)]
struct Device {
    informed: bool,
    calls: usize,
}

impl Host for Device {
    fn inform_delivered(&mut self) {
        self.informed = true;
    }

    fn call(&mut self, _: Version, _: Request) -> Result<Response, Fault> {
        self.calls += 1;
        Ok(Response::Reboot)
    }
}

fn opening() -> Opening {
    Opening {
        inform: Inform {
            device: Default::default(),
            events: cwmpd::cwmp::rpc::Events::one("2 PERIODIC"),
            current_time: "0001-01-01T00:00:00Z".into(),
            retry_count: 0,
            parameters: Vec::new(),
        },
        fall_back: 0,
        session_timeout: 60,
        limits: Default::default(),
    }
}

fn envelope(body: &str) -> String {
    ok(&format!(
        "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\" xmlns:c=\"urn:dslforum-org:cwmp-1-0\"><s:Header><c:ID s:mustUnderstand=\"1\">1</c:ID></s:Header><s:Body>{body}</s:Body></s:Envelope>"
    ))
}

#[test]
fn a_session_from_the_inform_to_the_empty_answer() {
    let informed = envelope("<c:InformResponse><MaxEnvelopes>1</MaxEnvelopes></c:InformResponse>");
    let reboot = envelope("<c:Reboot><CommandKey>k</CommandKey></c:Reboot>");
    let server = answer(&[&informed, &reboot, NOTHING]);
    let (mut machine, first) = Session::start(opening());
    let mut device = Device::default();
    let mut transport = session(&server.url("/"));
    assert_eq!(
        drive(&mut transport, &mut machine, first, &mut device),
        Ok(())
    );
    assert!(device.informed);
    assert_eq!(device.calls, 1);
    let actions: Vec<Option<String>> = server
        .requests()
        .iter()
        .map(|r| r.header("soapaction").map(String::from))
        .collect();
    assert_eq!(actions, [Some("\"\"".into()), None, Some(String::new())]);
}

#[test]
fn a_session_that_the_transport_ends() {
    let informed = envelope("<c:InformResponse><MaxEnvelopes>1</MaxEnvelopes></c:InformResponse>");
    let server = answer(&[&informed, "HTTP/1.1 503 X\r\nContent-Length: 0\r\n\r\n"]);
    let (mut machine, first) = Session::start(opening());
    let mut device = Device::default();
    let mut transport = World::new(&server.url("/")).open();
    let result = drive(&mut transport, &mut machine, first, &mut device);
    assert_eq!(result, Err(Failure::Status(503)));
    assert!(device.informed);
}
