package dev.ingot.bake.plugin;

import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import dev.ingot.plugin.msgpack.ValueEncoder;
import dev.ingot.plugin.netrpc.Broker;
import dev.ingot.plugin.netrpc.Data;
import dev.ingot.plugin.netrpc.RpcClient;
import dev.ingot.plugin.netrpc.RpcException;
import dev.ingot.plugin.netrpc.RpcServer;
import dev.ingot.plugin.protobuf.MessageWriter;
import dev.ingot.plugin.transport.SocketTransport;
import dev.ingot.plugin.yamux.YamuxSession;
import dev.ingot.plugin.yamux.YamuxStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * A plugin in Java that speaks as those on Packer's SDK do. Its one machine is a folder that its
 * builder is told; {@code command} of its provisioner runs there.
 */
public final class FakePlugin {
  private static final Data NOTHING = Data.nothing();

  private final Broker broker;

  private FakePlugin(Broker broker) {
    this.broker = broker;
  }

  /** {@code describe}, or {@code start KIND --protobuf NAME}. */
  public static void main(String[] arguments) throws Exception {
    if (arguments[0].equals("describe")) {
      System.out.println(
          """
          {"version":"1.0.0","sdk_version":"0.6.1","api_version":"x5.0","protocol_version":"v2",\
          "builders":["-packer-default-plugin-name-"],"provisioners":["run"],\
          "post_processors":["name"],"datasources":["image"]}\
          """);
      return;
    }
    Path socket = Path.of(System.getenv("TMPDIR"), "s");
    try (ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      listening.bind(UnixDomainSocketAddress.of(socket));
      System.out.println("5|0|unix|" + socket);
      Broker broker = Broker.over(YamuxSession.server(new SocketTransport(listening.accept())));
      FakePlugin plugin = new FakePlugin(broker);
      RpcServer server = new RpcServer();
      server.add("Builder", plugin::builder);
      server.add("Provisioner", plugin::provisioner);
      server.add("PostProcessor", plugin::postProcessor);
      server.add("Datasource", plugin::dataSource);
      server.serve(broker.accept(0));
    }
  }

  private Data dataSource(String method, Data argument) throws RpcException {
    switch (method) {
      case "ConfigSpec" -> {
        return specification("name");
      }
      case "OutputSpec" -> {
        return PluginComponent.fields(
            "OutputSpec", specification("id", "folder").field("ConfigSpec"));
      }
      case "Configure" -> {
        configured(argument);
        if (text("name").isEmpty()) {
          throw new RpcException("name must be set");
        }
      }
      case "Execute" -> {
        return switch (text("name")) {
          case "missing" -> throw new RpcException("no image is called missing");
          case "broken" ->
              PluginComponent.fields("Value", new Data.Binary(new byte[] {1, 2}), "Error", NOTHING);
          default ->
              PluginComponent.fields(
                  "Value",
                  new Data.Binary(
                      ValueEncoder.encode(
                          Values.object(
                              Map.of(
                                  "id", Value.of("id of " + text("name")),
                                  "folder", Value.of(System.getProperty("user.dir")))),
                          Type.DYNAMIC)),
                  "Error",
                  NOTHING);
        };
      }
      default -> {}
    }
    return NOTHING;
  }

  private static Data specification(String... names) {
    MessageWriter object = new MessageWriter();
    for (String name : names) {
      MessageWriter text =
          new MessageWriter().message(1, new MessageWriter().text(1, "cty.String"));
      MessageWriter attribute = new MessageWriter().text(1, name).message(2, text);
      MessageWriter entry =
          new MessageWriter().text(1, name).message(2, new MessageWriter().message(2, attribute));
      object.message(1, entry);
    }
    return PluginComponent.fields(
        "ConfigSpec", new Data.Binary(new MessageWriter().message(1, object).toByteArray()));
  }

  private String value = "";

  /** The value of the one argument that matters here. */
  private void configured(Data argument) {
    for (Data each : argument.field("Configs").items()) {
      if (each instanceof Data.Binary) {
        String both = each.text().orElse("");
        value = both.substring(0, both.lastIndexOf(",\"type\":"));
      }
    }
  }

  private String text(String name) {
    String key = "\"" + name + "\":\"";
    int from = value.indexOf(key);
    return from < 0
        ? ""
        : value.substring(from + key.length(), value.indexOf('"', from + key.length()));
  }

  private Data builder(String method, Data argument) throws RpcException, InterruptedException {
    return switch (method) {
      case "ConfigSpec" -> specification("folder", "fault");
      case "Prepare" -> {
        configured(argument);
        if (text("fault").equals("hang")) {
          hang();
        }
        yield text("folder").isEmpty()
            ? PluginComponent.fields(
                "Error", PluginComponent.fields("Message", Data.of("folder must be set")))
            : PluginComponent.fields("Warnings", Data.nothing(), "Error", Data.nothing());
      }
      case "Run" -> run(argument.whole());
      default -> Data.nothing();
    };
  }

  /** Tells a named pipe beside the machines that it hangs. */
  private void hang() throws RpcException, InterruptedException {
    try {
      Files.writeString(Path.of(text("folder")).resolveSibling("hanging"), "hanging");
    } catch (IOException e) {
      throw new RpcException(String.valueOf(e.getMessage()));
    }
    new CountDownLatch(1).await();
  }

  private Data run(long number) throws RpcException, InterruptedException {
    Path machine = Path.of(text("folder"));
    try (RpcClient host = RpcClient.over(broker.dial((int) number))) {
      Path _ = Files.createDirectories(machine);
      Data _ = host.call("Ui.Say", Data.of("Creating " + machine.getFileName()));
      if (text("fault").equals("crash")) {
        System.err.println("out of luck");
        System.exit(3);
      }
      RpcServer server = new RpcServer();
      server.add("Communicator", (method, argument) -> communicator(machine, method, argument));
      int here = serve(server);
      Data _ =
          host.call(
              "Hook.Run",
              PluginComponent.fields(
                  "Name", Data.of("packer_provision"),
                  "Data",
                      PluginComponent.fields(
                          "Host", Data.of("10.9.8.7"),
                          "ID", Data.of("i-1"),
                          "Port", Data.of(22),
                          "Password", Data.of("hunter2")),
                  "StreamId", Data.of(here)));
      RpcServer made = new RpcServer();
      made.add(
          "Artifact",
          (method, asked) ->
              switch (method) {
                case "State" ->
                    asked.text().equals(Optional.of("par.artifact.metadata"))
                        ? images()
                        : Data.nothing();
                case "Id" -> Data.of("here:image-1");
                case "BuilderId" -> Data.of("fake.things");
                case "Files" -> Data.of(List.of());
                default -> Data.of("an image");
              });
      return Data.of(serve(made));
    } catch (RpcException e) {
      throw e;
    } catch (IOException e) {
      throw new RpcException(String.valueOf(e.getMessage()));
    }
  }

  /** As Packer's SDK describes images to registries. */
  private static Data images() {
    return new Data.Items(
        List.of(
            image("here", "image-1", Map.of("team", Data.of("a"))),
            image("there", "image-2", Map.of())));
  }

  private static Data image(String region, String id, Map<String, Data> labels) {
    return new Data.Fields(
        Map.of(
            "ImageID", Data.of(id),
            "ProviderName", Data.of("cloud"),
            "ProviderRegion", Data.of(region),
            "SourceImageID", Data.of("image-0"),
            "Labels", new Data.Fields(labels)));
  }

  private int serve(RpcServer server) {
    int number = broker.nextNumber();
    Thread _ =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    server.serve(broker.accept(number));
                  } catch (IOException | InterruptedException e) {
                    System.err.println("nobody came: " + e.getMessage());
                  }
                });
    return number;
  }

  private Data communicator(Path machine, String method, Data argument)
      throws RpcException, InterruptedException {
    try {
      switch (method) {
        case "Start" -> start(machine, argument);
        case "Upload" -> {
          Path file = machine.resolve(argument.field("Path").text().orElse(""));
          Path _ = Files.createDirectories(file.getParent());
          try (YamuxStream content = broker.dial((int) argument.field("ReaderStreamId").whole())) {
            Files.write(file, content.in().readAllBytes());
          }
        }
        default -> throw new RpcException("no " + method);
      }
      return Data.nothing();
    } catch (RpcException e) {
      throw e;
    } catch (IOException e) {
      throw new RpcException(String.valueOf(e.getMessage()));
    }
  }

  private void start(Path machine, Data argument) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("/bin/sh", "-c", argument.field("Command").text().orElse(""))
            .directory(machine.toFile())
            .start();
    YamuxStream in = broker.dial((int) argument.field("StdinStreamId").whole());
    YamuxStream out = broker.dial((int) argument.field("StdoutStreamId").whole());
    YamuxStream err = broker.dial((int) argument.field("StderrStreamId").whole());
    YamuxStream response = broker.dial((int) argument.field("ResponseStreamId").whole());
    Thread _ = copy(in.in(), process.getOutputStream());
    Thread first = copy(process.getInputStream(), out.out());
    Thread second = copy(process.getErrorStream(), err.out());
    Thread _ =
        Thread.ofVirtual()
            .start(
                () -> {
                  try (response) {
                    first.join();
                    second.join();
                    response.out().write(Gob.exit(process.waitFor()));
                  } catch (IOException | InterruptedException e) {
                    System.err.println("nobody waits: " + e.getMessage());
                  }
                });
  }

  private static Thread copy(InputStream from, OutputStream to) {
    return Thread.ofVirtual()
        .start(
            () -> {
              try (to) {
                from.transferTo(to);
              } catch (IOException e) {
                System.err.println("a copy ended: " + e.getMessage());
              }
            });
  }

  private Data provisioner(String method, Data argument) throws RpcException, InterruptedException {
    switch (method) {
      case "ConfigSpec" -> {
        return specification("command");
      }
      case "Prepare" -> configured(argument);
      case "Provision" -> {
        System.err.println(
            "told " + argument.field("GeneratedData").field("Host").text().orElse(""));
        provision(argument.field("StreamID").whole());
      }
      default -> {}
    }
    return Data.nothing();
  }

  private void provision(long number) throws RpcException, InterruptedException {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    int output = broker.nextNumber();
    int response = broker.nextNumber();
    try (RpcClient host = RpcClient.over(broker.dial((int) number))) {
      Thread copied =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try (YamuxStream stream = broker.accept(output)) {
                      stream.in().transferTo(printed);
                    } catch (IOException | InterruptedException e) {
                      System.err.println("no output: " + e.getMessage());
                    }
                  });
      // The host opens this stream before it answers the call.
      int[] code = new int[1];
      Thread ended =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try (YamuxStream stream = broker.accept(response)) {
                      code[0] = Gob.exit(stream.in());
                    } catch (IOException | InterruptedException e) {
                      System.err.println("no end: " + e.getMessage());
                    }
                  });
      Data _ =
          host.call(
              "Communicator.Start",
              PluginComponent.fields(
                  "Command", Data.of(text("command")),
                  "StdoutStreamId", Data.of(output),
                  "ResponseStreamId", Data.of(response)));
      ended.join();
      copied.join();
      Data _ = host.call("Ui.Say", Data.of(printed.toString(StandardCharsets.UTF_8).strip()));
      if (code[0] != 0) {
        throw new RpcException("the command ended with " + code[0]);
      }
    } catch (RpcException e) {
      throw e;
    } catch (IOException e) {
      throw new RpcException(String.valueOf(e.getMessage()));
    }
  }

  private Data postProcessor(String method, Data argument)
      throws RpcException, InterruptedException {
    if (method.equals("ConfigSpec")) {
      return specification("name");
    }
    if (method.equals("PostProcess")) {
      try (RpcClient host = RpcClient.over(broker.dial((int) argument.whole()))) {
        String id = host.call("Artifact.Id", Data.nothing()).text().orElse("");
        Data _ = host.call("Ui.Say", Data.of("named " + id));
      } catch (IOException e) {
        throw new RpcException(String.valueOf(e.getMessage()));
      }
      return new Data.Fields(Map.of("StreamId", Data.of(0)));
    }
    return Data.nothing();
  }
}
