package dev.ingot.state.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.address.InstanceAddress;
import dev.ingot.state.Environments;
import dev.ingot.state.InstanceState;
import dev.ingot.state.LockInfo;
import dev.ingot.state.LockRequest;
import dev.ingot.state.Samples;
import dev.ingot.state.State;
import dev.ingot.state.StateException;
import dev.ingot.state.StateReading;
import dev.ingot.state.StateSession;
import dev.ingot.state.StateStore;
import dev.ingot.state.format.StateFile;
import dev.ingot.state.session.MemoryBackend.Fault;
import dev.ingot.storage.CrashingStorage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever a backend does at whichever call, nothing that was reported is lost and nothing of
 * somebody else is overwritten.
 */
final class BackendFaultTest {
  private static final LockRequest APPLY = LockRequest.of("OperationTypeApply");
  private static final Path JOURNAL = Path.of("/deployment/.terraform/default.journal");
  private static final int CHANGES = 4;

  private final CrashingStorage storage = CrashingStorage.lasting(new SplittableRandom(11));

  private StateStore store(MemoryBackend backend) {
    return new SessionStateStore(
        "default", backend, backend, backend, JOURNAL, storage, Environments.fixed());
  }

  /** Applies; what was reported before something went wrong. */
  private static List<InstanceAddress> work(StateStore store) {
    List<InstanceAddress> reported = new ArrayList<>();
    try (StateSession session = store.open(APPLY)) {
      for (int i = 0; i < CHANGES; i++) {
        InstanceAddress address = Samples.address("a", i);
        session.finish(
            session.begin(Samples.creation(address, "id" + i)),
            List.of(Samples.put(address, "id" + i)));
        reported.add(address);
      }
      session.commit();
    } catch (StateException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
    return reported;
  }

  private static Set<String> addresses(State state) {
    return state.instances().map(Object::toString).collect(Collectors.toCollection(TreeSet::new));
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"REFUSED", "ANSWER_LOST", "GONE"})
  void whatWasReportedIsThereAgainWhenTheBackendIs(Fault fault) {
    for (Optional<Duration> interval :
        List.of(Optional.<Duration>empty(), Optional.of(Duration.ZERO))) {
      for (long call = 1; ; call++) {
        MemoryBackend backend = new MemoryBackend(interval);
        StateStore store = store(backend);
        backend.failing(fault, call);
        List<InstanceAddress> reported = work(store);
        boolean reached = backend.calls() >= call;
        backend.recovered(true);
        store.open(APPLY).close();
        StateReading after = store.read();
        for (InstanceAddress address : reported) {
          assertThat(
                  after.state().instance(address).flatMap(InstanceState::current).map(Samples::id))
              .as("%s at call %d", fault, call)
              .isPresent();
        }
        storage.delete(JOURNAL);
        if (!reached) {
          break;
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"LEASE_LOST"})
  void whatTheNextHolderWroteIsNotOverwritten(Fault fault) {
    State theirs = State.EMPTY.as(7, "theirs");
    byte[] content = StateFile.write(theirs);
    for (Optional<Duration> interval :
        List.of(Optional.<Duration>empty(), Optional.of(Duration.ZERO))) {
      for (long call = 2; ; call++) {
        MemoryBackend backend = new MemoryBackend(interval);
        StateStore store = store(backend);
        backend.foreign(content);
        backend.failing(fault, call);
        List<InstanceAddress> reported = work(store);
        boolean reached = backend.calls() >= call;
        backend.recovered(true);
        if (!reached) {
          assertThat(reported).hasSize(CHANGES);
          break;
        }
        StateReading after = store.read();
        assertThat(after.state().lineage()).as("call %d", call).isEqualTo("theirs");
        assertThat(addresses(after.state())).as("call %d", call).isEmpty();
        storage.delete(JOURNAL);
      }
    }
  }

  /** A lease that counts the sessions which begin to renew it. */
  private record Renewed(Lease lease, AtomicInteger sessions) implements Lease {
    @Override
    public Held acquire(String workspace, LockInfo info, Duration timeout) {
      return new RenewedHeld(lease.acquire(workspace, info, timeout), sessions);
    }

    @Override
    public void force(String workspace, String id) {
      lease.force(workspace, id);
    }
  }

  private record RenewedHeld(Lease.Held held, AtomicInteger sessions) implements Lease.Held {
    @Override
    public LockInfo info() {
      return held.info();
    }

    @Override
    public long token() {
      return held.token();
    }

    @Override
    public void verify() {
      held.verify();
    }

    @Override
    public Optional<Duration> renewal() {
      sessions.incrementAndGet();
      return Optional.of(Duration.ofDays(1));
    }

    @Override
    public void close() {
      held.close();
    }
  }

  @Test
  void aSessionThatCannotBeOpenedRenewsNoLease() {
    MemoryBackend backend = new MemoryBackend(Optional.empty());
    AtomicInteger sessions = new AtomicInteger();
    StateStore store =
        new SessionStateStore(
            "default",
            backend,
            backend,
            new Renewed(backend, sessions),
            JOURNAL,
            storage,
            Environments.fixed());
    StateSession killed = store(backend).open(APPLY);
    killed.apply(List.of(Samples.put(Samples.address("a", 0), "x")));
    backend.recovered(true);
    int failed = 0;
    while (sessions.get() == 0) {
      backend.failing(Fault.REFUSED, failed + 1);
      try (StateSession session = store.open(APPLY)) {
        assertThat(session.state().snapshot().instances()).isNotEmpty();
      } catch (StateException e) {
        failed++;
        assertThat(sessions).hasValue(0);
      }
    }
    assertThat(failed).isGreaterThan(4);
  }
}
