package dev.ingot.bake.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.bake.BuildOutcome;
import dev.ingot.registry.catalog.Version;
import dev.ingot.registry.content.OciImage;
import dev.ingot.storage.Digest;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What a bake makes again and what it takes from before. */
final class BakeTest extends BakeFixture {
  @Test
  void anUnchangedTemplateBakesNothing() throws Exception {
    site.template(TWO_STEPS);
    BuildOutcome.Baked first = site.baked();
    int ran = site.ran().size();
    BuildOutcome.Unchanged second = (BuildOutcome.Unchanged) site.bake();
    assertThat(second.version().id()).isEqualTo(first.version().id());
    assertThat(second.version().image()).isEqualTo(first.image());
    assertThat(site.ran()).hasSize(ran);
  }

  @Test
  void onlyTheLayersThatDifferAreBaked() throws Exception {
    site.template(TWO_STEPS);
    site.bake();
    BuildOutcome.Baked second = site.baked("message=v2");
    assertThat(second.layers())
        .extracting(BuildOutcome.BakedLayer::reused)
        .containsExactly(true, true, false);
    assertThat(site.ran()).containsExactly("put /first 1", "put /message hello", "put /message v2");
    assertThat(second.version().number()).isEqualTo(2);
  }

  @Test
  void aVersionBakedBeforeIsFoundAgain() throws Exception {
    site.template(TWO_STEPS);
    BuildOutcome first = site.bake();
    site.bake("message=v2");
    BuildOutcome third = site.bake();
    assertThat(third).isInstanceOf(BuildOutcome.Unchanged.class);
    assertThat(third.usable().map(Version::id)).isEqualTo(first.usable().map(Version::id));
  }

  @Test
  void theSameInputsGiveTheSameImageElsewhere() throws Exception {
    site.template(TWO_STEPS);
    BuildOutcome.Baked here = site.baked();
    try (BakeSite other = new BakeSite(folder.resolve("two"))) {
      other.template(TWO_STEPS);
      BuildOutcome.Baked there = other.baked();
      assertThat(there.image()).isEqualTo(here.image());
      assertThat(there.version().fingerprint()).isEqualTo(here.version().fingerprint());
      assertThat(there.version().sbom()).isEqualTo(here.version().sbom());
    }
  }

  @Test
  void aForcedBakeRunsEverythingAgain() throws Exception {
    site.template(TWO_STEPS);
    BuildOutcome first = site.bake();
    BuildOutcome second = site.forced().bake();
    assertThat(second).isInstanceOf(BuildOutcome.Unchanged.class);
    assertThat(second.usable().map(Version::id)).isEqualTo(first.usable().map(Version::id));
    assertThat(site.ran()).hasSize(4);
  }

  @Test
  void aForcedBakeThatGivesAnotherImageIsAVersionThatStays() throws Exception {
    site.template(
        web(
            """
            provisioner "shell" {
              inline = ["count /counter"]
            }
            """));
    BuildOutcome first = site.bake();
    BuildOutcome second = site.forced().bake();
    assertThat(second).isInstanceOf(BuildOutcome.Baked.class);
    assertThat(second.usable().flatMap(Version::image))
        .isNotEqualTo(first.usable().flatMap(Version::image));
    BuildOutcome third = site.unforced().bake();
    assertThat(third).isInstanceOf(BuildOutcome.Unchanged.class);
    assertThat(third.usable().map(Version::number)).contains(2L);
  }

  @Test
  void aLayerThatIsGoneIsBakedAgain() throws Exception {
    site.template(TWO_STEPS);
    BuildOutcome.Baked first = site.baked();
    Digest layer = first.layers().get(1).digest();
    assertThat(site.registry().store().delete(layer)).isTrue();
    BuildOutcome.Baked second = site.baked("message=v2");
    assertThat(second.layers())
        .extracting(BuildOutcome.BakedLayer::reused)
        .containsExactly(true, false, false);
    assertThat(second.layers().get(1).digest()).isEqualTo(layer);
  }

  @Test
  void aLostLayerOfAnImageIsMadeAgain() throws Exception {
    site.template(TWO_STEPS);
    BuildOutcome.Baked first = site.baked();
    assertThat(site.registry().store().delete(first.layers().getLast().digest())).isTrue();
    site.bake();
    OciImage image = OciImage.read(site.registry().store(), first.image().orElseThrow());
    assertThat(image.manifest().layers())
        .allMatch(layer -> site.registry().store().has(layer.digest()));
  }

  @Test
  void productsOfPostProcessorsThatAreGoneAreMadeAgain() throws Exception {
    site.template(TWO_STEPS.replaceFirst("(?s)}\n$", "  post-processor \"manifest\" {}\n}\n"));
    Path manifest = site.work().resolve("packer-manifest.json");
    site.bake();
    Files.delete(manifest);
    assertThat(site.bake()).isInstanceOf(BuildOutcome.Unchanged.class);
    assertThat(manifest).exists();
    Files.delete(manifest);
    site.forced().bake();
    assertThat(manifest).exists();
  }

  @Test
  void postProcessorsRunOncePerImage() throws Exception {
    site.template(
        TWO_STEPS.replace(
            "  provisioner \"shell\" {\n    inline",
            "  post-processor \"manifest\" {\n    custom_data = { by = \"test\" }\n  }\n"
                + "  provisioner \"shell\" {\n    inline"));
    BuildOutcome.Baked baked = site.baked();
    site.bake();
    String manifest = Files.readString(site.work().resolve("packer-manifest.json"));
    assertThat(manifest)
        .containsOnlyOnce("\"artifact_id\" : \"" + baked.image().orElseThrow() + "\"")
        .contains("\"builder_type\" : \"fake\"", "\"name\" : \"web\"", "\"by\" : \"test\"")
        .contains("\"last_run_uuid\" : \"00000000-0000-4000-8000-000000000000\"");
    site.bake("message=v2");
    assertThat(Files.readString(site.work().resolve("packer-manifest.json")))
        .contains("\"artifact_id\" : \"" + baked.image().orElseThrow() + "\"");
  }
}
