package dev.ingot.http;

/** Why a TLS connection was not made. */
public enum TlsProblem {
  /** No authority that is trusted here has signed the server's certificate. */
  UNTRUSTED("its certificate is not signed by an authority that is trusted here"),
  /** The certificate's time is over. */
  EXPIRED("its certificate has expired"),
  /** The certificate's time has not begun. */
  NOT_YET_VALID("its certificate is not valid yet"),
  /** The certificate is another host's. */
  WRONG_HOST("its certificate is for other host names"),
  /** The server, or this program, broke the handshake off. */
  HANDSHAKE("the TLS handshake failed"),
  /** What the peer sent is not TLS. */
  NOT_TLS("it does not speak TLS"),
  /** The certificates or the key this side was given can't be used. */
  SETTINGS("the certificates or the key that were configured can't be used");

  private final String phrase;

  TlsProblem(String phrase) {
    this.phrase = phrase;
  }

  /** The problem as the end of a sentence about the server. */
  public String phrase() {
    return phrase;
  }

  /** What to do about it. */
  public String remedy() {
    return switch (this) {
      case UNTRUSTED ->
          "If the server has a private authority, add its certificate to this host's trusted"
              + " certificates, or name a file with it in SSL_CERT_FILE.";
      case EXPIRED -> "Have the server's certificate renewed, and check this host's clock.";
      case NOT_YET_VALID -> "Check this host's clock.";
      case WRONG_HOST ->
          "Check that the address has the name the server's certificate was made for.";
      case HANDSHAKE ->
          "Check that the server speaks TLS 1.2 or 1.3, and whether it asks for a client"
              + " certificate.";
      case NOT_TLS -> "Check the port, and whether the address should begin with http://.";
      case SETTINGS -> "Check that they are PEM and that the key belongs to the certificate.";
    };
  }
}
