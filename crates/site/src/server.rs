//! Serves a site on this machine alone.
#![allow(
    clippy::disallowed_methods,
    reason = "a native server, which answers several requests at a time"
)]

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use tiny_http::{Header, Method, Request, Response};

use crate::{Answer, Site};

/// A site at a port of this machine.
pub struct Server {
    site: Arc<Site>,
    server: tiny_http::Server,
    address: SocketAddr,
}

impl Server {
    /// Listens at a port; 0 for any that is free. No other machine reaches it.
    ///
    /// # Errors
    /// If something else listens there, or the system does not allow it.
    pub fn listen(site: Site, port: u16) -> io::Result<Self> {
        let server =
            tiny_http::Server::http((Ipv4Addr::LOCALHOST, port)).map_err(io::Error::other)?;
        let address = server.server_addr().to_ip();
        let address = address.ok_or_else(|| io::Error::other("the address has no port"))?;
        Ok(Self {
            site: Arc::new(site),
            server,
            address,
        })
    }

    /// Returns the page's address.
    pub fn url(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// Answers the next request, if one comes within this time.
    ///
    /// # Errors
    /// If the system takes the port away.
    pub fn answer_within(&self, time: Duration) -> io::Result<()> {
        if let Some(request) = self.server.recv_timeout(time)? {
            let site = Arc::clone(&self.site);
            // A browser that goes away in the middle of an answer is no failure.
            thread::spawn(move || respond(&site, request).ok());
        }
        Ok(())
    }
}

fn respond(site: &Site, request: Request) -> io::Result<()> {
    let answer = match request.method() {
        Method::Get | Method::Head => {
            let accepted = request.headers().iter();
            let takes_gzip = accepted
                .filter(|header| header.field.equiv("Accept-Encoding"))
                .any(|header| header.value.as_str().contains("gzip"));
            site.answer(request.url(), takes_gzip)
        }
        _ => Answer {
            status: 405,
            headers: vec![("Allow", "GET, HEAD".to_owned())],
            body: Vec::new(),
        },
    };
    let mut response = Response::from_data(answer.body)
        .with_status_code(answer.status)
        .with_chunked_threshold(usize::MAX);
    for (name, value) in answer.headers {
        let header = Header::from_bytes(name, value);
        response.add_header(header.map_err(|()| io::Error::other("a header of ASCII"))?);
    }
    request.respond(response)
}
