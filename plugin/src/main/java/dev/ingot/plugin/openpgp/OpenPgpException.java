package dev.ingot.plugin.openpgp;

/** Keys or signatures are malformed, or a signature is not valid. */
public final class OpenPgpException extends Exception {
  private static final long serialVersionUID = 1;

  OpenPgpException(String message) {
    super(message);
  }
}
