package dev.ingot.platform.api;

import dev.ingot.http.UnixHttpClient;
import dev.ingot.http.UnixHttpServer;
import dev.ingot.http.Watchdog;
import dev.ingot.platform.api.PlatformException.Code;
import dev.ingot.platform.json.Fields;
import dev.ingot.platform.json.Json;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Calls of a home's agent, each with a time limit. An agent that dies meanwhile is started again
 * and the call is repeated.
 */
final class AgentCalls implements AutoCloseable {
  /** For calls that the agent answers at once. */
  static final Duration SHORT = Duration.ofSeconds(30);

  /** For calls that unpack an image, wait for a grace period or delete a tree. */
  static final Duration LONG = Duration.ofMinutes(10);

  /** A request that crashes the agent would crash it each time. */
  private static final int RESTARTS = 3;

  private final AgentHome home;
  private final UnixHttpClient http;
  private final Watchdog watchdog;
  private final Optional<AgentStart> start;
  private final ReentrantLock starting = new ReentrantLock();

  AgentCalls(AgentHome home, UnixHttpClient http, Watchdog watchdog, Optional<AgentStart> start) {
    this.home = home;
    this.http = http;
    this.watchdog = watchdog;
    this.start = start;
  }

  /** Ends the agent; doesn't start one to do so. */
  void exit() throws PlatformException {
    try {
      var _ = http.call("POST", "/exit", Fields.object().build().text(), SHORT);
    } catch (IOException e) {
      throw gone(e);
    }
  }

  @Override
  public void close() {
    watchdog.close();
  }

  interface Reader<T> {
    T read(Json json) throws Json.JsonException;
  }

  static <T> T read(UnixHttpServer.Response response, Reader<T> reader) throws PlatformException {
    if (response.status() != 200) {
      throw ErrorJson.read(response.body());
    }
    try {
      return reader.read(Json.parse(response.body()));
    } catch (Json.JsonException e) {
      throw new PlatformException(
          Code.FAILED, "the agent's answer can't be read: " + e.problem(), "", e);
    }
  }

  <T> Optional<T> find(String target, Reader<T> reader) throws PlatformException {
    UnixHttpServer.Response response = call("GET", target, Fields.object().build(), SHORT);
    return response.status() == 404 ? Optional.empty() : Optional.of(read(response, reader));
  }

  <T> List<T> list(String target, Reader<T> reader) throws PlatformException {
    return read(
        call("GET", target, Fields.object().build(), SHORT),
        json -> {
          if (!(json instanceof Json.Arr(List<Json> elements))) {
            throw new Json.JsonException("expected an array");
          }
          List<T> all = new ArrayList<>();
          for (Json element : elements) {
            all.add(reader.read(element));
          }
          return all;
        });
  }

  boolean delete(String target, Duration timeout) throws PlatformException {
    UnixHttpServer.Response response = call("DELETE", target, Fields.object().build(), timeout);
    if (response.status() == 404) {
      return false;
    }
    return read(response, _ -> true);
  }

  UnixHttpServer.Response call(String method, String target, Json.Obj body, Duration timeout)
      throws PlatformException {
    if (!target.matches("/[A-Za-z0-9_.:/?&=\\[\\]-]*")) {
      throw new PlatformException(Code.INVALID, "invalid characters in name: " + target, "");
    }
    for (int restarts = 0; ; restarts++) {
      try {
        return http.call(method, target, body.text(), timeout);
      } catch (SocketTimeoutException e) {
        throw new PlatformException(
            Code.TIMEOUT,
            "the agent of " + home.path() + " did not answer within " + timeout.toSeconds() + " s",
            "See " + home.agentLog(),
            e);
      } catch (IOException e) {
        if (restarts == RESTARTS || start.isEmpty()) {
          throw gone(e);
        }
        restart(start.get(), e);
      }
    }
  }

  private void restart(AgentStart agent, IOException gone) throws PlatformException {
    starting.lock();
    try {
      JailCapability _ = agent.connect();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw gone(gone);
    } finally {
      starting.unlock();
    }
  }

  private PlatformException gone(IOException e) {
    return new PlatformException(
        Code.UNREACHABLE,
        "the agent of " + home.path() + " is gone (" + e.getMessage() + ")",
        "Machines keep running without it. The next command restarts it; see " + home.agentLog(),
        e);
  }
}
