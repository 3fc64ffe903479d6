package dev.ingot.registry.kit;

import dev.ingot.http.kit.TestServer;
import dev.ingot.http.kit.TestServer.Asked;
import dev.ingot.http.kit.TestServer.Reply;
import dev.ingot.registry.json.JsonObject;
import dev.ingot.storage.Digest;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * A registry as the OCI Distribution specification 1.1 has it, on the loopback address without TLS:
 * repositories that are filled by pushes, tokens, and what goes wrong with real ones.
 */
public final class FakeRegistry implements AutoCloseable {
  private final TestServer server;
  private final Map<String, byte[]> content = new ConcurrentSkipListMap<>();
  private final Map<String, String> types = new ConcurrentSkipListMap<>();
  private final Map<String, byte[]> uploads = new ConcurrentSkipListMap<>();
  private int nextUpload;
  private Optional<String> login = Optional.empty();
  private boolean tracksSubjects = true;
  private boolean takesChunks = true;
  private int cuts;
  private int failedChunks;
  private boolean forgetsChunks;

  /** An empty one. */
  public FakeRegistry() throws IOException {
    server = TestServer.plain(this::answer);
  }

  /** Its address, as images name it. */
  public String host() {
    return "localhost:" + server.port();
  }

  /** The requests so far, as {@code METHOD TARGET}. */
  public List<String> asked() {
    return server.asked().stream().map(each -> each.head().method() + " " + each.target()).toList();
  }

  /** Wants a token that its server gives only to a user. */
  public void needLogin(String user, String password) {
    login =
        Optional.of(
            Base64.getEncoder()
                .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8)));
  }

  /** Keeps no track of subjects, as those from before version 1.1. */
  public void forgetSubjects() {
    tracksSubjects = false;
  }

  /** Takes blobs in one piece only. */
  public void refuseChunks() {
    takesChunks = false;
  }

  /** Ends the next answers with a blob in the middle. */
  public void cutBlobs(int times) {
    cuts = times;
  }

  /** Fails the next chunks of uploads, which it has taken half of. */
  public void failChunks(int times) {
    failedChunks = times;
  }

  /** Takes the first chunk of an upload, and forgets it when the second comes, for ever. */
  public void forgetChunks() {
    forgetsChunks = true;
  }

  /** Gives other bytes for all blobs. */
  public void damage() {
    content.replaceAll((name, bytes) -> name.contains("/blobs/") ? new byte[bytes.length] : bytes);
  }

  /** Whether a repository has something, such as {@code team/web/manifests/v1}. */
  public boolean has(String path) {
    return content.containsKey(path);
  }

  /** What a repository has. */
  public byte[] get(String path) {
    byte[] bytes = content.get(path);
    return bytes == null ? new byte[0] : bytes.clone();
  }

  /** Gives a repository something. */
  public void put(String path, String mediaType, byte[] bytes) {
    content.put(path, bytes.clone());
    types.put(path, mediaType);
  }

  private Reply answer(Asked asked) {
    String target = asked.target();
    String path = URI.create(target).getPath();
    if (path.equals("/token")) {
      return login.map(user -> asked.field("authorization").equals("Basic " + user)).orElse(true)
          ? TestServer.response(200, "{\"token\":\"t0ken\"}")
          : TestServer.response(401, "{}");
    }
    if (login.isPresent() && !asked.field("authorization").equals("Bearer t0ken")) {
      return problem(401, "UNAUTHORIZED", "authentication required")
          .with(
              "WWW-Authenticate",
              "Bearer realm=\"http://"
                  + host()
                  + "/token\",service=\"fake\",scope=\"repository:x:pull,push\"");
    }
    if (!path.startsWith("/v2/")) {
      return TestServer.response(404, "{}");
    }
    String rest = path.substring("/v2/".length());
    Map<String, String> query = query(target);
    return switch (asked.head().method()) {
      case "GET", "HEAD" -> read(asked, rest);
      case "POST" -> begin(rest, query);
      case "PATCH" -> chunk(asked, rest);
      case "PUT" -> rest.contains("/manifests/") ? manifest(asked, rest) : end(asked, rest, query);
      default -> TestServer.response(405, "{}");
    };
  }

  private Reply read(Asked asked, String rest) {
    if (uploads.containsKey(rest)) {
      return TestServer.response(204, "")
          .with("Location", "/v2/" + rest)
          .with("Range", "0-" + Math.max(0, uploads.getOrDefault(rest, new byte[0]).length - 1));
    }
    if (rest.contains("/referrers/") && tracksSubjects) {
      return TestServer.response(200, referrers(rest));
    }
    byte[] found = content.get(rest);
    if (found == null) {
      return problem(404, "NAME_UNKNOWN", "no " + rest);
    }
    String text = new String(found, StandardCharsets.ISO_8859_1);
    String range = asked.field("range");
    if (range.startsWith("bytes=")) {
      int from = Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
      text = text.substring(from);
    }
    if (rest.contains("/blobs/") && asked.head().method().equals("GET") && cuts > 0) {
      cuts--;
      return TestServer.raw(
          (range.isEmpty() ? "HTTP/1.1 200 OK" : "HTTP/1.1 206 Partial Content")
              + "\r\nContent-Length: "
              + text.length()
              + "\r\n\r\n"
              + text.substring(0, text.length() / 2));
    }
    return TestServer.response(
            range.isEmpty() ? 200 : 206, text.getBytes(StandardCharsets.ISO_8859_1))
        .with("Content-Type", types.getOrDefault(rest, "application/octet-stream"));
  }

  private byte[] referrers(String rest) {
    int at = rest.indexOf("/referrers/");
    String repository = rest.substring(0, at);
    String subject = rest.substring(at + "/referrers/".length());
    List<String> entries = new ArrayList<>();
    content.forEach(
        (name, bytes) -> {
          if (!name.startsWith(repository + "/manifests/sha256:")) {
            return;
          }
          JsonObject.parse(new String(bytes, StandardCharsets.UTF_8))
              .filter(
                  json ->
                      json.object("subject").map(s -> s.text("digest")).orElse("").equals(subject))
              .ifPresent(
                  json ->
                      entries.add(
                          "{\"mediaType\":\""
                              + json.text("mediaType")
                              + "\",\"digest\":\""
                              + Digest.of(bytes)
                              + "\",\"size\":"
                              + bytes.length
                              + ",\"artifactType\":\""
                              + json.text("artifactType")
                              + "\"}"));
        });
    return ("{\"schemaVersion\":2,\"manifests\":[" + String.join(",", entries) + "]}")
        .getBytes(StandardCharsets.UTF_8);
  }

  private Reply begin(String rest, Map<String, String> query) {
    String repository = rest.substring(0, Math.max(0, rest.indexOf("/blobs/uploads")));
    byte[] mounted = content.get(query.get("from") + "/blobs/" + query.get("mount"));
    if (mounted != null) {
      content.put(repository + "/blobs/" + query.get("mount"), mounted);
      return TestServer.response(201, "");
    }
    String upload = repository + "/blobs/uploads/" + ++nextUpload;
    uploads.put(upload, new byte[0]);
    return TestServer.response(202, "").with("Location", "/v2/" + upload + "?state=x");
  }

  private Reply chunk(Asked asked, String rest) {
    byte[] before = uploads.get(rest);
    if (before == null) {
      return problem(404, "BLOB_UPLOAD_UNKNOWN", "no such upload");
    }
    if (!takesChunks) {
      return problem(405, "UNSUPPORTED", "no chunks");
    }
    byte[] bytes = asked.bytes().getBytes(StandardCharsets.ISO_8859_1);
    if (!asked.field("content-range").startsWith(before.length + "-")) {
      return problem(416, "RANGE_INVALID", "out of order");
    }
    if (forgetsChunks && before.length > 0) {
      uploads.put(rest, new byte[0]);
      return problem(500, "UNKNOWN", "all is lost");
    }
    if (failedChunks > 0) {
      failedChunks--;
      uploads.put(rest, joined(before, java.util.Arrays.copyOf(bytes, bytes.length / 2)));
      return problem(500, "UNKNOWN", "half of it");
    }
    uploads.put(rest, joined(before, bytes));
    return TestServer.response(202, "").with("Location", "/v2/" + rest + "?state=y");
  }

  private Reply end(Asked asked, String rest, Map<String, String> query) {
    byte[] before = uploads.remove(rest);
    if (before == null) {
      return problem(404, "BLOB_UPLOAD_UNKNOWN", "no such upload");
    }
    byte[] all = joined(before, asked.bytes().getBytes(StandardCharsets.ISO_8859_1));
    String digest = query.getOrDefault("digest", "");
    if (!Digest.of(all).toString().equals(digest)) {
      return problem(400, "DIGEST_INVALID", "provided digest did not match uploaded content");
    }
    content.put(rest.substring(0, rest.indexOf("/uploads/")) + "/" + digest, all);
    return TestServer.response(201, "");
  }

  private Reply manifest(Asked asked, String rest) {
    byte[] bytes = asked.bytes().getBytes(StandardCharsets.ISO_8859_1);
    String repository = rest.substring(0, rest.indexOf("/manifests/"));
    JsonObject json = JsonObject.parse(asked.body()).orElseThrow();
    List<String> needed = new ArrayList<>();
    json.object("config").ifPresent(config -> needed.add("/blobs/" + config.text("digest")));
    json.objects("layers").forEach(layer -> needed.add("/blobs/" + layer.text("digest")));
    if (!rest.contains("/manifests/sha256-")) {
      json.objects("manifests").forEach(each -> needed.add("/manifests/" + each.text("digest")));
    }
    for (String part : needed) {
      if (!content.containsKey(repository + part)) {
        return problem(400, "MANIFEST_BLOB_UNKNOWN", "no " + part);
      }
    }
    String digest = Digest.of(bytes).toString();
    for (String name : List.of(rest, repository + "/manifests/" + digest)) {
      put(name, asked.field("content-type"), bytes);
    }
    Reply.Response done = TestServer.response(201, "").with("Docker-Content-Digest", digest);
    return tracksSubjects && json.object("subject").isPresent()
        ? done.with("OCI-Subject", json.object("subject").get().text("digest"))
        : done;
  }

  private static Reply.Response problem(int status, String code, String message) {
    return TestServer.response(
        status, "{\"errors\":[{\"code\":\"" + code + "\",\"message\":\"" + message + "\"}]}");
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] all = java.util.Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }

  private static Map<String, String> query(String target) {
    Map<String, String> found = new TreeMap<>();
    String query = URI.create(target).getQuery();
    for (String each : query == null ? new String[0] : query.split("&")) {
      int equals = each.indexOf('=');
      found.put(each.substring(0, equals), each.substring(equals + 1));
    }
    return found;
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
