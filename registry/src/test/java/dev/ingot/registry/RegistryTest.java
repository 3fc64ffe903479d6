package dev.ingot.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.ledger.Entry;
import dev.ingot.registry.catalog.Ancestry;
import dev.ingot.registry.catalog.BeginRequest;
import dev.ingot.registry.catalog.BeginResult;
import dev.ingot.registry.catalog.Build;
import dev.ingot.registry.catalog.Claim;
import dev.ingot.registry.catalog.Completion;
import dev.ingot.registry.catalog.Lineage;
import dev.ingot.registry.catalog.Version;
import dev.ingot.registry.catalog.VersionStatus;
import dev.ingot.registry.content.Images;
import dev.ingot.registry.content.OciImage;
import dev.ingot.registry.content.RegistryException;
import dev.ingot.registry.evidence.Sbom;
import dev.ingot.storage.Digest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryTest extends OpenRegistry {
  RegistryTest(@TempDir Path folder) {
    super(folder);
  }

  @Test
  void readingContentAloneOpensNoDatabase() {
    Digest digest = Images.write(registry.store(), "a").digest();
    assertThat(OciImage.read(registry.store(), digest).digest()).isEqualTo(digest);
    assertThat(root.resolve("registry.db")).doesNotExist();
  }

  @Test
  void aNewFingerprintIsANewVersion() {
    BeginResult.Claimed first = claimed("f1");
    assertThat(first.resumed()).isFalse();
    assertThat(first.version().label()).isEqualTo("v1");
    assertThat(first.version().status()).isEqualTo(VersionStatus.RUNNING);
    assertThat(first.version().id()).matches("[0-9A-HJKMNP-TV-Z]{26}");
    assertThat(claimed("f2").version().number()).isEqualTo(2);
  }

  @Test
  void theSameFingerprintIsTheSameVersion() {
    Version version = active("f1");
    assertThat(begin("f1", "bob@forge:2")).isEqualTo(new BeginResult.Existing(version));
    assertThat(registry.versions().withFingerprint("web", "f1")).contains(version);
    assertThat(registry.versions().in("web")).containsExactly(version);
    assertThat(registry.store().references()).containsOnlyKeys("web:v1");
  }

  @Test
  void aSecondProcessSeesWhoIsBakingAndSinceWhen() {
    claimed("f1");
    clock.advance(Duration.ofSeconds(30));
    assertThat(begin("f1", "bob@forge:2"))
        .isInstanceOfSatisfying(
            BeginResult.Held.class,
            held -> {
              assertThat(held.lease().owner()).isEqualTo("ada@forge:1");
              assertThat(held.lease().since()).isEqualTo(clock.instant().minusSeconds(30));
              assertThat(held.lease().until()).isEqualTo(clock.instant().plusSeconds(90));
            });
  }

  @Test
  void anExpiredClaimIsTakenOverAndTheFormerOwnerIsTold() {
    Claim lost = claimed("f1").claim();
    clock.advance(BeginRequest.DEFAULT_LEASE);
    BeginResult.Claimed taken = (BeginResult.Claimed) begin("f1", "bob@forge:2");

    assertThat(taken.resumed()).isTrue();
    assertThat(taken.version().number()).isEqualTo(1);
    assertThatThrownBy(() -> registry.complete(lost, ADA, Completion.elsewhere()))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("ada@forge:1 no longer holds web:v1")
        .hasMessageContaining("bob@forge:2 took it over");
    assertThatThrownBy(() -> registry.renew(lost, Duration.ofMinutes(1)))
        .isInstanceOf(RegistryException.class);
    registry.renew(taken.claim(), Duration.ofMinutes(1));
  }

  @Test
  void aRenewedClaimHoldsAndAReleasedOneDoesNot() {
    Claim claim = claimed("f1").claim();
    clock.advance(Duration.ofSeconds(100));
    registry.renew(claim, Duration.ofMinutes(2));
    clock.advance(Duration.ofSeconds(100));
    assertThat(begin("f1", "bob@forge:2")).isInstanceOf(BeginResult.Held.class);
    registry.release(claim);
    assertThat(begin("f1", "bob@forge:2")).isInstanceOf(BeginResult.Claimed.class);
    assertThat(registry.evict(claim.versionId(), "ada@forge:1")).isFalse();
    assertThat(registry.evict(claim.versionId(), "bob@forge:2")).isTrue();
    assertThat(begin("f1", "eve@forge:3")).isInstanceOf(BeginResult.Claimed.class);
  }

  @Test
  void anExpiredClaimThatNobodyTookOverMayStillComplete() {
    Claim claim = claimed("f1").claim();
    clock.advance(Duration.ofHours(5));
    assertThat(registry.complete(claim, ADA, Completion.elsewhere()).usable()).isTrue();
  }

  @Test
  void aFailedVersionIsTakenUpAgainWithItsFinishedBuilds() {
    Claim claim = claimed("f1").claim();
    Build build =
        new Build(
            "ingot.base",
            "linux/amd64",
            Optional.empty(),
            "ami-1",
            "eu-1",
            "ami-0",
            Map.of("a", "b"),
            clock.instant());
    registry.recordBuild(claim, build);
    registry.recordBuild(claim, build);
    assertThat(registry.fail(claim, ADA, "disk full").message()).isEqualTo("disk full");
    assertThat(at("latest")).isEmpty();

    BeginResult.Claimed again = claimed("f1");
    assertThat(again.resumed()).isTrue();
    assertThat(again.version().builds()).containsExactly(build);
    assertThat(registry.versions().withExternalId("ami-1"))
        .extracting(Version::label)
        .containsExactly("v1");
    assertThat(registry.cancel(again.claim(), ADA, "stopped").status())
        .isEqualTo(VersionStatus.CANCELLED);
  }

  @Test
  void threadsWithTheSameFingerprintGetOneClaim() throws InterruptedException {
    List<BeginResult> results = Collections.synchronizedList(new ArrayList<>());
    List<Thread> threads = new ArrayList<>();
    for (int thread = 0; thread < 6; thread++) {
      String owner = "ada@forge:" + thread;
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    try (Registry own = Registry.open(root, clock)) {
                      results.add(own.begin(BeginRequest.of("web", "f1", ADA, owner)));
                    }
                  }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(results).hasSize(6);
    assertThat(results).filteredOn(result -> result instanceof BeginResult.Claimed).hasSize(1);
    assertThat(results).filteredOn(result -> result instanceof BeginResult.Held).hasSize(5);
    assertThat(registry.versions().in("web")).hasSize(1);
  }

  @Test
  void anImageWithoutItsPartsDoesNotComplete() {
    OciImage image = Images.write(registry.store(), "a");
    registry.store().delete(image.manifest().layers().getFirst().digest());
    Claim claim = claimed("f1").claim();
    assertThatThrownBy(() -> registry.complete(claim, ADA, Completion.ofImage(image.digest())))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("a part of the image");
    assertThat(registry.versions().find(claim.versionId()).orElseThrow().status())
        .isEqualTo(VersionStatus.RUNNING);
  }

  @Test
  void completionAddsToWhatWasKnown() {
    BeginResult.Claimed begun =
        (BeginResult.Claimed)
            registry.begin(
                BeginRequest.of("web", "f1", ADA, "a")
                    .withLabels(Map.of("team", "shop"))
                    .withMetadata(Map.of("commit", "abc")));
    Digest sbom =
        new Sbom("web:v1", "", clock.instant(), List.of()).write(registry.store()).digest();
    Version version =
        registry.complete(
            begun.claim(),
            ADA,
            Completion.elsewhere().withSbom(sbom).withLabels(Map.of("os", "debian")));
    assertThat(version.labels()).containsOnly(Map.entry("team", "shop"), Map.entry("os", "debian"));
    assertThat(version.metadata()).containsEntry("commit", "abc");
    assertThat(version.sbom()).contains(sbom);
    assertThat(version.lease()).isEmpty();
  }

  @Test
  void lineageTellsDescendantsAndWhetherTheBaseMovedOn() {
    Version base = active("base1");
    BeginResult.Claimed child =
        (BeginResult.Claimed)
            registry.begin(
                BeginRequest.of("shop", "s1", ADA, "a")
                    .withLineage(Lineage.ofChannel(base, "latest")));
    Version shop = registry.complete(child.claim(), ADA, Completion.elsewhere());
    assertThat(registry.versions().ancestry(shop)).isEqualTo(Ancestry.UP_TO_DATE);
    assertThat(registry.versions().ancestry(base)).isEqualTo(Ancestry.UNDETERMINED);
    active("base2");
    assertThat(registry.versions().ancestry(shop)).isEqualTo(Ancestry.OUT_OF_DATE);
    assertThat(registry.versions().descendants(base.id())).containsExactly(shop);

    assertThat(registry.versions().revoke(base.id(), ADA, "bad libc", true))
        .extracting(Version::reference)
        .containsExactly("web:v1", "shop:v1");
    assertThat(registry.channels().find("shop", "latest").orElseThrow().version()).isEmpty();
  }

  @Test
  void versionsAreFoundByDigest() {
    Version version = active("f1");
    assertThat(registry.versions().withDigest(version.image().orElseThrow()))
        .containsExactly(version);
    assertThat(registry.versions().withDigest(Digest.of(new byte[0]))).isEmpty();
    assertThat(registry.versions().find("web", 1)).contains(version);
    assertThat(registry.versions().find(version.id())).contains(version);
  }

  @Test
  void blobsThatNothingLeadsToAreCollected() {
    Version kept = active("f1");
    Version dropped = active("f2");
    registry.channels().assign("web", "production", dropped.id(), ADA, "");
    Digest loose = registry.store().write("x/y", new byte[] {1}).digest();
    Digest cached = registry.store().write("x/y", new byte[] {2}).digest();
    clock.advance(Duration.ofDays(3650));
    assertThatThrownBy(() -> registry.versions().delete(dropped.id(), ADA))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("channel production");
    registry.channels().delete("web", "production", ADA);
    registry.versions().delete(dropped.id(), ADA);

    assertThat(registry.unreachable(Set.of(cached), Duration.ofDays(36500))).isEmpty();
    assertThat(registry.unreachable(Set.of(cached), Duration.ofHours(1)))
        .contains(loose, dropped.image().orElseThrow())
        .doesNotContain(cached, kept.image().orElseThrow())
        .hasSize(4);
    registry.collect(Set.of(cached), Duration.ofHours(1), ADA);
    assertThat(registry.store().has(loose)).isFalse();
    assertThat(OciImage.read(registry.store(), kept.image().orElseThrow())).isNotNull();
    assertThat(registry.store().references()).containsOnlyKeys("web:v1");
    assertThat(active("f3").label()).isEqualTo("v3");
  }

  @Test
  void everyChangeIsToldAsALedgerEntry() {
    Version version = active("f1");
    registry.channels().assign("web", "production", version.id(), ADA, "go");
    registry.versions().revoke(version.id(), ADA, "leaks", false);
    assertThat(events)
        .extracting(event -> event.entry().kind())
        .containsExactly(
            "version.begun",
            "version.registered",
            "channel.assigned",
            "channel.assigned",
            "version.revoked",
            "channel.assigned");
    Entry entry = events.get(3).entry();
    assertThat(entry.subject()).isEqualTo("web@production");
    assertThat(entry.payload().json())
        .isEqualTo(
            "{\"digest\":\""
                + version.image().orElseThrow()
                + "\",\"from\":\"\",\"reason\":\"go\",\"to\":\"v1\"}");
  }

  @Test
  void namesThatCouldLeadElsewhereAreRefused() {
    for (String name : new String[] {"", "../x", "A", "a b", "-a", "a/b", "a:b", "x".repeat(129)}) {
      assertThatThrownBy(() -> registry.begin(BeginRequest.of(name, "f", ADA, "o")))
          .isInstanceOf(RegistryException.class)
          .hasMessageContaining("invalid name of a bucket: '");
    }
  }

  @Test
  void unknownThingsAreNamed() {
    assertThatThrownBy(() -> registry.versions().revoke("nope", ADA, "", false))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("no version nope");
    assertThatThrownBy(() -> registry.channels().create("none", "c", false))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("no bucket none");
    assertThat(registry.buckets()).isEmpty();
    assertThat(registry.label("shop", Map.of("a", "b")).labels()).containsEntry("a", "b");
    assertThat(registry.bucket("shop")).isPresent();
    assertThat(registry.channels().create("shop", "c", true).restricted()).isTrue();
  }

  @Test
  void aDamagedDatabaseIsNamed() throws java.io.IOException {
    Files.createDirectories(root);
    Files.writeString(root.resolve("registry.db"), "no database at all ".repeat(100));
    assertThatThrownBy(registry::buckets)
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("registry.db")
        .hasMessageContaining("damaged");
  }
}
