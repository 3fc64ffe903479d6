package dev.ingot.lang.version;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VersionConstraintsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        ">= 1.7.0|true",
        ">= 1.7.0, < 1.11.2|false",
        "~> 1.8|true",
        "~> 1|true",
        "~> 1.11.0|true",
        "~> 1.10.0|false",
        "= 1.11.2|true",
        "1.11.2|true",
        "v1.11.2|true",
        ">=1.11.2-rc1|true",
        "<= 1.11|false",
        "!= 1.11.2|false",
        "> 2|false"
      })
  void constraintsAreChecked(String constraints, boolean allowed) {
    assertThat(VersionConstraints.parse(constraints).orElseThrow().allow(version("1.11.2")))
        .isEqualTo(allowed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "newest", "1.", "1.0-", ">= 1,", "=> 1", "1.9999999999999999999"})
  void otherTextsAreNoConstraints(String text) {
    assertThat(VersionConstraints.parse(text)).isEmpty();
  }

  @Test
  void prereleasesComeBeforeTheirReleaseInTheirOrder() {
    List<String> order =
        List.of(
            "1.0.0-1", "1.0.0-2", "1.0.0-10", "1.0.0-a", "1.0.0-a.1", "1.0.0-b", "1.0.0", "1.1");
    assertThat(order.reversed().stream().map(VersionConstraintsTest::version).sorted())
        .extracting(Version::toString)
        .containsExactlyElementsOf(order);
  }

  @Test
  void numbersLeftOutAreZero() {
    assertThat(version("1")).isEqualByComparingTo(version("1.0.0"));
  }

  private static Version version(String text) {
    return Version.parse(text).orElseThrow();
  }
}
