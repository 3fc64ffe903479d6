package dev.ingot.bake.docker;

import dev.ingot.http.Headers;
import dev.ingot.registry.json.JsonOut;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * A request to the engine.
 *
 * @param target path and query, without the version of the API
 * @param body writes the body
 * @param length of the body; negative when it isn't known and is sent in chunks
 * @param idle how long the engine may be silent
 */
record EngineRequest(
    String method, String target, Headers headers, Body body, long length, Duration idle) {
  private static final Duration SHORT = Duration.ofMinutes(2);

  /** Writes a body. */
  @FunctionalInterface
  interface Body {
    void write(OutputStream out) throws IOException;
  }

  /** Without a body. */
  static EngineRequest of(String method, String target) {
    return new EngineRequest(method, target, Headers.NONE, _ -> {}, 0, SHORT);
  }

  /** Sends an object. */
  EngineRequest json(Consumer<JsonOut> members) {
    return json(JsonOut.document(members));
  }

  /** Sends null in the place of an optional object: Podman takes no empty body for it. */
  EngineRequest noObject() {
    return json("null".getBytes(StandardCharsets.US_ASCII));
  }

  private EngineRequest json(byte[] bytes) {
    return new EngineRequest(
        method,
        target,
        headers.with("Content-Type", "application/json"),
        out -> out.write(bytes),
        bytes.length,
        idle);
  }

  /** Sends an archive of an unknown length. */
  EngineRequest archive(Body other) {
    return new EngineRequest(
        method, target, headers.with("Content-Type", "application/x-tar"), other, -1, idle);
  }

  /** With one more header field. */
  EngineRequest with(String name, String value) {
    return new EngineRequest(method, target, headers.with(name, value), body, length, idle);
  }

  /** With another limit for the engine's silence. */
  EngineRequest idle(Duration other) {
    return new EngineRequest(method, target, headers, body, length, other);
  }

  /** A text as a value of a query. */
  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
