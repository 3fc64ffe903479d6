package dev.ingot.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.ledger.Ledger;
import dev.ingot.ledger.LedgerException;
import dev.ingot.ledger.Verification;
import dev.ingot.registry.catalog.BeginRequest;
import dev.ingot.registry.catalog.BeginResult;
import dev.ingot.registry.catalog.Completion;
import dev.ingot.registry.catalog.Version;
import dev.ingot.registry.catalog.VersionStatus;
import dev.ingot.registry.content.Images;
import dev.ingot.registry.content.OciImage;
import dev.ingot.registry.content.RegistryException;
import dev.ingot.storage.Digest;
import dev.ingot.storage.SmallDisk;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A registry on a disk that is full, at each size from nothing to more than is needed. */
class FullDiskTest {
  private static final String ADA = "ada@forge";
  private static final int IMAGES = 6;
  private static final int PAGE_KILOBYTES = 4;
  private static final int MOST_KILOBYTES = 4000;

  private final TestClock clock = new TestClock();
  private final Path folder;

  FullDiskTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private interface Use {
    void of(Registry registry, Ledger ledger);
  }

  private void with(SmallDisk disk, Use use) {
    try (Ledger ledger = Ledger.open(disk.folder().resolve("ledger.db"), clock);
        Registry registry =
            Registry.open(disk.folder().resolve("registry"), clock, new Random(1), ledger)) {
      use.of(registry, ledger);
    } catch (RegistryException | LedgerException e) {
      assertThat(e.getMessage()).isNotBlank().doesNotContain("Exception");
    } catch (UncheckedIOException e) {
      // What the test's own helper wraps.
      assertThat(e.getCause()).hasMessageContaining("No space left");
    }
  }

  private static void bake(Registry registry, String fingerprint, List<Version> complete) {
    Digest image = Images.write(registry.store(), fingerprint).digest();
    if (registry.begin(BeginRequest.of("web", fingerprint, ADA, ADA + ":1"))
        instanceof BeginResult.Claimed claimed) {
      complete.add(registry.complete(claimed.claim(), ADA, Completion.ofImage(image)));
    }
  }

  /** Each page where something may first fit, and fewer where only logs of databases grow. */
  private static int step(int kilobytes) {
    return kilobytes < 500 ? PAGE_KILOBYTES : 50 * PAGE_KILOBYTES;
  }

  @Test
  void whatWasReportedIsThereAndNothingIsTornAtEverySize() throws Exception {
    int full = 0;
    int whole = 0;
    for (int kilobytes = PAGE_KILOBYTES;
        kilobytes <= MOST_KILOBYTES;
        kilobytes += step(kilobytes)) {
      String what = kilobytes + " KB";
      try (SmallDisk disk = SmallDisk.in(folder.resolve("disk"), kilobytes)) {
        List<Version> complete = new ArrayList<>();
        with(
            disk,
            (registry, _) -> {
              for (int i = 0; i < IMAGES; i++) {
                bake(registry, "image " + i, complete);
              }
            });
        whole += complete.size() == IMAGES ? 1 : 0;
        full += complete.size() < IMAGES ? 1 : 0;
        with(
            disk,
            (registry, ledger) -> {
              for (Version version : complete) {
                Version now = registry.versions().find(version.id()).orElseThrow();
                assertThat(now.image()).as(what).isEqualTo(version.image());
                assertThat(registry.records().require(now).usable()).as(what).isTrue();
                assertThat(OciImage.read(registry.store(), now.image().orElseThrow()).digest())
                    .as(what)
                    .isEqualTo(now.image().orElseThrow());
              }
              for (Version version : registry.versions().in("web")) {
                if (version.status() == VersionStatus.ACTIVE) {
                  assertThat(registry.store().fault(version.image().orElseThrow()))
                      .as(what)
                      .isEmpty();
                }
              }
              assertThat(registry.records().faults()).as(what).isEmpty();
              assertThat(ledger.verify()).as(what).isInstanceOf(Verification.Intact.class);
            });
      }
    }
    assertThat(List.of(full > 0, whole > 0)).containsExactly(true, true);
  }
}
