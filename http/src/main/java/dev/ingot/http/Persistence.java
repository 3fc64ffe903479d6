package dev.ingot.http;

import java.util.List;

/** Whether a connection stays open (RFC 9112, 9.3). */
final class Persistence {
  private Persistence() {}

  static boolean keepAlive(int minor, Headers headers) {
    List<String> connection = headers.tokens("connection");
    if (connection.contains("close")) {
      return false;
    }
    return minor >= 1 || connection.contains("keep-alive");
  }
}
