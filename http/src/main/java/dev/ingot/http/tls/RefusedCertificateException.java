package dev.ingot.http.tls;

import dev.ingot.http.TlsProblem;
import java.security.cert.CertificateException;

/** A server's certificate was refused. */
final class RefusedCertificateException extends CertificateException {
  private static final long serialVersionUID = 1;

  private final TlsProblem problem;

  RefusedCertificateException(TlsProblem problem, CertificateException cause) {
    super(cause.getMessage(), cause);
    this.problem = problem;
  }

  TlsProblem problem() {
    return problem;
  }
}
