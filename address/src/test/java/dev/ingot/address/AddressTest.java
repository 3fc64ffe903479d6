package dev.ingot.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AddressTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "t.n",
        "t.n[0]",
        "data.t.n",
        "module.a.t.n",
        "module.a[\"x\"].module.b[3].data.t.n[\"y z\"]",
        "module.a[\"\\\"\\\\\\n$${x}%%{y}\"].t.n",
        "ephemeral.t.n",
        "module.a.module.b.t-1.é_2[\"]\"]"
      })
  void theCanonicalTextIsReadAndWritten(String text) {
    assertThat(InstanceAddress.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "t",
        "t.",
        ".t",
        "t.n.x",
        "t.n[",
        "t.n[]",
        "t.n[x]",
        "t.n[\"x]",
        "t.n[0",
        "t[0].n",
        "module.a",
        "module",
        "t.n[-1]",
        "t.n[99999999999999999999]",
        "t.n[\"\\q\"]",
        "bad..x",
        "1.a",
        "module.a.data.t"
      })
  void whatIsNoInstanceIsRefused(String text) {
    assertThatThrownBy(() -> InstanceAddress.parse(text)).isInstanceOf(AddressException.class);
  }

  @Property
  void everyKeySurvivesBeingWritten(@ForAll String key) {
    InstanceAddress address = ResourceAddress.managed("t", "n").instance(InstanceKey.of(key));
    assertThat(InstanceAddress.parse(address.toString())).isEqualTo(address);
  }

  @Test
  void modulesContainWhatIsCalledFromThem() {
    ModuleAddress module = ModuleAddress.parse("module.a[\"x\"]");
    assertThat(module.contains(ModuleAddress.parse("module.a[\"x\"].module.b"))).isTrue();
    assertThat(module.contains(ModuleAddress.parse("module.a[\"y\"]"))).isFalse();
    assertThat(ModuleAddress.ROOT.contains(module)).isTrue();
    assertThat(module.parent()).isEqualTo(ModuleAddress.ROOT);
  }

  @Test
  void numbersComeInTheirOrder() {
    List<String> sorted =
        Stream.of("t.n[\"a\"]", "t.n[10]", "t.n[9]", "t.n", "data.t.n", "module.m.a.a")
            .map(InstanceAddress::parse)
            .sorted()
            .map(InstanceAddress::toString)
            .toList();
    assertThat(sorted)
        .containsExactly("data.t.n", "t.n", "t.n[9]", "t.n[10]", "t.n[\"a\"]", "module.m.a.a");
  }
}
