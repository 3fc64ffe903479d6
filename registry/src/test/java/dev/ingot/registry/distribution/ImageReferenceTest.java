package dev.ingot.registry.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.ingot.storage.Digest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageReferenceTest {
  @ParameterizedTest
  @CsvSource({
    "debian, docker.io/library/debian, latest",
    "debian:12, docker.io/library/debian:12, 12",
    "team/web, docker.io/team/web, latest",
    "index.docker.io/team/web, docker.io/team/web, latest",
    "localhost/web:v1, localhost/web:v1, v1",
    "localhost:5000/a/b/c_d-e.f:V1.0, localhost:5000/a/b/c_d-e.f:V1.0, V1.0",
    "ghcr.io/a__b/c--d, ghcr.io/a__b/c--d, latest",
  })
  void aNameIsReadAsDockerDoes(String text, String full, String selector) {
    ImageReference reference = ImageReference.parse(text);
    assertThat(reference).hasToString(full);
    assertThat(reference.selector()).isEqualTo(selector);
  }

  @ParameterizedTest
  @ValueSource(strings = {"debian", "debian:12"})
  void aDigestCountsMoreThanATag(String name) {
    String digest = Digest.of("x").toString();
    assertThat(ImageReference.parse(name + "@" + digest).selector()).isEqualTo(digest);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "Debian",
        "a//b",
        "../x",
        "a/..",
        "a:",
        "a:.x",
        "a b",
        "a?b",
        "a@sha256:1",
        "http://a/b",
        "host.io/",
        "host.io:port/a",
        "-a",
        "a-",
        "a/b:c/d",
        "a%2fb",
        "é"
      })
  void otherTextsAreRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> ImageReference.parse(text));
  }
}
