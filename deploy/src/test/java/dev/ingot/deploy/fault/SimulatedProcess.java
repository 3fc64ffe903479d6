package dev.ingot.deploy.fault;

import dev.ingot.deploy.ApplyRequest;
import dev.ingot.deploy.ApplyResult;
import dev.ingot.deploy.ChangeAction;
import dev.ingot.deploy.Configuration;
import dev.ingot.deploy.Event;
import dev.ingot.deploy.Plan;
import dev.ingot.deploy.PlanOptions;
import dev.ingot.deploy.ResourceChange;
import dev.ingot.deploy.Setting;
import dev.ingot.deploy.operation.ApplySession;
import dev.ingot.deploy.operation.Planner;
import dev.ingot.deploy.operation.Recovery;
import dev.ingot.graph.Cancellation;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Result;
import dev.ingot.provider.Providers;
import dev.ingot.state.JournalDamagedException;
import dev.ingot.state.LockRequest;
import dev.ingot.state.StateException;
import dev.ingot.state.StateLockedException;
import dev.ingot.state.StateSession;
import dev.ingot.state.StateStore;
import dev.ingot.storage.CrashingStorage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** One process that plans and applies, and what it says. */
final class SimulatedProcess {
  private static final Duration CHANGE = Duration.ofSeconds(5);

  private final Site site;
  private final StateStore store;
  private final Providers providers;
  private final Setting setting;
  private final Cancellation user;
  private final List<Event.ApplyComplete> complete =
      Collections.synchronizedList(new ArrayList<>());
  private final List<String> errors = new ArrayList<>();
  private boolean died;

  SimulatedProcess(
      Site site, StateStore store, Providers providers, Setting setting, Cancellation user) {
    this.site = site;
    this.store = store;
    this.providers = providers;
    this.setting = setting;
    this.user = user;
  }

  /** What it reported as complete. */
  List<Event.ApplyComplete> complete() {
    return List.copyOf(complete);
  }

  /** The errors it showed, and that it was interrupted. */
  List<String> errors() {
    return List.copyOf(errors);
  }

  /** Whether it ended without showing what it had to. */
  boolean died() {
    return died;
  }

  /** Plans and applies, until it ends or dies. */
  void run(Map<String, String> files, PlanOptions options) {
    try {
      apply(files, options);
    } catch (CrashingStorage.Crash _) {
      died = true;
    } catch (StateException e) {
      site.say("error: " + e.getMessage());
      errors.add(String.valueOf(e.getMessage()));
    }
  }

  private void say(List<Diagnostic> diagnostics) {
    for (Diagnostic each : diagnostics) {
      String text =
          (each.isError() ? "error: " : "warning: ") + each.summary() + ": " + each.detail();
      site.say(text);
      if (each.isError()) {
        errors.add(text);
      }
    }
  }

  /** Its user forces a lock open that stays, and goes on with what is left of a damaged journal. */
  private StateSession open() {
    LockRequest request = LockRequest.of("OperationTypeApply");
    for (int attempt = 0; ; attempt++) {
      try {
        return store.open(request);
      } catch (StateLockedException e) {
        if (attempt == 2 || e.holder().isEmpty()) {
          throw e;
        }
        site.say("error: " + e.getMessage());
        store.forceUnlock(e.holder().get().id());
      } catch (JournalDamagedException e) {
        if (attempt == 2) {
          throw e;
        }
        site.say("error: " + e.getMessage());
        request = request.repairing();
      }
    }
  }

  private void apply(Map<String, String> files, PlanOptions options) {
    Result<Configuration> loaded = Configuration.load(files);
    if (loaded.hasErrors()) {
      throw new Broken("the configuration is wrong: " + loaded.diagnostics() + "\n" + files);
    }
    try (StateSession session = open()) {
      session
          .notices()
          .forEach(notice -> site.say("notice: " + notice.summary() + ": " + notice.detail()));
      Recovery.Settled settled =
          Recovery.settle(session, loaded.get(), Map.of(), providers, setting);
      say(settled.diagnostics());
      settled.shown(session);
      Planner.Result planned =
          new Planner(providers, setting)
              .plan(loaded.get(), Map.of(), session.state().snapshot(), options, this::on, user);
      say(planned.diagnostics());
      if (planned.hasErrors() || user.isCancelled()) {
        return;
      }
      Plan plan = planned.plan().orElseThrow();
      for (ResourceChange change : plan.changes()) {
        if (change.action() != ChangeAction.NO_OP) {
          site.note("planned: " + change.action() + " " + change.address());
        }
      }
      Result<ApplySession> opened =
          ApplySession.open(
              new ApplyRequest(
                  plan, session, providers, setting, this::on, (a, b, c, d, e) -> 0, user));
      say(opened.diagnostics());
      if (opened.value().isPresent()) {
        try (ApplySession applying = opened.value().get()) {
          ApplyResult result = applying.run();
          say(result.diagnostics());
          if (result.cancelled()) {
            errors.add("interrupted");
          }
        }
      }
    }
  }

  private void on(Event event) {
    if (event instanceof Event.ApplyComplete done) {
      complete.add(done);
      site.note(done.action() + " complete: " + done.address() + " [" + done.id() + "]");
      boolean there = site.cloud().find(done.id()).isPresent();
      if (there == (done.action() == ChangeAction.DELETE)) {
        throw new AssertionError("reported as complete and isn't: " + done);
      }
    } else if (event instanceof Event.ApplyErrored failed) {
      site.note("failed: " + failed.address());
    } else if (event instanceof Event.ApplyStart) {
      site.clock().pass(CHANGE);
    }
  }
}
