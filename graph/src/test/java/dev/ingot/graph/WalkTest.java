package dev.ingot.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class WalkTest {
  private static final Graph<String> DIAMOND =
      new GraphBuilder<String>()
          .addEdge("top", "left")
          .addEdge("top", "right")
          .addEdge("left", "base")
          .addEdge("right", "base")
          .addNode("alone")
          .build()
          .orThrow();

  @Test
  void aFailureSkipsItsDependentsAndNothingElse() {
    IOException cause = new IOException("no route");

    WalkResult<String> result =
        DIAMOND.walk(
            2,
            node -> {
              if (node.equals("left")) {
                throw cause;
              }
              return Verdict.DONE;
            });

    assertThat(result.visited()).containsExactly("right", "base", "alone");
    assertThat(result.outcome("left")).isEqualTo(new Outcome.Failed<>(Optional.of(cause)));
    assertThat(result.outcome("top")).isEqualTo(new Outcome.Skipped<>(Optional.of("left")));
    assertThat(result.complete()).isFalse();
  }

  @Test
  void aReturnedFailureCountsLikeAThrownOne() {
    WalkResult<String> result =
        DIAMOND.walk(1, node -> node.equals("base") ? Verdict.FAILED : Verdict.DONE);

    assertThat(result.failed()).containsExactly("base");
    assertThat(result.skipped()).containsExactly("top", "left", "right");
  }

  @Test
  void theReversedWalkVisitsDependentsFirst() {
    Queue<String> seen = new ConcurrentLinkedQueue<>();

    DIAMOND.walkReversed(
        1,
        new Cancellation(),
        node -> {
          seen.add(node);
          return Verdict.DONE;
        });

    assertThat(List.copyOf(seen)).containsSubsequence("top", "left", "base");
    assertThat(List.copyOf(seen)).containsSubsequence("top", "right", "base");
  }

  @Test
  void independentNodesRunAtTheSameTime() {
    CyclicBarrier together = new CyclicBarrier(2);
    Graph<String> pair = new GraphBuilder<String>().addNode("a").addNode("b").build().orThrow();

    WalkResult<String> result =
        pair.walk(
            2,
            node -> {
              together.await(20, TimeUnit.SECONDS);
              return Verdict.DONE;
            });

    assertThat(result.complete()).isTrue();
  }

  @Test
  void noMoreThanTheLimitRunAtOnce() {
    GraphBuilder<Integer> builder = new GraphBuilder<>();
    for (int node = 0; node < 500; node++) {
      builder.addEdge(node, -1);
    }
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();

    builder
        .build()
        .orThrow()
        .walk(
            3,
            node -> {
              most.accumulateAndGet(running.incrementAndGet(), Math::max);
              Thread.sleep(1);
              running.decrementAndGet();
              return Verdict.DONE;
            });

    assertThat(most.get()).isLessThanOrEqualTo(3);
  }

  @Test
  void afterACancelNothingStartsAndRunningVisitsEnd() {
    Cancellation cancellation = new Cancellation();

    WalkResult<String> result =
        DIAMOND.walk(
            1,
            cancellation,
            node -> {
              cancellation.cancel();
              return Verdict.DONE;
            });

    assertThat(result.visited()).containsExactly("base");
    assertThat(result.outcome("top")).isEqualTo(new Outcome.Skipped<>(Optional.empty()));
  }

  @Test
  void aWalkCancelledBeforehandVisitsNothing() {
    Cancellation cancellation = new Cancellation();
    cancellation.cancel();

    assertThat(DIAMOND.walk(4, cancellation, node -> Verdict.DONE).visited()).isEmpty();
  }

  @Test
  void anInterruptOfTheCallerCancelsAndStaysSet() throws InterruptedException {
    Cancellation cancellation = new Cancellation();
    CountDownLatch started = new CountDownLatch(1);
    AtomicInteger visits = new AtomicInteger();
    boolean[] stayed = new boolean[1];
    Thread caller =
        Thread.ofVirtual()
            .start(
                () -> {
                  var _ =
                      DIAMOND.walk(
                          1,
                          cancellation,
                          node -> {
                            visits.incrementAndGet();
                            started.countDown();
                            assertThat(cancellation.await(java.time.Duration.ofSeconds(20)))
                                .isTrue();
                            return Verdict.DONE;
                          });
                  stayed[0] = Thread.currentThread().isInterrupted();
                });
    started.await();
    caller.interrupt();
    caller.join();

    assertThat(stayed[0]).isTrue();
    assertThat(visits.get()).isEqualTo(1);
  }

  @Test
  void anErrorEndsTheWalkAndReachesTheCaller() {
    assertThatThrownBy(
            () ->
                DIAMOND.walk(
                    2,
                    node -> {
                      throw new AssertionError("bug in " + node);
                    }))
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("bug in ");
  }

  @Test
  void furtherErrorsAreKeptWithTheFirst() {
    CyclicBarrier both = new CyclicBarrier(2);

    assertThatThrownBy(
            () ->
                DIAMOND.walk(
                    2,
                    node -> {
                      both.await();
                      throw new AssertionError("bug in " + node);
                    }))
        .satisfies(
            error ->
                assertThat(List.of(error.getMessage(), error.getSuppressed()[0].getMessage()))
                    .containsExactlyInAnyOrder("bug in base", "bug in alone"));
  }

  @Test
  void aWalkWithoutMemoryForAThreadEndsOnceItsOtherVisitsHave() {
    Graph<String> fork =
        new GraphBuilder<String>()
            .addEdge("left", "base")
            .addEdge("right", "base")
            .build()
            .orThrow();
    AtomicInteger threads = new AtomicInteger();
    Queue<String> seen = new ConcurrentLinkedQueue<>();

    assertThatThrownBy(
            () ->
                fork.walk(
                    2,
                    new Cancellation(),
                    node -> {
                      seen.add(node);
                      return Verdict.DONE;
                    },
                    work ->
                        new Thread(work) {
                          @Override
                          public void start() {
                            if (threads.incrementAndGet() > 1) {
                              throw new OutOfMemoryError("no thread");
                            }
                            super.start();
                          }
                        }))
        .isInstanceOf(OutOfMemoryError.class)
        .hasMessage("no thread");
    assertThat(seen).hasSize(2).startsWith("base");
  }

  @Test
  void anEmptyGraphIsCompleteAtOnce() {
    Graph<String> empty = new GraphBuilder<String>().build().orThrow();

    assertThat(empty.walk(1, node -> Verdict.FAILED).complete()).isTrue();
  }

  @Test
  void aHundredThousandNodesAreWalkedWideAndDeep() {
    GraphBuilder<Integer> wide = new GraphBuilder<>();
    GraphBuilder<Integer> deep = new GraphBuilder<>();
    for (int node = 1; node <= 100_000; node++) {
      wide.addEdge(node, 0);
      deep.addEdge(node, node - 1);
    }
    for (GraphBuilder<Integer> builder : List.of(wide, deep)) {
      Graph<Integer> graph = builder.build().orThrow();
      for (int limit : new int[] {1, 10, 1000}) {
        assertThat(graph.walk(limit, node -> Verdict.DONE).complete()).isTrue();
      }
      assertThat(graph.walk(10, node -> node == 0 ? Verdict.FAILED : Verdict.DONE).skipped())
          .hasSize(100_000);
    }
  }
}
