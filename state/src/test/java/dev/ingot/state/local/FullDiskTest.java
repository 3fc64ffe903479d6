package dev.ingot.state.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.state.Environment;
import dev.ingot.state.Environments;
import dev.ingot.state.InvertingCipher;
import dev.ingot.state.LockRequest;
import dev.ingot.state.Samples;
import dev.ingot.state.StateException;
import dev.ingot.state.StatePaths;
import dev.ingot.state.StateSession;
import dev.ingot.state.StateStore;
import dev.ingot.storage.SmallDisk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A state on a disk that is full, at each size from nothing to more than is needed. */
class FullDiskTest {
  private static final LockRequest APPLY = LockRequest.of("OperationTypeApply");
  private static final int OBJECTS = 40;
  private static final int PAGE_KILOBYTES = 4;
  private static final int MOST_KILOBYTES = 140;

  @TempDir Path folder;

  private static StateStore store(SmallDisk disk, Environment environment) {
    return LocalStateStore.onDisk(
        StatePaths.of(disk.folder().resolve("terraform.tfstate")), environment);
  }

  private static void requirePlain(StateException e) {
    assertThat(e.getMessage()).isNotBlank().doesNotContain("Exception");
  }

  /** Adds objects until the disk is full. */
  private static int added(SmallDisk disk, Environment environment, int from) {
    int reported = 0;
    try (StateSession session = store(disk, environment).open(APPLY)) {
      for (int i = from; i < from + OBJECTS; i++) {
        String name = "object" + i;
        session.finish(
            session.begin(Samples.creation(Samples.address(name, 0), name + "x".repeat(300))),
            List.of(Samples.put(Samples.address(name, 0), name + "x".repeat(300))));
        reported++;
      }
      session.commit();
    } catch (StateException e) {
      requirePlain(e);
    }
    return reported;
  }

  static List<Environment> environments() {
    return List.of(Environments.fixed(), Environments.encrypted(new InvertingCipher()));
  }

  @ParameterizedTest
  @MethodSource("environments")
  void whatWasReportedIsThereAtEverySize(Environment environment) throws Exception {
    int whole = 0;
    int full = 0;
    for (int kilobytes = PAGE_KILOBYTES; kilobytes <= MOST_KILOBYTES; kilobytes += PAGE_KILOBYTES) {
      try (SmallDisk disk = SmallDisk.in(folder.resolve("disk"), kilobytes)) {
        int reported = added(disk, environment, 0);
        long there = store(disk, environment).read().state().instances().count();
        assertThat(there)
            .as("%d KB: %d objects were reported", kilobytes, reported)
            .isBetween((long) reported, reported + 1L);
        whole += reported == OBJECTS ? 1 : 0;
        full += reported < OBJECTS ? 1 : 0;
      }
    }
    assertThat(Map.of("whole", whole > 0, "full", full > 0))
        .isEqualTo(Map.of("whole", true, "full", true));
  }

  @ParameterizedTest
  @MethodSource("environments")
  void aDiskThatFillsAroundAStateLosesNothingOfIt(Environment environment) throws Exception {
    for (int left = 0; left <= 60; left += PAGE_KILOBYTES) {
      try (SmallDisk disk = SmallDisk.in(folder.resolve("disk"), 400)) {
        int before = added(disk, environment, 0);
        assertThat(before).isEqualTo(OBJECTS);
        Path ballast = disk.folder().resolve("ballast");
        long free = disk.folder().toFile().getUsableSpace();
        Files.write(ballast, new byte[(int) Math.max(0, free - left * 1024L)]);
        int more = added(disk, environment, OBJECTS);
        assertThat(store(disk, environment).read().state().instances().count())
            .as("%d KB were left", left)
            .isBetween((long) before + more, before + more + 1L);
        Files.delete(ballast);
        assertThat(added(disk, environment, 2 * OBJECTS))
            .as("%d KB were left", left)
            .isEqualTo(OBJECTS);
        assertThat(store(disk, environment).read().state().instances().count())
            .isBetween((long) before + more + OBJECTS, before + more + OBJECTS + 1L);
      }
    }
  }
}
