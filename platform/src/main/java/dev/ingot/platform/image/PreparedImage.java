package dev.ingot.platform.image;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An image ready to be mounted.
 *
 * @param digest of its manifest
 * @param layers one directory for each layer, the lowest first; white-outs are in the form of
 *     overlayfs
 * @param entrypoint from the image's configuration
 * @param command default arguments, from the image's configuration
 * @param environment from the image's configuration
 * @param workingDirectory from the image's configuration
 * @param user from the image's configuration
 */
public record PreparedImage(
    String digest,
    List<Path> layers,
    List<String> entrypoint,
    List<String> command,
    Map<String, String> environment,
    Optional<String> workingDirectory,
    Optional<String> user) {
  public PreparedImage {
    layers = List.copyOf(layers);
    entrypoint = List.copyOf(entrypoint);
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }
}
