package dev.ingot.state.backend.consul;

import dev.ingot.http.client.HttpRequest;
import dev.ingot.http.client.HttpResponse;
import dev.ingot.http.client.RequestBody;
import dev.ingot.lang.JsonDocument;
import dev.ingot.state.StateException;
import dev.ingot.state.remote.JsonAnswer;
import dev.ingot.state.remote.ServiceAddress;
import dev.ingot.state.remote.StoreHttp;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Keys and sessions. Rules: Consul's HTTP API. */
final class ConsulKeys {
  /**
   * Where and as whom.
   *
   * @param base with a slash at its end
   * @param scope of each request: data center, namespace, partition; empty or beginning with &amp;
   * @param basic user and password, with a colon between them
   */
  record Access(URI base, String scope, Optional<String> token, Optional<String> basic) {
    /** Without secrets. */
    @Override
    public String toString() {
      return ServiceAddress.shown(base);
    }
  }

  /**
   * A key's value.
   *
   * @param index tells it from any other the key had
   * @param session that holds it as a lock
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Entry(byte[] value, long index, Optional<String> session) {}

  /** How a conditional write ended. */
  sealed interface Written {
    /**
     * It is there.
     *
     * @param index the key has now
     */
    record Done(long index) implements Written {}

    /** The key has another index. */
    record Stale() implements Written {}

    /** The session doesn't hold the lock any more. */
    record Unlocked() implements Written {}
  }

  /** What Consul's own client marks locks with. */
  private static final String LOCK_FLAGS = "3304740253564472344";

  private static final String INDEX = "x-consul-index";

  private final StoreHttp http;
  private final Access access;

  ConsulKeys(StoreHttp http, Access access) {
    this.http = http;
    this.access = access;
  }

  private HttpResponse send(String purpose, String method, String path, String query, byte[] body) {
    URI uri = URI.create(access.base() + "v1/" + path + "?" + query + access.scope());
    HttpRequest request = HttpRequest.of(method, uri).withRepeatable(true);
    if (access.basic().isPresent()) {
      String basic = access.basic().get();
      int colon = basic.indexOf(':');
      request =
          colon < 0
              ? request.withBasic(basic, "")
              : request.withBasic(basic.substring(0, colon), basic.substring(colon + 1));
    }
    if (access.token().isPresent()) {
      request = request.withSecret("X-Consul-Token", access.token().get());
    }
    if (method.equals("PUT")) {
      request = request.withBody(RequestBody.of(body), "application/octet-stream");
    }
    return http.send(purpose, request);
  }

  private static final byte[] NOTHING = new byte[0];

  private static String key(String key) {
    return "kv/" + ServiceAddress.encoded(key, true);
  }

  Optional<Entry> get(String purpose, String key) {
    HttpResponse response = send(purpose, "GET", key(key), "consistent=", NOTHING);
    if (isMissing(response)) {
      return Optional.empty();
    }
    require(purpose, response, response.status() == 200);
    return Optional.of(
        JsonAnswer.of(purpose, response).elements().stream()
            .findFirst()
            .flatMap(ConsulKeys::entry)
            .orElseThrow(() -> foreign(purpose)));
  }

  /** Only Consul says which index its store has; other servers have pages that aren't found. */
  private static boolean isMissing(HttpResponse response) {
    return response.status() == 404 && response.headers().first(INDEX).isPresent();
  }

  private static Optional<Entry> entry(JsonAnswer json) {
    try {
      byte[] value = Base64.getDecoder().decode(json.text("Value").orElse(""));
      return json.number("ModifyIndex").map(index -> new Entry(value, index, json.text("Session")));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /** The keys right below a prefix. */
  List<String> keys(String purpose, String prefix) {
    HttpResponse response = send(purpose, "GET", key(prefix), "keys=&separator=%2F", NOTHING);
    if (isMissing(response)) {
      return List.of();
    }
    require(purpose, response, response.status() == 200);
    if (response.headers().first(INDEX).isEmpty()) {
      throw foreign(purpose);
    }
    return JsonAnswer.of(purpose, response).elements().stream()
        .flatMap(each -> each.text().stream())
        .toList();
  }

  void put(String purpose, String key, byte[] value) {
    HttpResponse response = send(purpose, "PUT", key(key), "", value);
    require(purpose, response, isTrue(response));
  }

  /**
   * Writes a value where the key has an index, 0 meaning that there is none.
   *
   * @param lock a key that must be held by a session
   */
  Written replace(String purpose, String key, byte[] value, long index, Optional<Held> lock) {
    String body =
        JsonDocument.line(
            json -> {
              json.writeStartArray();
              if (lock.isPresent()) {
                json.writeStartObject();
                json.writeName("KV");
                json.writeStartObject();
                json.writeStringProperty("Verb", "check-session");
                json.writeStringProperty("Key", lock.get().key());
                json.writeStringProperty("Session", lock.get().session());
                json.writeEndObject();
                json.writeEndObject();
              }
              json.writeStartObject();
              json.writeName("KV");
              json.writeStartObject();
              json.writeStringProperty("Verb", "cas");
              json.writeStringProperty("Key", key);
              json.writeStringProperty("Value", Base64.getEncoder().encodeToString(value));
              json.writeNumberProperty("Index", index);
              json.writeEndObject();
              json.writeEndObject();
              json.writeEndArray();
            });
    HttpResponse response = send(purpose, "PUT", "txn", "", body.getBytes(StandardCharsets.UTF_8));
    if (response.status() == 409) {
      boolean unlocked =
          lock.isPresent()
              && JsonAnswer.of(purpose, response).elements("Errors").stream()
                  .anyMatch(error -> error.number("OpIndex").equals(Optional.of(0L)));
      return unlocked ? new Written.Unlocked() : new Written.Stale();
    }
    require(purpose, response, response.status() == 200);
    // Asked for afterwards, the index could be that of somebody else's write.
    List<JsonAnswer> results = JsonAnswer.of(purpose, response).elements("Results");
    Optional<Long> written =
        results.isEmpty() ? Optional.empty() : results.getLast().number("KV", "ModifyIndex");
    return new Written.Done(written.orElseThrow(() -> foreign(purpose)));
  }

  /** A lock that a session holds. */
  record Held(String key, String session) {}

  void delete(String purpose, String key) {
    HttpResponse response = send(purpose, "DELETE", key(key), "", NOTHING);
    require(purpose, response, isTrue(response));
  }

  /** Deletes all keys that begin so. */
  void deleteAll(String purpose, String prefix) {
    HttpResponse response = send(purpose, "DELETE", key(prefix), "recurse=", NOTHING);
    require(purpose, response, isTrue(response));
  }

  /**
   * A session that ends when it isn't renewed; what it holds is then nobody's for some seconds.
   *
   * @return its id
   */
  String session(String purpose) {
    String body = "{\"LockDelay\":\"5000ms\",\"Name\":\"Consul API Lock\",\"TTL\":\"15s\"}";
    HttpResponse response =
        send(purpose, "PUT", "session/create", "", body.getBytes(StandardCharsets.UTF_8));
    require(purpose, response, response.status() == 200);
    return JsonAnswer.of(purpose, response).text("ID").orElseThrow(() -> foreign(purpose));
  }

  /** Whether a session could be renewed. */
  boolean renew(String purpose, String session) {
    HttpResponse response =
        send(purpose, "PUT", "session/renew/" + session(session, purpose), "", NOTHING);
    require(purpose, response, response.status() == 200 || response.status() == 404);
    return response.status() == 200;
  }

  void end(String purpose, String session) {
    HttpResponse response =
        send(purpose, "PUT", "session/destroy/" + session(session, purpose), "", NOTHING);
    require(purpose, response, isTrue(response));
  }

  private static String session(String session, String purpose) {
    if (session.isEmpty() || session.indexOf('/') >= 0) {
      throw new StateException("Can't " + purpose + ": \"" + session + "\" is no session.");
    }
    return ServiceAddress.encoded(session, false);
  }

  /** Takes a key as a lock; whether that went well. */
  boolean acquire(String purpose, String key, String session) {
    HttpResponse response =
        send(purpose, "PUT", key(key), "acquire=" + session + "&flags=" + LOCK_FLAGS, NOTHING);
    require(purpose, response, response.status() == 200);
    return switch (response.text().strip()) {
      case "true" -> true;
      case "false" -> false;
      default -> throw foreign(purpose);
    };
  }

  void release(String purpose, String key, String session) {
    HttpResponse response =
        send(purpose, "PUT", key(key), "release=" + session + "&flags=" + LOCK_FLAGS, NOTHING);
    require(purpose, response, response.status() == 200);
  }

  /** Deletes a key where it has an index. */
  void delete(String purpose, String key, long index) {
    HttpResponse response = send(purpose, "DELETE", key(key), "cas=" + index, NOTHING);
    require(purpose, response, response.status() == 200);
  }

  private static boolean isTrue(HttpResponse response) {
    return response.status() == 200 && response.text().strip().equals("true");
  }

  private StateException foreign(String purpose) {
    return new StateException(
        "Can't "
            + purpose
            + ": "
            + access
            + " doesn't answer as Consul does. Check the argument \"address\" (or"
            + " CONSUL_HTTP_ADDR), and whether a proxy stands in between.");
  }

  private void require(String purpose, HttpResponse response, boolean good) {
    if (good) {
      return;
    }
    if (response.isSuccessful()) {
      throw foreign(purpose);
    }
    String advice =
        switch (response.status()) {
          case 401, 403 ->
              " Check the token (access_token or CONSUL_HTTP_TOKEN): it needs key:write and"
                  + " session:write.";
          case 404 -> " Check the argument \"address\", and \"datacenter\" if it is set.";
          case 413 ->
              " Raise limits.kv_max_value_size and limits.txn_max_req_len of the servers to"
                  + " 524288 at least, their default.";
          case 500, 503 -> " If the cluster has no leader, wait until it has.";
          default -> "";
        };
    throw new StateException(
        "Can't "
            + purpose
            + " in Consul at "
            + access
            + ": "
            + response.statusText()
            + response.excerpt().map(text -> ", " + text).orElse("")
            + "."
            + advice);
  }
}
