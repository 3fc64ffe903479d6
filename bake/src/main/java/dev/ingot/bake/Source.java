package dev.ingot.bake;

import dev.ingot.lang.value.Value;
import dev.ingot.registry.evidence.Component;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * One source of a template, checked and ready to build. A {@link LayeredSource} knows the files of
 * its machines and makes images of layers; a {@link MachineSource} only reaches its machine through
 * a communicator; a {@link HostSource} makes no image.
 */
public sealed interface Source permits LayeredSource, MachineSource, HostSource {
  /** The names of {@code build.NAME} that every build has; empty where a source has no value. */
  List<String> COMMON_VALUES =
      List.of(
          "ID",
          "Host",
          "Port",
          "User",
          "Password",
          "ConnType",
          "PackerHTTPIP",
          "PackerHTTPPort",
          "PackerHTTPAddr",
          "SSHPublicKey",
          "SSHPrivateKey",
          "WinRMPassword");

  /** The bucket of the image if the build names none. */
  String bucket();

  /**
   * Values of {@code build.NAME} of this source; unknown where its {@link Machine#values} tell
   * them.
   */
  Map<String, Value> generated();

  /** Whether it has a machine that provisioners can change. */
  default boolean runsProvisioners() {
    return true;
  }

  /** The components of the base, for the bill of materials. */
  List<Component> components() throws IOException, InterruptedException;

  /** Receives progress for the user. */
  @FunctionalInterface
  interface Progress {
    /** One line. */
    void note(String text);
  }
}
