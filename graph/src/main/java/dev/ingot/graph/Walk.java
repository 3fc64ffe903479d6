package dev.ingot.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One walk. Workers, at most {@code limit} of them, take ready nodes from a queue and end when it
 * is empty: a walk of trivial visits costs a few threads, not one for each node, and a blocked
 * visit holds one worker only.
 */
final class Walk<N> {
  private final List<N> nodes;
  private final Map<N, Integer> indexes;
  private final Adjacency dependents;
  private final int limit;
  private final Cancellation cancellation;
  private final Visitor<N> visitor;
  private final ThreadFactory threads;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition idle = lock.newCondition();
  private final int[] remaining;
  private final int[] ready;
  private final List<@Nullable Outcome<N>> outcomes;
  private final Outcome<N> visited = new Outcome.Visited<>();
  private int readyHead;
  private int readyTail;
  private int workers;
  private @Nullable Error error;

  Walk(
      List<N> nodes,
      Map<N, Integer> indexes,
      Adjacency dependencies,
      Adjacency dependents,
      int limit,
      Cancellation cancellation,
      Visitor<N> visitor,
      ThreadFactory threads) {
    if (limit < 1) {
      throw new IllegalArgumentException("the limit must be at least 1, but is " + limit);
    }
    this.nodes = nodes;
    this.indexes = indexes;
    this.dependents = dependents;
    this.limit = limit;
    this.cancellation = cancellation;
    this.visitor = visitor;
    this.threads = threads;
    this.remaining = new int[nodes.size()];
    this.ready = new int[nodes.size()];
    this.outcomes = new ArrayList<>(Collections.nCopies(nodes.size(), null));
    Arrays.setAll(remaining, dependencies::degree);
  }

  WalkResult<N> run() {
    boolean interrupted = false;
    lock.lock();
    try {
      for (int index = 0; index < remaining.length; index++) {
        if (remaining[index] == 0) {
          ready[readyTail++] = index;
        }
      }
      startWorkers();
      while (workers > 0) {
        try {
          idle.await();
        } catch (InterruptedException e) {
          interrupted = true;
          cancellation.cancel();
        }
      }
    } finally {
      lock.unlock();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    if (error != null) {
      throw error;
    }
    List<Outcome<N>> all = new ArrayList<>(outcomes.size());
    Outcome<N> cancelled = new Outcome.Skipped<>(Optional.empty());
    for (Outcome<N> outcome : outcomes) {
      all.add(outcome == null ? cancelled : outcome);
    }
    return new WalkResult<>(nodes, indexes, all);
  }

  private void startWorkers() {
    int wanted = Math.min(limit - workers, readyTail - readyHead);
    for (int started = 0; started < wanted && !stopped(); started++) {
      int first = ready[readyHead];
      try {
        threads.newThread(() -> work(first)).start();
      } catch (Error e) {
        // Without memory for a thread. The visits that run end first, as after any other Error.
        noteError(e);
        return;
      }
      readyHead++;
      workers++;
    }
  }

  private void work(int first) {
    int index = first;
    while (index >= 0) {
      index = finishAndTakeNext(index, visit(nodes.get(index)));
    }
  }

  // An exception of any kind is one node's failure; an Error ends the walk and reaches the caller.
  private Outcome<N> visit(N node) {
    try {
      return switch (visitor.visit(node)) {
        case DONE -> visited;
        case FAILED -> new Outcome.Failed<>(Optional.empty());
      };
    } catch (Exception e) {
      return new Outcome.Failed<>(Optional.of(e));
    } catch (Error e) {
      noteError(e);
      return new Outcome.Failed<>(Optional.empty());
    } finally {
      // A worker continues with other nodes: an interrupt meant for this visit must not reach them.
      var _ = Thread.interrupted();
    }
  }

  private void noteError(Error thrown) {
    lock.lock();
    try {
      if (error == null) {
        error = thrown;
      } else if (!error.equals(thrown)) {
        error.addSuppressed(thrown);
      }
    } finally {
      lock.unlock();
    }
  }

  private int finishAndTakeNext(int index, Outcome<N> outcome) {
    lock.lock();
    try {
      int next = settleAndTakeNext(index, outcome);
      if (next < 0) {
        workers--;
        if (workers == 0) {
          idle.signalAll();
        }
      }
      return next;
    } finally {
      lock.unlock();
    }
  }

  // An Error here, such as one of memory, must not take the worker out of the count: run() waits.
  private int settleAndTakeNext(int index, Outcome<N> outcome) {
    try {
      outcomes.set(index, outcome);
      switch (outcome) {
        case Outcome.Visited<N> _ -> release(index);
        case Outcome.Failed<N> _ -> skipDependents(index);
        case Outcome.Skipped<N> _ -> throw new IllegalStateException("a visit never skips");
      }
      if (readyHead < readyTail && !stopped()) {
        int next = ready[readyHead++];
        startWorkers();
        return next;
      }
    } catch (Error e) {
      noteError(e);
    }
    return -1;
  }

  private boolean stopped() {
    return error != null || cancellation.isCancelled();
  }

  private void release(int index) {
    for (int at = 0; at < dependents.degree(index); at++) {
      int dependent = dependents.target(index, at);
      if (--remaining[dependent] == 0 && outcomes.get(dependent) == null) {
        ready[readyTail++] = dependent;
      }
    }
  }

  private void skipDependents(int failed) {
    Outcome<N> skipped = new Outcome.Skipped<>(Optional.of(nodes.get(failed)));
    IntStack pending = new IntStack();
    pending.push(failed);
    while (!pending.isEmpty()) {
      int index = pending.pop();
      for (int at = 0; at < dependents.degree(index); at++) {
        int dependent = dependents.target(index, at);
        if (outcomes.get(dependent) == null) {
          outcomes.set(dependent, skipped);
          pending.push(dependent);
        }
      }
    }
  }
}
