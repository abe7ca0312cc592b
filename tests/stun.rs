//! UDP connection requests and STUN, the built program against the test ACS over loopback; the test ACS's
//! STUN server plays the NAT. Real NATs are in `tests/net`.

#![allow(clippy::unwrap_used, clippy::panic, clippy::disallowed_methods)]

mod lab;

use lab::Lab;
use std::net::UdpSocket;
use std::time::Duration;
use stunclient::StunClient;
use testacs::{Elsewhere, StunServer};

#[test]
fn the_script_of_the_test_acs_holds() {
    let lab = Lab::new("stun-script");
    let _agent = lab.start();
    lab.plays(include_str!("acs/scripts/stun.acs"));
}

/// What comes late on a machine that does much else is lost to such a NAT, and rightly so: then once more.
#[test]
fn the_time_out_is_found_and_the_binding_kept() {
    let mut wrong = Vec::new();
    while let Err(what) = time_out_is_found(wrong.len()) {
        wrong.push(what);
        assert!(wrong.len() < 4, "{wrong:#?}");
    }
}

fn time_out_is_found(attempt: usize) -> Result<(), String> {
    let lab = Lab::new(&format!("stun-time-out-{attempt}"));
    let _agent = lab.start();
    lab.plays(&format!(
        "wait inform\nstun start\nstun nat 5\n{}end\nwait stun change",
        ON.replace("=1 ", "=3 ").replace("=30 ", "=8 ")
    ));
    lab.until_within(300, "the search is over", || {
        lab.status("stun").contains("kept alive")
    });
    let period = period(&lab);
    if !(4.4..5.0).contains(&period) {
        return Err(format!("{period} s"));
    }
    let lost = || lab.log().matches("come to 198.51.100.1").count();
    let before = lost();
    for script in [
        "forget\nwait stun binding\nwait stun binding\nwait stun binding\nexpect stun period >= 4.4\n\
         expect stun period < 5\nexpect no complaints",
        "cr udp\nwait inform \"6 CONNECTION REQUEST\"\nend",
    ] {
        let played = lab.acs.script(script);
        played.map_err(|why| format!("{why:?}"))?;
    }
    match lost() == before {
        true => Ok(()),
        false => Err("it is lost all the same".to_owned()),
    }
}

#[test]
fn a_login_is_given_when_it_is_asked_for() {
    for style in ["classic", "short-term", "long-term"] {
        let lab = Lab::new(&format!("stun-login-{style}"));
        let _agent = lab.start();
        lab.plays(&format!(
            "wait inform\nstun start\nstun login cpe1 s3cret {style}\n\
             set Device.ManagementServer.STUNUsername=cpe1 Device.ManagementServer.STUNPassword=s3cret\n{ON}end\n\
             wait stun signed\nwait stun change\ncr\nwait inform\nget Device.ManagementServer.\n\
             expect Device.ManagementServer.NATDetected=false\nend\nexpect no complaints"
        ));
        // A new password is found right or wrong at once.
        lab.plays("cr\nwait inform\nset Device.ManagementServer.STUNPassword=other\nend");
        let refused = || lab.log().contains("refuses with error");
        lab.until("it is refused", refused);
        lab.plays("cr\nwait inform\nset Device.ManagementServer.STUNPassword=s3cret\nend");
        lab.until_within(180, "it is bound again", || {
            lab.status("stun").contains("sees it")
        });
        assert!(!lab.log().contains("s3cret"));
    }
}

#[test]
fn servers_that_cannot_send_elsewhere_leave_the_minimum() {
    let lab = Lab::new("stun-minimum");
    let _agent = lab.start();
    lab.plays("wait inform \"0 BOOTSTRAP\"\nend");
    for (elsewhere, expected) in [("nowhere", "every 1.0 s"), ("port", "lost within")] {
        lab.plays(&format!(
            "stun start\nstun nat 2.5\nstun elsewhere {elsewhere}\ncr\nwait inform\n{ON}end\nwait stun change"
        ));
        lab.until_within(180, "the period is found", || {
            lab.status("stun").contains(expected)
        });
    }
}

#[test]
fn a_request_is_not_taken_again_after_a_restart() {
    let lab = Lab::new("stun-restart");
    let mut agent = lab.start();
    lab.plays("wait inform\nget Device.ManagementServer.UDPConnectionRequestAddress\nend");
    lab.plays("cr udp elsewhere\nwait inform \"6 CONNECTION REQUEST\"\nend");
    agent.child.kill().unwrap();
    agent.child.wait().unwrap();
    let _agent = lab.start();
    lab.plays("wait inform \"4 VALUE CHANGE\"\nend");
    let to = lab.status("udp_connection_request_address");
    let again = format!("cr udp again to {to} copies 3\nwait quiet 1");
    lab.plays(&again);
    lab.until("they are counted", || {
        let calls = lab.status("connection_requests");
        calls.contains("udp 3 × sent again or too late")
    });
    let new =
        format!("cr udp elsewhere to {to}\nwait inform \"6 CONNECTION REQUEST\" within 5\nend");
    lab.until("a new one is taken", || lab.acs.script(&new).is_ok());
    lab.plays(&again);
}

#[test]
fn a_server_may_be_a_name_or_speak_ipv6() {
    let lab = Lab::new("stun-name");
    let _agent = lab.start();
    lab.plays(&format!(
        "wait inform\nstun start\nlet stun=localhost\n{ON}end\nwait stun change"
    ));
    lab.until("the name is found", || {
        lab.status("udp_connection_request_address")
            .starts_with("127.0.0.1:")
    });
    if UdpSocket::bind("[::1]:0").is_err() {
        println!("skipped: this machine has no IPv6");
        return;
    }
    lab.plays(&format!(
        "stun start [::1]:0\ncr\nwait inform\n{ON}end\nwait stun change\ncr udp\nwait inform \"6 CONNECTION REQUEST\"\nend"
    ));
    let told = lab.status("udp_connection_request_address");
    assert!(told.starts_with("[::1]:"), "{told}");
    assert!(lab.status("stun").contains("no NAT"));
}

/// What the test ACS's server says is what an independent client makes of it.
#[test]
fn an_independent_client_understands_our_server() {
    let server = StunServer::start(([127, 0, 0, 1], 0).into(), |_| {}).unwrap();
    let client = StunClient::new(server.address());
    for elsewhere in [Elsewhere::Address, Elsewhere::Port] {
        server.elsewhere(elsewhere);
        let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
        let told = client.query_external_address(&socket).unwrap();
        assert_eq!(told, socket.local_addr().unwrap());
    }
    server.nat(Some(Duration::from_secs(9)));
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    let told = client.query_external_address(&socket).unwrap();
    assert_eq!(told.ip().to_string(), "198.51.100.1");
    assert_eq!(client.query_external_address(&socket).unwrap(), told);
    server.flush();
    assert_ne!(client.query_external_address(&socket).unwrap(), told);
}

#[test]
fn without_stun_the_local_address_is_told() {
    let lab = Lab::new("stun-local");
    let agent = lab.start();
    lab.plays("wait inform\nget Device.ManagementServer.\nend\ncr udp elsewhere\nwait inform \"6 CONNECTION REQUEST\"\nend");
    let told = lab.status("udp_connection_request_address");
    assert!(told.starts_with("127.0.0.1:"), "{told}");
    assert_eq!(lab.status("stun"), "off");
    // A wrong password opens nothing, nor does a port that is closed.
    lab.plays(
        "option cr-password wrong\ncr udp elsewhere\nwait quiet 1\noption cr-password acs-secret",
    );
    lab.config(
        "config connection_request 'connection_request'\n\toption udp '0'\n\
         \toption username 'acs'\n\toption password 'acs-secret'\n",
    );
    agent.signal("HUP");
    lab.until("the port is closed", || {
        lab.status("udp_connection_request_address").is_empty()
    });
    lab.plays("cr udp elsewhere\nwait quiet 1");
}

/// STUN on, with the server of the script.
const ON: &str = "set Device.ManagementServer.STUNServerAddress=$stun \
    Device.ManagementServer.STUNServerPort:unsignedInt=$stun_port \
    Device.ManagementServer.STUNMinimumKeepAlivePeriod:unsignedInt=1 \
    Device.ManagementServer.STUNMaximumKeepAlivePeriod:int=30 \
    Device.ManagementServer.STUNEnable:boolean=1\n";

/// Seconds between keep-alives, as the status says.
fn period(lab: &Lab) -> f64 {
    let status = lab.status("stun");
    let (_, text) = status.split_once("every ").unwrap();
    text.split(' ').next().unwrap().parse().unwrap()
}
