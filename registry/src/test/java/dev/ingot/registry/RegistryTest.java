package dev.ingot.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.ledger.Entry;
import dev.ingot.registry.catalog.Ancestry;
import dev.ingot.registry.catalog.Assignment;
import dev.ingot.registry.catalog.BeginRequest;
import dev.ingot.registry.catalog.BeginResult;
import dev.ingot.registry.catalog.Build;
import dev.ingot.registry.catalog.Channel;
import dev.ingot.registry.catalog.Claim;
import dev.ingot.registry.catalog.Completion;
import dev.ingot.registry.catalog.Lineage;
import dev.ingot.registry.catalog.RegistryEvent;
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
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryTest {
  private static final String ADA = "ada@forge";

  private final Path root;
  private final TestClock clock = new TestClock();
  private final List<RegistryEvent> events = Collections.synchronizedList(new ArrayList<>());
  private final Registry registry;

  RegistryTest(@TempDir Path folder) {
    root = folder.resolve("registry");
    registry = Registry.open(root, clock, new Random(1), events::add);
  }

  @AfterEach
  void close() {
    registry.close();
  }

  private BeginResult begin(String fingerprint, String owner) {
    return registry.begin(BeginRequest.of("web", fingerprint, ADA, owner));
  }

  private BeginResult.Claimed claimed(String fingerprint) {
    return (BeginResult.Claimed) begin(fingerprint, "ada@forge:1");
  }

  private Version active(String fingerprint) {
    Digest image = Images.write(registry.store(), fingerprint).digest();
    return registry.complete(claimed(fingerprint).claim(), ADA, Completion.ofImage(image));
  }

  private Optional<String> at(String channel) {
    return registry.channel("web", channel).flatMap(Channel::version).map(Version::label);
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
    assertThat(registry.findByFingerprint("web", "f1")).contains(version);
    assertThat(registry.versions("web")).containsExactly(version);
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
            Map.of("a", "b"),
            clock.instant());
    registry.recordBuild(claim, build);
    registry.recordBuild(claim, build);
    assertThat(registry.fail(claim, ADA, "disk full").message()).isEqualTo("disk full");
    assertThat(at("latest")).isEmpty();

    BeginResult.Claimed again = claimed("f1");
    assertThat(again.resumed()).isTrue();
    assertThat(again.version().builds()).containsExactly(build);
    assertThat(registry.findByExternalId("ami-1")).extracting(Version::label).containsExactly("v1");
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
    assertThat(registry.versions("web")).hasSize(1);
  }

  @Test
  void anImageWithoutItsPartsDoesNotComplete() {
    OciImage image = Images.write(registry.store(), "a");
    registry.store().delete(image.manifest().layers().getFirst().digest());
    Claim claim = claimed("f1").claim();
    assertThatThrownBy(() -> registry.complete(claim, ADA, Completion.ofImage(image.digest())))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("a part of the image");
    assertThat(registry.version(claim.versionId()).orElseThrow().status())
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
  void latestFollowsTheNewestActiveVersion() {
    Claim slow = claimed("f1").claim();
    active("f2");
    assertThat(at("latest")).contains("v2");
    registry.complete(slow, ADA, Completion.elsewhere());
    assertThat(at("latest")).contains("v2");

    Version third = active("f3");
    registry.revoke(third.id(), ADA, "leaks", false);
    assertThat(at("latest")).contains("v2");
    registry.restore(third.id(), ADA);
    assertThat(at("latest")).contains("v3");
    assertThatThrownBy(() -> registry.assign("web", "latest", third.id(), ADA, ""))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("managed by the registry");
  }

  @Test
  void aChannelKeepsItsHistoryAndRollsBack() {
    Version one = active("f1");
    Version two = active("f2");
    Version three = active("f3");
    registry.assign("web", "production", one.id(), ADA, "first");
    registry.assign("web", "production", two.id(), ADA, "second");
    registry.assign("web", "production", three.id(), ADA, "third");
    registry.assign("web", "production", three.id(), ADA, "again");
    assertThat(registry.channel("web", "production").orElseThrow().version()).contains(three);

    registry.rollback("web", "production", "bob@forge", "errors");
    assertThat(at("production")).contains("v2");
    registry.rollback("web", "production", "bob@forge", "errors");
    assertThat(at("production")).contains("v1");
    assertThatThrownBy(() -> registry.rollback("web", "production", ADA, ""))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("no earlier version");

    List<Assignment> history = registry.history("web", "production");
    assertThat(history).hasSize(5);
    assertThat(history.getFirst())
        .isEqualTo(
            new Assignment(
                "web",
                "production",
                clock.instant(),
                "bob@forge",
                Optional.of(two.id()),
                Optional.of(one.id()),
                "errors",
                true));
    assertThat(registry.channels("web"))
        .extracting(Channel::name)
        .containsExactly("latest", "production");
    assertThat(registry.channelsAt(one)).extracting(Channel::name).containsExactly("production");
  }

  @Test
  void aRollbackPassesOverRevokedVersions() {
    Version one = active("f1");
    Version two = active("f2");
    Version three = active("f3");
    for (Version version : List.of(one, two, three)) {
      registry.assign("web", "production", version.id(), ADA, "");
    }
    registry.revoke(two.id(), ADA, "leaks", false);
    registry.rollback("web", "production", ADA, "errors");
    assertThat(at("production")).contains("v1");
    assertThatThrownBy(() -> registry.assign("web", "production", two.id(), ADA, ""))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("revoked (leaks)");
    assertThat(begin("f2", "x")).isInstanceOf(BeginResult.Revoked.class);
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
    assertThat(registry.ancestry(shop)).isEqualTo(Ancestry.UP_TO_DATE);
    assertThat(registry.ancestry(base)).isEqualTo(Ancestry.UNDETERMINED);
    active("base2");
    assertThat(registry.ancestry(shop)).isEqualTo(Ancestry.OUT_OF_DATE);
    assertThat(registry.descendants(base.id())).containsExactly(shop);

    assertThat(registry.revoke(base.id(), ADA, "bad libc", true))
        .extracting(Version::reference)
        .containsExactly("web:v1", "shop:v1");
    assertThat(registry.channel("shop", "latest").orElseThrow().version()).isEmpty();
  }

  @Test
  void versionsAreFoundByDigest() {
    Version version = active("f1");
    assertThat(registry.findByDigest(version.image().orElseThrow())).containsExactly(version);
    assertThat(registry.findByDigest(Digest.of(new byte[0]))).isEmpty();
    assertThat(registry.version("web", 1)).contains(version);
    assertThat(registry.version(version.id())).contains(version);
  }

  @Test
  void blobsThatNothingLeadsToAreCollected() {
    Version kept = active("f1");
    Version dropped = active("f2");
    registry.assign("web", "production", dropped.id(), ADA, "");
    Digest loose = registry.store().write("x/y", new byte[] {1}).digest();
    Digest cached = registry.store().write("x/y", new byte[] {2}).digest();
    clock.advance(Duration.ofDays(3650));
    assertThatThrownBy(() -> registry.delete(dropped.id(), ADA))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("channel production");
    registry.deleteChannel("web", "production", ADA);
    registry.delete(dropped.id(), ADA);

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
    registry.assign("web", "production", version.id(), ADA, "go");
    registry.revoke(version.id(), ADA, "leaks", false);
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
          .hasMessageContaining("isn't a valid name of a bucket");
    }
  }

  @Test
  void unknownThingsAreNamed() {
    assertThatThrownBy(() -> registry.revoke("nope", ADA, "", false))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("no version nope");
    assertThatThrownBy(() -> registry.createChannel("none", "c", false))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("no bucket none");
    assertThat(registry.buckets()).isEmpty();
    assertThat(registry.label("shop", Map.of("a", "b")).labels()).containsEntry("a", "b");
    assertThat(registry.bucket("shop")).isPresent();
    assertThat(registry.createChannel("shop", "c", true).restricted()).isTrue();
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
