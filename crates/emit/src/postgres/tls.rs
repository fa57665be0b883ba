//! TLS as libpq's `sslmode` asks for it.
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, Error, RootCertStore, SignatureScheme};
use std::sync::Arc;
use tokio_postgres_rustls::MakeRustlsConnect;

/// The value of `sslrootcert` that stands for the certificates of this machine; so does none.
const SYSTEM: &str = "system";

/// What the protocol is called where a server speaks several.
const PROTOCOL: &[u8] = b"postgresql";

/// What is checked of a server's certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Check {
    /// Nothing: the connection is encrypted, with whomever it may be (`require`).
    Nothing,
    /// That someone who is trusted has signed it (`verify-ca`).
    Chain,
    /// Also that it is for the host of the URL (`verify-full`).
    Name,
}

/// What the URL asks for.
pub(super) struct Tls {
    pub(super) check: Check,
    /// A file of certificates (PEM) to trust, or `system`.
    pub(super) roots: Option<String>,
}

impl Tls {
    /// What makes connections.
    pub(super) fn connector(&self) -> Result<MakeRustlsConnect, String> {
        let provider = Arc::new(ring::default_provider());
        let verifier = Verifier::new(self, &provider)?;
        let builder = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().map_err(|e| e.to_string())?;
        let mut config = builder.dangerous().with_custom_certificate_verifier(Arc::new(verifier)).with_no_client_auth();
        config.alpn_protocols = vec![PROTOCOL.to_vec()];
        Ok(MakeRustlsConnect::new(config))
    }
}

/// Checks as much as was asked for.
#[derive(Debug)]
struct Verifier {
    check: Check,
    /// Checks against the trusted certificates; none where nothing is to be checked.
    chain: Option<Arc<WebPkiServerVerifier>>,
    /// The trusted certificates of the file. A server may show one of them itself, as self-signed ones do.
    own: Vec<CertificateDer<'static>>,
    provider: Arc<CryptoProvider>,
}

impl Verifier {
    fn new(tls: &Tls, provider: &Arc<CryptoProvider>) -> Result<Self, String> {
        let file = tls.roots.as_deref().filter(|name| *name != SYSTEM);
        // As in libpq, a file of certificates to trust is not passed over by `require`.
        let check = if tls.check == Check::Nothing && file.is_some() { Check::Chain } else { tls.check };
        let mut verifier = Self { check, chain: None, own: Vec::new(), provider: Arc::clone(provider) };
        if check == Check::Nothing {
            return Ok(verifier);
        }
        verifier.own = file.map_or_else(|| Ok(Vec::new()), certificates)?;
        let mut roots = RootCertStore::empty();
        roots.add_parsable_certificates(verifier.own.iter().cloned());
        if file.is_none() {
            roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        }
        let chain = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), Arc::clone(provider)).build();
        verifier.chain = Some(chain.map_err(|e| format!("there are no certificates to trust ({e}); name a file with sslrootcert="))?);
        Ok(verifier)
    }
}

fn certificates(file: &str) -> Result<Vec<CertificateDer<'static>>, String> {
    let fail = |e: rustls::pki_types::pem::Error| format!("sslrootcert={file} can't be read: {e}");
    let found: Vec<_> = CertificateDer::pem_file_iter(file).map_err(fail)?.collect::<Result<_, _>>().map_err(fail)?;
    if found.is_empty() { Err(format!("sslrootcert={file} holds no certificate")) } else { Ok(found) }
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let Some(chain) = &self.chain else { return Ok(ServerCertVerified::assertion()) };
        if self.own.iter().any(|own| own == end_entity) {
            if self.check == Check::Name {
                rustls::client::verify_server_name(&ParsedCertificate::try_from(end_entity)?, server_name)?;
            }
            return Ok(ServerCertVerified::assertion());
        }
        match chain.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now) {
            // Names are looked at last: the rest is in order.
            Err(Error::InvalidCertificate(CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. }))
                if self.check == Check::Chain =>
            {
                Ok(ServerCertVerified::assertion())
            }
            found => found,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, cert, dss, &self.provider.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, cert, dss, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}
