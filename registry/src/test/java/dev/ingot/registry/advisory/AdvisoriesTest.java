package dev.ingot.registry.advisory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.registry.advisory.Advisories.Imported;
import dev.ingot.registry.advisory.Advisories.Match;
import dev.ingot.registry.evidence.Component;
import dev.ingot.registry.json.JsonIn;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An advisory is about those packages that OSV's schema says it is about. */
final class AdvisoriesTest {
  @TempDir Path folder;

  private Imported add(String json) {
    try (Advisories advisories = Advisories.open(folder)) {
      return advisories.write(
          receiver ->
              JsonIn.objects(
                  json.getBytes(StandardCharsets.UTF_8),
                  in -> receiver.accept(OsvReader.read(in))));
    }
  }

  private List<Match> of(String name, String version, String purl) {
    try (Advisories advisories = Advisories.find(folder).orElseThrow()) {
      return InstalledPackage.of(Component.library(name, version, purl))
          .map(advisories::of)
          .orElse(List.of());
    }
  }

  private static String osv(String id, String modified, String more) {
    return "{\"schema_version\": \"1.7.0\", \"id\": \""
        + id
        + "\", \"modified\": \""
        + modified
        + "\""
        + (more.isEmpty() ? "" : ", " + more)
        + "}";
  }

  private static String affected(String ecosystem, String name, String events) {
    return "\"affected\": [{\"package\": {\"ecosystem\": \""
        + ecosystem
        + "\", \"name\": \""
        + name
        + "\"}, \"ranges\": [{\"type\": \"ECOSYSTEM\", \"events\": ["
        + events
        + "]}]}]";
  }

  @Test
  void packagesOfDebianAreFoundByTheirSourceAndRelease() {
    String purl =
        "pkg:deb/debian/libssl3@3.0.11-1~deb12u1%2Bb1?arch=amd64&distro=debian-12&upstream=openssl%403.0.11-1~deb12u1";
    Imported imported =
        add(
            osv(
                "DEBIAN-CVE-2026-1",
                "2026-01-02T03:04:05Z",
                "\"upstream\": [\"CVE-2026-1\"], \"severity\": [{\"type\": \"CVSS_V3\", \"score\":"
                    + " \"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H\"}], "
                    + affected(
                        "Debian:12",
                        "openssl",
                        "{\"introduced\": \"0\"}, {\"fixed\": \"3.0.11-1~deb12u2\"}")));
    assertThat(imported.added()).isEqualTo(1);
    assertThat(imported.names()).containsExactly("CVE-2026-1");
    assertThat(of("libssl3", "3.0.11-1~deb12u1+b1", purl))
        .containsExactly(new Match("CVE-2026-1", "critical", "3.0.11-1~deb12u2"));
    assertThat(of("libssl3", "3.0.11-1~deb12u1+b1", purl.replace("debian-12", "debian-13")))
        .isEmpty();
    assertThat(of("libssl3", "x", purl.replace("3.0.11-1~deb12u1", "3.0.11-1~deb12u2"))).isEmpty();
    assertThat(of("openssl", "1", "pkg:npm/openssl@1")).isEmpty();
  }

  @Test
  void rangesMayReturnAndSingleVersionsBeNamed() {
    add(
        osv(
            "GHSA-aaaa",
            "2026-01-02T03:04:05Z",
            "\"database_specific\": {\"severity\": \"MODERATE\"}, \"affected\": [{\"package\":"
                + " {\"ecosystem\": \"npm\", \"name\": \"@scope/left\"}, \"versions\": [\"0.5.0\"],"
                + " \"ranges\": [{\"type\": \"GIT\", \"events\": [{\"introduced\": \"0\"}]},"
                + " {\"type\": \"SEMVER\", \"events\": [{\"introduced\": \"2.0.0\"}, {\"fixed\":"
                + " \"2.0.5\"}, {\"introduced\": \"1.0.0\"}, {\"last_affected\":"
                + " \"1.4.0\"}]}]}]"));
    for (String affected : List.of("0.5.0", "1.0.0", "1.4.0", "2.0.0", "2.0.4")) {
      assertThat(of("left", affected, "pkg:npm/%40scope/left@" + affected))
          .as(affected)
          .extracting(Match::severity)
          .containsExactly("medium");
    }
    for (String well : List.of("0.5.1", "0.9.0", "1.4.1", "2.0.0-rc.1", "2.0.5", "3.0.0")) {
      assertThat(of("left", well, "pkg:npm/%40scope/left@" + well)).as(well).isEmpty();
    }
  }

  @Test
  void aPackageMayBeRatedByItself() {
    String rating =
        "\"severity\": [{\"type\": \"CVSS_V4\", \"score\": \"CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N"
            + "/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N\"}], \"affected\": [{\"package\": {\"ecosystem\":"
            + " \"npm\", \"name\": \"a\"}, \"versions\": [\"1\"]}, {\"package\": {\"ecosystem\":"
            + " \"npm\", \"name\": \"b\"}, \"versions\": [\"1\"], \"database_specific\":"
            + " {\"severity\": \"LOW\"}}]";
    add(osv("GHSA-bbbb", "2026-01-02T03:04:05Z", rating));
    assertThat(of("a", "1", "pkg:npm/a@1")).extracting(Match::severity).containsExactly("critical");
    assertThat(of("b", "1", "pkg:npm/b@1")).extracting(Match::severity).containsExactly("low");
  }

  @Test
  void otherEcosystemsAreFoundByTheirNames() {
    String all = "{\"introduced\": \"0\"}, {\"fixed\": \"99\"}";
    add(
        "["
            + String.join(
                ",",
                osv("A-1", "2026-01-01T00:00:00Z", affected("Alpine:v3.20", "openssl", all)),
                osv("A-2", "2026-01-01T00:00:00Z", affected("PyPI", "Some_Thing", all)),
                osv(
                    "A-3",
                    "2026-01-01T00:00:00Z",
                    affected("Maven", "org.apache.logging.log4j:log4j-core", all)),
                osv("A-4", "2026-01-01T00:00:00Z", affected("Go", "golang.org/x/net", all)),
                osv("A-5", "2026-01-01T00:00:00Z", affected("Rocky Linux:9", "bash", all)),
                osv(
                    "A-6",
                    "2026-01-01T00:00:00Z",
                    affected("Red Hat:enterprise_linux:9::baseos", "bash", all)),
                osv("A-7", "2026-01-01T00:00:00Z", affected("Ubuntu:22.04:LTS", "bash", all)),
                osv("A-8", "2026-01-01T00:00:00Z", affected("Hackage", "bash", all)))
            + "]");
    assertThat(
            List.of(
                of(
                    "libssl3",
                    "3",
                    "pkg:apk/alpine/libssl3@3.3.1-r0?distro=alpine-3.20.1&upstream=openssl"),
                of("some-thing", "1", "pkg:pypi/some-thing@1.0"),
                of("log4j-core", "2", "pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1"),
                of("net", "1", "pkg:golang/golang.org/x/net@v0.1.0"),
                of("bash", "5", "pkg:rpm/rocky/bash@5.1.8-6.el9?distro=rocky-9.3"),
                of("bash", "5", "pkg:rpm/rhel/bash@5.1.8-6.el9?distro=rhel-9.4"),
                of("bash", "5", "pkg:deb/ubuntu/bash@5.1?distro=ubuntu-22.04")))
        .extracting(matches -> matches.stream().map(Match::name).toList())
        .containsExactly(
            List.of("A-1"),
            List.of("A-2"),
            List.of("A-3"),
            List.of("A-4"),
            List.of("A-5"),
            List.of("A-6"),
            List.of("A-7"));
  }

  @Test
  void anAdvisoryIsReplacedByANewerOneAndGoesWhenItIsWithdrawn() {
    String purl = "pkg:npm/left@1.0.0";
    String old =
        osv("X-1", "2026-01-01T00:00:00Z", affected("npm", "left", "{\"introduced\": \"0\"}"));
    assertThat(add(old).added()).isEqualTo(1);
    assertThat(of("left", "1.0.0", purl)).hasSize(1);
    Imported again = add(old);
    assertThat(again.unchanged()).isEqualTo(1);
    assertThat(again.names()).isEmpty();
    Imported narrowed =
        add(
            osv(
                "X-1",
                "2026-01-02T00:00:00Z",
                affected("npm", "left", "{\"introduced\": \"2.0.0\"}")));
    assertThat(narrowed.changed()).isEqualTo(1);
    assertThat(of("left", "1.0.0", purl)).isEmpty();
    assertThat(add(old).unchanged()).as("an older one changes nothing").isEqualTo(1);
    assertThat(of("left", "2.0.0", "pkg:npm/left@2.0.0")).hasSize(1);
    Imported gone =
        add(osv("X-1", "2026-01-03T00:00:00Z", "\"withdrawn\": \"2026-01-03T00:00:00Z\""));
    assertThat(gone.withdrawn()).isEqualTo(1);
    assertThat(of("left", "2.0.0", "pkg:npm/left@2.0.0")).isEmpty();
  }

  @Test
  void whatIsNoAdvisoryIsRefusedWithItsPlaceAndNothingIsImported() {
    String good =
        osv("X-1", "2026-01-01T00:00:00Z", affected("npm", "left", "{\"introduced\": \"0\"}"));
    for (String bad :
        List.of(
            "{\"id\": \"\", \"modified\": \"2026-01-01T00:00:00Z\"}",
            "{\"id\": \"X\"}",
            "{\"id\": \"X\", \"modified\": \"yesterday\"}",
            "{\"id\": 7}",
            "{\"id\": \"X\\n\"}",
            "{\"id\": \"" + "x".repeat(501) + "\"}",
            "{\"id\": \"X\", \"id\": \"X\"}",
            "{\"id\": \"X\", \"affected\": [[[[7]]]]}",
            "[1]",
            "nonsense",
            "{\"id\": ")) {
      assertThatThrownBy(() -> add("[" + good + ",\n" + bad + "]"))
          .as(bad)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("line 2, column ");
    }
    try (Advisories advisories = Advisories.open(folder)) {
      assertThat(advisories.has("X-1")).isFalse();
    }
  }

  @Test
  void scoresAreThoseOfTheSpecification() {
    assertThat(Cvss.word("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H")).isEqualTo("critical");
    assertThat(Cvss.word("CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H")).isEqualTo("high");
    assertThat(Cvss.word("CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N")).isEqualTo("medium");
    assertThat(Cvss.word("CVSS:3.1/AV:L/AC:H/PR:L/UI:R/S:U/C:L/I:N/A:N")).isEqualTo("low");
    assertThat(Cvss.word("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N")).isEqualTo("negligible");
    assertThat(Cvss.word("AV:N/AC:L/Au:N/C:P/I:P/A:P")).isEqualTo("high");
    assertThat(Cvss.word("AV:N/AC:L/Au:N/C:N/I:N/A:P")).isEqualTo("medium");
    assertThat(Cvss.word("CVSS:3.1/AV:N")).isEmpty();
    assertThat(Cvss.word("nothing")).isEmpty();
  }
}
