package dev.ingot.platform.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ingot.platform.api.PlatformException;
import dev.ingot.platform.api.VolumeMount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class VolumeSnapshotsTest {
  private static final List<VolumeMount> MOUNTS = List.of(new VolumeMount("data", "/data"));

  /** Each look is a minute later. */
  private static final class Minutes extends Clock {
    private Instant now = Instant.parse("2026-01-02T03:04:05Z");

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      now = now.plus(Duration.ofMinutes(1));
      return now;
    }
  }

  @TempDir Path folder;
  private final List<String> holders = new ArrayList<>();
  private VolumeStore store = new VolumeStore(Path.of(""), _ -> List.of(), Clock.systemUTC());

  @BeforeEach
  void open() {
    store = new VolumeStore(folder.resolve("volumes"), _ -> holders, new Minutes());
  }

  private Path file() {
    return folder.resolve("volumes/data/x");
  }

  private void hand(String content) throws Exception {
    Files.writeString(file(), content);
    store.handOver(MOUNTS);
  }

  private List<String> kept() throws IOException {
    Path own = folder.resolve("volumes/.snapshots/data");
    List<String> contents = new ArrayList<>();
    if (Files.exists(own)) {
      try (Stream<Path> entries = Files.list(own)) {
        for (Path each : entries.filter(Files::isDirectory).sorted().toList()) {
          contents.add(Files.readString(each.resolve("x")));
        }
      }
    }
    return contents;
  }

  @Test
  void theLastOnesAreKept() throws Exception {
    store.create("data", 2);
    hand("one");
    Files.writeString(file(), "changed");
    assertThat(kept()).containsExactly("one");
    hand("two");
    hand("three");
    assertThat(kept()).containsExactly("two", "three");
    assertThat(file()).hasContent("three");
    assertThat(store.list()).singleElement().extracting("name").isEqualTo("data");
  }

  @Test
  void noneAreTakenUnlessAskedForOrOfAnEmptyOrSharedVolume() throws Exception {
    store.create("data", 0);
    hand("one");
    Files.delete(file());
    store.create("data", 2);
    store.handOver(MOUNTS);
    holders.add("m1");
    hand("two");
    assertThat(kept()).isEmpty();
    holders.clear();
    store.handOver(MOUNTS);
    assertThat(kept()).containsExactly("two");
  }

  @Test
  void theNumberMayBeChanged() throws Exception {
    store.create("data", 3);
    hand("one");
    hand("two");
    hand("three");
    store.create("data", 2);
    hand("four");
    assertThat(kept()).containsExactly("three", "four");
    store.create("data", 0);
    hand("five");
    assertThat(kept()).containsExactly("three", "four");
  }

  @Test
  void rightsAndLinksAreKeptToo() throws Exception {
    store.create("data", 2);
    Files.writeString(file(), "one");
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r-----"));
    Files.createSymbolicLink(folder.resolve("volumes/data/link"), Path.of("x"));
    store.handOver(MOUNTS);
    try (Stream<Path> all = Files.walk(folder.resolve("volumes/.snapshots/data"))) {
      List<Path> found = all.toList();
      assertThat(found)
          .filteredOn(each -> each.endsWith("x"))
          .singleElement()
          .satisfies(
              each ->
                  assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
                      .isEqualTo("rw-r-----"));
      assertThat(found).anyMatch(each -> each.endsWith("link") && Files.isSymbolicLink(each));
    }
  }

  @Test
  void whatAKilledAgentLeftUnfinishedIsNoSnapshot() throws Exception {
    store.create("data", 2);
    Path unfinished =
        Files.createDirectories(folder.resolve("volumes/.snapshots/data/.unfinished"));
    Files.writeString(unfinished.resolve("x"), "half");
    hand("one");
    assertThat(unfinished).doesNotExist();
    assertThat(kept()).containsExactly("one");
  }

  @Test
  void whatIsNoVolumeIsNotCopied() throws Exception {
    store.create("data", 2);
    assertThatExceptionOfType(PlatformException.class)
        .isThrownBy(() -> store.handOver(List.of(new VolumeMount("../..", "/data"))))
        .withMessageContaining("not a valid volume name");
  }

  @Test
  void aCopyThatFailsLeavesNothingAndSaysWhy() throws Exception {
    store.create("data", 2);
    Files.writeString(file(), "one");
    Path own = folder.resolve("volumes/.snapshots/data");
    assumeTrue(Files.getAttribute(folder, "unix:uid").equals(0), "skipped: only root can mount");
    assumeTrue(
        new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=16k", "none", own.toString())
                .start()
                .waitFor()
            == 0,
        "skipped: this host allows no mounts");
    try {
      store.create("data", 2);
      Files.write(file(), new byte[1 << 20]);
      assertThatExceptionOfType(PlatformException.class)
          .isThrownBy(() -> store.handOver(MOUNTS))
          .withMessageContaining("No space left");
      assertThat(own.resolve(".unfinished")).doesNotExist();
      assertThat(file()).hasSize(1 << 20);
    } finally {
      assertThat(new ProcessBuilder("umount", own.toString()).start().waitFor()).isZero();
    }
    assertThat(kept()).isEmpty();
  }

  @Test
  void aVolumeTakesItsSnapshotsWithIt() throws Exception {
    store.create("data", 2);
    hand("one");
    assertThat(store.delete("data")).isTrue();
    assertThat(folder.resolve("volumes/.snapshots/data")).doesNotExist();
  }

  @Test
  void aDamagedSettingStopsTheMachineNotTheData() throws Exception {
    store.create("data", 2);
    Path setting = folder.resolve("volumes/.snapshots/data/.keep");
    for (String damage :
        List.of("", "x", "-1", "4294967295", "2\nsha256:" + "0".repeat(64) + "\n")) {
      Files.writeString(setting, damage);
      assertThatExceptionOfType(PlatformException.class)
          .as(damage)
          .isThrownBy(() -> hand("one"))
          .withMessageContaining(setting.toString());
      assertThat(file()).hasContent("one");
    }
    store.create("data", 2);
    hand("two");
    assertThat(kept()).containsExactly("two");
  }
}
