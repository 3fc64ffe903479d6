package dev.ingot.state.backend.http;

import dev.ingot.http.client.HttpRequest;
import dev.ingot.http.client.HttpResponse;
import dev.ingot.http.client.RequestBody;
import dev.ingot.state.LockInfo;
import dev.ingot.state.State;
import dev.ingot.state.StateException;
import dev.ingot.state.StateFormatException;
import dev.ingot.state.format.StateFile;
import dev.ingot.state.lock.LockInfoJson;
import dev.ingot.state.remote.StoreHttp;
import dev.ingot.state.remote.StoreLocks;
import dev.ingot.state.session.Snapshot;
import dev.ingot.state.session.SnapshotStore;
import dev.ingot.state.session.SnapshotWrite;
import dev.ingot.storage.Digest;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One state behind an address. The protocol has no versions, so a state's version is its digest,
 * and what was written is read back: a server that says yes and keeps nothing is found out.
 */
final class HttpStore implements SnapshotStore, StoreLocks {
  /**
   * Where and how a server is asked.
   *
   * @param unlockAddress the state's own where there is only one of the two
   * @param headers sent with every request
   */
  record Addresses(
      URI address,
      String updateMethod,
      Optional<URI> lockAddress,
      String lockMethod,
      Optional<URI> unlockAddress,
      String unlockMethod,
      Optional<Credentials> credentials,
      Map<String, String> headers) {}

  /** Basic authentication. */
  record Credentials(String user, String password) {
    @Override
    public String toString() {
      return user;
    }
  }

  private static final Duration INTERVAL = Duration.ofSeconds(20);
  private static final String JSON = "application/json";

  private final Addresses addresses;
  private final StoreHttp http;
  private volatile Optional<LockInfo> held = Optional.empty();

  HttpStore(Addresses addresses, StoreHttp http) {
    this.addresses = addresses;
    this.http = http;
  }

  private HttpRequest request(String method, URI uri) {
    HttpRequest request = HttpRequest.of(method, uri).withRepeatable(true);
    if (addresses.credentials().isPresent()) {
      Credentials known = addresses.credentials().get();
      request = request.withBasic(known.user(), known.password());
    }
    for (Map.Entry<String, String> header : addresses.headers().entrySet()) {
      request = request.withSecret(header.getKey(), header.getValue());
    }
    return request;
  }

  private HttpRequest request(String method, URI uri, byte[] body) {
    return request(method, uri)
        .withHeader("Content-MD5", md5(body))
        .withBody(RequestBody.of(body), JSON);
  }

  private static String md5(byte[] bytes) {
    try {
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has MD5", e);
    }
  }

  /** The address without what may be secret in it. */
  @Override
  public String location(String workspace) {
    URI uri = addresses.address();
    int port = uri.getPort();
    return uri.getScheme()
        + "://"
        + uri.getHost()
        + (port < 0 ? "" : ":" + port)
        + Optional.ofNullable(uri.getRawPath()).orElse("");
  }

  @Override
  public Optional<Snapshot> read(String workspace) {
    HttpResponse response = http.send("read the state", request("GET", addresses.address()));
    return switch (response.status()) {
      case 200 -> content(response);
      case 204, 404 -> Optional.empty();
      default -> throw refused("read the state", response);
    };
  }

  private Optional<Snapshot> content(HttpResponse response) {
    byte[] body = response.body();
    Optional<String> checksum = response.headers().first("content-md5");
    if (checksum.isPresent() && !checksum.get().equals(md5(body))) {
      throw new StateException(
          "The state "
              + location("")
              + " did not arrive as it was sent: its checksum differs. Try again.");
    }
    return body.length == 0
        ? Optional.empty()
        : Optional.of(new Snapshot(body, Digest.of(body).hex()));
  }

  private StateException refused(String purpose, HttpResponse response) {
    String said =
        switch (response.status()) {
          case 401 -> "HTTP remote state endpoint requires auth";
          case 403 -> "HTTP remote state endpoint invalid auth";
          case 500 -> "HTTP remote state internal server error";
          default -> "Unexpected HTTP response code " + response.status();
        };
    return new StateException(
        said
            + " (can't "
            + purpose
            + " "
            + location("")
            + response.excerpt().map(text -> ": " + text).orElse("")
            + ")");
  }

  @Override
  public Optional<byte[]> before(String workspace) {
    return Optional.empty();
  }

  @Override
  public Optional<String> version(String workspace) {
    return read(workspace).map(Snapshot::version);
  }

  /** Nothing is held here, so nothing has to be asked for. */
  @Override
  public String write(String workspace, SnapshotWrite write) {
    HttpResponse response =
        http.send(
            "write the state",
            request(addresses.updateMethod(), withLock(addresses.address()), write.content()));
    switch (response.status()) {
      case 200, 201, 204 -> {}
      default -> throw refused("write the state", response);
    }
    Optional<Snapshot> present = read(workspace);
    if (present.isEmpty() || !isSame(present.get().content(), write)) {
      throw new StateException(
          "The server "
              + location(workspace)
              + " answered that the state is written, but doesn't give it back.");
    }
    return present.get().version();
  }

  /** A server may lay out the same state in another way. */
  private static boolean isSame(byte[] content, SnapshotWrite write) {
    if (Arrays.equals(content, write.content())) {
      return true;
    }
    try {
      State state = StateFile.read(content, "");
      return state.serial() == write.serial() && state.lineage().equals(write.lineage());
    } catch (StateFormatException e) {
      return false;
    }
  }

  private URI withLock(URI address) {
    if (held.isEmpty()) {
      return address;
    }
    String text = address.toString();
    int fragment = text.indexOf('#');
    String base = fragment < 0 ? text : text.substring(0, fragment);
    return URI.create(base + (address.getRawQuery() == null ? "?" : "&") + "ID=" + held.get().id());
  }

  @Override
  public void delete(String workspace) {
    HttpResponse response = http.send("delete the state", request("DELETE", addresses.address()));
    if (!response.isSuccessful() && response.status() != 404) {
      throw refused("delete the state", response);
    }
  }

  @Override
  public List<String> workspaces() {
    return List.of();
  }

  @Override
  public Optional<Duration> interval() {
    return Optional.of(INTERVAL);
  }

  @Override
  public Attempt attempt(String workspace, LockInfo info) {
    if (addresses.lockAddress().isEmpty()) {
      return new Attempt.Taken(info);
    }
    Attempt attempt = attempt(workspace, addresses.lockAddress().get(), info);
    if (attempt instanceof Attempt.Taken) {
      held = Optional.of(info);
    }
    return attempt;
  }

  private Attempt attempt(String workspace, URI address, LockInfo info) {
    HttpResponse response;
    try {
      response =
          http.send(
              "lock the state", request(addresses.lockMethod(), address, LockInfoJson.text(info)));
    } catch (StateException e) {
      undo(workspace, info);
      throw e;
    }
    return switch (response.status()) {
      case 200 -> new Attempt.Taken(info);
      case 409, 423 -> {
        Optional<LockInfo> holder = LockInfoJson.holder(response.body());
        // The answer of an attempt before this one was lost.
        yield holder.filter(known -> known.id().equals(info.id())).isPresent()
            ? new Attempt.Taken(info)
            : new Attempt.Refused(
                "HTTP remote state already locked"
                    + holder
                        .map(known -> ": ID=" + known.id())
                        .orElse(". The server doesn't say by whom."),
                holder);
      }
      default -> {
        // After a refusal nothing is locked by this process, and not every server compares the
        // ID when it unlocks.
        if (response.status() >= 500) {
          undo(workspace, info);
        }
        throw refused("lock the state", response);
      }
    };
  }

  private void undo(String workspace, LockInfo info) {
    try {
      release(workspace, info);
    } catch (StateException _) {
      // It may not be locked at all; who comes next is told.
    }
  }

  /** The protocol has no such question. The server refuses what is written under another lock. */
  @Override
  public Standing standing(String workspace, LockInfo info) {
    return Standing.HELD;
  }

  @Override
  public Optional<Duration> checkEvery() {
    return Optional.empty();
  }

  @Override
  public void release(String workspace, LockInfo info) {
    held = Optional.empty();
    unlock(info);
  }

  private void unlock(LockInfo info) {
    if (addresses.unlockAddress().isEmpty()) {
      return;
    }
    HttpResponse response =
        http.send(
            "unlock the state",
            request(
                addresses.unlockMethod(),
                addresses.unlockAddress().get(),
                LockInfoJson.text(info)));
    if (response.status() != 200 && response.status() != 204) {
      Optional<LockInfo> holder = LockInfoJson.holder(response.body());
      throw holder
          .map(
              known ->
                  new StateException(
                      "lock ID \""
                          + info.id()
                          + "\" does not match the existing lock ID \""
                          + known.id()
                          + "\""))
          .orElseGet(() -> refused("unlock the state under the ID " + info.id(), response));
    }
  }

  @Override
  public void force(String workspace, String id) {
    if (addresses.unlockAddress().isEmpty()) {
      throw new StateException("This backend is configured without an unlock_address.");
    }
    unlock(new LockInfo(id, "", "", "", "", Instant.EPOCH, ""));
  }
}
