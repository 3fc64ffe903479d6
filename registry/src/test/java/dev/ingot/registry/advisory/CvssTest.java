package dev.ingot.registry.advisory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Scores as FIRST's calculators give them. */
class CvssTest {
  private static OptionalDouble score(String vector) {
    Map<String, String> metrics =
        Arrays.stream(vector.split("/"))
            .map(part -> part.split(":", 2))
            .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    return Cvss4.score(metrics);
  }

  @ParameterizedTest
  @CsvSource({
    "0, CVSS:4.0/AV:N/AC:H/AT:P/PR:L/UI:P/VC:N/VI:N/VA:N/SC:N/SI:N/SA:N",
    "2.3, CVSS:4.0/AV:A/AC:L/AT:P/PR:H/UI:A/VC:N/VI:L/VA:N/SC:L/SI:H/SA:H",
    "4.3, CVSS:4.0/AV:L/AC:H/AT:P/PR:H/UI:N/VC:N/VI:L/VA:N/SC:L/SI:N/SA:H",
    "4.8, CVSS:4.0/AV:A/AC:H/AT:P/PR:L/UI:N/VC:L/VI:L/VA:L/SC:L/SI:N/SA:H",
    "5.3, CVSS:4.0/AV:A/AC:H/AT:N/PR:N/UI:P/VC:L/VI:N/VA:N/SC:L/SI:H/SA:H",
    "5.8, CVSS:4.0/AV:A/AC:L/AT:P/PR:H/UI:A/VC:L/VI:H/VA:L/SC:H/SI:L/SA:N",
    "6.3, CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:A/VC:N/VI:L/VA:L/SC:H/SI:L/SA:L",
    "6.9, CVSS:4.0/AV:P/AC:H/AT:N/PR:L/UI:N/VC:H/VI:H/VA:H/SC:N/SI:H/SA:L",
    "7.4, CVSS:4.0/AV:N/AC:H/AT:P/PR:N/UI:P/VC:L/VI:H/VA:L/SC:H/SI:H/SA:H",
    "7.9, CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:L/VI:L/VA:N/SC:L/SI:H/SA:H",
    "8.5, CVSS:4.0/AV:A/AC:L/AT:N/PR:N/UI:N/VC:H/VI:N/VA:N/SC:L/SI:H/SA:H",
    "9, CVSS:4.0/AV:N/AC:H/AT:N/PR:N/UI:N/VC:L/VI:N/VA:H/SC:N/SI:H/SA:L",
    "9.5, CVSS:4.0/AV:N/AC:H/AT:P/PR:N/UI:N/VC:H/VI:H/VA:L/SC:H/SI:L/SA:H",
    "4.8, CVSS:4.0/AV:L/AC:L/AT:N/PR:H/UI:P/VC:N/VI:N/VA:L/SC:L/SI:N/SA:H/E:A/MAC:H/MAT:X/MUI:A/MVA:N/MSI:H/MSA:S",
    "5.6, CVSS:4.0/AV:L/AC:H/AT:N/PR:L/UI:A/VC:H/VI:L/VA:N/SC:N/SI:N/SA:H/CR:X/AR:M/MAV:X/MUI:X/MVI:L/MSI:N",
    "5.6, CVSS:4.0/AV:N/AC:L/AT:N/PR:L/UI:P/VC:N/VI:L/VA:H/SC:N/SI:H/SA:L/E:A/IR:L/MAV:P/MAT:P/MPR:N/MVI:L/MSC:N/MSA:L",
    "6, CVSS:4.0/AV:P/AC:L/AT:N/PR:H/UI:N/VC:L/VI:L/VA:N/SC:L/SI:L/SA:N/CR:H/IR:M/MAV:L/MAC:X/MUI:N/MVI:L/MVA:N/MSI:N/MSA:H",
    "8.3, CVSS:4.0/AV:L/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:H/SC:L/SI:N/SA:H/E:X/CR:M/IR:X/MPR:L/MVA:H/MSC:X/MSI:H",
    "7.2, CVSS:4.0/AV:P/AC:L/AT:P/PR:L/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H/CR:X/MAV:X/MAC:H/MAT:N/MPR:N/MVI:X/MSC:X/MSA:L",
    "2, CVSS:4.0/AV:P/AC:H/AT:N/PR:N/UI:N/VC:N/VI:L/VA:N/SC:N/SI:H/SA:L/E:A/AR:M/MAV:X/MVC:X/MSC:X/MSA:L",
    "4.3, CVSS:4.0/AV:P/AC:L/AT:P/PR:H/UI:A/VC:N/VI:H/VA:L/SC:N/SI:H/SA:L/IR:H/MAT:X/MUI:N/MVI:X/MSC:X/MSI:L/MSA:X",
  })
  void aVectorOfVersionFourIsScored(double score, String vector) {
    assertThat(score(vector)).hasValue(score);
  }

  @Test
  void aVectorThatLacksAMetricHasNoScore() {
    String whole = "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H";
    assertThat(Cvss.word(whole)).isEqualTo("critical");
    for (String metric : whole.split("/")) {
      if (!metric.startsWith("CVSS")) {
        assertThat(Cvss.word(whole.replace("/" + metric, ""))).as(metric).isEmpty();
        assertThat(Cvss.word(whole.replace(metric, metric + "H"))).as(metric).isEmpty();
      }
    }
    assertThat(Cvss.word(whole + "/E:Z")).isEmpty();
  }

  @Test
  void aVectorWithoutImpactIsNegligible() {
    assertThat(Cvss.word("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:N/SC:N/SI:N/SA:N"))
        .isEqualTo("negligible");
  }
}
