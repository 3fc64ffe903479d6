package dev.ingot.deploy.test;

import dev.ingot.state.Change;
import dev.ingot.state.Intent;
import dev.ingot.state.LockInfo;
import dev.ingot.state.Notice;
import dev.ingot.state.State;
import dev.ingot.state.StateSession;
import dev.ingot.state.Unresolved;
import dev.ingot.state.WorkingState;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** The state of a test, which lives as long as the test runs. */
final class MemorySession implements StateSession {
  private final WorkingState state = new WorkingState(State.EMPTY);
  private final AtomicLong begun = new AtomicLong();

  @Override
  public WorkingState state() {
    return state;
  }

  @Override
  public List<Unresolved> unresolved() {
    return List.of();
  }

  @Override
  public List<Notice> notices() {
    return List.of();
  }

  @Override
  public Optional<LockInfo> lock() {
    return Optional.empty();
  }

  @Override
  public Begun begin(Intent intent) {
    return new Begun(begun.incrementAndGet(), intent);
  }

  @Override
  public void finish(Begun ended, List<Change> changes) {
    apply(changes);
  }

  @Override
  public void apply(List<Change> changes) {
    changes.forEach(state::apply);
  }

  @Override
  public void settle(Unresolved unresolved, List<Change> changes) {
    apply(changes);
  }

  @Override
  public void replace(State other) {
    state.reset(other);
  }

  @Override
  public void commit() {
    // There is no file to write.
  }

  @Override
  public void close() {
    // There is nothing to give back.
  }
}
