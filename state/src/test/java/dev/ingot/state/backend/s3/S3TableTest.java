package dev.ingot.state.backend.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.http.kit.TestServer.Asked;
import dev.ingot.state.StateException;
import dev.ingot.state.session.Snapshot;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

final class S3TableTest extends S3Kit {
  @Override
  boolean hasLockFile() {
    return false;
  }

  @Override
  boolean hasTable() {
    return true;
  }

  /** As if the writer were killed before one of its requests. */
  private void writeUntil(Predicate<Asked> killed, long serial) {
    Client client = client();
    Optional<String> version = client.snapshots().version(DEFAULT);
    aws().failing(killed);
    assertThatThrownBy(() -> client.snapshots().write(DEFAULT, write(serial, version)))
        .isInstanceOf(StateException.class);
    aws().failing(_ -> false);
  }

  private byte[] read() {
    return client().snapshots().read(DEFAULT).map(Snapshot::content).orElseThrow();
  }

  @Test
  void twoWritersKilledOneAfterTheOtherLeaveAReadableState() {
    client().snapshots().write(DEFAULT, write(1, Optional.empty()));
    writeUntil(asked -> asked.body().contains("\"Digest\":"), 2);
    assertThat(read()).isEqualTo(state(2));
    writeUntil(asked -> asked.head().method().equals("PUT"), 3);
    assertThat(read()).isEqualTo(state(2));
  }

  @Test
  void aDeletionThatIsCutOffLeavesAReadableState() {
    client().snapshots().write(DEFAULT, write(1, Optional.empty()));
    aws().failing(asked -> asked.field("x-amz-target").endsWith("DeleteItem"));
    assertThatThrownBy(() -> client().snapshots().delete(DEFAULT))
        .isInstanceOf(StateException.class);
    aws().failing(asked -> asked.head().method().equals("DELETE"));
    assertThat(read()).isEqualTo(state(1));
    assertThatThrownBy(() -> client().snapshots().delete(DEFAULT))
        .isInstanceOf(StateException.class);
    assertThat(read()).isEqualTo(state(1));
    aws().failing(_ -> false);
    client().snapshots().delete(DEFAULT);
    assertThat(client().snapshots().read(DEFAULT)).isEmpty();
  }
}
