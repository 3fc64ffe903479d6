package dev.ingot.plugin;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The first line a plugin prints: its address and protocol. Rules: the MPL sources of go-plugin
 * (server.go, client.go) for providers; Packer's plugin SDK, checked with real plugins.
 */
public sealed interface Handshake {
  /** Its address. */
  Address address();

  /** An address that a plugin listens at. */
  sealed interface Address {
    /** A socket in the file system. */
    record Unix(Path socket) implements Address {}

    /** A port of this host. */
    record Tcp(String host, int port) implements Address {}
  }

  /**
   * A Terraform provider's: {@code 1|5|unix|PATH|grpc|CERTIFICATE}.
   *
   * @param protocol the version of the provider protocol
   * @param certificate the DER bytes of its TLS certificate, in base64 without padding; empty when
   *     it speaks without TLS
   */
  record OfProvider(int protocol, Address address, String certificate) implements Handshake {}

  /**
   * A Packer plugin's: {@code 5|0|unix|PATH}, or {@code 5|unix|PATH} from before its version 1.7.
   *
   * @param major the major version of the plugin API
   * @param minor the minor version
   */
  record OfPacker(int major, int minor, Address address) implements Handshake {}

  /** Reads the line of one kind of plugin. */
  @FunctionalInterface
  interface Form<H extends Handshake> {
    /**
     * The handshake of a line.
     *
     * @throws PluginException when it is invalid
     */
    H parse(String line) throws PluginException;
  }

  /**
   * Providers that speak one of these versions.
   *
   * @param protocols versions of the provider protocol
   */
  static Form<OfProvider> ofProvider(Set<Integer> protocols) {
    return line -> {
      List<String> parts = parts(line);
      if (parts.size() < 4 || parts.size() > 7 || !parts.get(0).equals("1")) {
        throw noHandshake(line, "1|5|unix|/path|grpc|");
      }
      int protocol = number(parts.get(1), line);
      if (!protocols.contains(protocol)) {
        throw new PluginException(
            PluginException.Reason.OTHER_PROTOCOL,
            "The plugin uses version "
                + protocol
                + " of the provider protocol; this program supports "
                + protocols.stream().sorted().map(String::valueOf).toList()
                + ". Choose another version of the provider.",
            List.of());
      }
      if (parts.size() < 5 || !parts.get(4).equals("grpc")) {
        throw new PluginException(
            PluginException.Reason.OTHER_PROTOCOL,
            "The plugin does not use gRPC; providers from before 2019 are not supported.",
            List.of());
      }
      return new OfProvider(
          protocol,
          address(parts.get(2), parts.get(3), line),
          parts.size() > 5 ? parts.get(5) : "");
    };
  }

  /** Packer plugins of API version 5. */
  static Form<OfPacker> ofPacker() {
    return line -> {
      List<String> parts = parts(line);
      if (parts.size() != 3 && parts.size() != 4) {
        throw noHandshake(line, "5|0|unix|/path");
      }
      int major = number(parts.get(0), line);
      int minor = parts.size() == 4 ? number(parts.get(1), line) : 0;
      Address address = address(parts.get(parts.size() - 2), parts.get(parts.size() - 1), line);
      if (major != 5) {
        throw new PluginException(
            PluginException.Reason.OTHER_PROTOCOL,
            "The plugin uses version "
                + major
                + "."
                + minor
                + " of Packer's plugin API; this program supports 5. Choose another version of the"
                + " plugin.",
            List.of());
      }
      return new OfPacker(major, minor, address);
    };
  }

  private static List<String> parts(String line) {
    List<String> parts = new ArrayList<>();
    int from = 0;
    for (int bar = line.indexOf('|'); bar >= 0; bar = line.indexOf('|', from)) {
      parts.add(line.substring(from, bar).strip());
      from = bar + 1;
    }
    parts.add(line.substring(from).strip());
    return parts;
  }

  private static int number(String text, String line) throws PluginException {
    boolean digits = !text.isEmpty() && text.length() <= 6;
    for (int i = 0; i < text.length() && digits; i++) {
      digits = text.charAt(i) >= '0' && text.charAt(i) <= '9';
    }
    if (!digits) {
      throw noHandshake(line, "numbers for versions and ports");
    }
    return Integer.parseInt(text);
  }

  private static Address address(String network, String address, String line)
      throws PluginException {
    if (network.equals("unix") && address.startsWith("/") && address.indexOf('\0') < 0) {
      return new Address.Unix(Path.of(address));
    }
    int colon = address.lastIndexOf(':');
    if (network.equals("tcp") && colon > 0) {
      int port = number(address.substring(colon + 1), line);
      if (port > 0 && port < 65_536) {
        return new Address.Tcp(address.substring(0, colon), port);
      }
    }
    throw noHandshake(line, "unix|/path or tcp|host:port");
  }

  private static PluginException noHandshake(String line, String wanted) {
    String shown = line.length() > 200 ? line.substring(0, 200) + "…" : line;
    return new PluginException(
        PluginException.Reason.NO_HANDSHAKE,
        "The plugin's first line is not a handshake (expected "
            + wanted
            + "): \""
            + shown
            + "\". Is it a plugin of this kind, for this system?",
        List.of());
  }
}
