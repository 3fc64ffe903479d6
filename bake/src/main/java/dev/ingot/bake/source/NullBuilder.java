package dev.ingot.bake.source;

import dev.ingot.bake.Arguments;
import dev.ingot.bake.BuildIdentity;
import dev.ingot.bake.Builder;
import dev.ingot.bake.HostSource;
import dev.ingot.bake.Machine;
import dev.ingot.bake.NoCommunicator;
import dev.ingot.bake.SchemaBuilder;
import dev.ingot.bake.Source;
import dev.ingot.bake.StepException;
import dev.ingot.bake.ssh.SshArguments;
import dev.ingot.bake.ssh.SshCommunicator;
import dev.ingot.bake.ssh.SshConnector;
import dev.ingot.bake.ssh.SshSettings;
import dev.ingot.bake.winrm.WinRmArguments;
import dev.ingot.bake.winrm.WinRmCommunicator;
import dev.ingot.bake.winrm.WinRmConnector;
import dev.ingot.bake.winrm.WinRmSettings;
import dev.ingot.graph.Cancellation;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.value.Marks;
import dev.ingot.lang.value.Refinement;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import dev.ingot.registry.evidence.Component;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs provisioners on a machine that exists, or none at all. Rules: the documentation of Packer's
 * builder {@code null}.
 *
 * @param environment the variables of this process
 */
public record NullBuilder(
    SshConnector connector, WinRmConnector windows, Map<String, String> environment)
    implements Builder {
  private static final String NO_MACHINE = "the build has no machine (communicator = \"none\")";

  public NullBuilder {
    environment = Map.copyOf(environment);
  }

  @Override
  public String type() {
    return "null";
  }

  @Override
  public Schema schema() {
    return WinRmArguments.addTo(
            SshArguments.addTo(
                new SchemaBuilder()
                    .optional(
                        "communicator",
                        Type.STRING,
                        "How to reach the machine: ssh, winrm or none.")))
        .build();
  }

  @Override
  public Source prepare(Arguments arguments, BuildIdentity build, Diagnostics diagnostics) {
    String communicator = arguments.text("communicator", "ssh");
    return switch (communicator) {
      case "none" -> new Nowhere(build);
      case "ssh" -> overSsh(arguments, build, diagnostics);
      case "winrm" -> overWinRm(arguments, build, diagnostics);
      default -> {
        diagnostics.error(
            "Unsupported communicator",
            "communicator must be \"ssh\", \"winrm\" or \"none\".",
            arguments.place("communicator"));
        yield new Nowhere(build);
      }
    };
  }

  private Source overSsh(Arguments arguments, BuildIdentity build, Diagnostics diagnostics) {
    SshSettings settings = new SshArguments(environment).read(arguments, build, diagnostics);
    if (settings.host().isEmpty()) {
      diagnostics.error(
          "Missing host",
          "The builder null needs ssh_host: the machine to provision. Set communicator = \"none\""
              + " for a build without one.",
          arguments.place("ssh_host"));
    }
    if (settings.login().isEmpty()) {
      diagnostics.error(
          "Missing login",
          "The builder null needs ssh_password, ssh_private_key_file or ssh_agent_auth.",
          arguments.place("ssh_username"));
    }
    return new OverSsh(build, connector, settings.host().orElse(""), settings);
  }

  private Source overWinRm(Arguments arguments, BuildIdentity build, Diagnostics diagnostics) {
    WinRmSettings settings =
        WinRmArguments.read(
            arguments,
            arguments.duration("pause_before_connecting", diagnostics).orElse(Duration.ZERO),
            diagnostics);
    if (settings.host().isEmpty()) {
      diagnostics.error(
          "Missing host",
          "The builder null needs winrm_host: the machine to provision.",
          arguments.place("winrm_host"));
    }
    return new OverWinRm(build, windows, settings);
  }

  private record OverWinRm(BuildIdentity build, WinRmConnector connector, WinRmSettings settings)
      implements HostSource {
    @Override
    public String bucket() {
      return build.sourceName();
    }

    @Override
    public Map<String, Value> generated() {
      Value password = Value.of(settings.password()).marked(Marks.SENSITIVE);
      return Map.of(
          "ConnType", Value.of("winrm"),
          "ID", Value.of("Null"),
          "Host", Value.of(settings.host().orElse("")),
          "Port", Value.of(settings.port()),
          "User", Value.of(settings.user()),
          "Password", password,
          "WinRMPassword", password);
    }

    @Override
    public List<Component> components() {
      return List.of();
    }

    @Override
    public Machine reach(Progress progress, Cancellation cancellation)
        throws StepException, InterruptedException {
      WinRmCommunicator windows = connector.connect(settings, progress, cancellation);
      return new ReachedMachine(windows, Map.of(), windows::close);
    }
  }

  /** No machine: only steps on this host work. */
  private record Nowhere(BuildIdentity build) implements HostSource {
    @Override
    public String bucket() {
      return build.sourceName();
    }

    @Override
    public Map<String, Value> generated() {
      return Map.of("ConnType", Value.of("none"));
    }

    @Override
    public List<Component> components() {
      return List.of();
    }

    @Override
    public Machine reach(Progress progress, Cancellation cancellation) {
      return new ReachedMachine(new NoCommunicator(NO_MACHINE), Map.of(), () -> {});
    }
  }

  private record OverSsh(
      BuildIdentity build, SshConnector connector, String host, SshSettings settings)
      implements HostSource {
    @Override
    public String bucket() {
      return build.sourceName();
    }

    @Override
    public Map<String, Value> generated() {
      Map<String, Value> values = new LinkedHashMap<>();
      values.put("ConnType", Value.of("ssh"));
      values.put("ID", Value.of("Null"));
      values.put("Host", Value.of(host));
      values.put("Port", Value.of(settings.port()));
      values.put("User", Value.of(settings.login().user()));
      Optional<String> password = settings.login().password();
      if (settings.login().key().isPresent()) {
        values.put("SSHPrivateKey", Values.unknown(Type.STRING, Refinement.NONE));
      }
      password.ifPresent(text -> values.put("Password", Value.of(text).marked(Marks.SENSITIVE)));
      return values;
    }

    @Override
    public List<Component> components() {
      return List.of();
    }

    private Map<String, Value> key() throws IOException {
      return settings.login().key().isEmpty()
          ? Map.of()
          : Map.of(
              "SSHPrivateKey",
              Value.of(Files.readString(settings.login().key().get())).marked(Marks.SENSITIVE));
    }

    @Override
    public Machine reach(Progress progress, Cancellation cancellation)
        throws StepException, IOException, InterruptedException {
      SshCommunicator ssh = connector.connect(host, settings, progress, cancellation);
      return new ReachedMachine(ssh, key(), ssh::close);
    }
  }
}
