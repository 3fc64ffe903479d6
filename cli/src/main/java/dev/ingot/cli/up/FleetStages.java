package dev.ingot.cli.up;

import dev.ingot.address.InstanceAddress;
import dev.ingot.deploy.ApplyResult;
import dev.ingot.deploy.operation.ApplySession;
import dev.ingot.lang.Diagnostic;
import dev.ingot.platform.api.AgentClient;
import dev.ingot.platform.api.PlatformException;
import dev.ingot.rollout.Stages;
import dev.ingot.rollout.core.Event.Result;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The stages of a rollout, carried out on an apply session. */
final class FleetStages implements Stages {
  private static final int LOG_LINES = 10;

  private final ApplySession session;
  private final AgentClient agent;
  private final Function<String, Optional<String>> machineOf;
  private final Redeploying redeploying;
  private final List<Diagnostic> diagnostics = new ArrayList<>();
  private final Map<String, String> lastWords = new LinkedHashMap<>();

  /** Deploys the last verified release again. */
  interface Redeploying {
    Result run(String reason) throws InterruptedException;
  }

  /**
   * @param machineOf the id of the machine that is current for an instance
   */
  FleetStages(
      ApplySession session,
      AgentClient agent,
      Function<String, Optional<String>> machineOf,
      Redeploying redeploying) {
    this.session = session;
    this.agent = agent;
    this.machineOf = machineOf;
    this.redeploying = redeploying;
  }

  /** All that was found wrong. */
  synchronized List<Diagnostic> diagnostics() {
    return List.copyOf(diagnostics);
  }

  /** The last lines of machines that were given up, by their instances. */
  synchronized Map<String, String> lastWords() {
    return new LinkedHashMap<>(lastWords);
  }

  @Override
  public Result create(List<String> addresses) throws InterruptedException {
    return result(session.create(parsed(addresses)));
  }

  @Override
  public Result move(List<String> addresses) throws InterruptedException {
    return result(session.moveDependents(parsed(addresses)));
  }

  @Override
  public Result retire(List<String> addresses) throws InterruptedException {
    return result(session.destroyOld(parsed(addresses)));
  }

  @Override
  public Result takeBack(List<String> addresses) throws InterruptedException {
    keepLastWords(addresses);
    return result(session.takeBack(parsed(addresses)));
  }

  @Override
  public Result redeploy(String reason) throws InterruptedException {
    return redeploying.run(reason);
  }

  /** Keeps what machines printed, since they are about to go. */
  synchronized void keepLastWords(List<String> addresses) {
    for (String address : addresses) {
      machineOf
          .apply(address)
          .ifPresent(
              id -> {
                try {
                  lastWords.put(address, agent.logs(id, LOG_LINES).text());
                } catch (PlatformException e) {
                  lastWords.put(address, "(its log could not be read: " + e.getMessage() + ")");
                }
              });
    }
  }

  private static Set<InstanceAddress> parsed(Collection<String> addresses) {
    return addresses.stream().map(InstanceAddress::parse).collect(Collectors.toSet());
  }

  private synchronized Result result(ApplyResult applied) {
    diagnostics.addAll(applied.diagnostics());
    return applied.diagnostics().stream()
        .filter(Diagnostic::isError)
        .findFirst()
        .<Result>map(error -> new Result.Failed(error.summary() + ": " + firstLine(error.detail())))
        .orElseGet(Result.Done::new);
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }
}
