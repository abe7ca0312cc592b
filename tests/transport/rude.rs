//! Peers that are slow, cut off, endless, or no ACS at all: each ends in a clean failure, in time.

use std::time::Duration;

use crate::server::{PATIENCE, Peer, ok, serve};
use crate::world::{World, inform, peer_failure, reply, session, transport_failure};
use cwmpd::cwmp::session::Failure;

#[test]
fn segments_at_every_place() {
    let whole = "HTTP/1.1 200 OK\r\nSet-Cookie: a=b\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n<a\r\n2\r\n/>\r\n0\r\n\r\n";
    let server = serve(move |peer| {
        while peer.request()?.is_some() {
            let cut = peer.number * 7 + 5;
            for (at, byte) in whole.bytes().enumerate() {
                peer.send_bytes(&[byte])?;
                if at % cut == 0 {
                    peer.pause(Duration::from_millis(1));
                }
            }
        }
        Ok(())
    });
    for _ in 0..4 {
        let mut session = session(&server.url("/"));
        for _ in 0..2 {
            assert_eq!(session.post(&inform()).unwrap(), b"<a/>");
        }
    }
}

#[test]
fn the_status_line_header_and_body_in_segments_of_their_own() {
    let server = serve(|peer| {
        peer.request()?;
        for part in [
            "HTTP/1.1 200 OK\r\n",
            "Content-Length: 4\r\n",
            "\r\n",
            "<a",
            "/>",
        ] {
            peer.send(part)?;
            peer.pause(Duration::from_millis(10));
        }
        Ok(())
    });
    assert_eq!(session(&server.url("/")).post(&inform()).unwrap(), b"<a/>");
}

#[test]
fn silence() {
    for start in [
        "",
        "HTTP/1.1 200 OK\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n<a/>",
    ] {
        let server = serve(move |peer| {
            peer.request()?;
            peer.send(start)?;
            peer.wait_for_close();
            Ok(())
        });
        let text = transport_failure(World::impatient(&server.url("/")).open().post(&inform()));
        assert!(text.contains("did not answer in time"), "{text}");
    }
}

#[test]
fn a_drip_that_would_never_end() {
    for start in [
        "HTTP/1.1 200 OK\r\nX: ",
        "HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n",
    ] {
        let server = serve(move |peer| {
            peer.request()?;
            peer.send(start)?;
            loop {
                peer.send("x")?;
                peer.pause(Duration::from_millis(40));
            }
        });
        let text = transport_failure(World::hurried(&server.url("/")).open().post(&inform()));
        assert!(text.contains("dripped"), "{text}");
    }
}

#[test]
fn a_peer_that_does_not_read() {
    let (done, wait) = std::sync::mpsc::channel::<()>();
    let server = serve(move |_| {
        let _ = wait.recv_timeout(PATIENCE);
        Ok(())
    });
    let mut session = World::impatient(&server.url("/")).open();
    let mut post = reply();
    post.body = vec![b'x'; 20_000_000];
    let text = transport_failure(session.post(&post));
    assert!(text.contains("did not take the message in time"), "{text}");
    drop(done);
}

#[test]
fn an_answer_before_the_request_is_read() {
    let (done, wait) = std::sync::mpsc::channel::<()>();
    let server = serve(move |peer| {
        // Closing with unread bytes resets the connection.
        peer.send("HTTP/1.1 413 Too Large\r\nContent-Length: 3\r\nConnection: close\r\n\r\nbig")?;
        let _ = wait.recv_timeout(Duration::from_millis(50));
        Ok(())
    });
    let mut post = reply();
    post.body = vec![b'x'; 20_000_000];
    let result = session(&server.url("/")).post(&post);
    assert_eq!(result, Err(Failure::Status(413)));
    drop(done);
}

#[test]
fn cut_off() {
    for start in [
        "",
        "HTTP/1.1 200",
        "HTTP/1.1 200 OK\r\nContent-Le",
        "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n<a/>",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n<a/>",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n<a/>\r\n",
    ] {
        let server = serve(move |peer| {
            peer.request()?;
            peer.send(start)
        });
        let text = transport_failure(session(&server.url("/")).post(&inform()));
        assert!(text.contains("closed the connection"), "{start:?}: {text}");
        assert_eq!(server.requests().len(), 1);
    }
}

#[test]
fn no_http() {
    for answer in [
        "SSH-2.0-OpenSSH_9.2\r\n\r\n",
        "\u{15}\u{3}\u{1}\r\n\r\n",
        "HTTP/1.1 abc\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n",
    ] {
        let server = serve(move |peer| {
            peer.request()?;
            peer.send(answer)?;
            peer.wait_for_close();
            Ok(())
        });
        let text = peer_failure(session(&server.url("/")).post(&inform()));
        assert!(text.contains("not HTTP/1.1"), "{answer:?}: {text}");
    }
}

#[test]
fn bodies_too_long() {
    let forever = |peer: &mut Peer| loop {
        peer.send_bytes(&[b'x'; 4096])?;
    };
    for head in [
        "Content-Length: 104857600",
        "Content-Length: 18446744073709551615",
        "Connection: close",
        "Transfer-Encoding: chunked",
    ] {
        let server = serve(move |peer| {
            peer.request()?;
            peer.send(&format!("HTTP/1.1 200 OK\r\n{head}\r\n\r\n"))?;
            if head.ends_with("chunked") {
                peer.send("6400000\r\n")?;
            }
            forever(peer)
        });
        let text = peer_failure(session(&server.url("/")).post(&inform()));
        assert!(text.contains("longer than 65536 bytes"), "{head}: {text}");
    }
}

#[test]
fn headers_too_long() {
    for line in ["X: y\r\n", "xxxxxxxxxxxxxxxxx"] {
        let server = serve(move |peer| {
            peer.request()?;
            peer.send("HTTP/1.1 200 OK\r\nX: ")?;
            loop {
                peer.send(line)?;
            }
        });
        peer_failure(session(&server.url("/")).post(&inform()));
    }
    // And one that just fits.
    let server = serve(|peer| {
        peer.request()?;
        let filler = "x".repeat(15_000);
        peer.send(&format!(
            "HTTP/1.1 200 OK\r\nX: {filler}\r\nContent-Length: 0\r\n\r\n"
        ))
    });
    session(&server.url("/")).post(&inform()).unwrap();
}

#[test]
fn answers_with_bytes_changed_at_random() {
    let server = serve(|peer| {
        // xorshift: the same changes in every run.
        let mut seed = 0x9E37_79B9_7F4A_7C15_u64 ^ (peer.number as u64) << 7;
        let mut random = move |below: usize| {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            (seed % below as u64) as usize
        };
        let forms = [
            ok("<a>some text</a>"),
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n<a\r\n2\r\n/>\r\n0\r\n\r\n".into(),
            "HTTP/1.1 302 X\r\nLocation: /x/../y?z\r\nSet-Cookie: a=b; Max-Age=1\r\nContent-Length: 0\r\n\r\n".into(),
            "HTTP/1.1 401 X\r\nWWW-Authenticate: Digest realm=\"r\", nonce=\"n\", qop=\"auth\"\r\nContent-Length: 0\r\n\r\n".into(),
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.0 200 OK\r\n\r\n<a/>".into(),
        ];
        peer.request()?;
        let mut answer = forms[random(forms.len())].clone().into_bytes();
        for _ in 0..=random(3) {
            let at = random(answer.len());
            match random(3) {
                0 => answer[at] = b"\r\n:;, \"0f\0\xff/"[random(12)],
                1 => drop(answer.remove(at)),
                _ => answer.insert(at, answer[at]),
            }
        }
        peer.send_bytes(&answer)
    });
    let mut world = World::new(&server.url("/"));
    world.acs.username = "u".into();
    let mut kinds = [0; 3];
    for _ in 0..600 {
        match world.open().post(&inform()) {
            Ok(_) => kinds[0] += 1,
            Err(Failure::Local(text)) => panic!("blames this device: {text}"),
            Err(Failure::Peer(_)) => kinds[1] += 1,
            Err(_) => kinds[2] += 1,
        }
    }
    assert!(kinds.iter().all(|count| *count > 20), "{kinds:?}");
}
