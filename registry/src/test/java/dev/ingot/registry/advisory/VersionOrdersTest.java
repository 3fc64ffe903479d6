package dev.ingot.registry.advisory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Versions of each ecosystem are ordered as its own tools order them. */
final class VersionOrdersTest {
  private static void ascending(Comparator<String> order, List<String> versions) {
    for (int i = 0; i < versions.size(); i++) {
      for (int j = 0; j < versions.size(); j++) {
        assertThat(Integer.signum(order.compare(versions.get(i), versions.get(j))))
            .as("%s and %s", versions.get(i), versions.get(j))
            .isEqualTo(Integer.compare(i, j));
      }
    }
  }

  private static void same(Comparator<String> order, String one, String other) {
    assertThat(order.compare(one, other)).as("%s and %s", one, other).isZero();
    assertThat(order.compare(other, one)).as("%s and %s", other, one).isZero();
  }

  @Test
  void debian() {
    ascending(
        DebianOrder::compare,
        List.of(
            "1.0~~",
            "1.0~~a",
            "1.0~",
            "1.0~rc1-1",
            "1.0",
            "1.0-1~deb12u1",
            "1.0-1",
            "1.0-1+b1",
            "1.0-1.1",
            "1.0-10",
            "1.0a",
            "1.0+git",
            "1.0.1",
            "1.9",
            "1.10",
            "10",
            "1:0.1",
            "12345678901234567890123:1"));
    same(DebianOrder::compare, "0:1.01-0", "1.1-0");
    same(DebianOrder::compare, "1.0-0", "1.0");
  }

  @Test
  void alpine() {
    ascending(
        AlpineOrder::compare,
        List.of(
            "not a version",
            "0.1_alpha",
            "0.1_alpha1",
            "0.1_beta",
            "0.1_pre2",
            "0.1_rc1",
            "0.1",
            "0.1-r1",
            "0.1-r10",
            "0.1_git20240101",
            "0.1_p1",
            "0.1_p1-r2",
            "0.1_p2",
            "0.1a",
            "0.1b",
            "0.1.0",
            "0.2",
            "0.12",
            "1.0.1",
            "1.2.3_rc1-r0",
            "1.2.3-r0",
            "9",
            "12"));
    same(AlpineOrder::compare, "1.2-r0", "1.2");
    same(AlpineOrder::compare, "1.2~abcdef-r1", "1.2-r1");
  }

  @Test
  void rpm() {
    ascending(
        RpmOrder::compare,
        List.of(
            "1.0~rc1-1",
            "1.0~rc2-1",
            "1.0-1",
            "1.0-1.el9",
            "1.0-2.el9",
            "1.0-10.el9",
            "1.0^git1-1",
            "1.0a-1",
            "1.0.a-1".replace(".a", "b"),
            "1.0.1-1",
            "1.2-1",
            "1.10-1",
            "2-1",
            "1:0.1-1",
            "2:0.1-1"));
    same(RpmOrder::compare, "0:1.0-1", "1.0-1");
    same(RpmOrder::compare, "1.0_1-1", "1.0.1-1");
    same(RpmOrder::compare, "1.0", "1.0-7.el9");
  }

  @Test
  void semantic() {
    ascending(
        SemanticOrder::compare,
        List.of(
            "0.0.0-20240101000000-abcdef",
            "0.0.1",
            "1.0.0-0.3.7",
            "1.0.0-alpha",
            "1.0.0-alpha.1",
            "1.0.0-alpha.beta",
            "1.0.0-beta.2",
            "1.0.0-beta.11",
            "1.0.0-rc.1",
            "1.0.0",
            "v1.0.1",
            "1.2",
            "1.11.0",
            "18446744073709551617.0.0"));
    same(SemanticOrder::compare, "v1.2.3+incompatible", "1.2.3");
  }

  @Test
  void python() {
    ascending(
        PythonOrder::compare,
        List.of(
            "a version of long ago",
            "1.0.dev456",
            "1.0a1",
            "1.0a2.dev456",
            "1.0a12.dev456",
            "1.0a12",
            "1.0b1.dev456",
            "1.0b2",
            "1.0b2.post345.dev456",
            "1.0b2.post345",
            "1.0rc1.dev456",
            "1.0rc1",
            "1.0",
            "1.0+abc.5",
            "1.0+abc.7",
            "1.0+5",
            "1.0.post456.dev34",
            "1.0.post456",
            "1.0.15",
            "1.1.dev1",
            "1!0.1"));
    same(PythonOrder::compare, "1.0.0", "v1");
    same(PythonOrder::compare, "1.0-1", "1.0.post1");
    same(PythonOrder::compare, "1.0.c1", "1.0rc1");
    same(PythonOrder::compare, "1.0alpha", "1.0a0");
  }

  @Test
  void maven() {
    ascending(
        MavenOrder::compare,
        List.of(
            "1-alpha-1",
            "1-alpha-10",
            "1-b2",
            "1-milestone-1",
            "1-rc",
            "1-SNAPSHOT",
            "1",
            "1-sp",
            "1-abc",
            "1-1",
            "1.0.1-SNAPSHOT",
            "1.0.1",
            "1.0.1-1",
            "1.2",
            "1.10",
            "2.17.1"));
    same(MavenOrder::compare, "1.0.0", "1");
    same(MavenOrder::compare, "1.0.Final", "1");
    same(MavenOrder::compare, "1-a1", "1-alpha-1");
    same(MavenOrder::compare, "1-cr2", "1-rc2");
  }
}
