package dev.ingot.state.backend.kubernetes;

import dev.ingot.lang.value.Value;
import dev.ingot.state.LockInfo;
import dev.ingot.state.StateException;
import dev.ingot.state.backend.kubernetes.KubernetesApi.Kind;
import dev.ingot.state.lock.LockInfoJson;
import dev.ingot.state.remote.JsonAnswer;
import dev.ingot.state.remote.StoreLocks;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** A lock is a lease with a holder; who that is stands in an annotation. */
final class LeaseLocks implements StoreLocks {
  private static final Duration CHECK = Duration.ofSeconds(30);
  private static final String LOCK = "lock the state";
  private static final String UNLOCK = "unlock the state";
  private static final String[] HOLDER = {"spec", "holderIdentity"};
  private static final String[] INFO = {"metadata", "annotations", "app.terraform.io/lock-info"};
  private static final int ATTEMPTS = 3;

  private final KubernetesApi api;
  private final StateNames names;

  LeaseLocks(KubernetesApi api, StateNames names) {
    this.api = api;
    this.names = names;
  }

  @Override
  public Attempt attempt(String workspace, LockInfo info) {
    try {
      for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
        Optional<JsonAnswer> lease = api.get(LOCK, Kind.LEASE, names.lease(workspace));
        Optional<String> holder = lease.flatMap(each -> each.text(HOLDER));
        if (holder.isPresent()) {
          // The answer of an attempt before this one may have been lost.
          return holder.get().equals(info.id())
              ? new Attempt.Taken(info)
              : refused(holder.get(), lease.get());
        }
        if (taken(workspace, info, lease)) {
          return new Attempt.Taken(info);
        }
      }
    } catch (StateException e) {
      undo(workspace, info);
      throw e;
    }
    return new Attempt.Refused(
        "the lease " + names.lease(workspace) + " is changed all the time", Optional.empty());
  }

  private static Attempt refused(String holder, JsonAnswer lease) {
    Optional<LockInfo> info =
        lease
            .text(INFO)
            .flatMap(text -> LockInfoJson.holder(text.getBytes(StandardCharsets.UTF_8)));
    return new Attempt.Refused(
        "the state is already locked by another client"
            + (info.isPresent() ? "" : ": ID=" + holder),
        info);
  }

  private boolean taken(String workspace, LockInfo info, Optional<JsonAnswer> lease) {
    JsonAnswer held =
        lease
            .orElseGet(
                () -> names.object(Kind.LEASE, api.namespace(), names.lease(workspace), workspace))
            .with(Value.of(info.id()), HOLDER)
            .with(Value.of(new String(LockInfoJson.text(info), StandardCharsets.UTF_8)), INFO);
    return (lease.isPresent()
            ? api.replace(LOCK, Kind.LEASE, names.lease(workspace), held)
            : api.create(LOCK, Kind.LEASE, held))
        .isPresent();
  }

  private void undo(String workspace, LockInfo info) {
    try {
      release(workspace, info);
    } catch (StateException _) {
      // Nothing may be locked at all; who comes next is told.
    }
  }

  @Override
  public Standing standing(String workspace, LockInfo info) {
    return api.get(LOCK, Kind.LEASE, names.lease(workspace))
            .flatMap(lease -> lease.text(HOLDER))
            .equals(Optional.of(info.id()))
        ? Standing.HELD
        : Standing.LOST;
  }

  @Override
  public Optional<Duration> checkEvery() {
    return Optional.of(CHECK);
  }

  @Override
  public void release(String workspace, LockInfo info) {
    Optional<JsonAnswer> lease =
        api.get(UNLOCK, Kind.LEASE, names.lease(workspace))
            .filter(each -> each.text(HOLDER).equals(Optional.of(info.id())));
    if (lease.isPresent()) {
      open(workspace, lease.get());
    }
  }

  private boolean open(String workspace, JsonAnswer lease) {
    return api.replace(
            UNLOCK, Kind.LEASE, names.lease(workspace), lease.without(HOLDER).without(INFO))
        .isPresent();
  }

  @Override
  public void force(String workspace, String id) {
    Optional<JsonAnswer> lease = api.get(UNLOCK, Kind.LEASE, names.lease(workspace));
    Optional<String> holder = lease.flatMap(each -> each.text(HOLDER));
    if (holder.isEmpty()) {
      throw new StateException(
          "The state "
              + api.namespace()
              + "/"
              + names.secret(workspace)
              + " is not locked under the ID \""
              + id
              + "\", nor under another.");
    }
    if (!holder.get().equals(id)) {
      throw new StateException(
          "lock ID \"" + id + "\" does not match the existing lock ID \"" + holder.get() + "\"");
    }
    if (!open(workspace, lease.orElseThrow())) {
      throw new StateException(
          "The lock \"" + id + "\" was changed while it was being opened. Try again.");
    }
  }
}
