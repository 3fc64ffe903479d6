package dev.ingot.provider.install;

/** What speaks for a package being what its publisher made. */
public sealed interface Authentication {
  /** As {@code init} prints it behind a package. */
  String text();

  /** Nothing but that it lies where it was looked for. */
  record None() implements Authentication {
    @Override
    public String text() {
      return "unauthenticated";
    }
  }

  /** A checksum that a mirror said. */
  record Checksum() implements Authentication {
    @Override
    public String text() {
      return "verified checksum";
    }
  }

  /**
   * A signature.
   *
   * @param fingerprint of the key: 40 hexadecimal digits, upper case
   */
  record Signed(String fingerprint) implements Authentication {
    /** HashiCorp's key for releases, as published on its page on security. */
    private static final String HASHICORP = "C874011F0AB405110D02105534365D9472D7468F";

    /** Whether the publisher is somebody else than HashiCorp. */
    public boolean isByOthers() {
      return !fingerprint.equals(HASHICORP);
    }

    @Override
    public String text() {
      return isByOthers()
          ? "self-signed, key ID " + fingerprint.substring(fingerprint.length() - 16)
          : "signed by HashiCorp";
    }
  }
}
