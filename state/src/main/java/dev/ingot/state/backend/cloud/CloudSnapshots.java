package dev.ingot.state.backend.cloud;

import dev.ingot.lang.value.BigFloat;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import dev.ingot.state.StateException;
import dev.ingot.state.backend.cloud.CloudApi.Outcome;
import dev.ingot.state.backend.cloud.CloudWorkspaces.Workspace;
import dev.ingot.state.remote.JsonAnswer;
import dev.ingot.state.remote.SnapshotConflict;
import dev.ingot.state.session.Snapshot;
import dev.ingot.state.session.SnapshotStore;
import dev.ingot.state.session.SnapshotWrite;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * State versions of workspaces. The service takes one only from who has locked the workspace, of
 * the lineage there is and with a higher serial.
 */
final class CloudSnapshots implements SnapshotStore {
  private static final Duration INTERVAL = Duration.ofSeconds(20);
  private static final String READ = "read the state";
  private static final String WRITE = "write the state";

  /** Larger states are uploaded beside the call. */
  private static final int WITHIN = 4 << 20;

  /** How often, a second apart, the service is asked whether it has stored an upload. */
  private static final int MOST_QUESTIONS = 60;

  private final CloudApi api;
  private final CloudWorkspaces workspaces;

  CloudSnapshots(CloudApi api, CloudWorkspaces workspaces) {
    this.api = api;
    this.workspaces = workspaces;
  }

  @Override
  public String location(String workspace) {
    return workspaces.location(workspace);
  }

  private Optional<JsonAnswer> current(String purpose, Workspace workspace) {
    return switch (api.get(purpose, "workspaces/" + workspace.id() + "/current-state-version")) {
      case Outcome.Done(JsonAnswer answer) -> answer.at("data");
      case Outcome.Missing() -> Optional.empty();
      case Outcome.Conflict(String problem) -> throw api.refused(purpose, problem);
    };
  }

  private static String id(JsonAnswer version) {
    return version
        .text("id")
        .orElseThrow(
            () -> new StateException("The service described a version of a state without an id."));
  }

  @Override
  public Optional<Snapshot> read(String workspace) {
    Optional<Workspace> found = workspaces.find(READ, workspace);
    return found.flatMap(this::read);
  }

  private Optional<Snapshot> read(Workspace workspace) {
    Optional<JsonAnswer> version = current(READ, workspace);
    if (version.isEmpty()) {
      return Optional.empty();
    }
    String address =
        version
            .get()
            .text("attributes", "hosted-state-download-url")
            .orElseThrow(
                () ->
                    new StateException(
                        "The state of "
                            + workspace.name()
                            + " can't be read with this token: it needs the permission to read"
                            + " state versions."));
    byte[] content = api.download(READ, address);
    Optional<String> sum = version.get().text("attributes", "md5");
    if (sum.isPresent() && !sum.get().equals(md5(content))) {
      throw new StateException(
          "The state of " + workspace.name() + " did not arrive as it was stored. Try again.");
    }
    return content.length == 0
        ? Optional.empty()
        : Optional.of(new Snapshot(content, id(version.get())));
  }

  private static String md5(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has MD5", e);
    }
  }

  @Override
  public Optional<byte[]> before(String workspace) {
    return Optional.empty();
  }

  @Override
  public Optional<String> version(String workspace) {
    return workspaces
        .find(READ, workspace)
        .flatMap(found -> current(READ, found))
        .map(CloudSnapshots::id);
  }

  @Override
  public String write(String workspace, SnapshotWrite write) {
    Workspace target = workspaces.made(WRITE, workspace);
    if (!current(WRITE, target).map(CloudSnapshots::id).equals(write.expected())) {
      return writtenBefore(target, write, Optional.empty());
    }
    boolean within = write.content().length <= WITHIN;
    JsonAnswer attributes =
        JsonAnswer.NONE
            .with(Values.number(BigFloat.of(write.serial())), "serial")
            .with(Value.of(write.lineage()), "lineage")
            .with(Value.of(md5(write.content())), "md5");
    if (within) {
      attributes =
          attributes.with(Value.of(Base64.getEncoder().encodeToString(write.content())), "state");
    }
    Optional<String> outputs = outputs(write.content());
    if (outputs.isPresent()) {
      attributes =
          attributes.with(
              Value.of(
                  Base64.getEncoder()
                      .encodeToString(outputs.get().getBytes(StandardCharsets.UTF_8))),
              "json-state-outputs");
    }
    return switch (api.call(
        WRITE,
        "POST",
        "workspaces/" + target.id() + "/state-versions",
        Optional.of(CloudApi.body("state-versions", attributes)))) {
      case Outcome.Done(JsonAnswer answer) -> {
        JsonAnswer version = answer.at("data").orElse(JsonAnswer.NONE);
        if (!within) {
          upload(version, write);
        }
        yield id(version);
      }
      case Outcome.Missing() ->
          throw api.refused(WRITE, "the workspace is gone, or the token may" + " not write states");
      case Outcome.Conflict(String problem) -> writtenBefore(target, write, Optional.of(problem));
    };
  }

  /**
   * The outputs in the form of {@code show -json}, which the service shows before it has looked
   * through the state; empty for an encrypted state, whose outputs are secret, too.
   */
  private static Optional<String> outputs(byte[] content) {
    Optional<JsonAnswer> outputs =
        JsonAnswer.parse(new String(content, StandardCharsets.UTF_8))
            .flatMap(state -> state.at("outputs"));
    Optional<Map<String, Value>> entries = outputs.flatMap(found -> Values.entries(found.value()));
    if (entries.isEmpty()) {
      return Optional.empty();
    }
    JsonAnswer shown = JsonAnswer.NONE;
    for (Map.Entry<String, Value> each : entries.get().entrySet()) {
      JsonAnswer output = new JsonAnswer(each.getValue());
      shown =
          shown.with(
              output.with(Value.of(output.is("sensitive")), "sensitive").value(), each.getKey());
    }
    return Optional.of(shown.format());
  }

  private void upload(JsonAnswer version, SnapshotWrite write) {
    String address =
        version
            .text("attributes", "hosted-state-upload-url")
            .orElseThrow(
                () ->
                    new StateException(
                        "Can't write the state: it is large, and the service gives no address to"
                            + " upload it to. Terraform Enterprise does since v202306-1."));
    api.upload(WRITE, address, write.content());
    awaitStored(id(version));
  }

  /**
   * The service looks through what was uploaded before it becomes the current version. Until then
   * the state isn't written, and its journal has to stay.
   */
  private void awaitStored(String version) {
    for (int attempt = 0; attempt < MOST_QUESTIONS; attempt++) {
      switch (uploaded(version)) {
        case "pending" -> pause();
        case "discarded" -> throw api.refused(WRITE, "the service discarded what was uploaded");
        default -> {
          return;
        }
      }
    }
    throw api.refused(
        WRITE, "the service has not stored what was uploaded after " + MOST_QUESTIONS + " seconds");
  }

  /** The status of an upload; empty where a service doesn't say it. */
  private String uploaded(String version) {
    return switch (api.get(WRITE, "state-versions/" + version)) {
      case Outcome.Done(JsonAnswer answer) ->
          answer.text("data", "attributes", "status").orElse("");
      case Outcome.Missing() -> "";
      case Outcome.Conflict(String problem) -> throw api.refused(WRITE, problem);
    };
  }

  private void pause() {
    try {
      TimeUnit.SECONDS.sleep(1);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw api.refused(WRITE, "it was interrupted before the service had stored the upload");
    }
  }

  /** A write whose answer was lost was sent again: then it is there already. */
  private String writtenBefore(Workspace workspace, SnapshotWrite write, Optional<String> problem) {
    Optional<Snapshot> present = read(workspace);
    if (present.filter(each -> Arrays.equals(each.content(), write.content())).isPresent()) {
      return present.get().version();
    }
    if (problem.isPresent() && present.map(Snapshot::version).equals(write.expected())) {
      throw api.refused(WRITE, problem.get());
    }
    throw SnapshotConflict.at(api.organization() + "/" + workspace.name());
  }

  @Override
  public void delete(String workspace) {
    workspaces.delete("delete the workspace " + location(workspace), workspace);
  }

  @Override
  public List<String> workspaces() {
    return workspaces.list("list the workspaces");
  }

  @Override
  public Optional<Duration> interval() {
    return Optional.of(INTERVAL);
  }
}
