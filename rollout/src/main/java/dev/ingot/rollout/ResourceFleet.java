package dev.ingot.rollout;

import dev.ingot.address.ResourceAddress;
import dev.ingot.address.ResourceMode;
import dev.ingot.health.AttributeCheck;
import dev.ingot.health.Check;
import dev.ingot.health.HealthCheck;
import dev.ingot.health.Time;
import dev.ingot.health.Verdict;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValueJson;
import dev.ingot.lang.value.Values;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The resources of any provider as machines, checked from this host based on their attributes.
 * {@code url} and {@code condition} checks are expressions over {@code self}; {@code tcp} and
 * {@code http} by port need an attribute {@code address}; the command of an {@code exec} check runs
 * on this host and gets the attributes as JSON on its standard input.
 */
public final class ResourceFleet implements Fleet {
  private static final String ADDRESS = "address";
  private static final int SHOWN_BYTES = 400;

  private final Path folder;
  private final Time time;

  /**
   * @param folder the folder commands run in
   * @param time by which timeouts are measured
   */
  public ResourceFleet(Path folder, Time time) {
    this.folder = folder;
    this.time = time;
  }

  @Override
  public boolean has(ResourceAddress resource) {
    return resource.mode() == ResourceMode.MANAGED;
  }

  @Override
  public Verdict probe(Member machine, List<HealthCheck> checks) throws InterruptedException {
    Verdict verdict = new Verdict.Healthy(machine.address().toString(), "in the state");
    for (HealthCheck check : checks) {
      if (verdict.isHealthy()) {
        verdict = ask(check.check(), machine.attributes());
      }
    }
    return verdict;
  }

  private Verdict ask(Check check, Value attributes) throws InterruptedException {
    return switch (check) {
      case Check.Url url -> AttributeCheck.ask(url, attributes, time);
      case Check.Condition condition -> AttributeCheck.judge(condition, attributes);
      case Check.Tcp(int port, Duration timeout) -> connect(port, timeout, attributes);
      case Check.Http http ->
          new Verdict.Unhealthy(
              "GET port " + http.port() + http.path(),
              "only platform machines can be checked by port; set url instead");
      case Check.Exec(List<String> command, Duration timeout) ->
          Verdict.of(command.getFirst(), () -> run(command, timeout, attributes));
    };
  }

  private static Verdict connect(int port, Duration timeout, Value attributes)
      throws InterruptedException {
    Optional<String> host =
        attributes.isNull()
            ? Optional.empty()
            : Values.attribute(attributes, ADDRESS).flatMap(Values::text);
    String asked = "tcp " + host.orElse("?") + ":" + port;
    if (host.isEmpty()) {
      return new Verdict.Unhealthy(asked, "the resource has no attribute \"address\"");
    }
    return Verdict.of(
        asked,
        () -> {
          try (Socket socket = new Socket()) {
            socket.connect(
                new InetSocketAddress(host.get(), port), Math.toIntExact(timeout.toMillis()));
            return new Verdict.Healthy(asked, "accepted");
          } catch (IOException e) {
            return new Verdict.Unhealthy(asked, String.valueOf(e.getMessage()));
          }
        });
  }

  private Verdict run(List<String> command, Duration timeout, Value attributes)
      throws IOException, InterruptedException {
    String asked = String.join(" ", command);
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    try {
      try (OutputStream input = process.getOutputStream()) {
        input.write(ValueJson.format(attributes).getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        // A command need not read its standard input.
      }
      if (!time.await(process.onExit(), time.instant().plus(timeout))) {
        return new Verdict.Unhealthy(asked, "no answer within " + timeout.toMillis() + " ms");
      }
      String output =
          new String(process.getInputStream().readNBytes(SHOWN_BYTES), StandardCharsets.UTF_8);
      return process.exitValue() == 0
          ? new Verdict.Healthy(asked, output)
          : new Verdict.Unhealthy(asked, "exit code " + process.exitValue() + ": " + output);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  /** The output of resources is not kept. */
  @Override
  public Optional<String> lastWords(Member machine, int lines) {
    return Optional.empty();
  }

  @Override
  public Optional<String> image(ResourceAddress resource, Value attributes) {
    return Optional.empty();
  }
}
