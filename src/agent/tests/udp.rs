//! UDP connection requests: where they are heard, how often the ACS is told, what is kept of them.

use super::*;

const NAME: &str = "InternetGatewayDevice.ManagementServer.UDPConnectionRequestAddress";

fn moved(scene: &mut Scene, address: &str) {
    scene.input(Input::UdpAddress {
        address: address.to_string(),
        nat: true,
    });
    scene.input(Input::Changed(vec![NAME.to_string()]));
}

#[test]
fn a_new_address_is_in_the_values_of_the_next_session() {
    let mut scene = Scene::settled();
    let values = scene.agent.live_values();
    assert_eq!(values[settings::UDP_CONNECTION_REQUEST_ADDRESS], "");
    assert_eq!(values[settings::NAT_DETECTED], "false");
    moved(&mut scene, "198.51.100.1:40000");
    assert_eq!(scene.events(), ["4 VALUE CHANGE"]);
    assert_eq!(scene.plan.as_ref().unwrap().changed, [NAME]);
    let values = scene.agent.live_values();
    let address = &values[settings::UDP_CONNECTION_REQUEST_ADDRESS];
    assert_eq!(address, "198.51.100.1:40000");
    assert_eq!(values[settings::NAT_DETECTED], "true");
}

#[test]
fn changes_of_the_address_alone_wait_for_their_limit() {
    let mut scene = Scene::with(&[("stun", "notification_limit", "600")]);
    scene.good_session();
    moved(&mut scene, "198.51.100.1:40000");
    assert_eq!(scene.events(), ["4 VALUE CHANGE"], "the first at once");
    scene.good_session();
    scene.wait(100);
    moved(&mut scene, "198.51.100.1:40001");
    assert!(scene.plan.is_none());
    assert_eq!(scene.wait_for_session(), 500);
    scene.good_session();
    scene.wait(700);
    moved(&mut scene, "198.51.100.1:40002");
    assert_eq!(scene.events(), ["4 VALUE CHANGE"]);
}

#[test]
fn the_limit_holds_up_nothing_else_and_is_no_reason_to_wait_after_a_failure() {
    let mut scene = Scene::with(&[("stun", "notification_limit", "600")]);
    scene.good_session();
    moved(&mut scene, "198.51.100.1:40000");
    scene.no_connection();
    assert!(scene.wait_for_session() <= 10, "it was not told yet");
    scene.good_session();
    moved(&mut scene, "198.51.100.1:40001");
    assert!(scene.plan.is_none());
    scene.input(Input::Changed(vec!["Device.A".into()]));
    assert_eq!(scene.events(), ["4 VALUE CHANGE"]);
    assert_eq!(scene.plan.as_ref().unwrap().changed, ["Device.A", NAME]);
    scene.good_session();
    moved(&mut scene, "198.51.100.1:40002");
    scene.input(Input::ConnectionRequest);
    assert_eq!(scene.events(), ["4 VALUE CHANGE", "6 CONNECTION REQUEST"]);
}

#[test]
fn the_first_inform_waits_a_little_for_the_binding() {
    let boot = || {
        let mut scene = Scene::asleep(vec![
            ("acs", "url", URL.into()),
            ("stun", "enable", "1".into()),
        ]);
        scene.input(Input::ConnectionRequestUrl(Some(CALL_ME.into())));
        assert!(scene.plan.is_none());
        scene
    };
    let mut scene = boot();
    scene.input(Input::UdpAddress {
        address: "198.51.100.1:40000".to_string(),
        nat: true,
    });
    assert_eq!(scene.events(), ["0 BOOTSTRAP", "1 BOOT"]);
    let mut scene = boot();
    assert_eq!(scene.wait_for_session(), 5, "and not for ever");
}

#[test]
fn what_is_kept_of_a_request_is_on_flash_before_its_session() {
    let mut scene = Scene::settled();
    let writes = scene.writes;
    let kept = Kept {
        ts: 1_790_000_000,
        ahead: Some(2),
    };
    scene.input(Input::UdpRequestKept(kept));
    assert_eq!(scene.writes, writes + 1);
    scene.input(Input::ConnectionRequest);
    assert_eq!(scene.events(), ["6 CONNECTION REQUEST"]);
    scene.good_session();
    scene.start_again("boot-2");
    assert_eq!(scene.agent.udp_request_kept(), Some(kept));
    // Another ACS, another clock.
    scene.good_session();
    scene.set("acs", "url", "http://other.example/");
    assert_eq!(scene.agent.udp_request_kept(), None);
}
