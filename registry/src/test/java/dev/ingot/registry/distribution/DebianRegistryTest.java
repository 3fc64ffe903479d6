package dev.ingot.registry.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ingot.http.client.HttpClient;
import dev.ingot.registry.content.ContentStore;
import dev.ingot.registry.content.Images;
import dev.ingot.registry.content.MediaTypes;
import dev.ingot.registry.content.OciImage;
import dev.ingot.registry.kit.DebianRegistry;
import dev.ingot.registry.kit.TestClients;
import dev.ingot.storage.Digest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same against a registry that others wrote. */
class DebianRegistryTest {
  @Test
  void imagesAndTheirEvidenceGoThereAndBack(@TempDir Path folder) throws Exception {
    Optional<DebianRegistry> started = DebianRegistry.start(folder);
    assumeTrue(started.isPresent(), "no docker-registry");
    ContentStore here = ContentStore.at(folder.resolve("here"));
    ContentStore there = ContentStore.at(folder.resolve("there"));
    OciImage image = Images.write(here, "hello".repeat(3000));
    try (DebianRegistry registry = started.get();
        HttpClient http = TestClients.http()) {
      OciClient client = TestClients.client(http, OciCredentials.NONE);
      ImageReference web = ImageReference.parse(registry.host() + "/team/web:v1");
      Repository copy = ImageReference.parse(registry.host() + "/team/copy").repository();
      ImagePush push = new ImagePush(client, 64);
      ImagePush.Pushed pushed =
          push.push(
              here, image.descriptor(), web.repository(), List.of("v1"), Optional.empty(), _ -> {});
      assertThat(pushed).isEqualTo(new ImagePush.Pushed(image.digest(), 2, 0));
      assertThat(
              push.push(
                  here,
                  image.descriptor(),
                  copy,
                  List.of("v1"),
                  Optional.of(web.repository()),
                  _ -> {}))
          .isEqualTo(new ImagePush.Pushed(image.digest(), 0, 2));
      assertThat(new ImagePull(client, Mirrors.NONE).pull(web, Images.LINUX, there, _ -> {}))
          .isEqualTo(image);
      Digest bill =
          push.attach(
              here,
              image.descriptor(),
              here.write(MediaTypes.CYCLONEDX, new byte[] {'1'}),
              Map.of(),
              web.repository());
      assertThat(push.referrers(web.repository(), image.digest()))
          .containsExactly(new ImagePush.Referrer(MediaTypes.CYCLONEDX, bill));
      assertThat(client.tags(web.repository())).contains("v1");
    }
  }
}
