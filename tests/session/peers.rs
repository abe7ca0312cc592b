//! Whole sessions as known ACSs hold them.

use crate::replay::message;
use crate::scenario::{Scenario, inform_response};
use cwmpd::cwmp::rpc::{Request, Version};

#[test]
fn genieacs_meets_a_fresh_device() {
    let scenario = Scenario::start()
        .acs(&message("genieacs-inform-response.xml"))
        .posts_nothing()
        .informed(1)
        .acs(&message("genieacs-names.xml"))
        .posts_response("GetParameterNamesResponse", Some("19ab4f2c1b30100"))
        .acs(&message("genieacs-values.xml"))
        .posts_response("GetParameterValuesResponse", Some("19ab4f2c1b30101"))
        .acs(&message("genieacs-set.xml"))
        .posts_response("SetParameterValuesResponse", Some("19ab4f2c1b30102"))
        .acs(&message("genieacs-attributes.xml"))
        .posts_response("SetParameterAttributesResponse", Some("19ab4f2c1b30103"))
        .acs(&message("genieacs-add.xml"))
        .posts_response("AddObjectResponse", Some("19ab4f2c1b30104"))
        .acs(&message("genieacs-download.xml"))
        .posts_response("DownloadResponse", Some("19ab4f2c1b30106"))
        .acs(&message("genieacs-reboot.xml"))
        .posts_response("RebootResponse", Some("19ab4f2c1b30105"))
        .acs_nothing()
        .ends();
    assert_eq!(scenario.world.calls.len(), 7);
}

#[test]
fn genieacs_asks_for_the_inform_again_with_its_malformed_fault() {
    let _ = Scenario::start()
        .acs(&message("genieacs-fault.xml"))
        .posts_request("Inform", "1")
        .acs(&message("genieacs-inform-response.xml"))
        .posts_nothing();
}

#[test]
fn perl_cwmp_repeats_the_id_of_the_inform() {
    let _ = Scenario::start()
        .acs(&message("perl-cwmp-inform-response.xml"))
        .posts_nothing()
        .speaks(Version::V1_0)
        .acs(&message("perl-cwmp-values.xml"))
        .posts_response("GetParameterValuesResponse", Some("1"))
        .in_namespace(Version::V1_0)
        .acs(&message("perl-cwmp-set.xml"))
        .posts_response("SetParameterValuesResponse", Some("1"))
        .acs_nothing()
        .ends();
}

#[test]
fn enodebd_speaks_the_oldest_version_and_names_everything_null() {
    let scenario = Scenario::falling_back(2)
        .acs(&message("enodebd-inform-response.xml"))
        .posts_nothing()
        .acs(&message("enodebd-values.xml"))
        .posts_response("GetParameterValuesResponse", Some("null"))
        .in_namespace(Version::V1_0)
        .acs(&message("enodebd-set.xml"))
        .posts_response("SetParameterValuesResponse", Some("null"))
        .in_namespace(Version::V1_0)
        .acs_nothing()
        .ends();
    assert!(
        scenario
            .world
            .calls
            .iter()
            .all(|(version, _)| *version == Version::V1_0)
    );
}

#[test]
fn freeacs_closes_an_element_by_the_wrong_name() {
    let scenario = Scenario::open()
        .acs(&message("freeacs-attributes.xml"))
        .posts_response("SetParameterAttributesResponse", Some("FREEACS-7"));
    let (_, request) = &scenario.world.calls[0];
    let Request::SetParameterAttributes { list } = request else {
        panic!("{request:?}");
    };
    assert_eq!(list[0].name, "Device.DeviceInfo.UpTime");
    assert_eq!(list[0].notification, Some(0));
    assert_eq!(list[0].access_list, None);
}

#[test]
fn freeacs_answers_by_the_name_of_another_method() {
    let scenario = Scenario::start()
        .wanting(1)
        .acs(&inform_response())
        .acs(&message("freeacs-transfer-complete.xml"))
        .posts_nothing();
    assert_eq!(scenario.world.answered.len(), 1);
}

#[test]
fn an_acs_with_the_schemas_of_1999_is_understood() {
    let _ = Scenario::open()
        .acs(&message("old-schema.xml"))
        .posts_response("SetParameterValuesResponse", None)
        .in_namespace(Version::V1_0);
}

#[test]
fn an_acs_with_default_namespaces_everywhere_is_understood() {
    let _ = Scenario::open()
        .acs(&message("dotnet-namespaces.xml"))
        .posts_response("DeleteObjectResponse", Some("b3f0"))
        .in_namespace(Version::V1_1);
}
