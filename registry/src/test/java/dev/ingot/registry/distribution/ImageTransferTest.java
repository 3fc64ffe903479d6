package dev.ingot.registry.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.http.client.HttpClient;
import dev.ingot.registry.content.ContentStore;
import dev.ingot.registry.content.Descriptor;
import dev.ingot.registry.content.Images;
import dev.ingot.registry.content.MediaTypes;
import dev.ingot.registry.content.OciImage;
import dev.ingot.registry.content.Platform;
import dev.ingot.registry.distribution.DistributionException.Kind;
import dev.ingot.registry.kit.FakeRegistry;
import dev.ingot.registry.kit.TestClients;
import dev.ingot.storage.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Images on their way to a registry and back. */
class ImageTransferTest {
  private static final int CHUNK = 64;

  private final HttpClient http = TestClients.http();
  private final FakeRegistry registry;
  private final ContentStore here;
  private final ContentStore there;

  ImageTransferTest(@TempDir Path folder) throws IOException {
    registry = new FakeRegistry();
    here = ContentStore.at(folder.resolve("here"));
    there = ContentStore.at(folder.resolve("there"));
  }

  @AfterEach
  void close() throws IOException {
    http.close();
    registry.close();
  }

  private ImageReference reference(String rest) {
    return ImageReference.parse(registry.host() + "/" + rest);
  }

  private ImagePush.Pushed push(OciImage image, String rest) throws IOException {
    return push(image, rest, OciCredentials.NONE, Optional.empty());
  }

  private ImagePush.Pushed push(
      OciImage image, String rest, OciCredentials credentials, Optional<Repository> from)
      throws IOException {
    ImageReference to = reference(rest);
    return new ImagePush(TestClients.client(http, credentials), CHUNK)
        .push(
            here,
            OciImage.describe(here, image.digest()),
            to.repository(),
            to.tag().stream().toList(),
            from,
            _ -> {});
  }

  private OciImage pull(String rest) throws IOException {
    return pull(reference(rest), Mirrors.NONE);
  }

  private OciImage pull(ImageReference reference, Mirrors mirrors) throws IOException {
    return new ImagePull(TestClients.client(http, OciCredentials.NONE), mirrors)
        .pull(reference, Images.LINUX, there, _ -> {});
  }

  @Test
  void whatWasPushedIsPulledWithTheSameDigest() throws IOException {
    OciImage image = Images.write(here, "hello");
    assertThat(push(image, "team/web:v1").digest()).isEqualTo(image.digest());
    OciImage pulled = pull("team/web:v1");
    assertThat(pulled).isEqualTo(image);
    assertThat(there.fault(image.manifest().layers().getFirst().digest())).isEmpty();
    assertThat(pull("team/web@" + image.digest())).isEqualTo(image);
  }

  @Test
  void whatTheRegistryHasIsNotSentAgain() throws IOException {
    OciImage image = Images.write(here, "hello");
    assertThat(push(image, "team/web:v1").sent()).isEqualTo(2);
    ImagePush.Pushed again = push(image, "team/web:v2");
    assertThat(again.sent()).isZero();
    assertThat(again.skipped()).isEqualTo(2);
  }

  @Test
  void blobsOfAnotherRepositoryAreTakenOver() throws IOException {
    OciImage image = Images.write(here, "hello");
    push(image, "team/base:v1");
    ImagePush.Pushed mounted =
        push(
            image,
            "team/web:v1",
            OciCredentials.NONE,
            Optional.of(reference("team/base").repository()));
    assertThat(mounted.sent()).isZero();
    assertThat(pull("team/web:v1").digest()).isEqualTo(image.digest());
  }

  @Test
  void anUploadThatBreaksOffGoesOnWhereItWas() throws IOException {
    OciImage image = Images.write(here, "hello".repeat(300));
    registry.failChunks(2);
    push(image, "team/web:v1");
    assertThat(pull("team/web:v1")).isEqualTo(image);
  }

  @Test
  @Timeout(60)
  void anUploadThatBeginsAgainForEverIsAnError() throws IOException {
    OciImage image = Images.write(here, "hello".repeat(300));
    registry.forgetChunks();
    assertThatThrownBy(() -> push(image, "team/web:v1")).isInstanceOf(DistributionException.class);
  }

  @Test
  void aRegistryThatTakesNoChunksGetsTheWholeBlob() throws IOException {
    OciImage image = Images.write(here, "hello".repeat(300));
    registry.refuseChunks();
    push(image, "team/web:v1");
    assertThat(pull("team/web:v1")).isEqualTo(image);
  }

  @Test
  void aDownloadThatBreaksOffGoesOnWhereItWas() throws IOException {
    OciImage image = Images.write(here, "hello");
    push(image, "team/web:v1");
    registry.cutBlobs(3);
    assertThat(pull("team/web:v1")).isEqualTo(image);
  }

  @Test
  void aDownloadThatNeverEndsIsAnError() throws IOException {
    push(Images.write(here, "hello"), "team/web:v1");
    registry.cutBlobs(1000);
    assertThatThrownBy(() -> pull("team/web:v1")).isInstanceOf(IOException.class);
  }

  @Test
  void damagedContentIsRefusedAndNotStored() throws IOException {
    OciImage image = Images.write(here, "hello");
    push(image, "team/web:v1");
    registry.damage();
    assertThatThrownBy(() -> pull("team/web:v1"))
        .isInstanceOfSatisfying(
            DistributionException.class, e -> assertThat(e.kind()).isEqualTo(Kind.NOT_AUTHENTIC));
    assertThat(there.has(image.digest())).isFalse();
  }

  @Test
  void credentialsAreExchangedForAToken() throws IOException {
    registry.needLogin("user", "pass");
    OciImage image = Images.write(here, "hello");
    OciCredentials known = (_, _) -> Optional.of(new OciCredential.Basic("user", "pass"));
    push(image, "team/web:v1", known, Optional.empty());
    assertThatThrownBy(() -> push(image, "team/web:v1"))
        .isInstanceOfSatisfying(
            DistributionException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNAUTHORIZED));
  }

  @Test
  void theImageOfAnIndexIsChosenByPlatform() throws IOException {
    OciImage image = Images.write(here, "hello");
    push(image, "team/web:amd64");
    String index =
        """
        {"schemaVersion":2,"mediaType":"%s","manifests":[
          {"mediaType":"%s","digest":"%s","size":1,
           "platform":{"os":"linux","architecture":"arm64"}},
          {"mediaType":"%s","digest":"%s","size":%d,
           "platform":{"os":"linux","architecture":"amd64"}}]}
        """
            .formatted(
                MediaTypes.INDEX,
                MediaTypes.MANIFEST,
                Digest.of("other"),
                MediaTypes.MANIFEST,
                image.digest(),
                image.descriptor().size());
    registry.put(
        "team/web/manifests/all", MediaTypes.INDEX, index.getBytes(StandardCharsets.UTF_8));
    assertThat(pull("team/web:all").digest()).isEqualTo(image.digest());
    assertThatThrownBy(
            () ->
                new ImagePull(TestClients.client(http, OciCredentials.NONE), Mirrors.NONE)
                    .pull(
                        reference("team/web:all"), new Platform("linux", "s390x"), there, _ -> {}))
        .hasMessageContaining("has no image for linux/s390x, only for [linux/arm64, linux/amd64]");
  }

  @Test
  void aMirrorIsAskedFirstAndTheRegistryAfterIt() throws IOException {
    OciImage image = Images.write(here, "hello");
    push(image, "mirrors/hub/library/web:v1");
    Mirrors mirrors =
        Mirrors.of(
            Map.of(
                Mirrors.VARIABLE,
                "docker.io="
                    + registry.host()
                    + "/mirrors/none, docker.io="
                    + registry.host()
                    + "/mirrors/hub"));
    assertThat(pull(ImageReference.parse("web:v1"), mirrors)).isEqualTo(image);
  }

  @Test
  void anImageThatIsWholeInTheStoreNeedsNoRegistry() throws IOException {
    OciImage image = Images.write(there, "hello");
    assertThat(
            pull(ImageReference.parse("registry.invalid/team/web@" + image.digest()), Mirrors.NONE))
        .isEqualTo(image);
  }

  @Test
  void documentsAboutAnImageAreFoundByItsDigest() throws IOException {
    attachedIsFound();
    assertThat(registry.asked()).anyMatch(each -> each.contains("/referrers/"));
  }

  @Test
  void aRegistryWithoutReferrersListsThemUnderATag() throws IOException {
    registry.forgetSubjects();
    attachedIsFound();
  }

  private void attachedIsFound() throws IOException {
    OciImage image = Images.write(here, "hello");
    push(image, "team/web:v1");
    ImagePush push = new ImagePush(TestClients.client(http, OciCredentials.NONE));
    Repository repository = reference("team/web").repository();
    Descriptor subject = OciImage.describe(here, image.digest());
    Descriptor one = here.write(MediaTypes.CYCLONEDX, new byte[] {'1'});
    Descriptor other = here.write("application/spdx+json", new byte[] {'2'});
    Digest first = push.attach(here, subject, one, Map.of("k", "v"), repository);
    Digest second = push.attach(here, subject, other, Map.of(), repository);
    Digest _ = push.attach(here, subject, other, Map.of(), repository);
    assertThat(push.referrers(repository, image.digest()))
        .containsExactlyInAnyOrder(
            new ImagePush.Referrer(MediaTypes.CYCLONEDX, first),
            new ImagePush.Referrer("application/spdx+json", second));
  }

  @Test
  void aMissingImageSaysWhatTheRegistrySays() {
    assertThatThrownBy(() -> pull("team/none:v1"))
        .isInstanceOfSatisfying(
            DistributionException.class, e -> assertThat(e.kind()).isEqualTo(Kind.NOT_FOUND))
        .hasMessageContaining("404 Not Found from " + registry.host() + "/team/none");
  }

  @Test
  void anArtifactThatIsNoImageIsRefused() throws IOException {
    OciImage image = Images.write(here, "hello");
    push(image, "team/web:v1");
    ImagePush push = new ImagePush(TestClients.client(http, OciCredentials.NONE));
    Digest artifact =
        push.attach(
            here,
            OciImage.describe(here, image.digest()),
            here.write(MediaTypes.CYCLONEDX, new byte[] {'1'}),
            Map.of(),
            reference("team/web").repository());
    assertThatThrownBy(() -> pull("team/web@" + artifact))
        .hasMessageContaining("is no image, but an artifact whose configuration is");
  }
}
