package dev.ingot.state.backend.cloud;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.http.kit.TestServer;
import dev.ingot.state.LockInfo;
import dev.ingot.state.StateException;
import dev.ingot.state.StateFencedException;
import dev.ingot.state.kit.QuickHttp;
import dev.ingot.state.kit.ServerKit;
import dev.ingot.state.remote.PolledLease;
import dev.ingot.state.session.Lease;
import dev.ingot.state.session.Snapshot;
import dev.ingot.state.session.SnapshotStore;
import dev.ingot.state.session.SnapshotWrite;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The kit over workspaces of an organization. */
final class CloudKitTest extends ServerKit<FakeCloud> {
  private static final WorkspaceNames PREFIXED =
      new WorkspaceNames(Optional.empty(), Optional.of("app-"), Map.of(), Optional.empty(), false);

  @Override
  protected FakeCloud started() throws Exception {
    return new FakeCloud();
  }

  @Override
  protected void freeLocks() {
    server().freeLocks();
  }

  @Override
  protected void overwrite(String version) {
    server().put("w", new String(state(7), StandardCharsets.UTF_8), 7);
  }

  @Override
  protected Client client() {
    return client(
        new WorkspaceNames(Optional.of("w"), Optional.empty(), Map.of(), Optional.empty(), true));
  }

  private CloudApi api() {
    CloudApi.Service service =
        new CloudApi.Service(
            URI.create("http://127.0.0.1:" + proxy().port() + "/api/v2/"), "token");
    return new CloudApi(QuickHttp.store(), () -> service, "o");
  }

  private Client client(WorkspaceNames names) {
    CloudWorkspaces workspaces = new CloudWorkspaces(api(), names);
    return new Client(
        new CloudSnapshots(api(), workspaces),
        new PolledLease(new CloudLocks(api(), workspaces, false)));
  }

  @Override
  protected boolean is(Trait trait) {
    return switch (trait) {
      case WAITS -> true;
      // The service says neither under which ID a workspace is locked, nor since when.
      case WORKSPACES, NAMES_HOLDER, NOTICES_LOSS, FORCES -> false;
    };
  }

  @Test
  void workspacesHaveThePrefixThereAndNotHere() {
    Client client = client(PREFIXED);
    client.snapshots().write("blue", write(1, Optional.empty()));
    client.snapshots().write("green", write(1, Optional.empty()));
    client.snapshots().write("red", write(1, Optional.empty()));
    server().add("other");
    assertThat(server().names()).containsExactly("app-blue", "app-green", "app-red", "other");
    assertThat(client.snapshots().workspaces()).containsExactly("blue", "green", "red");
    client.snapshots().delete("green");
    assertThat(client.snapshots().workspaces()).containsExactly("blue", "red");
    assertThatThrownBy(() -> client.snapshots().read(DEFAULT))
        .isInstanceOf(StateException.class)
        .hasMessageContaining("workspace select NAME");
  }

  @Test
  void workspacesWithATagAreThoseOfTheConfiguration() {
    Client client =
        client(
            new WorkspaceNames(
                Optional.empty(),
                Optional.empty(),
                Map.of("web", Optional.empty()),
                Optional.of("core"),
                false));
    server().add("api", "api");
    server().add("shop", "web", "x");
    assertThat(client.snapshots().workspaces()).containsExactly("shop");
    client.snapshots().write("blog", write(1, Optional.empty()));
    assertThat(client.snapshots().workspaces()).containsExactly("blog", "shop");
    assertThat(server().asked())
        .anySatisfy(
            asked -> {
              assertThat(asked.head().method()).isEqualTo("POST");
              assertThat(asked.body()).contains("\"tag-names\":[\"web\"]", "\"id\":\"prj-1\"");
            });
  }

  @Test
  void outputsAreToldBesideTheStateButNotThoseOfAnEncryptedOne() {
    written("{\"version\":4,\"encrypted_data\":\"x\"}", 1);
    assertThat(server().outputs()).isEqualTo("none");
    written("{\"version\":4,\"outputs\":{\"o\":{\"value\":[1],\"type\":\"x\"}}}", 2);
    assertThat(server().outputs())
        .isEqualTo("{\"o\":{\"sensitive\":false,\"type\":\"x\",\"value\":[1]}}");
  }

  private void written(String content, long serial) {
    String _ =
        client()
            .snapshots()
            .write(
                DEFAULT,
                new SnapshotWrite(
                    content.getBytes(UTF_8),
                    serial,
                    "l",
                    client().snapshots().version(DEFAULT),
                    0));
  }

  @Test
  void whoHoldsALockIsNamedAndItIsForcedOpenByTheWorkspace() {
    Lease.Held held = client().lease().acquire(DEFAULT, holder(id(1)), Duration.ZERO);
    assertThat(held.info().id()).isEqualTo("o/w");
    assertThatThrownBy(() -> client().lease().acquire(DEFAULT, holder(id(2)), Duration.ZERO))
        .hasMessageContaining("workspace already locked (lock ID: \"o/w\") by somebody");
    assertThatThrownBy(() -> client().lease().force(DEFAULT, id(1)))
        .hasMessageContaining("does not match existing lock ID \"o/w\"");
    client().lease().force(DEFAULT, "o/w");
    assertThatThrownBy(held::renew).isInstanceOf(StateFencedException.class);
  }

  @Test
  void whatTheServiceWouldRunIsNotRunHere() {
    server().mode("remote");
    assertThatThrownBy(() -> client().lease().acquire(DEFAULT, holder(id(1)), Duration.ZERO))
        .hasMessageContaining("Set its execution mode to Local");
    LockInfo push =
        new LockInfo(id(1), "state-push", "", "somebody@here", "1.11.4", Instant.EPOCH, "");
    client().lease().acquire(DEFAULT, push, Duration.ZERO).close();
  }

  /** What the service says of an uploaded version, each time after something has happened. */
  private void uploadsAre(String status, Runnable before) {
    server()
        .instead(
            asked -> {
              if (!asked.target().startsWith("/api/v2/state-versions/")) {
                return Optional.empty();
              }
              before.run();
              return Optional.of(
                  TestServer.response(
                          200, "{\"data\":{\"attributes\":{\"status\":\"" + status + "\"}}}")
                      .with("Content-Type", "application/vnd.api+json"));
            });
  }

  private static SnapshotWrite large() {
    byte[] content = ("{\"version\":4,\"x\":\"" + "x".repeat(5 << 20) + "\"}").getBytes(UTF_8);
    return new SnapshotWrite(content, 1, "lineage", Optional.empty(), 0);
  }

  @Test
  void aLargeStateIsWrittenOnceTheServiceHasStoredIt() {
    uploadsAre("finalized", () -> {});
    client().snapshots().write(DEFAULT, large());
    assertThat(client().snapshots().read(DEFAULT).map(Snapshot::content).orElseThrow())
        .isEqualTo(large().content());
  }

  @Test
  void aLargeStateThatTheServiceDiscardsIsNotWritten() {
    uploadsAre("discarded", () -> {});
    assertThatThrownBy(() -> client().snapshots().write(DEFAULT, large()))
        .isInstanceOf(StateException.class)
        .hasMessageContaining("discarded");
  }

  @Test
  void whoeverIsInterruptedBeforeAnUploadIsStoredIsNotToldThatItIs() {
    SnapshotStore store = client().snapshots();
    uploadsAre("pending", Thread.currentThread()::interrupt);
    try {
      assertThatThrownBy(() -> store.write(DEFAULT, large())).isInstanceOf(StateException.class);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void anOrganizationThatIsMissingIsNotAnEmptyOne() {
    CloudApi.Service service =
        new CloudApi.Service(
            URI.create("http://127.0.0.1:" + proxy().port() + "/api/v2/"), "token");
    CloudWorkspaces workspaces =
        new CloudWorkspaces(
            new CloudApi(QuickHttp.store(), () -> service, "nope"),
            new WorkspaceNames(
                Optional.of("w"), Optional.empty(), Map.of(), Optional.empty(), true));
    assertThatThrownBy(() -> workspaces.find("read", DEFAULT))
        .hasMessageContaining("organization \"nope\" at host 127.0.0.1 not found");
  }
}
