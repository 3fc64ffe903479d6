package dev.ingot.state.backend.azurerm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.state.Environments;
import dev.ingot.state.StateException;
import dev.ingot.state.StateFencedException;
import dev.ingot.state.azure.SharedKey;
import dev.ingot.state.kit.QuickHttp;
import dev.ingot.state.kit.ServerKit;
import dev.ingot.state.remote.PolledLease;
import dev.ingot.state.session.Lease;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The kit over blobs. */
final class AzureKitTest extends ServerKit<FakeAzure> {
  @Override
  protected FakeAzure started() throws Exception {
    return new FakeAzure();
  }

  @Override
  protected void freeLocks() {
    server().freeLocks();
  }

  @Override
  protected void overwrite(String version) {
    server().overwrite("app.tfstate", new String(state(7), StandardCharsets.UTF_8));
  }

  @Override
  protected Client client() {
    Blobs.Target target =
        new Blobs.Target(
            URI.create("http://127.0.0.1:" + proxy().port() + "/states/"),
            new BlobAccess.Signed(new SharedKey("account", "a2V5"), Environments.fixed().clock()));
    Blobs blobs = new Blobs(QuickHttp.store(), () -> target, "states");
    BlobLocks locks = new BlobLocks(blobs, "app.tfstate");
    return new Client(
        new BlobSnapshots(blobs, locks, "app.tfstate", false), new PolledLease(locks));
  }

  @Override
  protected boolean is(Trait trait) {
    return true;
  }

  @Test
  void aWriterWhoseLockWasForcedOpenWritesNothing() {
    Client first = client();
    Lease.Held held = first.lease().acquire(DEFAULT, holder(id(1)), Duration.ZERO);
    Client second = client();
    second.lease().force(DEFAULT, id(1));
    assertThatThrownBy(() -> first.snapshots().write(DEFAULT, write(1, Optional.empty())))
        .isInstanceOf(StateFencedException.class);
    try (Lease.Held _ = second.lease().acquire(DEFAULT, holder(id(2)), Duration.ZERO)) {
      assertThatThrownBy(() -> first.snapshots().write(DEFAULT, write(1, Optional.empty())))
          .isInstanceOf(StateFencedException.class);
      held.close();
      second.snapshots().write(DEFAULT, write(2, Optional.empty()));
    }
  }

  @Test
  void whoIgnoresLocksIsToldThatAzureDoesNot() {
    try (Lease.Held _ = client().lease().acquire(DEFAULT, holder(id(1)), Duration.ZERO)) {
      assertThatThrownBy(() -> client().snapshots().write(DEFAULT, write(1, Optional.empty())))
          .isInstanceOf(StateException.class)
          .hasMessageContaining("is locked by another program");
    }
    assertThat(server().contents()).containsEntry("app.tfstate", "");
    assertThat(client().snapshots().read(DEFAULT)).isEmpty();
  }
}
