package dev.ingot.state.backend.cloud;

import dev.ingot.lang.value.Value;
import dev.ingot.state.LockInfo;
import dev.ingot.state.StateException;
import dev.ingot.state.backend.cloud.CloudApi.Outcome;
import dev.ingot.state.backend.cloud.CloudWorkspaces.Workspace;
import dev.ingot.state.remote.JsonAnswer;
import dev.ingot.state.remote.StoreLocks;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * The lock of a workspace. It has no ID of its own: {@code ORGANIZATION/WORKSPACE} is what forces
 * it open, as with Terraform.
 */
final class CloudLocks implements StoreLocks {
  private static final Duration CHECK = Duration.ofSeconds(30);
  private static final String LOCK = "lock the workspace";
  private static final String UNLOCK = "unlock the workspace";

  /** What the service would run itself. */
  private static final Set<String> RUNS = Set.of("OperationTypePlan", "OperationTypeApply");

  private final CloudApi api;
  private final CloudWorkspaces workspaces;
  private final boolean local;

  /**
   * @param local whether operations run here whatever the workspace says
   */
  CloudLocks(CloudApi api, CloudWorkspaces workspaces, boolean local) {
    this.api = api;
    this.workspaces = workspaces;
    this.local = local;
  }

  @Override
  public Attempt attempt(String workspace, LockInfo info) {
    Workspace target = workspaces.made(LOCK, workspace);
    String location = workspaces.location(workspace);
    if (target.remote() && !local && RUNS.contains(info.operation())) {
      throw new StateException(
          "The workspace "
              + location
              + " runs plans and applies on the service's side, which Ingot doesn't do. Set its"
              + " execution mode to Local in the workspace's general settings, or set"
              + " TF_FORCE_LOCAL_BACKEND to run here with the variables that are here.");
    }
    JsonAnswer body =
        JsonAnswer.NONE.with(
            Value.of("Locked by Ingot for " + info.operation() + " by " + info.who()), "reason");
    return switch (api.once(LOCK, "workspaces/" + target.id() + "/actions/lock", body)) {
      case Outcome.Done _ ->
          new Attempt.Taken(
              new LockInfo(
                  location,
                  info.operation(),
                  info.info(),
                  info.who(),
                  info.version(),
                  info.created(),
                  location));
      case Outcome.Missing() ->
          throw api.refused(LOCK, "the token has no permission to lock " + location);
      case Outcome.Conflict _ ->
          new Attempt.Refused(
              "workspace already locked (lock ID: \"" + location + "\")" + holder(target),
              Optional.empty());
    };
  }

  private String holder(Workspace workspace) {
    if (!(api.get(LOCK, "workspaces/" + workspace.id() + "?include=locked_by")
        instanceof Outcome.Done(JsonAnswer answer))) {
      return "";
    }
    return answer.elements("included").stream()
        .findFirst()
        .flatMap(
            who ->
                who.text("attributes", "username")
                    .or(() -> who.text("attributes", "name"))
                    .or(() -> who.text("id")))
        .map(who -> " by " + who)
        .orElse("");
  }

  /** All the service says is whether anybody has locked it; it refuses what others write. */
  @Override
  public Standing standing(String workspace, LockInfo info) {
    return workspaces.find(LOCK, workspace).filter(Workspace::locked).isPresent()
        ? Standing.HELD
        : Standing.LOST;
  }

  @Override
  public Optional<Duration> checkEvery() {
    return Optional.of(CHECK);
  }

  @Override
  public void release(String workspace, LockInfo info) {
    Optional<Workspace> target = workspaces.find(UNLOCK, workspace).filter(Workspace::locked);
    if (target.isPresent()) {
      Outcome _ =
          api.call(
              UNLOCK,
              "POST",
              "workspaces/" + target.get().id() + "/actions/unlock",
              Optional.empty());
    }
  }

  @Override
  public void force(String workspace, String id) {
    String location = workspaces.location(workspace);
    if (!id.equals(location)) {
      throw new StateException(
          "lock ID \"" + id + "\" does not match existing lock ID \"" + location + "\"");
    }
    Optional<Workspace> target = workspaces.find(UNLOCK, workspace).filter(Workspace::locked);
    if (target.isEmpty()) {
      throw new StateException("The workspace " + location + " is not locked.");
    }
    switch (api.call(
        UNLOCK,
        "POST",
        "workspaces/" + target.get().id() + "/actions/force-unlock",
        Optional.empty())) {
      case Outcome.Done _ -> {}
      case Outcome.Missing() ->
          throw api.refused(UNLOCK, "the token has no permission to force it open");
      case Outcome.Conflict(String problem) -> throw api.refused(UNLOCK, problem);
    }
  }
}
