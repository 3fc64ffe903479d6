package dev.ingot.state.backend.kubernetes;

import dev.ingot.http.kit.TestServer;
import dev.ingot.http.kit.TestServer.Asked;
import dev.ingot.http.kit.TestServer.Reply;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import dev.ingot.state.kit.FakeServer;
import dev.ingot.state.remote.JsonAnswer;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Secrets and leases of the namespace {@code default}; recorded from Kubernetes 1.33. */
public final class FakeKubernetes extends FakeServer {
  private static final String SECRETS = "/api/v1/namespaces/default/secrets";
  private static final String LEASES = "/apis/coordination.k8s.io/v1/namespaces/default/leases";

  private final SortedMap<String, JsonAnswer> objects = new TreeMap<>();
  private boolean claimsParts;
  private long version = 100;

  /** Starts it. */
  public FakeKubernetes() throws IOException {}

  synchronized List<String> names() {
    return objects.keySet().stream()
        .map(path -> path.substring(path.lastIndexOf('/') + 1))
        .toList();
  }

  synchronized JsonAnswer object(String name) {
    return objects.entrySet().stream()
        .filter(entry -> entry.getKey().endsWith("/" + name))
        .findFirst()
        .orElseThrow()
        .getValue();
  }

  /** From now on it claims to have every part of a state that it is asked for. */
  synchronized void claimParts() {
    claimsParts = true;
  }

  synchronized void freeLocks() {
    objects.keySet().removeIf(path -> path.startsWith(LEASES));
  }

  synchronized void edit(String name, String data) {
    String path = SECRETS + "/" + name;
    put(path, object(name).with(Value.of(data), "data", "tfstate"));
  }

  private JsonAnswer put(String path, JsonAnswer object) {
    JsonAnswer stored =
        object.with(Value.of(Long.toString(++version)), "metadata", "resourceVersion");
    objects.put(path, stored);
    return stored;
  }

  private static Reply json(int status, JsonAnswer body) {
    return TestServer.response(status, body.format()).with("Content-Type", "application/json");
  }

  private static Reply status(int status, String reason, String message) {
    return json(
        status,
        JsonAnswer.NONE
            .with(Value.of("Status"), "kind")
            .with(Value.of(reason), "reason")
            .with(Value.of(message), "message"));
  }

  @Override
  protected Reply answer(Asked request) {
    String target = URLDecoder.decode(request.target(), StandardCharsets.UTF_8);
    if (request.field("authorization").isEmpty()) {
      return status(401, "Unauthorized", "Unauthorized");
    }
    if (request.field("authorization").equals("Bearer weak")) {
      return status(403, "Forbidden", "secrets is forbidden: User \"weak\" cannot get");
    }
    if (target.equals("/api/v1/namespaces/default")) {
      return json(200, JsonAnswer.NONE.with(Value.of("Namespace"), "kind"));
    }
    boolean lease = target.startsWith(LEASES);
    if (!lease && !target.startsWith(SECRETS)) {
      return status(404, "NotFound", "not found");
    }
    String base = lease ? LEASES : SECRETS;
    if (claimsParts && target.contains("-part-")) {
      return json(
          200,
          JsonAnswer.NONE
              .with(Value.of("Secret"), "kind")
              .with(Value.of("1"), "metadata", "resourceVersion"));
    }
    return switch (request.head().method()) {
      case "POST" -> created(base, request);
      case "PUT" -> replaced(target, request);
      case "DELETE" ->
          objects.remove(target) == null
              ? status(404, "NotFound", "not found")
              : status(200, "", "deleted");
      default ->
          target.startsWith(base + "?")
              ? listed(base, target)
              : Optional.ofNullable(objects.get(target))
                  .map(object -> json(200, object))
                  .orElseGet(() -> status(404, "NotFound", "not found"));
    };
  }

  private Reply created(String base, Asked request) {
    JsonAnswer object = JsonAnswer.parse(request.body()).orElseThrow();
    String path = base + "/" + object.text("metadata", "name").orElseThrow();
    return objects.containsKey(path)
        ? status(409, "AlreadyExists", "already exists")
        : json(201, put(path, object));
  }

  private Reply replaced(String path, Asked request) {
    JsonAnswer object = JsonAnswer.parse(request.body()).orElseThrow();
    Optional<JsonAnswer> present = Optional.ofNullable(objects.get(path));
    if (present.isEmpty()) {
      return status(404, "NotFound", "not found");
    }
    return present
            .get()
            .text("metadata", "resourceVersion")
            .equals(object.text("metadata", "resourceVersion"))
        ? json(200, put(path, object))
        : status(409, "Conflict", "the object has been modified");
  }

  /** Two objects a page. */
  private Reply listed(String base, String target) {
    String selector = target.substring(target.indexOf("labelSelector=") + 14).split("&")[0];
    int next = target.indexOf("continue=");
    int from = next < 0 ? 0 : Integer.parseInt(target.substring(next + 9));
    List<Value> found =
        objects.entrySet().stream()
            .filter(entry -> entry.getKey().startsWith(base))
            .filter(entry -> isSelected(entry.getValue(), selector))
            .map(entry -> entry.getValue().without("kind").value())
            .toList();
    List<Value> page = found.subList(from, Math.min(from + 2, found.size()));
    JsonAnswer list =
        JsonAnswer.NONE
            .with(Value.of("SecretList"), "kind")
            .with(Values.tuple(page), "items")
            .with(Value.of("1"), "metadata", "resourceVersion");
    return json(
        200,
        from + 2 < found.size()
            ? list.with(Value.of(Integer.toString(from + 2)), "metadata", "continue")
            : list);
  }

  private static boolean isSelected(JsonAnswer object, String selector) {
    return Arrays.stream(selector.split(","))
        .allMatch(
            term ->
                object
                    .text("metadata", "labels", term.substring(0, term.indexOf('=')))
                    .equals(Optional.of(term.substring(term.indexOf('=') + 1))));
  }
}
