package dev.ingot.state.backend.gcs;

import dev.ingot.http.kit.TestServer;
import dev.ingot.http.kit.TestServer.Asked;
import dev.ingot.http.kit.TestServer.Reply;
import dev.ingot.lang.JsonDocument;
import dev.ingot.state.kit.FakeServer;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The bucket {@code states}, and tokens, as far as states need them. */
public final class FakeGcs extends FakeServer {
  private record Stored(String content, long generation) {}

  private static final String OBJECTS = "/storage/v1/b/states/o";

  private final SortedMap<String, Stored> objects = new TreeMap<>();
  private long generation = 1000;

  /** Starts it. */
  public FakeGcs() throws IOException {}

  synchronized SortedMap<String, String> objects() {
    SortedMap<String, String> contents = new TreeMap<>();
    objects.forEach((key, stored) -> contents.put(key, stored.content()));
    return contents;
  }

  synchronized void put(String key, String content) {
    objects.put(key, new Stored(content, ++generation));
  }

  synchronized void freeLocks() {
    objects.keySet().removeIf(key -> key.endsWith(".tflock"));
  }

  static Reply.Response error(int status, String message) {
    return TestServer.response(
            status, "{\"error\":{\"code\":" + status + ",\"message\":\"" + message + "\"}}")
        .with("Content-Type", "application/json");
  }

  @Override
  protected Reply answer(Asked request) {
    String target = request.target();
    if (target.startsWith("/token")) {
      return TestServer.response(200, "{\"access_token\":\"tok\",\"expires_in\":3600}");
    }
    if (target.contains(":generateAccessToken")) {
      return TestServer.response(
          200, "{\"accessToken\":\"other\",\"expireTime\":\"2026-01-02T04:04:05Z\"}");
    }
    if (target.startsWith("/computeMetadata/")) {
      return request.field("metadata-flavor").equals("Google")
          ? TestServer.response(200, "{\"access_token\":\"machine\",\"expires_in\":3600}")
          : TestServer.response(403, "");
    }
    if (request.field("authorization").isEmpty()) {
      return error(401, "Anonymous caller does not have storage access");
    }
    if (target.startsWith("/upload" + OBJECTS + "?")) {
      return upload(request);
    }
    if (target.startsWith(OBJECTS + "?")) {
      return listing(target);
    }
    return target.startsWith(OBJECTS + "/")
        ? object(request)
        : error(404, "The specified bucket does not exist.");
  }

  private static String parameter(String target, String name) {
    for (String pair : target.substring(target.indexOf('?') + 1).split("&")) {
      if (pair.startsWith(name + "=")) {
        return URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8);
      }
    }
    return "";
  }

  private boolean isRefused(String target, String key) {
    String expected = parameter(target, "ifGenerationMatch");
    long present = Optional.ofNullable(objects.get(key)).map(Stored::generation).orElse(0L);
    return !expected.isEmpty() && Long.parseLong(expected) != present;
  }

  private Reply upload(Asked request) {
    String key = parameter(request.target(), "name");
    if (isRefused(request.target(), key)) {
      return error(412, "At least one of the pre-conditions you specified did not hold.");
    }
    put(key, request.body());
    return described(key);
  }

  private Reply described(String key) {
    Stored stored = Optional.ofNullable(objects.get(key)).orElseThrow();
    return TestServer.response(
            200,
            JsonDocument.line(
                json -> {
                  json.writeStartObject();
                  json.writeStringProperty("name", key);
                  json.writeStringProperty("generation", Long.toString(stored.generation()));
                  json.writeStringProperty("size", Integer.toString(stored.content().length()));
                  json.writeEndObject();
                }))
        .with("Content-Type", "application/json");
  }

  private Reply object(Asked request) {
    String target = request.target();
    String path = target.substring(OBJECTS.length() + 1, target.indexOf('?'));
    String key = URLDecoder.decode(path, StandardCharsets.UTF_8);
    Optional<Stored> present = Optional.ofNullable(objects.get(key));
    if (present.isEmpty()) {
      return error(404, "No such object: states/" + key);
    }
    if (request.head().method().equals("DELETE")) {
      if (isRefused(target, key)) {
        return error(412, "At least one of the pre-conditions you specified did not hold.");
      }
      objects.remove(key);
      return TestServer.response(204, "");
    }
    return target.contains("alt=media")
        ? TestServer.response(200, present.get().content())
            .with("x-goog-generation", Long.toString(present.get().generation()))
        : described(key);
  }

  /** Two objects a page. */
  private Reply listing(String target) {
    String prefix = parameter(target, "prefix");
    String after = parameter(target, "pageToken");
    List<String> found =
        objects.keySet().stream()
            .filter(key -> key.startsWith(prefix) && key.compareTo(after) > 0)
            .filter(key -> key.indexOf('/', prefix.length()) < 0)
            .toList();
    return TestServer.response(
        200,
        JsonDocument.line(
            json -> {
              json.writeStartObject();
              json.writeStringProperty("kind", "storage#objects");
              if (found.size() > 2) {
                json.writeStringProperty("nextPageToken", found.get(1));
              }
              json.writeName("items");
              json.writeStartArray();
              found.stream()
                  .limit(2)
                  .forEach(
                      key -> {
                        json.writeStartObject();
                        json.writeStringProperty("name", key);
                        json.writeEndObject();
                      });
              json.writeEndArray();
              json.writeEndObject();
            }));
  }
}
