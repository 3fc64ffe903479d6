package dev.ingot.state.backend.consul;

import dev.ingot.http.kit.TestServer;
import dev.ingot.http.kit.TestServer.Asked;
import dev.ingot.http.kit.TestServer.Reply;
import dev.ingot.lang.JsonDocument;
import dev.ingot.state.kit.FakeServer;
import dev.ingot.state.remote.JsonAnswer;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Keys and sessions of Consul, as far as states need them; recorded from Consul 1.13. */
public final class FakeConsul extends FakeServer {
  private record Entry(String value, long index, String session) {}

  private static final int LARGEST = 512 * 1024;

  private final SortedMap<String, Entry> entries = new TreeMap<>();
  private final Set<String> sessions = new HashSet<>();
  private long index = 10;
  private int made;

  /** Starts it. */
  public FakeConsul() throws IOException {}

  synchronized SortedMap<String, String> values() {
    SortedMap<String, String> values = new TreeMap<>();
    entries.forEach((key, entry) -> values.put(key, entry.value()));
    return values;
  }

  synchronized void put(String key, String value) {
    String session = Optional.ofNullable(entries.get(key)).map(Entry::session).orElse("");
    entries.put(key, new Entry(value, ++index, session));
  }

  synchronized void remove(String key) {
    entries.remove(key);
  }

  /** All sessions end, as they do when nobody renews them: what they held stays, free. */
  synchronized void endSessions() {
    sessions.clear();
    entries.replaceAll((_, entry) -> new Entry(entry.value(), ++index, ""));
  }

  synchronized void freeLocks() {
    endSessions();
    entries.keySet().removeIf(key -> key.contains("/.lock"));
  }

  private Reply.Response json(int status, String body) {
    return TestServer.response(status, body)
        .with("Content-Type", "application/json")
        .with("X-Consul-Index", Long.toString(index));
  }

  @Override
  protected Reply answer(Asked request) {
    String target = request.target();
    if (request.field("x-consul-token").equals("wrong")) {
      return TestServer.response(403, "Permission denied: token lacks permission 'key:write'")
          .with("Content-Type", "text/plain; charset=utf-8");
    }
    if (request.body().length() > LARGEST) {
      return TestServer.response(413, "Request body too large, max size: 524288 bytes.");
    }
    if (target.startsWith("/v1/session/create?")) {
      String session = "5e550000-0000-4000-8000-%012d".formatted(++made);
      sessions.add(session);
      return json(200, "{\"ID\":\"" + session + "\"}");
    }
    if (target.startsWith("/v1/session/")) {
      String session = target.substring(target.lastIndexOf('/') + 1, target.indexOf('?'));
      return target.contains("/renew/") ? renewed(session) : destroyed(session);
    }
    if (target.startsWith("/v1/txn?")) {
      return transaction(request);
    }
    if (!target.startsWith("/v1/kv/")) {
      return TestServer.response(404, "");
    }
    String key =
        URLDecoder.decode(
            target.substring("/v1/kv/".length(), target.indexOf('?')), StandardCharsets.UTF_8);
    String query = target.substring(target.indexOf('?') + 1);
    return switch (request.head().method()) {
      case "GET" -> query.contains("keys=") ? keys(key) : entry(key);
      case "DELETE" -> deleted(key, query);
      default -> written(key, query, request.body());
    };
  }

  private Reply renewed(String session) {
    return sessions.contains(session)
        ? json(200, "[{\"ID\":\"" + session + "\"}]")
        : TestServer.response(404, "Session id '" + session + "' not found");
  }

  private Reply destroyed(String session) {
    sessions.remove(session);
    entries.replaceAll(
        (_, entry) ->
            entry.session().equals(session) ? new Entry(entry.value(), ++index, "") : entry);
    return json(200, "true");
  }

  private Reply keys(String prefix) {
    Set<String> found =
        entries.keySet().stream()
            .filter(key -> key.startsWith(prefix))
            .map(
                key -> {
                  int slash = key.indexOf('/', prefix.length());
                  return slash < 0 ? key : key.substring(0, slash + 1);
                })
            .collect(Collectors.toSet());
    return found.isEmpty()
        ? json(404, "")
        : json(
            200,
            JsonDocument.line(
                json -> {
                  json.writeStartArray();
                  found.forEach(json::writeString);
                  json.writeEndArray();
                }));
  }

  private Reply entry(String key) {
    Entry entry = entries.get(key);
    if (entry == null) {
      return json(404, "");
    }
    return json(
        200,
        JsonDocument.line(
            json -> {
              json.writeStartArray();
              json.writeStartObject();
              json.writeStringProperty("Key", key);
              json.writeStringProperty("Value", base64(entry.value()));
              json.writeNumberProperty("ModifyIndex", entry.index());
              if (!entry.session().isEmpty()) {
                json.writeStringProperty("Session", entry.session());
              }
              json.writeEndObject();
              json.writeEndArray();
            }));
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private Reply deleted(String key, String query) {
    if (query.contains("recurse=")) {
      entries.keySet().removeIf(each -> each.startsWith(key));
      return json(200, "true");
    }
    Entry entry = entries.get(key);
    int cas = query.indexOf("cas=");
    if (cas >= 0 && (entry == null || entry.index() != Long.parseLong(query.substring(cas + 4)))) {
      return json(200, "false");
    }
    entries.remove(key);
    return json(200, "true");
  }

  private Reply written(String key, String query, String body) {
    Entry entry = entries.getOrDefault(key, new Entry("", 0, ""));
    String session = query.substring(query.indexOf('=') + 1).split("&")[0];
    if (query.startsWith("acquire=")) {
      if (!sessions.contains(session)) {
        return TestServer.response(500, "invalid session");
      }
      boolean free = entry.session().isEmpty() || entry.session().equals(session);
      if (free) {
        entries.put(key, new Entry(body, ++index, session));
      }
      return json(200, Boolean.toString(free));
    }
    if (query.startsWith("release=")) {
      boolean held = entry.session().equals(session);
      if (held) {
        entries.put(key, new Entry(body, ++index, ""));
      }
      return json(200, Boolean.toString(held));
    }
    put(key, body);
    return json(200, "true");
  }

  private Reply transaction(Asked request) {
    List<JsonAnswer> operations = JsonAnswer.parse(request.body()).orElseThrow().elements();
    List<Integer> failed = new ArrayList<>();
    for (int i = 0; i < operations.size(); i++) {
      JsonAnswer operation = operations.get(i).at("KV").orElseThrow();
      Entry entry =
          entries.getOrDefault(operation.text("Key").orElse(""), new Entry("", 0, "none"));
      boolean good =
          switch (operation.text("Verb").orElse("")) {
            case "check-session" -> operation.text("Session").equals(Optional.of(entry.session()));
            case "cas" -> operation.number("Index").equals(Optional.of(entry.index()));
            default -> false;
          };
      if (!good) {
        failed.add(i);
      }
    }
    if (!failed.isEmpty()) {
      return json(
          409,
          "{\"Results\":null,\"Errors\":["
              + failed.stream()
                  .map(i -> "{\"OpIndex\":" + i + ",\"What\":\"it is stale\"}")
                  .collect(Collectors.joining(","))
              + "]}");
    }
    JsonAnswer last = operations.getLast().at("KV").orElseThrow();
    put(
        last.text("Key").orElseThrow(),
        new String(
            Base64.getDecoder().decode(last.text("Value").orElse("")), StandardCharsets.UTF_8));
    return json(200, "{\"Results\":[{\"KV\":{\"ModifyIndex\":" + index + "}}],\"Errors\":null}");
  }
}
