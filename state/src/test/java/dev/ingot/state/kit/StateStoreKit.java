package dev.ingot.state.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.address.DeposedKey;
import dev.ingot.address.InstanceAddress;
import dev.ingot.state.Change;
import dev.ingot.state.InstanceState;
import dev.ingot.state.LockRequest;
import dev.ingot.state.ObjectState;
import dev.ingot.state.OutputState;
import dev.ingot.state.RawJson;
import dev.ingot.state.Samples;
import dev.ingot.state.State;
import dev.ingot.state.StateException;
import dev.ingot.state.StateLockedException;
import dev.ingot.state.StateReading;
import dev.ingot.state.StateSession;
import dev.ingot.state.StateStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What holds for every store of states. Extend it with one that is empty. */
public abstract class StateStoreKit {
  private static final LockRequest APPLY = LockRequest.of("OperationTypeApply");

  /** For subclasses. */
  protected StateStoreKit() {}

  /** The store of one state; always the same one within a test. */
  protected abstract StateStore store();

  /** Ends a session the way a killed process does: nothing more is written, locks are gone. */
  protected abstract void kill(StateSession session);

  private static Optional<String> id(State state, InstanceAddress address) {
    return state.instance(address).flatMap(InstanceState::current).map(Samples::id);
  }

  @Test
  void thereIsNothingAtFirst() {
    StateReading reading = store().read();
    assertThat(reading.exists()).isFalse();
    assertThat(reading.state().isEmpty()).isTrue();
  }

  @Test
  void aSessionThatChangesNothingLeavesNothing() {
    store().open(APPLY).close();
    assertThat(store().read().exists()).isFalse();
  }

  @Test
  void aFirstCommitWritesAnEmptyState() {
    try (StateSession session = store().open(APPLY)) {
      session.commit();
    }
    StateReading reading = store().read();
    assertThat(reading.exists()).isTrue();
    assertThat(reading.state().serial()).isEqualTo(1);
    assertThat(reading.state().lineage()).isNotEmpty();
  }

  @Test
  void whatIsFinishedIsReadBackAndTheSerialRises() {
    InstanceAddress address = Samples.address("a", 0);
    try (StateSession session = store().open(APPLY)) {
      session.finish(
          session.begin(Samples.creation(address, "x")), List.of(Samples.put(address, "x")));
    }
    State first = store().read().state();
    assertThat(id(first, address)).contains("x");
    try (StateSession session = store().open(APPLY)) {
      session.apply(List.of(Samples.put(address, "y")));
      session.apply(
          List.of(
              new Change.SetOutputs(
                  new TreeMap<>(
                      Map.of(
                          "o",
                          new OutputState(new RawJson("1"), new RawJson("\"number\""), true))))));
    }
    State second = store().read().state();
    assertThat(id(second, address)).contains("y");
    assertThat(second.outputs()).containsOnlyKeys("o");
    assertThat(second.serial()).isEqualTo(first.serial() + 1);
    assertThat(second.lineage()).isEqualTo(first.lineage());
  }

  @Test
  void storingTheSameAgainChangesNothing() {
    InstanceAddress address = Samples.address("a", 0);
    try (StateSession session = store().open(APPLY)) {
      session.apply(List.of(Samples.put(address, "x")));
    }
    State before = store().read().state();
    try (StateSession session = store().open(APPLY)) {
      session.apply(List.of(Samples.put(address, "x")));
      session.commit();
    }
    assertThat(store().read().state()).isEqualTo(before);
  }

  @Test
  void objectsAreDeposedRestoredMovedAndRemoved() {
    InstanceAddress address = Samples.address("a", 0);
    InstanceAddress target = Samples.address("b", 3);
    DeposedKey key = new DeposedKey("00000001");
    try (StateSession session = store().open(APPLY)) {
      session.apply(List.of(Samples.put(address, "old")));
      session.apply(List.of(new Change.Depose(address, key), Samples.put(address, "new")));
      assertThat(session.state().deposed(address, key).map(Samples::id)).contains("old");
      session.apply(List.of(Change.remove(address), new Change.Restore(address, key)));
      assertThat(session.state().current(address).map(Samples::id)).contains("old");
      session.apply(List.of(new Change.Move(address, target)));
    }
    State state = store().read().state();
    assertThat(state.instances()).containsExactly(target);
    try (StateSession session = store().open(APPLY)) {
      session.apply(List.of(Change.remove(target)));
    }
    assertThat(store().read().state().isEmpty()).isTrue();
  }

  @Test
  void whatWasFinishedSurvivesADeathAndWhatWasBegunIsNamed() {
    InstanceAddress finished = Samples.address("a", 0);
    InstanceAddress begun = Samples.address("a", 1);
    StateSession dying = store().open(APPLY);
    dying.finish(dying.begin(Samples.creation(finished, "x")), List.of(Samples.put(finished, "x")));
    dying.begin(Samples.creation(begun, "y"));
    kill(dying);
    StateReading reading = store().read();
    assertThat(id(reading.state(), finished)).contains("x");
    assertThat(reading.unresolved())
        .singleElement()
        .satisfies(
            left -> {
              assertThat(left.intent()).isEqualTo(Samples.creation(begun, "y"));
              assertThat(left.plannedId()).contains("y");
            });
    try (StateSession session = store().open(APPLY)) {
      assertThat(session.notices()).isNotEmpty();
      assertThat(session.state().current(finished)).isPresent();
      session.settle(session.unresolved().getFirst(), List.of(Samples.put(begun, "y")));
      assertThat(session.unresolved()).isEmpty();
    }
    StateReading last = store().read();
    assertThat(last.unresolved()).isEmpty();
    assertThat(id(last.state(), begun)).contains("y");
  }

  @Test
  void whatIsNotSettledIsNamedAgain() {
    InstanceAddress begun = Samples.address("a", 1);
    StateSession dying = store().open(APPLY);
    dying.begin(Samples.creation(begun, "y"));
    kill(dying);
    store().open(APPLY).close();
    try (StateSession session = store().open(APPLY)) {
      session.apply(List.of(Samples.put(Samples.address("b", 0), "z")));
      session.commit();
    }
    assertThat(store().read().unresolved()).hasSize(1);
  }

  @Test
  void onlyOneCanChangeAStateAtATime() {
    StateSession first =
        store().open(new LockRequest("apply", "first", java.time.Duration.ZERO, true));
    assertThatThrownBy(() -> store().open(APPLY))
        .isInstanceOfSatisfying(
            StateLockedException.class,
            held -> assertThat(held.holder().orElseThrow().info()).isEqualTo("first"));
    assertThat(store().read().exists()).isFalse();
    first.close();
    store().open(APPLY).close();
  }

  @Test
  void theLockOfTheDeadIsTakenOver() {
    kill(store().open(APPLY));
    store().open(APPLY).close();
  }

  @Test
  void aLockIsForcedOpenByItsIdOnly() {
    assertThatThrownBy(() -> store().forceUnlock("no-such-lock"))
        .isInstanceOf(StateException.class);
  }

  @Test
  void aWholeStateCanBeReplaced() {
    try (StateSession session = store().open(APPLY)) {
      session.apply(List.of(Samples.put(Samples.address("a", 0), "x")));
    }
    State other = State.EMPTY.as(41, "another-lineage");
    try (StateSession session = store().open(APPLY)) {
      session.replace(other);
    }
    State state = store().read().state();
    assertThat(state.serial()).isEqualTo(41);
    assertThat(state.lineage()).isEqualTo("another-lineage");
    assertThat(state.isEmpty()).isTrue();
  }

  @Test
  void manyThreadsChangeAStateAtOnce() throws Exception {
    int threads = 8;
    int each = 25;
    try (StateSession session = store().open(APPLY);
        ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> running = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        String name = "t" + t;
        running.add(
            pool.submit(
                () -> {
                  for (int i = 0; i < each; i++) {
                    InstanceAddress address = Samples.address(name, i);
                    String id = name + "-" + i;
                    session.finish(
                        session.begin(Samples.creation(address, id)),
                        List.of(Samples.put(address, id)));
                  }
                }));
      }
      for (Future<?> task : running) {
        task.get();
      }
    }
    State state = store().read().state();
    assertThat(state.instances().count()).isEqualTo((long) threads * each);
    assertThat(id(state, Samples.address("t3", 7))).contains("t3-7");
  }

  @Test
  void objectsKeepEverythingTheyHave() {
    InstanceAddress address = Samples.address("a", 0);
    ObjectState object =
        Samples.object("x").toBuilder()
            .status(dev.ingot.state.ObjectStatus.TAINTED)
            .schemaVersion(3)
            .sensitiveAttributes(new RawJson("[[{\"type\":\"get_attr\",\"value\":\"input\"}]]"))
            .privateBytes(dev.ingot.lang.value.Bytes.of(new byte[] {0, 1, -1}))
            .dependencies(List.of(Samples.address("b", 0).resource()))
            .createBeforeDestroy(true)
            .identity(Optional.of(new dev.ingot.state.StoredIdentity(1, new RawJson("{\"a\":1}"))))
            .unknownFields(Map.of("future", new RawJson("[1.50]")))
            .build();
    StateSession dying = store().open(APPLY);
    dying.apply(List.of(Change.put(address, Samples.PROVIDER, object)));
    kill(dying);
    assertThat(store().read().state().instance(address).flatMap(InstanceState::current))
        .contains(object);
    store().open(APPLY).close();
    assertThat(store().read().state().instance(address).flatMap(InstanceState::current))
        .contains(object);
  }
}
