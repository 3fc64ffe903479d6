package dev.ingot.bake.plugin;

import dev.ingot.bake.StepException;
import dev.ingot.plugin.Handshake;
import dev.ingot.plugin.PluginProcess;
import dev.ingot.plugin.netrpc.Broker;
import dev.ingot.plugin.netrpc.Data;
import dev.ingot.plugin.netrpc.RpcClient;
import dev.ingot.plugin.netrpc.RpcException;
import dev.ingot.plugin.netrpc.RpcServer;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A component of a plugin, running in a process.
 *
 * @param name for messages
 */
public record PluginComponent(
    String name,
    ComponentKind kind,
    PluginProcess<Handshake.OfPacker> process,
    Broker broker,
    RpcClient main)
    implements AutoCloseable {
  private static final Duration END = Duration.ofSeconds(2);

  /** For what needs no work. */
  private static final Duration DESCRIPTION = Duration.ofMinutes(1);

  /** For a check of arguments: some plugins ask their cloud, and try again when it is slow. */
  private static final Duration CHECK = Duration.ofMinutes(10);

  /**
   * Calls a method of the component.
   *
   * @throws StepException when it answers with an error, or its process ends
   */
  Data call(String method, Data argument) throws StepException, InterruptedException {
    return answer(method, () -> main.call(kind.method(method), argument));
  }

  private Data call(String method, Data argument, Duration limit)
      throws StepException, InterruptedException {
    return answer(method, () -> main.call(kind.method(method), argument, limit));
  }

  private interface Call {
    Data run() throws IOException, InterruptedException;
  }

  private Data answer(String method, Call call) throws StepException, InterruptedException {
    try {
      return call.run();
    } catch (RpcException e) {
      throw new StepException(String.valueOf(e.getMessage()));
    } catch (SocketTimeoutException e) {
      throw new StepException(
          name + " hangs: " + e.getMessage() + ".", List.of(), process.lastLines());
    } catch (IOException e) {
      throw lost(method, e);
    }
  }

  /** What a lost connection means, with the last lines the plugin printed. */
  StepException lost(String method, IOException why) throws InterruptedException {
    // Its last lines may come after the end of the connection.
    OptionalInt _ = process.awaitEnd(END);
    return new StepException(
        name + " ended before it answered " + kind.method(method) + ": " + why.getMessage() + ".",
        List.of(),
        process.lastLines());
  }

  /**
   * Calls a method with configurations and gives back what it answers.
   *
   * @throws StepException when the component finds something wrong
   */
  Data configure(String method, List<Data> configurations)
      throws StepException, InterruptedException {
    Data answer =
        call(method, new Data.Fields(Map.of("Configs", new Data.Items(configurations))), CHECK);
    requireNoError(answer.field("Error"));
    return answer;
  }

  static void requireNoError(Data error) throws StepException {
    String message = error.field("Message").text().orElse("");
    if (!message.isEmpty()) {
      throw new StepException(message);
    }
  }

  /** What tells a component its arguments. */
  byte[] specification(String method, String field) throws StepException, InterruptedException {
    return call(method, Data.nothing(), DESCRIPTION).field(field).bytes().orElse(new byte[0]);
  }

  /** Answers the component's calls; the number by which it finds who answers. */
  int serve(RpcServer server) {
    int number = broker.nextNumber();
    Thread.ofVirtual()
        .name("plugin-calls")
        .start(
            () -> {
              try {
                server.serve(broker.accept(number));
              } catch (IOException e) {
                // The component never asked; its own call tells why.
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    return number;
  }

  /** Calls what the component serves under a number. */
  RpcClient client(long number) throws IOException, InterruptedException {
    return RpcClient.over(broker.dial((int) number));
  }

  /** A structure. */
  static Data fields(Object... namesAndValues) {
    Map<String, Data> values = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      values.put(String.valueOf(namesAndValues[i]), (Data) namesAndValues[i + 1]);
    }
    return new Data.Fields(values);
  }

  @Override
  public void close() {
    // First the connection: the end of a stream can't be told to a process that reads nothing.
    broker.close();
    main.close();
    process.close();
  }
}
