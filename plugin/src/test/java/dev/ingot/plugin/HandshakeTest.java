package dev.ingot.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HandshakeTest {
  private static final Handshake.Form<Handshake.OfProvider> PROVIDER =
      Handshake.ofProvider(Set.of(5, 6));
  private static final Handshake.Form<Handshake.OfPacker> PACKER = Handshake.ofPacker();

  @Test
  void aProviderWithoutTlsIsReachedThroughASocket() throws Exception {
    assertThat(PROVIDER.parse("1|5|unix|/tmp/plugin123|grpc|"))
        .isEqualTo(
            new Handshake.OfProvider(5, new Handshake.Address.Unix(Path.of("/tmp/plugin123")), ""));
  }

  @Test
  void aProviderMaySayItsCertificateAndAPort() throws Exception {
    assertThat(PROVIDER.parse("1|6|tcp|127.0.0.1:4321|grpc|QUJD|false"))
        .isEqualTo(
            new Handshake.OfProvider(6, new Handshake.Address.Tcp("127.0.0.1", 4321), "QUJD"));
  }

  @Test
  void aPackerPluginSaysItsVersionWithOrWithoutAMinorOne() throws Exception {
    assertThat(PACKER.parse("5|0|unix|/tmp/packer-plugin1"))
        .isEqualTo(
            new Handshake.OfPacker(
                5, 0, new Handshake.Address.Unix(Path.of("/tmp/packer-plugin1"))));
    assertThat(PACKER.parse("5|unix|/tmp/packer-plugin1"))
        .isEqualTo(
            new Handshake.OfPacker(
                5, 0, new Handshake.Address.Unix(Path.of("/tmp/packer-plugin1"))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "|",
        "1|5",
        "hello, world",
        "2|5|unix|/tmp/x|grpc|",
        "1|x|unix|/tmp/x|grpc|",
        "1|5|unix|tmp/x|grpc|",
        "1|5|tcp|localhost|grpc|",
        "1|5|tcp|localhost:99999999|grpc|",
        "1|5|tcp|localhost:70000|grpc|",
        "1|5|udp|localhost:1|grpc|",
        "1|5|unix|/tmp/x|grpc||false|more"
      })
  void whatIsNoHandshakeOfAProviderIsShown(String line) {
    assertThatThrownBy(() -> PROVIDER.parse(line))
        .isInstanceOfSatisfying(
            PluginException.class,
            e -> assertThat(e.reason()).isEqualTo(PluginException.Reason.NO_HANDSHAKE))
        .hasMessageContaining("\"" + line + "\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "5|unix", "x|0|unix|/a", "5|0|unix|a", "5|0|unix|/a|b"})
  void whatIsNoHandshakeOfAPackerPluginIsShown(String line) {
    assertThatThrownBy(() -> PACKER.parse(line))
        .isInstanceOfSatisfying(
            PluginException.class,
            e -> assertThat(e.reason()).isEqualTo(PluginException.Reason.NO_HANDSHAKE));
  }

  @Test
  void anotherProtocolIsNamed() {
    assertThatThrownBy(() -> PROVIDER.parse("1|4|unix|/tmp/x|netrpc|"))
        .hasMessageContaining("version 4")
        .hasMessageContaining("[5, 6]");
    assertThatThrownBy(() -> PROVIDER.parse("1|5|unix|/tmp/x|netrpc")).hasMessageContaining("gRPC");
    assertThatThrownBy(() -> PACKER.parse("4|0|unix|/tmp/x")).hasMessageContaining("version 4.0");
  }
}
