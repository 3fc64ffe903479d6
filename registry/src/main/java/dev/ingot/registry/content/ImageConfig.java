package dev.ingot.registry.content;

import dev.ingot.storage.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An image's configuration as in the OCI image specification 1.1. Members that the specification
 * doesn't name, such as Docker's health check, are dropped when an image is read.
 *
 * @param platform what it runs on
 * @param created when it was made
 * @param author its author; may be empty
 * @param user the user its process runs as; empty for root
 * @param exposedPorts such as {@code 8080/tcp}
 * @param environment {@code NAME=value}
 * @param entrypoint what always runs
 * @param command the default arguments; the command if there is no entry point
 * @param volumes folders that hold data of the machine, not of the image
 * @param workingDirectory the folder its process starts in; may be empty
 * @param labels sorted
 * @param stopSignal the signal that asks its process to stop, such as {@code SIGTERM}; may be empty
 * @param diffIds the digests of the uncompressed layers, the lowest first
 * @param history the steps that made it, the oldest first
 */
public record ImageConfig(
    Platform platform,
    Optional<Instant> created,
    String author,
    String user,
    List<String> exposedPorts,
    List<String> environment,
    List<String> entrypoint,
    List<String> command,
    List<String> volumes,
    String workingDirectory,
    Map<String, String> labels,
    String stopSignal,
    List<Digest> diffIds,
    List<HistoryEntry> history) {
  /** Copies the collections. */
  public ImageConfig {
    exposedPorts = List.copyOf(exposedPorts);
    environment = List.copyOf(environment);
    entrypoint = List.copyOf(entrypoint);
    command = List.copyOf(command);
    volumes = List.copyOf(volumes);
    labels = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    diffIds = List.copyOf(diffIds);
    history = List.copyOf(history);
  }

  /** An empty image. */
  public static ImageConfig empty(Platform platform) {
    return new ImageConfig(
        platform,
        Optional.empty(),
        "",
        "",
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        "",
        Map.of(),
        "",
        List.of(),
        List.of());
  }

  /** A builder that starts from this configuration. */
  public Builder toBuilder() {
    return new Builder(this);
  }

  /** Changes a configuration; members that aren't set stay. */
  public static final class Builder {
    private Platform platform;
    private Optional<Instant> created;
    private String author;
    private String user;
    private List<String> exposedPorts;
    private List<String> environment;
    private List<String> entrypoint;
    private List<String> command;
    private List<String> volumes;
    private String workingDirectory;
    private Map<String, String> labels;
    private String stopSignal;
    private List<Digest> diffIds;
    private List<HistoryEntry> history;

    private Builder(ImageConfig from) {
      platform = from.platform;
      created = from.created;
      author = from.author;
      user = from.user;
      exposedPorts = from.exposedPorts;
      environment = from.environment;
      entrypoint = from.entrypoint;
      command = from.command;
      volumes = from.volumes;
      workingDirectory = from.workingDirectory;
      labels = from.labels;
      stopSignal = from.stopSignal;
      diffIds = from.diffIds;
      history = from.history;
    }

    /** The platform it runs on. */
    public Builder platform(Platform value) {
      platform = value;
      return this;
    }

    /** When it was created. */
    public Builder created(Instant value) {
      created = Optional.of(value);
      return this;
    }

    /** Its author. */
    public Builder author(String value) {
      author = value;
      return this;
    }

    /** The user its process runs as. */
    public Builder user(String value) {
      user = value;
      return this;
    }

    /** Such as {@code 8080/tcp}. */
    public Builder exposedPorts(List<String> value) {
      exposedPorts = value;
      return this;
    }

    /** {@code NAME=value}. */
    public Builder environment(List<String> value) {
      environment = value;
      return this;
    }

    /** The command that always runs. */
    public Builder entrypoint(List<String> value) {
      entrypoint = value;
      return this;
    }

    /** The default arguments. */
    public Builder command(List<String> value) {
      command = value;
      return this;
    }

    /** Folders that hold data of the machine. */
    public Builder volumes(List<String> value) {
      volumes = value;
      return this;
    }

    /** The folder its process starts in. */
    public Builder workingDirectory(String value) {
      workingDirectory = value;
      return this;
    }

    /** All labels. */
    public Builder labels(Map<String, String> value) {
      labels = value;
      return this;
    }

    /** The signal that asks its process to stop. */
    public Builder stopSignal(String value) {
      stopSignal = value;
      return this;
    }

    /** The digests of the uncompressed layers, the lowest first. */
    public Builder diffIds(List<Digest> value) {
      diffIds = value;
      return this;
    }

    /** The steps that made it, the oldest first. */
    public Builder history(List<HistoryEntry> value) {
      history = value;
      return this;
    }

    /** The configuration. */
    public ImageConfig build() {
      return new ImageConfig(
          platform,
          created,
          author,
          user,
          exposedPorts,
          environment,
          entrypoint,
          command,
          volumes,
          workingDirectory,
          labels,
          stopSignal,
          diffIds,
          history);
    }
  }
}
