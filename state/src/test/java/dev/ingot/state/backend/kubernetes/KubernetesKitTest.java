package dev.ingot.state.backend.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.state.StateException;
import dev.ingot.state.kit.QuickHttp;
import dev.ingot.state.kit.ServerKit;
import dev.ingot.state.remote.Gzip;
import dev.ingot.state.remote.PolledLease;
import dev.ingot.state.session.Snapshot;
import dev.ingot.state.session.SnapshotWrite;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The kit over secrets and leases. */
final class KubernetesKitTest extends ServerKit<FakeKubernetes> {
  @Override
  protected FakeKubernetes started() throws Exception {
    return new FakeKubernetes();
  }

  @Override
  protected void freeLocks() {
    server().freeLocks();
  }

  @Override
  protected void overwrite(String version) {
    server()
        .edit("tfstate-default-app", Base64.getEncoder().encodeToString(Gzip.compressed(state(7))));
  }

  @Override
  protected Client client() {
    KubernetesApi api =
        new KubernetesApi(
            QuickHttp::store,
            request -> request.withBearer("token"),
            URI.create("http://127.0.0.1:" + proxy().port() + "/"),
            "default");
    StateNames names = new StateNames("app", Map.of("team", "x"));
    return new Client(new SecretSnapshots(api, names), new PolledLease(new LeaseLocks(api, names)));
  }

  @Override
  protected boolean is(Trait trait) {
    return true;
  }

  @Override
  protected String oddName() {
    return "a.b-c";
  }

  /** What doesn't get smaller. */
  private static byte[] large(int bytes, long seed) {
    byte[] random = new byte[bytes / 2];
    new SplittableRandom(seed).nextBytes(random);
    return java.util.HexFormat.of().formatHex(random).getBytes(StandardCharsets.US_ASCII);
  }

  private static SnapshotWrite write(byte[] content, Optional<String> expected) {
    return new SnapshotWrite(content, 1, "lineage", expected, 0);
  }

  @Test
  void aLargeStateIsInSeveralSecretsAsTerraformHasIt() {
    Client client = client();
    byte[] content = large(5 << 20, 1);
    String version = client.snapshots().write(DEFAULT, write(content, Optional.empty()));
    assertThat(server().names())
        .containsExactly(
            "tfstate-default-app", "tfstate-default-app-part-1", "tfstate-default-app-part-2");
    assertThat(server().object("tfstate-default-app-part-2").texts("metadata", "labels"))
        .containsEntry("tfstateWorkspace", "default")
        .containsEntry("team", "x");
    assertThat(client().snapshots().read(DEFAULT).map(Snapshot::content).orElseThrow())
        .isEqualTo(content);
    assertThat(client().snapshots().workspaces()).isEmpty();
    String small = client.snapshots().write(DEFAULT, write(1, Optional.of(version)));
    assertThat(server().names()).containsExactly("tfstate-default-app");
    client.snapshots().write(DEFAULT, write(content, Optional.of(small)));
    client.snapshots().delete(DEFAULT);
    assertThat(server().names()).isEmpty();
  }

  @Test
  void aMixtureOfTwoLargeStatesIsNeverRead() {
    Client client = client();
    String version = client.snapshots().write(DEFAULT, write(large(5 << 20, 1), Optional.empty()));
    String part =
        server().object("tfstate-default-app-part-1").text("data", "tfstate").orElseThrow();
    client.snapshots().write(DEFAULT, write(large(5 << 20, 2), Optional.of(version)));
    server().edit("tfstate-default-app-part-1", part);
    assertThatThrownBy(() -> client().snapshots().read(DEFAULT))
        .isInstanceOf(StateException.class)
        .hasMessageContaining("damaged");
  }
}
