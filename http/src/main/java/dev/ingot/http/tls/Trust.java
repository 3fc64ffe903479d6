package dev.ingot.http.tls;

import java.util.List;

/** Which servers a client believes. */
public sealed interface Trust {
  /** Those whose certificate the authorities of this host have signed. */
  record Host(CertificateFiles files) implements Trust {}

  /**
   * Those whose certificate one of these authorities has signed, and no other.
   *
   * @param pem texts with one or more certificates each
   */
  record Authorities(List<String> pem) implements Trust {
    public Authorities {
      pem = List.copyOf(pem);
    }
  }

  /** All of them, whoever they are: anyone in between can read and change everything. */
  record Anyone() implements Trust {}
}
