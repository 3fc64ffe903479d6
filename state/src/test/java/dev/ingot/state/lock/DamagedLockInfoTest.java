package dev.ingot.state.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.state.LockInfo;
import dev.ingot.state.StateException;
import dev.ingot.state.StateLockedException;
import dev.ingot.storage.Damage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What says who holds a lock, and the file that is locked, with every byte flipped, every length,
 * zeros, and an older copy in its place.
 *
 * <pre>
 *   what is damaged                      what happens
 *   the information, nobody holds it     the lock is taken, and the information written anew
 *   the information, somebody holds it   others are refused with a message, whatever it says
 *   the token in the lock file           the lock is taken; the token is above what is read
 * </pre>
 */
final class DamagedLockInfoTest {
  private static final LockInfo INFO =
      new LockInfo(
          "b7a6c1de-0000-4000-8000-000000000001",
          "OperationTypeApply",
          "",
          "somebody@here",
          "1.11.4",
          Instant.parse("2026-01-02T03:04:05Z"),
          "terraform.tfstate");

  @TempDir Path folder;
  private Path state = Path.of("/");
  private Path info = Path.of("/");
  private byte[] whole = {};

  @BeforeEach
  void lockOnce() throws IOException {
    state = folder.resolve("terraform.tfstate");
    info = LockInfoFile.of(state);
    try (Locks.HeldLock _ = new FileLocks().acquire(state, INFO, Duration.ZERO)) {
      whole = Files.readAllBytes(info);
    }
  }

  @Test
  void aLockThatNobodyHoldsIsTakenWhateverIsSaidOfIt() throws IOException {
    for (Damage damage : Damage.all(whole)) {
      Files.write(info, damage.content());
      try (Locks.HeldLock held = new FileLocks().acquire(state, INFO, Duration.ZERO)) {
        assertThat(Files.readAllBytes(info)).as(damage.what()).isEqualTo(whole);
        held.verify();
      }
      assertThat(info).as(damage.what()).doesNotExist();
    }
  }

  @Test
  void aLockThatSomebodyHoldsIsRefusedWithAMessage() throws IOException {
    try (Locks.HeldLock held = new FileLocks().acquire(state, INFO, Duration.ZERO)) {
      for (Damage damage : Damage.all(whole)) {
        Files.write(info, damage.content());
        assertThatThrownBy(() -> new FileLocks().acquire(state, INFO, Duration.ZERO))
            .as(damage.what())
            .isInstanceOf(StateLockedException.class)
            .hasMessageContaining("resource temporarily unavailable");
        assertThatThrownBy(() -> new FileLocks().force(state, "another id"))
            .as(damage.what())
            .isInstanceOf(StateException.class)
            .message()
            .isNotBlank();
      }
      held.verify();
    }
  }

  @Test
  void aDamagedTokenKeepsNobodyFromTheLock() throws IOException {
    Path lock = state.resolveSibling(".terraform.tfstate.lock");
    byte[] token = Files.readAllBytes(lock);
    for (Damage damage : Damage.all(Arrays.copyOf(token, token.length))) {
      Files.write(lock, damage.content());
      try (Locks.HeldLock held = new FileLocks().acquire(state, INFO, Duration.ZERO)) {
        assertThat(held.token()).as(damage.what()).isPositive();
        held.verify();
      }
    }
  }
}
