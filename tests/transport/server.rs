//! A server on loopback: one function of the test's speaks for it on each connection, one after another.

use std::io::{self, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use rustls::{ServerConfig, ServerConnection, StreamOwned};

/// No test's server waits longer for its client.
pub const PATIENCE: Duration = Duration::from_secs(60);

pub struct Server {
    pub address: SocketAddr,
    scheme: &'static str,
    requests: Arc<Mutex<Vec<Request>>>,
    stop: Arc<AtomicBool>,
    closed: Receiver<()>,
    thread: Option<JoinHandle<()>>,
}

/// One request as it came.
#[derive(Clone, Debug)]
pub struct Request {
    /// Which connection, from 0.
    pub connection: usize,
    /// The request line and the header lines.
    pub head: Vec<String>,
    pub body: Vec<u8>,
}

impl Request {
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut values = self.head.iter().skip(1).filter_map(|line| {
            let (key, value) = line.split_once(':')?;
            key.eq_ignore_ascii_case(name).then(|| value.trim())
        });
        let first = values.next();
        assert!(values.next().is_none(), "{name} twice: {:?}", self.head);
        first
    }

    pub fn path(&self) -> &str {
        self.head[0].split(' ').nth(1).unwrap()
    }
}

/// The server's end of one connection.
pub struct Peer {
    pub number: usize,
    stream: BufReader<Box<dyn ReadWrite>>,
    socket: TcpStream,
    requests: Arc<Mutex<Vec<Request>>>,
}

trait ReadWrite: Read + Write + Send {}

impl<T: Read + Write + Send> ReadWrite for T {}

/// A server that speaks plain http.
pub fn serve(speak: impl FnMut(&mut Peer) -> io::Result<()> + Send + 'static) -> Server {
    start(TcpListener::bind("127.0.0.1:0").unwrap(), None, speak)
}

/// A server that speaks https.
pub fn serve_tls(
    config: ServerConfig,
    speak: impl FnMut(&mut Peer) -> io::Result<()> + Send + 'static,
) -> Server {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    start(listener, Some(Arc::new(config)), speak)
}

/// A server that gives these answers to the requests in turn, on however many connections, and then none.
pub fn answer(answers: &[&str]) -> Server {
    serve(in_turn(answers))
}

/// What [`answer`] says.
pub fn in_turn(answers: &[&str]) -> impl FnMut(&mut Peer) -> io::Result<()> + Send + 'static {
    let mut answers: Vec<String> = answers.iter().rev().map(ToString::to_string).collect();
    move |peer| {
        while let Some(request) = peer.request()? {
            let Some(answer) = answers.pop() else {
                return Ok(());
            };
            let answer = answer.replace("{path}", request.path());
            peer.send(&answer)?;
            if answer.to_lowercase().contains("connection: close") {
                return Ok(());
            }
        }
        Ok(())
    }
}

/// A complete answer with this body.
pub fn ok(body: &str) -> String {
    format!(
        "HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
}

pub const NOTHING: &str = "HTTP/1.1 204 No Content\r\n\r\n";

pub fn start(
    listener: TcpListener,
    tls: Option<Arc<ServerConfig>>,
    mut speak: impl FnMut(&mut Peer) -> io::Result<()> + Send + 'static,
) -> Server {
    let address = listener.local_addr().unwrap();
    let scheme = if tls.is_some() { "https" } else { "http" };
    let requests = Arc::new(Mutex::new(Vec::new()));
    let stop = Arc::new(AtomicBool::new(false));
    let (closing, closed) = mpsc::channel();
    let (seen, stopped) = (Arc::clone(&requests), Arc::clone(&stop));
    let thread = thread::spawn(move || {
        for number in 0.. {
            let (socket, _) = listener.accept().unwrap();
            if stopped.load(Ordering::SeqCst) {
                return;
            }
            socket.set_read_timeout(Some(PATIENCE)).unwrap();
            socket.set_write_timeout(Some(PATIENCE)).unwrap();
            socket.set_nodelay(true).unwrap();
            let stream = socket.try_clone().unwrap();
            let stream: Box<dyn ReadWrite> = match &tls {
                None => Box::new(stream),
                Some(config) => {
                    let connection = ServerConnection::new(Arc::clone(config)).unwrap();
                    Box::new(StreamOwned::new(connection, stream))
                }
            };
            let mut peer = Peer {
                number,
                stream: BufReader::new(stream),
                socket,
                requests: Arc::clone(&seen),
            };
            // What the client makes of it is the test's business.
            let _ = speak(&mut peer);
            drop(peer);
            let _ = closing.send(());
        }
    });
    Server {
        address,
        scheme,
        requests,
        stop,
        closed,
        thread: Some(thread),
    }
}

impl Server {
    pub fn url(&self, path: &str) -> String {
        format!("{}://{}{path}", self.scheme, self.address)
    }

    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// Returns once the server has closed one more connection.
    pub fn wait_for_close(&self) {
        self.closed.recv_timeout(PATIENCE).unwrap();
    }

    /// What has come so far. A request is noted before it is answered.
    pub fn requests(&self) -> Vec<Request> {
        self.requests.lock().unwrap().clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        let _ = TcpStream::connect(self.address);
        let done = self.thread.take().unwrap().join();
        if !thread::panicking() {
            done.unwrap();
        }
    }
}

impl Peer {
    /// The next request; `None` when the client has closed the connection.
    pub fn request(&mut self) -> io::Result<Option<Request>> {
        let mut head = Vec::new();
        loop {
            let line = self.line()?;
            match line {
                None if head.is_empty() => return Ok(None),
                None => return Err(io::ErrorKind::UnexpectedEof.into()),
                Some(line) if line.is_empty() => break,
                Some(line) => head.push(line),
            }
        }
        let mut request = Request {
            connection: self.number,
            head,
            body: Vec::new(),
        };
        let length = request
            .header("content-length")
            .map_or(0, |l| l.parse().unwrap());
        request.body.resize(length, 0);
        self.stream.read_exact(&mut request.body)?;
        self.requests.lock().unwrap().push(request.clone());
        Ok(Some(request))
    }

    pub fn send(&mut self, text: &str) -> io::Result<()> {
        self.send_bytes(text.as_bytes())
    }

    pub fn send_bytes(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.stream.get_mut().write_all(bytes)?;
        self.stream.get_mut().flush()
    }

    /// Waits until the client has closed the connection; what it still sends is ignored.
    pub fn wait_for_close(&mut self) {
        let mut sink = [0; 1024];
        while matches!(self.stream.read(&mut sink), Ok(1..)) {}
    }

    /// Passes some time in which the client sends nothing.
    pub fn pause(&mut self, time: Duration) {
        self.socket.set_read_timeout(Some(time)).unwrap();
        let _ = self.socket.peek(&mut [0]);
        self.socket.set_read_timeout(Some(PATIENCE)).unwrap();
    }

    fn line(&mut self) -> io::Result<Option<String>> {
        let mut line = Vec::new();
        let mut byte = [0];
        while self.stream.read(&mut byte)? == 1 {
            if byte[0] == b'\n' {
                let text = String::from_utf8_lossy(&line);
                return Ok(Some(text.trim_end_matches('\r').to_string()));
            }
            line.push(byte[0]);
        }
        Ok(None)
    }
}
