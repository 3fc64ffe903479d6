package dev.ingot.bake;

import dev.ingot.lang.value.Value;
import dev.ingot.registry.evidence.Component;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * One source of a template, checked and ready to be built on. A {@link LayeredSource} knows the
 * files of its machines and gives images of layers; a {@link MachineSource} only reaches its
 * machine through a communicator.
 */
public sealed interface Source permits LayeredSource, MachineSource {
  /** The bucket the image goes to when the build names none. */
  String bucket();

  /**
   * Values of {@code build.NAME} that only this builder knows; the ones common to all are there
   * already.
   */
  Map<String, Value> generated();

  /** What is inside the base, for the bill of materials. */
  List<Component> components() throws IOException, InterruptedException;

  /** Receives progress for the user. */
  @FunctionalInterface
  interface Progress {
    /** One line. */
    void note(String text);
  }
}
