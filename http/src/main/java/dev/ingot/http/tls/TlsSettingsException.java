package dev.ingot.http.tls;

import java.io.IOException;

/** Certificates or keys that were configured can't be used. */
public final class TlsSettingsException extends IOException {
  private static final long serialVersionUID = 1;

  TlsSettingsException(String message) {
    super(message);
  }
}
